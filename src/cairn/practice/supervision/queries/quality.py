"""Which samples may somebody see, what does a reviewer read, what came out, and who read a record for a sample?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cairn.cycle.evidence.measuring.trees import month_trees
from cairn.foundation.core import months
from cairn.foundation.core.disclosure import is_crowd, released, rests
from cairn.foundation.core.prepared import prepared
from cairn.foundation.ledger import queries as ledger
from cairn.foundation.people.models import Person, Unit
from cairn.practice.supervision.models import Addition, CaseLine, DipSample, Finding, PersonalRecord, Session
from cairn.practice.supervision.models.quality import REFLECTIVE
from cairn.practice.supervision.questions import QUESTIONS
from cairn.practice.supervision.rules.quality import may_see_each
from cairn.practice.supervision.sampling import Draw, number_of, urn_of

LEAST = 5
READ = "finding.read"
SHOWN = ("practice_and_policy", "reflection", "judgement", "development", "decisions", "come_back_to")


def samples(viewer: Person) -> QuerySet[DipSample]:
    """The samples that somebody may see, newest first, with how many records were drawn and found."""
    found = DipSample.objects.visible_to(viewer).select_related("unit", "reviewer")
    drawn, done = Count("findings"), Count("findings", filter=Q(findings__found_at__isnull=False))
    return found.annotate(drawn=drawn, done=done).order_by("-drawn_at", "pk")


def sample_for(viewer: Person, pk: Any) -> DipSample:
    """A sample that the viewer may see."""
    return DipSample.objects.visible_to(viewer).select_related("unit", "reviewer__organisation", "drawn_by").get(pk=pk)


def findings_of(viewer: Person, sample: DipSample) -> list[Finding]:
    """Its records, for those who may know of each; for all others there are none."""
    return list(_with_sessions(sample)) if may_see_each(viewer, sample) else []


def _with_sessions(sample: DipSample) -> QuerySet[Finding]:
    found = Finding.objects.filter(sample=sample).order_by("session__held_on", "pk")
    return found.select_related("session__unit", "session__supervisor", "session__supervisee")


def finding_for(viewer: Person, pk: Any) -> Finding:
    """One drawn record of a sample that the viewer may see."""
    found = Finding.objects.filter(sample__in=DipSample.objects.visible_to(viewer))
    joined = ("sample__reviewer__organisation", "session__unit", "session__supervisor", "session__supervisee")
    return found.select_related(*joined).get(pk=pk)


@dataclass(frozen=True)
class Redacted:
    """A signed record as a reviewer reads it: nothing of workload and stress, of mood and points."""

    practice_and_policy: str
    reflection: str
    judgement: str
    development: str
    decisions: str
    come_back_to: str
    supervisee_comment: str
    cases: tuple[CaseLine, ...]
    additions: tuple[Addition, ...]


def redacted(session: Session) -> Redacted:
    """The drawn record; columns that a reviewer does not read are not even asked for. Three questions."""
    words = PersonalRecord.objects.values(*SHOWN, "supervisee_comment").get(session=session)
    cases = CaseLine.objects.filter(record__session=session)
    return Redacted(**words, cases=tuple(cases), additions=tuple(session.additions.all()))


def session_to_view(viewer: Person, pk: Any) -> Session:
    """A session of which somebody may be asked how it was for them: their own, as supervisee, and no other's."""
    mine = Session.objects.filter(supervisee=viewer, organisation=viewer.organisation_id)
    return mine.select_related("supervisor", "unit", "view_given").get(pk=pk)


def draw_of(sample: DipSample, count: int) -> Draw:
    """What was drawn, as it was asked for."""
    on = timezone.localdate(sample.drawn_at)
    return Draw(sample.reviewer, sample.unit, sample.held_from, sample.held_to, count, on)


@dataclass(frozen=True)
class Again:
    """A sample drawn again from its seed: from how many records, how many were drawn, and whether they are the same."""

    among: int
    drawn: int
    is_the_same: bool
    # The first record and its number, for those who may know of it.
    example: tuple[UUID, str] | None


def drawn_again(viewer: Person, sample: DipSample) -> Again:
    """Anybody who may see a sample can have it drawn again, and so learn that nobody chose."""
    drawn = set(Finding.objects.filter(sample=sample).values_list("session_id", flat=True))
    urn = urn_of(draw_of(sample, len(drawn)))
    again = urn.drawn(sample.seed, len(drawn))
    example = (again[0], number_of(sample.seed, again[0])) if again and may_see_each(viewer, sample) else None
    return Again(len(urn.records), len(drawn), set(again) == drawn, example)


@dataclass(frozen=True)
class Result:
    """What was found in a unit with all below it, or in the whole sample: of so many records, so many by question.

    `reflective` is for those who may know of each record. All others read it among the figures, by unit and month: told
    here as well, sample by sample, the one could be subtracted from the other.
    """

    unit: Unit | None
    records: int
    yes: dict[str, int]
    reflective: int | None


