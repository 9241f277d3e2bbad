"""What does an employer judge of a statement, how do they know, and on which evidence does it rest?"""

from typing import Self

from django.db import models
from django.db.models import Q

from cairn.assurance.evaluation import scales
from cairn.assurance.evaluation.models.round import Round
from cairn.cycle.evidence.models import Evidence
from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.standards.models import Statement

JUDGED = Q(grade__isnull=False) | ~Q(not_applicable_because="")


class JudgementQuerySet(models.QuerySet):
    """Judgements, and who may read them."""

    def visible_to(self, viewer: Person) -> Self:
        """Leaders read those of the units they lead; those who assure quality read all."""
        return self.filter(reach(viewer, "judgement.see", owner="", state="round__state"))

    def judged(self) -> Self:
        """Those with a grade, or with a reason why the statement does not apply."""
        return self.filter(JUDGED)

    def unjudged(self) -> Self:
        """Those that nobody has judged yet."""
        return self.exclude(JUDGED)


class Judgement(Identified):
    """One statement as the leaders of one unit see it; without a unit, as the professional leaders see the whole."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="judgements")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    not_applicable_because = models.TextField(blank=True)
    how_we_know = models.TextField(blank=True)
    what_next = models.TextField(blank=True)
    # 0 = untouched. Whoever saves says which version they had before them, so that nobody's text is overwritten.
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    moderated_grade = models.PositiveSmallIntegerField(null=True, blank=True)
    moderation_reason = models.TextField(blank=True)
    moderated_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    needs_confirming = models.BooleanField(default=False)

    PERSONAL = {
        "how_we_know": "may describe people",
        "what_next": "may describe people",
        "not_applicable_because": "may describe people",
        "moderation_reason": "may describe people",
        "by": "staff identity",
        "moderated_by": "staff identity",
    }

    objects = JudgementQuerySet.as_manager()

    class Meta:
        ordering = ["position", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["round", "statement", "unit"], name="one_judgement_of_a_unit"),
            models.UniqueConstraint(
                fields=["round", "statement"], condition=Q(unit=None), name="one_judgement_of_the_whole"
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__gte=1, grade__lte=6, not_applicable_because=""),
                name="judgement_is_a_grade_or_does_not_apply",
            ),
            models.CheckConstraint(
                condition=Q(moderated_grade=None) | Q(moderated_grade__gte=1, moderated_grade__lte=6)
                & ~Q(moderation_reason="") & Q(moderated_by__isnull=False),
                name="moderation_says_why_and_who",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["round", "unit", "position"]), models.Index(fields=["statement", "round"])]

    def __str__(self) -> str:
        return f"{self.statement.ref}: {self.unit or 'the whole'}"

    @property
    def state(self) -> str:
        """The round's state, as the access policy asks for it."""
        return self.round.state

    @property
    def stands(self) -> int | None:
        """The grade that counts: the moderated one where there is one."""
        return self.grade if self.moderated_grade is None else self.moderated_grade

    @property
    def worded(self) -> str:
        """'4 Good': the grade that counts, with its word."""
        return scales.worded(self.round.scale, self.stands)

    @property
    def is_judged(self) -> bool:
        return self.grade is not None or bool(self.not_applicable_because)

    @property
    def of(self) -> str:
        """The unit that is judged, in words."""
        return self.unit.name if self.unit else self.round.part


class Shows(models.TextChoices):
    """Which way a piece of evidence points."""

    SUPPORTS = "supports", "It supports the judgement"
    CONTRADICTS = "contradicts", "It shows otherwise"


class CitationQuerySet(models.QuerySet):
    """Citations, and who may read them."""

    def visible_to(self, viewer: Person) -> Self:
        """Whoever reads a judgement reads what it names."""
        return self.filter(reach(viewer, "judgement.see", owner="", state="round__state", of="judgement"))


class Citation(Identified):
    """A piece of evidence that a judgement names."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="citations")
    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="citations")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="citations")
    shows = models.CharField(max_length=12, choices=Shows, default=Shows.SUPPORTS)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    # What the evidence was when the round was signed: evidence itself is kept up to date by its owner afterwards.
    as_signed = models.JSONField(default=dict, blank=True)

    PERSONAL = {"by": "staff identity", "as_signed": "names the evidence and its owner"}

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["judgement", "evidence"], name="evidence_cited_once"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} {self.shows}"
