"""On which figures did a round stand when it was signed?"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q

from cairn.assurance.evaluation.models.round import Round
from cairn.cycle.evidence.course import Course, Pooled
from cairn.cycle.evidence.declaring import Direction, Indicator
from cairn.cycle.evidence.queries import Kept
from cairn.cycle.evidence.standing import Stand
from cairn.cycle.evidence.wording import worse
from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Unit


class StoodOn(Identified):
    """A figure over the three months before a round closed, in one unit with all below it, or in the whole.

    `told` says what it was called, what was counted, which target it had, to which statements it spoke and by which
    sign it had got worse: an indicator may be declared otherwise afterwards, or not at all. An open figure may be shown
    to everybody who sees the results; any other only to whoever has the right to the records behind it.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="stood_on")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    is_open = models.BooleanField()
    told = models.JSONField()

    class Meta:
        verbose_name_plural = "stood on"
        ordering = ["indicator", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit", "indicator"], name="one_figure_of_a_unit"),
            models.UniqueConstraint(
                fields=["round", "indicator"], condition=Q(unit=None), name="one_figure_of_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.unit or 'the whole'}"

    @classmethod
    def of(cls, round: Round, kept: Kept, refs: Iterable[str]) -> Self:
        """What is to be kept of a figure that speaks to these statements."""
        stand, unit = kept.stand, kept.unit
        return cls(
            round=round,
            unit_id=None if unit == round.scope_id else unit,
            indicator=stand.indicator.key,
            version=stand.indicator.version,
            since=stand.pooled.since,
            until=stand.pooled.until,
            numerator=stand.pooled.numerator,
            denominator=stand.pooled.denominator,
            is_open=kept.is_open,
            told=_told(stand, refs),
        )

    @property
    def refs(self) -> list[str]:
        """The statements to which it spoke."""
        found: list[str] = self.told["refs"]
        return found

    def stand(self) -> Stand:
        """The figure as it stood then."""
        pooled = Pooled(self.numerator, self.denominator, self.since, self.until)
        indicator = self._as_declared_then()
        return Stand(indicator, pooled, Course(indicator, ()), kept=self.told["worse"])

    def _as_declared_then(self) -> Indicator:
        told = self.told
        return replace(
            _UNDECLARED,
            key=self.indicator,
            version=self.version,
            title=told["title"],
            noun=told["noun"],
            is_mean=told["is_mean"],
            dimension=told["dimension"],
            direction=Direction(told["direction"]),
            target=Decimal(told["target"]) if told["target"] else None,
        )


def _told(stand: Stand, refs: Iterable[str]) -> dict[str, Any]:
    indicator = stand.indicator
    return {
        "title": indicator.title,
        "noun": indicator.noun,
        "is_mean": indicator.is_mean,
        "dimension": indicator.dimension,
        "direction": str(indicator.direction),
        "target": "" if indicator.target is None else str(indicator.target),
        "refs": list(refs),
        "worse": worse(stand),
    }


_UNDECLARED = Indicator(
    key="", version=0, title="", numerator="", denominator="", measure=lambda *_: (), rows=lambda *_: (), rows_act="",
    statements=(),
)  # fmt: skip
