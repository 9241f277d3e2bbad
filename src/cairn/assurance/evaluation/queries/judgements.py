"""What was judged, how far has each unit come, and what stands before and after a statement?"""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from cairn.assurance.evaluation.models import AskedUnit, Citation, Judgement, Round
from cairn.assurance.evaluation.models.judgement import JUDGED
from cairn.foundation.people.models import Person, Unit
from cairn.foundation.standards.models import Statement

ALL: Final = "all"


def judgements(
    viewer: Person,
    round: Round,
    *,
    unit: Unit | str | None = ALL,
    statement: Statement | None = None,
    area: Statement | None = None,
    state: str = "",
) -> QuerySet[Judgement]:
    """The judgements of a round that this person may read, in the order of the document.

    `unit=None` means the whole; `state` is one of judged, unjudged, unconfirmed, moderated, written.
    """
    found = Judgement.objects.visible_to(viewer).filter(round=round)
    if not isinstance(unit, str):
        found = found.filter(unit=unit)
    if statement is not None:
        found = found.filter(statement=statement)
    if area is not None:
        found = found.filter(Q(statement__area=area) | Q(statement=area))
    states = {
        "judged": JUDGED,
        "unjudged": ~JUDGED,
        "unconfirmed": Q(needs_confirming=True),
        "moderated": Q(moderated_grade__isnull=False),
        "written": ~Q(how_we_know="", what_next="", not_applicable_because="", moderation_reason=""),
    }
    if state:
        found = found.filter(states[state])
    return found.select_related("round", "statement__area", "unit", "by").order_by("position", "unit__path", "id")


class Line(NamedTuple):
    """As much of a judgement as the page shows that lists all of a unit's."""

    pk: UUID
    grade: int | None
    moderated_grade: int | None
    not_applicable_because: str
    needs_confirming: bool
    version: int
    statement_id: UUID
    statement__area_id: UUID | None
    statement__heading: str
    statement__text: str

    @property
    def stands(self) -> int | None:
        """The grade that counts: the moderated one where there is one."""
        return self.grade if self.moderated_grade is None else self.moderated_grade

    @property
    def is_judged(self) -> bool:
        return self.grade is not None or bool(self.not_applicable_because)

    @property
    def wording(self) -> str:
        return self.statement__heading or self.statement__text

    @property
    def area(self) -> UUID:
        """The heading at the top of its branch; a statement without one stands for itself."""
        return self.statement__area_id or self.statement_id


def judgements_to_list(viewer: Person, round: Round, unit: Unit | None) -> list[Line]:
    """All that one unit judges, without the texts: for the page that shows how far it has come. One query."""
    found = Judgement.objects.visible_to(viewer).filter(round=round, unit=unit).order_by("position")
    return [Line(*row) for row in found.values_list(*Line._fields)]


def judgement_for(viewer: Person, pk: Any) -> Judgement:
    """One judgement with its evidence; DoesNotExist where this person may not read it."""
    cited = Citation.objects.select_related("evidence__owner", "evidence__file")
    return (
        Judgement.objects.visible_to(viewer)
        .select_related("round__framework", "round__previous", "round__scope", "statement__area", "unit", "by")
        .prefetch_related(Prefetch("citations", queryset=cited))
        .get(pk=pk)
    )


def judgements_of(viewer: Person, statement: Statement) -> QuerySet[Judgement]:
    """How a statement was judged over the rounds, the newest first."""
    found = Judgement.objects.visible_to(viewer).filter(statement__urn=statement.urn).judged()
    return found.select_related("round", "unit", "statement").order_by("-round__opens_on", "unit__path")


@dataclass(frozen=True)
class Neighbours:
    """The statements before and after, and where in the row this one stands."""

    before: UUID | None
    after: UUID | None
    place: int
    count: int


def neighbours(judgement: Judgement) -> Neighbours:
    """Before and after, among what the same unit judges. One query."""
    row = Judgement.objects.filter(round=judgement.round_id, unit=judgement.unit_id)
    return place_among(list(row.order_by("position").values_list("pk", flat=True)), judgement.pk)


def place_among(row: list[UUID], pk: UUID) -> Neighbours:
    """Where an identifier stands in a row of them."""
    place = row.index(pk)
    before = row[place - 1] if place else None
    after = row[place + 1] if place + 1 < len(row) else None
    return Neighbours(before, after, place + 1, len(row))


def last_time(judgement: Judgement) -> Judgement | None:
    """What the same unit judged of the same statement in the round before."""
    if judgement.round.previous_id is None:
        return None
    earlier = Judgement.objects.filter(
        round=judgement.round.previous_id, unit=judgement.unit_id, statement__urn=judgement.statement.urn
    )
    return earlier.judged().select_related("round", "statement").first()


@dataclass(frozen=True)
class Progress:
    """How far a unit has come."""

    asked: AskedUnit
    count: int
    judged: int
    unconfirmed: int

    @property
    def left(self) -> int:
        return self.count - self.judged


def progress_by_unit(round: Round, units: list[AskedUnit]) -> list[Progress]:
    """How far each of these units has come. One query."""
    named = Q(unit__in=[asked.unit_id for asked in units if asked.unit_id]) | Q(unit=None)
    rows = Judgement.objects.filter(named, round=round).order_by()
    counted = rows.values("unit_id").annotate(
        count=Count("id"), judged=Count("id", filter=JUDGED), unconfirmed=Count("id", filter=Q(needs_confirming=True))
    )
    by_unit: dict[UUID | None, tuple[int, int, int]] = {
        row["unit_id"]: (row["count"], row["judged"], row["unconfirmed"]) for row in counted
    }
    return [Progress(asked, *by_unit.get(asked.unit_id, (0, 0, 0))) for asked in units]
