"""What came out of a round, stored once, so that a page never counts history?"""

import hashlib
from decimal import Decimal

from django.db import models
from django.db.models import Q

from cairn.assurance.evaluation.models.round import Round
from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Unit
from cairn.foundation.standards.models import Statement

# What stands in the place of a remark that was struck. Signed rounds hold it like any other text.
STRUCK = "Struck because it named somebody."


def remark_key(text: str) -> str:
    """By which a remark is named in a form: a hash of its words."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class Result(Identified):
    """Both sides' view of a statement or an area, in a unit with all below it; without a unit, in the whole.

    Means are grades on the round's own scale, to two places. Counts run from the lowest grade upwards. The
    practitioners' figures are empty where they are withheld (`foundation/core/disclosure.py`).
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="results")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    is_area = models.BooleanField(default=False)
    position = models.PositiveIntegerField()
    employers_n = models.PositiveIntegerField(default=0)
    employers_mean = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    employers_counts = models.JSONField(null=True)
    employers_previous = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    practitioners_n = models.PositiveIntegerField(null=True)
    practitioners_mean = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    practitioners_counts = models.JSONField(null=True)
    practitioners_previous = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    practitioners_withheld = models.BooleanField(default=False)
    # What was written, where this is the lowest unit at which it may be read; a larger unit shows those below it too.
    remarks = models.JSONField(default=list)
    gap = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    evidence_count = models.PositiveIntegerField(default=0)
    not_applicable_count = models.PositiveIntegerField(default=0)

    PERSONAL = {"remarks": "what people wrote, without their names"}

    class Meta:
        ordering = ["position", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["round", "statement", "is_area", "unit"], name="one_result_of_a_unit"),
            models.UniqueConstraint(
                fields=["round", "statement", "is_area"], condition=Q(unit=None), name="one_result_of_the_whole"
            ),
            models.CheckConstraint(
                condition=Q(practitioners_withheld=False)
                | Q(practitioners_n=None, practitioners_mean=None, practitioners_counts=None, gap=None, remarks=[]),
                name="what_is_withheld_is_not_there",
            ),
        ]
        indexes = [models.Index(fields=["round", "unit", "is_area", "position"])]

    def __str__(self) -> str:
        return f"{self.statement.ref}: {self.unit or 'the whole'}"

    @property
    def employers(self) -> Decimal | int | None:
        """What leaders judged: one judgement is a grade, several have a mean."""
        mean = self.employers_mean
        return int(mean) if mean is not None and self.employers_n == 1 else mean

    @property
    def employers_change(self) -> Decimal | None:
        """How far employers moved since the last round."""
        return _difference(self.employers_mean, self.employers_previous)

    @property
    def practitioners_change(self) -> Decimal | None:
        """How far practitioners moved since the last round."""
        return _difference(self.practitioners_mean, self.practitioners_previous)


def _difference(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else now - before
