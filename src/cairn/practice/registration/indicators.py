"""What can the register prove: who is registered, steps done in time, checks made, functions held by those who may?"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairn.cycle.duties.models import Duty, Outcome
from cairn.cycle.evidence import declaring, posts
from cairn.cycle.evidence.counting import looked_at, within
from cairn.cycle.evidence.declaring import Direction, Figure, Indicator, Row, RowsOf
from cairn.cycle.evidence.posts import Posts
from cairn.cycle.evidence.turns import Turns
from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person, Post, Unit
from cairn.practice.registration import referring, stepping
from cairn.practice.registration.accountable import judge
from cairn.practice.registration.facts import facts_of
from cairn.practice.registration.functions import function_on
from cairn.practice.registration.models import COVERS, ENDS, Check, Delegation, Standing, Suspension

ALL = Decimal(1)
SEES, CONCERNS = "registration.see", "fitness_concern.decide"
CHECKED_WITHIN = timedelta(days=92)
RESERVED = ("sa.reserved.1", "sa.reserved.2", "sa.cswo.reserved")


def is_registered(month: date) -> Q:
    """Whether the holder of a post was on a register on the last day of a month, as it is known now."""
    held = Standing.objects.known().on(looked_at(month)).filter(person=OuterRef("person"))
    return Q(Exists(held.filter(state__in=COVERS))) & ~Q(Exists(held.filter(state__in=ENDS)))


def was_looked_up(month: date) -> Exists:
    """Whether somebody looked the holder up in the quarter of a year before the last day of a month."""
    day = looked_at(month)
    lately = (day - CHECKED_WITHIN, day)
    return Exists(Check.objects.filter(person=OuterRef("person"), looked_up_on__range=lately))


def registered_on(organisation_id: UUID, month: date) -> QuerySet[Post]:
    """Social work posts whose holder was on a register."""
    return posts.held_on(organisation_id, month).filter(is_registered(month))


def held_on(organisation_id: UUID, day: date) -> list[tuple[Delegation, bool]]:
    """Delegations that bound on a day and did not rest, and whether their holder might be accountable on it."""
    found = Delegation.objects.on(day).filter(organisation_id=organisation_id)
    found = found.filter(Q(revoked_on=None) | Q(revoked_on__gt=day))
    rests = Suspension.objects.filter(delegation=OuterRef("pk"), starts_on__lte=day)
    rests = rests.filter(Q(lifted_on=None) | Q(lifted_on__gt=day))
    delegations = list(found.filter(~Exists(rests)).select_related("holder"))
    if not delegations:
        return []
    nation = Organisation.objects.get(pk=organisation_id).nation
    facts = facts_of(list({one.holder_id: one.holder for one in delegations}.values()))
    functions = {one.function: function_on(nation, one.function, day) for one in delegations}
    return [
        (one, function is not None and bool(judge(facts[one.holder_id], function, nation, on=day)))
        for one in delegations
        for function in (functions[one.function],)
    ]


def places_on(people: Any, day: date) -> dict[UUID, tuple[UUID, str]]:
    """Unit and staff group of each of these people by their largest post on a day."""
    held = Post.objects.on(day).filter(person__in=people).order_by("full_time_equivalent", "pk")
    return {person: (unit, group) for person, unit, group in held.values_list("person", "unit", "staff_group")}


def measure_held(organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
    """Functions on the last day of each month, by where their holders work."""
    for month in months.between(first, last):
        day = looked_at(month)
        held = held_on(organisation_id, day)
        places = places_on({one.holder_id for one, _ in held}, day)
        counts: dict[tuple[Any, str], list[int]] = {}
        for one, may in held:
            over_and_under = counts.setdefault(places.get(one.holder_id, (None, "")), [0, 0])
            over_and_under[0] += may
            over_and_under[1] += 1
        for (unit, group), (over, under) in counts.items():
            yield Figure(unit, group, month, over, under)


def held_rows(viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
    """The delegations behind it that the viewer may see; the wrong ones first."""
    day = looked_at(month)
    held = held_on(viewer.organisation_id, day)
    seen = set(
        Delegation.objects.visible_to(viewer).filter(pk__in=[one.pk for one, _ in held]).values_list("pk", flat=True)
    )
    places = Post.objects.on(day).filter(within(unit), person__in=[one.holder_id for one, _ in held])
    inside = set(places.values_list("person", flat=True))
    nation = viewer.organisation.nation
    return [
        Row(str(one.holder), f"/registration/delegations/{one.pk}/", one.starts_on, may, _title(nation, one, day))
        for one, may in sorted(held, key=lambda pair: (pair[1], pair[0].holder.family_name))
        if one.pk in seen and (unit is None or one.holder_id in inside)
    ]


def _title(nation: str, delegation: Delegation, day: date) -> str:
    function = function_on(nation, delegation.function, day)
    return function.title if function else delegation.function


def ended_in(organisation_id: UUID, first: date, last: date) -> QuerySet[Suspension]:
    """Suspensions about which somebody decided in these months."""
    found = Suspension.objects.filter(organisation_id=organisation_id, lifted_on__range=(first, months.last_of(last)))
    return found.select_related("delegation__holder").order_by("lifted_on", "pk")


def measure_days(organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
    """Days from a suspension to the decision about it, by where the holder worked when it began."""
    counts: dict[tuple[Any, str, date], list[int]] = {}
    ended = list(ended_in(organisation_id, first, last))
    people = {one.delegation.holder_id for one in ended}
    held = Post.objects.filter(person__in=people).order_by("starts_on", "full_time_equivalent", "pk")
    places = {person: (unit, group) for person, unit, group in held.values_list("person", "unit", "staff_group")}
    for one in ended:
        unit, group = places.get(one.delegation.holder_id, (None, ""))
        days = counts.setdefault((unit, group, months.first_of(one.lifted_on or clock.today())), [0, 0])
        days[0] += ((one.lifted_on or clock.today()) - one.starts_on).days
        days[1] += 1
    for (unit, group, month), (over, under) in counts.items():
        yield Figure(unit, group, month, over, under)


def days_rows(viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
    """What was decided in the month, as far as the viewer may see it."""
    seen = Delegation.objects.visible_to(viewer)
    found = ended_in(viewer.organisation_id, month, month).filter(delegation__in=seen)
    if unit is not None:
        found = found.filter(delegation__holder__in=Post.objects.filter(within(unit)).values("person"))
    return RowsOf(found, _days_row)


def _days_row(one: Any) -> Row:
    said = f"suspended on {in_words(one.starts_on)}, decided on {in_words(one.lifted_on)}"
    return Row(str(one.delegation.holder), f"/registration/delegations/{one.delegation_id}/", one.lifted_on, True, said)


class StepTurns(Turns):
    """Steps of renewals that fell due."""

    def rows(self, viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
        """Those that the viewer may know of, by the day on which they were due."""
        theirs = reach(viewer, SEES, owner=("bearer", "awaited_by"), state="")
        seen = self.of(viewer.organisation_id, month, month).filter(theirs, within(unit))
        return RowsOf(seen.select_related("bearer", "awaited_by").order_by("due_on", "pk"), _step_row)


def _step_row(turn: Any) -> Row:
    who = turn.bearer or turn.awaited_by
    said = f"done on {in_words(turn.met_on)}" if turn.met_on else Outcome(turn.outcome).label.lower()
    address = f"/registration/registrations/{turn.subject_id}/steps/"
    return Row(f"{who}: {turn.words}", address, turn.due_on, turn.outcome == Outcome.MET, said)


class ConcernTurns(Turns):
    """Decisions whether to refer that fell due."""

    def rows(self, viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
        """For those who decide only, without a name."""
        found: QuerySet[Duty] = self.of(viewer.organisation_id, month, month)
        seen = found.filter(reach(viewer, CONCERNS, owner="", state="")) if unit is None else found.none()
        return RowsOf(seen.order_by("due_on", "pk"), _concern_row)


def _concern_row(turn: Any) -> Row:
    said = f"decided on {in_words(turn.met_on)}" if turn.met_on else Outcome(turn.outcome).label.lower()
    return Row(
        "A concern", f"/registration/concerns/{turn.subject_id}/", turn.due_on, turn.outcome == Outcome.MET, said
    )


ENTRY = "/registration/people/"
REGISTERED = Posts(is_registered, "registered", "not registered on that day", SEES, ENTRY)
LOOKED_UP = Posts(was_looked_up, "looked up in the quarter before", "not looked up", SEES, ENTRY, of=registered_on)
STEPS = StepTurns((stepping.STEP, stepping.VERIFY))
REFERRED = ConcernTurns((referring.REFER,))
INDICATORS = (
    Indicator(
        key="registration.in_date", version=1, measure=REGISTERED.measure, rows=REGISTERED.rows, rows_act=SEES,
        title="Registered and in date", noun="posts", target=ALL,
        numerator="social work posts whose holder was on the register on the last day of the month",
        denominator="social work posts on the last day of the month",
        statements=("sa.2.p.2", "sa.reserved.1", "es7.1"),
    ),
    Indicator(
        key="registration.steps", version=1, measure=STEPS.measure, rows=STEPS.rows, rows_act=SEES,
        title="Steps of a renewal done before the window closes", noun="steps", target=ALL,
        numerator="steps done by the day on which their window closed",
        denominator="steps whose window closed in the month",
        statements=("sa.2.p.2", "es7.1"),
    ),
    Indicator(
        key="registration.checked", version=1, measure=LOOKED_UP.measure, rows=LOOKED_UP.rows, rows_act=SEES,
        title="Registrations looked up in the quarter", noun="posts", target=ALL,
        numerator="of these, those looked up with the regulator in the 92 days before",
        denominator="social work posts whose holder was on the register on the last day of the month",
        statements=("sa.reserved.1", "es7.1"),
    ),
    Indicator(
        key="registration.reserved", version=1, measure=measure_held, rows=held_rows, rows_act="delegation.see",
        title="Reserved functions held by those who may be accountable", noun="delegations", target=ALL,
        numerator="of these, those whose holder might be accountable on that day, as it is known now",
        denominator="delegations that bound on the last day of the month and were not suspended",
        statements=RESERVED,
    ),
    Indicator(
        key="registration.reassigned", version=1, measure=measure_days, rows=days_rows, rows_act="delegation.see",
        title="Days from a suspension to the decision about it", noun="delegations", is_mean=True, dimension="days",
        numerator="days from the suspension of a delegation until it was given to somebody, revoked, or went on",
        denominator="suspended delegations about which somebody decided in the month",
        direction=Direction.DOWN, target=Decimal(3), statements=RESERVED,
    ),
    Indicator(
        key="registration.referred", version=1, measure=REFERRED.measure, rows=REFERRED.rows, rows_act=CONCERNS,
        title="Concerns decided within five days", noun="concerns", target=ALL,
        numerator="of these, those decided by then, with reasons",
        denominator="concerns about fitness to practise that were to be decided in the month",
        statements=("es7.3",),
    ),
)  # fmt: skip


def register() -> None:
    """Declare them to the room that measures."""
    declaring.register(*INDICATORS)