@dataclass(frozen=True)
class Results:
    """The results that a reader may see; `leaves_out` says that something small is not among them."""

    lines: tuple[Result, ...]
    leaves_out: bool


def results(viewer: Person, sample: DipSample) -> Results:
    """What came out of a finished sample. Small numbers, and what would tell them, are seen by few.

    Those who may know of each record see everything, in every unit. All others see sums of five records or more, in
    the tree of units as it stood when the sample was finished, so that no later move shows a remainder.
    """
    if sample.finished_at is None:
        return Results((), leaves_out=False)
    by_unit = _counted(sample)
    month = months.first_of(timezone.localdate(sample.finished_at))
    tree = month_trees(sample.organisation_id, [month])[month]
    own = {tree.places[unit]: counts for unit, counts in by_unit.items()}
    sees_each = may_see_each(viewer, sample)
    points = len(QUESTIONS) + 2
    totals = {place: found for place, found in rests(tree.tree, own, (), points=points).items() if found[0]}
    shown: Iterable[int] = totals
    if not sees_each:
        records = {place: counts[:1] for place, counts in own.items()}
        shown = released(tree.tree, records, least=LEAST, points=1, safe=is_crowd)
    named = {unit.pk: unit for unit in Unit.objects.filter(pk__in=filter(None, (tree.units[one] for one in shown)))}
    units = {place: named[unit] if (unit := tree.units[place]) else None for place in shown}
    everything = totals.get(tree.whole, (0,))[0]
    lines = [
        _result(unit, totals[place], sees_each=sees_each)
        for place, unit in units.items()
        if unit is None or totals[place][0] < everything  # a unit that holds all of them says nothing more
    ]
    return Results(tuple(sorted(lines, key=_place)), leaves_out=len(units) < len(totals))


def _counted(sample: DipSample) -> dict[UUID, tuple[int, ...]]:
    """By the unit of the session: how many records were judged, and how many of them show each thing. One question."""
    asked = {
        "records": Count("pk"),
        **{f"yes_to_{one.key}": Count("pk", filter=Q(**{one.key: True})) for one in QUESTIONS},
        "thoughtful": Count("pk", filter=Q(reflective__gte=REFLECTIVE)),
    }
    found = Finding.objects.filter(sample=sample, found_at__isnull=False).order_by()
    rows = found.values("session__unit").annotate(**asked).values_list("session__unit", *asked)
    return {unit: tuple(counts) for unit, *counts in rows}


def _result(unit: Unit | None, counts: tuple[int, ...], *, sees_each: bool) -> Result:
    records, *yes, reflective = counts
    by_question = dict(zip((one.key for one in QUESTIONS), yes, strict=True))
    return Result(unit, records, by_question, reflective if sees_each else None)


def _place(line: Result) -> str:
    return line.unit.path if line.unit else ""


@dataclass(frozen=True)
class SampledReading:
    """That a record was drawn for a sample: who may read it, from when to when, and when they did."""

    session: Session
    reviewer: Person
    title: str
    readable_from: date
    readable_until: date
    read_at: tuple[datetime, ...]


def sampled_readings_of(session: Session) -> list[SampledReading]:
    """For whom this record was drawn, and each time they read it; newest sample first. Two questions."""
    findings = _drawn(session=session.pk)
    for one in findings:
        one.session = session
    return _readings(findings, session.organisation_id)


@prepared
def _drawn(*, session: Any) -> QuerySet[Finding]:
    return _newest(Finding.objects.filter(session=session))


def sampled_readings_of_mine(viewer: Person, most: int = 50) -> list[SampledReading]:
    """The same of all records of one's own supervision, the newest samples first."""
    mine = Finding.objects.filter(session__supervisee=viewer, session__organisation=viewer.organisation_id)
    joined = _newest(mine).select_related("session__supervisor", "session__supervisee")
    return _readings(list(joined[:most]), viewer.organisation_id)


def _newest(found: QuerySet[Finding]) -> QuerySet[Finding]:
    return found.select_related("sample__reviewer").order_by("-sample__drawn_at", "pk")


def _readings(findings: list[Finding], organisation_id: UUID) -> list[SampledReading]:
    times = ledger.times_of(organisation_id, READ, findings) if findings else {}
    return [_reading(one, times.get(one.pk, ())) for one in findings]


def _reading(finding: Finding, read_at: Iterable[datetime]) -> SampledReading:
    sample = finding.sample
    until = sample.readable_until
    if sample.finished_at is not None:
        until = min(until, timezone.localdate(sample.finished_at))
    begin = timezone.localdate(sample.drawn_at)
    return SampledReading(finding.session, sample.reviewer, sample.title, begin, until, tuple(read_at))
