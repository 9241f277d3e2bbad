"""What is kept of practitioners' answers? Counts and remarks of a whole unit, never anything of one person.

See docs/decisions/0010. One row for each unit holds all its statements, and all of it is written
anew with every answer, so that neither a row nor its place, nor which row changed, says who answered what.
"""

from django.db import models

from cairn.assurance.evaluation.models.round import Round
from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Unit


class Tally(Identified):
    """How many in a unit gave which grade: `{statement: {"1": 2, "4": 5, "cannot": 1, "skipped": 3}}`."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="one_tally_a_unit")]

    def __str__(self) -> str:
        return f"Answers of {self.unit}"


class RemarkBox(Identified):
    """What people in a unit wrote: `{statement: [text, …]}`, ordered by a hash, so that the order says nothing."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    remarks = models.JSONField(default=dict)

    PERSONAL = {"remarks": "what people wrote, without their names"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="one_remark_box_a_unit")]

    def __str__(self) -> str:
        return f"Remarks of {self.unit}"


class Draft(Identified):
    """Answers that are not yet given, sealed with a key that only the person's browser holds. No person, no time."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    sealed_answers = models.BinaryField()

    def __str__(self) -> str:
        return "A draft"
