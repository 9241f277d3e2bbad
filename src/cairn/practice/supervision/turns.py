"""When is the next session due? Reckoned from plain values, so that it can be tried over twenty years.

A turn is counted from the last session that was held, or, before the first one, from the later of the first days of
the agreement and of the post. It is due one interval later: as the policy asks of the staff group and the weeks in
post on the day it is counted from, for part-time staff stretched as their hours shrink, by up to twice; earlier where
a particular need or the agreement itself asks for more. Days of absence are added. Where the policy, the post or a
need changes meanwhile, the new interval counts from its first day on, still from the last session, and never makes a
turn due earlier than the change itself; what was due before the change stays due when it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cairn.foundation.core import months
from cairn.practice.supervision.asked import Asked
from cairn.practice.supervision.models import Period

ONE_DAY = timedelta(days=1)
FULL, HALF = 100, 50
DAYS_IN_A_MONTH = 30  # for the broken part of a stretched interval, such as the half of one month and a half

IsWorking = Callable[[date], bool]


@dataclass(frozen=True)
class Span:
    """From a first to a last day, both included; without a last one it goes on."""

    first: date
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Stint(Span):
    """A time in one staff group at the same hours, in hundredths of full time."""

    staff_group: str = ""
    hours: int = FULL


@dataclass(frozen=True)
class Need(Span):
    """More than the policy asks, for one person and for a time."""

    every: int = 1
    period: str = Period.WEEK
    minutes: int = 0


@dataclass(frozen=True)
class Agreed:
    """What the agreement itself says, where it says anything."""

    every: int | None = None
    period: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class Ruled:
    """A policy: it holds from its first day until the next one begins."""

    first: date
    lines: Mapping[str, Sequence[Asked]]
    is_pro_rata: bool = True

    def line_for(self, staff_group: str, week: int) -> Asked | None:
        """The line of a staff group for a week in post."""
        for line in self.lines.get(staff_group, ()):
            if line.from_week <= week and (line.to_week is None or week < line.to_week):
                return line
        return None


@dataclass(frozen=True)
class Supervised:
    """Everything about one person under one agreement that a turn depends on. Stints and absences in their order."""

    begins_on: date
    last_held: date | None = None
    stints: Sequence[Stint] = ()
    absences: Sequence[Span] = ()
    needs: Sequence[Need] = ()
    agreed: Agreed = field(default_factory=Agreed)
    # Professional supervision, groups and peers: what they agreed counts alone, and the policy where they did not.
    as_agreed: bool = False


@dataclass(frozen=True)
class Turn:
    """The next session: counted from a day, due on a day, or waiting until somebody is back."""

    since: date
    due_on: date | None
    minutes: int
    is_paused: bool = False


@dataclass(frozen=True)
class _Interval:
    """A frequency as it applies to one person: shifts and stretched intervals need their hours."""

    every: int
    period: str
    hours: int = FULL


def next_turn(one: Supervised, policies: Sequence[Ruled], is_working: IsWorking) -> Turn | None:
    """The turn that is open now; none where neither a policy nor the agreement asks for anything.

    `policies` stand in the order of their first days. `is_working` knows the working days, which stand for shifts.
    """
    since = counted_from(one)
    asked = _asked(one, policies, since, since)
    due = _due(one, asked, since, is_working)
    for change in _changes(one, policies, since):
        if due is not None and change > due:
            break
        asked = _asked(one, policies, change, since)
        due = _not_before(change, _due(one, asked, since, is_working), one.absences)
    minutes = _minutes(one, policies, since if due is None else max(since, due), since)
    return Turn(since, due, minutes, is_paused=due is None) if asked else None


def minutes_on(one: Supervised, policies: Sequence[Ruled], day: date) -> int:
    """How long a session on a day takes without interruption; 0 where nobody asks for anything."""
    return _minutes(one, policies, day, day)


def counted_from(one: Supervised) -> date:
    """The last session, or the later of the first days of the agreement and of the unbroken time in post."""
    began = unbroken_since(one.stints) if one.stints else one.begins_on
    if one.last_held is not None and one.last_held >= began:
        return one.last_held
    return max(one.begins_on, began)


def unbroken_since(stints: Sequence[Stint], staff_group: str | None = None) -> date:
    """Since when somebody has been here without a day between two posts; in one staff group, where one is named."""
    first = stints[-1].first
    for earlier in reversed(stints[:-1]):
        if earlier.last is None or earlier.last + ONE_DAY < first or staff_group not in (None, earlier.staff_group):
            break
        first = earlier.first
    return first


def around(stints: Sequence[Stint], day: date) -> list[Stint]:
    """Without what begins after a gap that is still to come: whoever leaves has no turn beyond that."""
    found = [stint for stint in stints if stint.first <= day]
    for later in stints[len(found) :]:
        if found and found[-1].last is not None and found[-1].last + ONE_DAY < later.first:
            break
        found.append(later)
    return found


def _changes(one: Supervised, policies: Sequence[Ruled], since: date) -> list[date]:
    """The days after the last session on which another interval begins to count."""
    days = {policy.first for policy in policies} | {stint.first for stint in one.stints}
    if not one.as_agreed:
        days |= {need.first for need in one.needs} | {need.last + ONE_DAY for need in one.needs if need.last}
    return sorted(day for day in days if day > since)


def _asked(one: Supervised, policies: Sequence[Ruled], day: date, since: date) -> list[_Interval]:
    """Every interval that counts on this day; the shortest of them decides."""
    agreed = one.agreed
    found = []
    if agreed.every and agreed.period not in ("", Period.AGREED):
        found.append(_Interval(agreed.every, agreed.period))
        if one.as_agreed:
            return found
    policy, stint = _newest(policies, day), _stint(one.stints, day)
    line = _line(one, policy, stint, since)
    if policy and stint and line and line.period != Period.AGREED:
        stretched = policy.is_pro_rata or line.period == Period.SHIFT
        found.append(_Interval(line.every, line.period, stint.hours if stretched else FULL))
    if not one.as_agreed:
        found += [_Interval(need.every, need.period) for need in one.needs if need.holds_on(day)]
    return found


def _minutes(one: Supervised, policies: Sequence[Ruled], day: date, since: date) -> int:
    """How long it takes without interruption: the longest that anybody asks."""
    line = _line(one, _newest(policies, day), _stint(one.stints, day), since)
    needs = [need.minutes for need in one.needs if need.holds_on(day)] if not one.as_agreed else []
    return max([line.minutes if line else 0, one.agreed.minutes or 0, *needs])


def _line(one: Supervised, policy: Ruled | None, stint: Stint | None, since: date) -> Asked | None:
    """The policy's line for the weeks in post on the day from which the turn is counted."""
    if policy is None or stint is None:
        return None
    until_then = one.stints[: one.stints.index(stint) + 1]
    began = unbroken_since(until_then, stint.staff_group)
    return policy.line_for(stint.staff_group, max(0, (since - began).days // 7))


def _newest(policies: Sequence[Ruled], day: date) -> Ruled | None:
    return next((policy for policy in reversed(policies) if policy.first <= day), None)


def _stint(stints: Sequence[Stint], day: date) -> Stint | None:
    """The stint of a day, else the last one before it."""
    return next((stint for stint in reversed(stints) if stint.first <= day), None)


def _due(one: Supervised, asked: Iterable[_Interval], since: date, is_working: IsWorking) -> date | None:
    """The earliest day that anybody asks for; none where all of them wait for somebody to be back."""
    days = [_one_later(interval, since, one.absences, is_working) for interval in asked]
    return min((day for day in days if day is not None), default=None)


def _one_later(interval: _Interval, since: date, absences: Sequence[Span], is_working: IsWorking) -> date | None:
    """The last day of one interval, days of absence not counted."""
    if interval.period == Period.SHIFT:
        return _after_shifts(interval, since, absences, is_working)
    hours = max(interval.hours, HALF)
    if interval.period == Period.WEEK:
        return extended(since, since + timedelta(days=interval.every * 7 * FULL // hours), absences)
    whole, broken = divmod(interval.every * FULL, hours)
    return extended(since, months.add(since, whole) + timedelta(days=broken * DAYS_IN_A_MONTH // hours), absences)


def extended(since: date, until: date, absences: Sequence[Span]) -> date | None:
    """Later by every day of absence that lies between."""
    for absence in absences:
        first = max(absence.first, since + ONE_DAY)
        if first > until:
            break
        if absence.last is None:
            return None
        until += max(absence.last - first + ONE_DAY, timedelta())
    return until


def _after_shifts(interval: _Interval, since: date, absences: Sequence[Span], is_working: IsWorking) -> date | None:
    """Shifts are not recorded: working days stand for them, as many more as hours are fewer."""
    left, day = -(-interval.every * FULL // interval.hours), since
    while left:
        here = _present(day + ONE_DAY, absences)
        if here is None:
            return None
        day = here
        left -= is_working(day)
    return day


def _present(day: date, absences: Sequence[Span]) -> date | None:
    """This day, or the first one after it on which the person is back."""
    for absence in absences:
        if absence.holds_on(day):
            if absence.last is None:
                return None
            day = absence.last + ONE_DAY
    return day


def _not_before(change: date, due: date | None, absences: Sequence[Span]) -> date | None:
    return None if due is None else _present(max(change, due), absences)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in their order, those that touch or overlap made into one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.first):
        before = found[-1] if found else None
        if before is None or (before.last is not None and before.last + ONE_DAY < span.first):
            found.append(Span(span.first, span.last))
        elif before.last is not None and (span.last is None or span.last > before.last):
            found[-1] = Span(before.first, span.last)
    return found


def stints_of(posts: Iterable[Stint]) -> list[Stint]:
    """One after another: where somebody holds several posts, their hours add up and the largest names the group."""
    held = sorted(posts, key=lambda post: post.first)
    days = {post.first for post in held} | {post.last + ONE_DAY for post in held if post.last}
    found: list[Stint] = []
    for piece in _pieces(sorted(days)):
        here = [post for post in held if post.holds_on(piece.first)]
        if here:
            main = max(here, key=lambda post: post.hours)
            hours = min(FULL, sum(post.hours for post in here))
            _append(found, Stint(piece.first, piece.last, main.staff_group, hours))
    return found


def _pieces(days: Sequence[date]) -> Iterator[Span]:
    for number, first in enumerate(days):
        yield Span(first, days[number + 1] - ONE_DAY if number + 1 < len(days) else None)


def _append(found: list[Stint], stint: Stint) -> None:
    before = found[-1] if found else None
    same = before and before.last and before.last + ONE_DAY == stint.first
    if before and same and (before.staff_group, before.hours) == (stint.staff_group, stint.hours):
        found[-1] = Stint(before.first, stint.last, stint.staff_group, stint.hours)
    else:
        found.append(stint)
