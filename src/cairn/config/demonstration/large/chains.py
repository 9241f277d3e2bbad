"""Which agreements followed each other for each worker of a large organisation, and how did it go on in them?"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from cairn.config.demonstration.large.climate import Climate
from cairn.config.demonstration.large.people import Employer, Staffed
from cairn.config.demonstration.large.places import Place
from cairn.config.demonstration.large.staff import Tenure, Under
from cairn.config.demonstration.past.agreements import Agreements, Made
from cairn.config.demonstration.past.course import Course, Rules
from cairn.config.demonstration.past.rows import identifier
from cairn.config.demonstration.past.sessions import Past
from cairn.practice.supervision.models import Kind, Period
from cairn.practice.supervision.professional import is_owed
from cairn.practice.supervision.turns import Agreed, Need, Supervised

ONE_DAY = timedelta(days=1)
AGREED_AFTER = (5, 8, 10, 12, 15, 19, 24, 33)  # days; the product gives four weeks
PROFESSIONAL_EVERY, PROFESSIONAL_MINUTES = 2, 60  # months, minutes
GROUP_MINUTES, IN_A_GROUP = 120, 8
NEEDS_MORE, NEEDS_FOR = 0.01, timedelta(weeks=26)


@dataclass
class Chain:
    """One agreement after another of one person and kind, or of a group."""

    tenure: Tenure
    made: list[Made]
    one: Supervised
    members: tuple[str, ...] = ()
    course: Course | None = None
    at: int = 0
    needs: list[Need] = field(default_factory=list)

    def advance(self, until: date, past: Past, rules: Rules, climate: Climate) -> None:
        """Live up to a day; whenever an agreement ends, go on with the next."""
        while self.at < len(self.made) and self.made[self.at].starts_on <= until:
            made = self.made[self.at]
            if self.course is None:
                self.course = self._begin(made, rules, climate)
            past.live([self.course], min(until, made.ends_on or until))
            if made.ends_on is None or made.ends_on > until:
                return
            past.close(self.course, made.ends_on)
            self.one, self.course, self.at = self.course.one, None, self.at + 1

    def _begin(self, made: Made, rules: Rules, climate: Climate) -> Course:
        one = self.one
        begun = Supervised(
            begins_on=made.starts_on, last_held=one.last_held, stints=one.stints, absences=one.absences,
            needs=self.needs, agreed=Agreed(made.every, made.period, made.minutes or 0), as_agreed=one.as_agreed,
        )  # fmt: skip
        course = Course(
            agreement=made.digits,
            supervisor=made.supervisor.digits,
            supervisee=made.supervisee.digits if made.supervisee else None,
            unit=made.unit,
            words=made.supervisee.name if made.supervisee else made.title,
            supervisor_name=made.supervisor.name,
            one=begun,
            kind=made.kind,
            pace=climate.of(self.tenure.place.unit),
            members=self.members,
            group=self.tenure.groups[-1].staff_group,
        )
        course.look_ahead(rules)
        return course


class Chains:
    """Draws up all agreements of an organisation."""

    def __init__(self, employer: Employer, staffed: Staffed, rules: Rules, today: date) -> None:
        self.employer, self.staffed, self.rules, self.today = employer, staffed, rules, today

    @property
    def chance(self) -> random.Random:
        return self.rules.chance

    def all(self) -> list[Chain]:
        """By the day on which somebody began, as they would have come into the tables."""
        found: list[Chain] = []
        for tenures in self.staffed.staff.values():
            for tenure in tenures:
                found += self._of(tenure)
        found += self._groups()
        return sorted(found, key=lambda chain: (chain.tenure.first, chain.tenure.number))

    def _of(self, tenure: Tenure) -> Iterator[Chain]:
        times = self.staffed.times_of(tenure)
        one = Supervised(begins_on=tenure.first, stints=tenure.groups, absences=tenure.absences)
        if made := list(self._line(tenure, times)):
            yield Chain(tenure, made, one, needs=self._needs(tenure))
        lead = tenure.place.professional_lead
        if lead and (made := list(self._professional(tenure, times, lead))):
            as_agreed = Supervised(begins_on=tenure.first, stints=one.stints, absences=one.absences, as_agreed=True)
            yield Chain(tenure, made, as_agreed)

    def _line(self, tenure: Tenure, times: list[Under]) -> Iterator[Made]:
        before: Made | None = None
        for time in times:
            if time.manager is None:
                continue
            starts_on = self._first_day(time.first if before else tenure.first, is_first=before is None)
            if starts_on >= self.today or (time.last and starts_on > time.last):
                continue
            before = self._made(tenure, time.manager, starts_on, time.last, before)
            yield before

    def _first_day(self, since: date, *, is_first: bool) -> date:
        return self.rules.days.since(since + self.chance.choice(AGREED_AFTER) * ONE_DAY if is_first else since)

    def _made(
        self, tenure: Tenure, supervisor: Tenure, starts_on: date, ends_on: date | None, before: Made | None
    ) -> Made:
        if before is not None and before.ends_on is not None:
            before.is_followed, before.ends_on = True, starts_on - ONE_DAY
        return Made(
            digits=identifier(self.chance),
            supervisor=supervisor.person,
            supervisee=tenure.person,
            unit=self.employer.units[tenure.place.unit],
            starts_on=starts_on,
            ends_on=ends_on,
            follows=before.digits if before else None,
            owed_since=None if before else tenure.first,
        )

    def _professional(self, tenure: Tenure, times: list[Under], lead: Place) -> Iterator[Made]:
        """Where the line manager is of another discipline, of whoever leads the profession in the service."""
        if not self._is_owed(tenure, times):
            return
        before: Made | None = None
        for one in self.staffed.above(lead):
            first = max(tenure.first, one.first)
            last = min((day for day in (tenure.last, one.last) if day), default=None)
            starts_on = self._first_day(first, is_first=before is None)
            if starts_on >= self.today or (last and starts_on > last):
                continue
            before = self._made(tenure, one, starts_on, last, before)
            before.kind, before.every, before.period = Kind.PROFESSIONAL, PROFESSIONAL_EVERY, Period.MONTH
            before.minutes = PROFESSIONAL_MINUTES
            yield before

    def _is_owed(self, tenure: Tenure, times: list[Under]) -> bool:
        managers = {stint.staff_group for time in times if time.manager for stint in time.manager.groups}
        groups = {stint.staff_group for stint in tenure.groups}
        return all(is_owed(group, None, tenure.person, frozenset(managers), is_marked=False) for group in groups)  # type: ignore[arg-type]

    def _needs(self, tenure: Tenure) -> list[Need]:
        """For one in a hundred, twice as often for half a year."""
        end = tenure.last or self.today
        if self.chance.random() > NEEDS_MORE or (end - tenure.first).days < 400:
            return []
        first = tenure.first + timedelta(days=self.chance.randrange(100, (end - tenure.first).days - 200))
        return [Need(first, first + NEEDS_FOR, 2, Period.WEEK, 60)]

    def _groups(self) -> Iterator[Chain]:
        """One in each service, held together by the lead of its profession, for those who work there all the while."""
        for place in self.staffed.places:
            if place.title == "Professional lead":
                for lead in self.staffed.above(place):
                    if chain := self._group(lead):
                        yield chain

    def _group(self, lead: Tenure) -> Chain | None:
        here = [
            one
            for tenures in self.staffed.staff.values()
            for one in tenures
            if one.place.professional_lead is lead.place and one.first <= lead.first
            and (one.last is None or (lead.last is not None and one.last >= lead.last))
        ][:IN_A_GROUP]  # fmt: skip
        starts_on = self._first_day(lead.first, is_first=True)
        if not here or starts_on >= self.today or (lead.last and starts_on > lead.last):
            return None
        made = Made(
            digits=identifier(self.chance), supervisor=lead.person, supervisee=None, kind=Kind.GROUP,
            unit=self.employer.units[lead.place.unit], starts_on=starts_on, ends_on=lead.last, every=1,
            period=Period.MONTH, minutes=GROUP_MINUTES, title="Reflective group",
            members=tuple((one.person.digits, starts_on, lead.last) for one in here),
        )  # fmt: skip
        one = Supervised(begins_on=starts_on, as_agreed=True)
        return Chain(lead, [made], one, members=tuple(person for person, _, _ in made.members))


def write_all(chains: list[Chain], agreements: Agreements) -> None:
    """Every agreement with its terms."""
    for chain in chains:
        for made in chain.made:
            agreements.write_whole(made)
    agreements.send()
