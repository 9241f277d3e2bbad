"""How does supervision go on at an employer of the demonstration, week by week, for everybody who works there?"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from cairn.config.demonstration.chronicle import Chronicle
from cairn.config.demonstration.past.agreements import ONE_DAY, THEY_LEFT, Agreements, Made, Party
from cairn.config.demonstration.past.course import Course, Rules
from cairn.config.demonstration.past.pace import GOOD, Pace
from cairn.config.demonstration.past.rows import digits_of, identifier
from cairn.config.demonstration.past.sessions import Past
from cairn.config.demonstration.past.working_days import WorkingDays
from cairn.config.demonstration.people import Staffing
from cairn.cycle.evidence.declaring import all_indicators
from cairn.cycle.evidence.measuring import measure
from cairn.foundation.core import clock, months
from cairn.foundation.ledger import commands as ledger
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.supervision.commands import policies
from cairn.practice.supervision.commands.agreements import FOLLOWED
from cairn.practice.supervision.models import Agreement, Kind, Terms
from cairn.practice.supervision.models.agreement import State
from cairn.practice.supervision.queries.turns import Held, Known, known_of, rulings
from cairn.practice.supervision.terms import DECLARATION, signed
from cairn.practice.supervision.turns import Agreed, Supervised, around

A_WEEK = timedelta(weeks=1)
AGREED_AFTER = (9, 16, 19, 23, 26)  # days; four weeks are given
STEADY = 0.03
ASKED_FOR = timedelta(days=120)  # what was owed around each session, for so long back
LIKELY_VIEW = 0.3
Key = tuple[str, str]


@dataclass
class Standing:
    """One agreement in force: who is in it, how it goes on, and when it is looked at again."""

    made: Made
    course: Course
    manager: str
    review_due: date
    review_on: date
    is_handed_over: bool = False


# Register and cases come in at the end, so that what they say of earlier months is measured then.
ENTERED_AT_THE_END = ("caseload", "registration")


class Supervising:
    """One employer's supervision, brought from week to week."""

    def __init__(self, staffing: Staffing, chronicle: Chronicle, seed: int) -> None:
        self.staffing, self.chronicle = staffing, chronicle
        self.days = chronicle.days
        self.told = staffing.employer["supervision"]
        self.chance = random.Random(f"{seed} {staffing.employer['slug']} supervision")
        self.standing: dict[Key, Standing] = {}
        self._begins: dict[str, date] = {}
        self._names: dict[str, str] = {}
        self._moves = {self.days.on(staffing.first_day), *staffing.days()}
        self._known: Known = Known()
        self._looked_on = date.min
        self._measured_until = self.days.on(staffing.first_day)
        self._strains: dict[str, float] = {}

    def plan(self, first: date) -> None:
        """The policy, then every Monday what happened in the week before; figures before each signature."""
        self.chronicle.on(first, self._adopt, 10)
        day = self.days.on(first) + A_WEEK
        while day <= self.days.today:
            self.chronicle.at(self.days.morning_of(day), lambda: self.step(clock.today()))
            day += A_WEEK
        for plan in self.staffing.employer["story"]["rounds"]:
            if "signed_on" in plan:
                self.chronicle.on(plan["signed_on"], self.measure, 13, 30)

    def step(self, day: date) -> None:
        """What happened up to yesterday, and who is supervised by whom from today on."""
        self.past.live([one.course for one in self.standing.values()], day - ONE_DAY)
        self._look_again(day - ONE_DAY)
        if self._looked_on == date.min or self._begins or any(self._looked_on < one <= day for one in self._moves):
            self._follow(day)
        self.send()

    def send(self) -> None:
        """Everything that was lived through by now stands in the tables."""
        self.agreements.send()
        self.past.send()

    def measure(self) -> None:
        """What was not measured yet, so that whoever signs or reads has the figures before them."""
        self.send()
        self.past.views.send()
        with self.past.as_it_stands([one.course for one in self.standing.values()], clock.today()):
            known = [one for one in all_indicators() if one.source not in ENTERED_AT_THE_END]
            measure(self.organisation.pk, self._measured_until, clock.today(), indicators=known)
        self._measured_until = months.add(clock.today(), -1)

    def end(self) -> None:
        """As it stands today."""
        self.step(self.days.today)
        for one in self.standing.values():
            self.past.leave_open(one.course)
            one.course.next = None
            self.agreements.leave_review(one.made, one.review_due)
        self.send()

    @property
    def organisation(self) -> Organisation:
        return self.staffing.organisation

    @property
    def digits(self) -> str:
        return digits_of(self.organisation.pk)

    @cached_property
    def rules(self) -> Rules:
        return Rules(rulings(self.organisation.pk), self.working_days, self.chance)

    @cached_property
    def past(self) -> Past:
        since = self.days.today - ASKED_FOR
        return Past(self.digits, self.rules, self.days.today, asked_since=since, likely_view=LIKELY_VIEW)

    @cached_property
    def agreements(self) -> Agreements:
        return Agreements(self.digits, self.rules, self.past.duties, self.days.today)

    def party(self, digits: str) -> Party:
        """Somebody with their name."""
        if digits not in self._names:
            found = Person.objects.filter(organisation=self.organisation).values_list("pk", "given_name", "family_name")
            self._names = {pk.hex: f"{given} {family}" for pk, given, family in found}
        return Party(digits, self._names[digits])

    def pace_of(self, unit: str) -> Callable[[date], Pace]:
        """As the story tells of a unit, its service or all: the line that comes last counts."""
        code = next(code for code, one in self.staffing.units.items() if digits_of(one.pk) == unit)
        steady = self._strains.setdefault(code, self.chance.random() * STEADY)
        told = [
            (self.days.on(line["from"]), self.days.on(line["to"]), GOOD.strained(line["strain"]))
            for line in self.told["strained"]
            if code.startswith(line["unit"])
        ]
        usual = GOOD.strained(steady)
        return lambda day: next((pace for first, last, pace in reversed(told) if first <= day <= last), usual)

    def replace_by(self, key: Key, made: Made, manager: str) -> Standing:
        """From now on supervision goes on under another agreement; the turn is counted on from the last session."""
        before = self.standing.pop(key, None)
        if before is not None:
            self.past.close(before.course, made.starts_on - ONE_DAY)
        one = before.course.one if before else Supervised(begins_on=made.starts_on)
        self.agreements.write(made)
        found = self._stand(made, manager, one)
        self.standing[key] = found
        return found

    @cached_property
    def working_days(self) -> WorkingDays:
        first = self.days.on(self.staffing.first_day)
        return WorkingDays(self.staffing.employer["nation"], first, self.days.today)

    def days_ahead(self, count: int) -> date:
        """So many working days after today, or before it."""
        today = self.days.today
        return self.working_days.after(today, count) if count > 0 else self.working_days.before(today, -count)

    def look(self) -> None:
        """Posts, leave or needs have changed: next time they are read anew."""
        self._looked_on = date.min

    def hand_over(self, key: Key) -> None:
        """From now on these two go on by themselves; what is owed by now stands as the room would have it."""
        standing = self.standing[key]
        if not standing.is_handed_over:
            standing.is_handed_over = True
            self.past.live([standing.course], clock.today() - ONE_DAY)
            self.past.hand_over(standing.course, clock.today())
        self.send()

    def stand_in(self, away: str, by: str, day: date) -> None:
        """Somebody else supervises everybody whom this person supervises; their agreements wait."""
        for key, standing in list(self.standing.items()):
            if standing.course.supervisor == away and standing.made.supervisee:
                made = Made(
                    identifier(self.chance), self.party(by), standing.made.supervisee, standing.course.unit, day,
                    stands_in_for=standing.made.digits,
                )  # fmt: skip
                self.replace_by(key, made, standing.manager)

    def _adopt(self) -> None:
        by = self.staffing.person(self.staffing.employer["story"]["signatory"])
        policies.adopt_starting(self.organisation, by=by)

    def _look_again(self, day: date) -> None:
        """Agreements are looked at again, and stay as they are."""
        for one in self.standing.values():
            if one.review_on <= day and one.made.stands_in_for is None:
                one.review_due = self.agreements.review(one.made, one.review_due, one.review_on)
                one.review_on = self.agreements.reviewed_on(one.review_due)
                self.agreements.send()
                Agreement.objects.filter(pk=UUID(one.made.digits)).update(review_on=one.review_due)

    def _follow(self, day: date) -> None:
        """Whoever got another line manager agrees anew; whoever came agrees within four weeks; whoever left is done."""
        self._known = self._know(day)
        known = self._known
        # In the order of their addresses, since identifiers differ from one loading to the next.
        people = Person.objects.filter(organisation=self.organisation).order_by("email").values_list("pk", flat=True)
        here = {person.hex: place for person in people if (place := known.place_of(person, day))}
        for key in [key for key, one in self.standing.items() if one.made.supervisee and key[0] not in here]:
            self._close(key, day - ONE_DAY)
        self._begins = {person: begins for person, begins in self._begins.items() if person in here}
        for person, place in here.items():
            if place.line_manager_id:
                self._keep((person, Kind.LINE.value), place, place.line_manager_id.hex, day)
        self._looked_on = day

    def _know(self, day: date) -> Known:
        """Posts, leave and needs as they stand."""
        people = dict.fromkeys(Person.objects.filter(organisation=self.organisation).values_list("pk", flat=True), day)
        return known_of(self.organisation, people, day)

    def _keep(self, key: Key, place: Held, manager: str, day: date) -> None:
        standing = self.standing.get(key)
        unit = place.unit_id.hex
        if standing is None:
            begins = self._begins.setdefault(key[0], max(day, self._agrees_on(place.first, day)))
            if begins > day:
                return
            del self._begins[key[0]]
            self._agree(key, manager, unit, day, owed_since=self._owed_since(place))
        elif standing.manager != manager:
            self._follow_on(key, standing, manager, unit, day)
        else:
            self._refresh(standing, key[0], unit, day)

    def _agrees_on(self, since: date, day: date) -> date:
        return max(since, day - A_WEEK) + timedelta(days=self.chance.choice(AGREED_AFTER))

    def _owed_since(self, place: Held) -> date:
        return max(place.first, self.days.on(self.staffing.first_day))

    def _agree(self, key: Key, manager: str, unit: str, day: date, *, owed_since: date) -> None:
        made = Made(identifier(self.chance), self.party(manager), self.party(key[0]), unit, day, owed_since=owed_since)
        self._sign(self.replace_by(key, made, manager), key, day)

    def _follow_on(self, key: Key, before: Standing, manager: str, unit: str, day: date) -> None:
        """A new agreement takes the place of the one before."""
        made = Made(
            identifier(self.chance), self.party(manager), self.party(key[0]), unit, day, follows=before.made.digits
        )
        before.made.ends_on, before.made.is_followed = day - ONE_DAY, True
        self.agreements.leave_review(before.made, before.review_due)
        self._end(before, day - ONE_DAY, FOLLOWED)
        self._sign(self.replace_by(key, made, manager), key, day)

    def _close(self, key: Key, day: date) -> None:
        standing = self.standing.pop(key)
        self.past.close(standing.course, day)
        standing.made.ends_on = day
        self.agreements.leave_review(standing.made, standing.review_due)
        self._end(standing, day, THEY_LEFT)

    def _end(self, standing: Standing, day: date, because: str) -> None:
        self.agreements.send()
        found = Agreement.objects.filter(pk=UUID(standing.made.digits))
        found.update(state=State.ENDED, ends_on=day, ended_because=because)

    def _stand(self, made: Made, manager: str, one: Supervised) -> Standing:
        supervisee = made.supervisee.digits if made.supervisee else None
        course = Course(
            agreement=made.digits,
            supervisor=made.supervisor.digits,
            supervisee=supervisee,
            unit=made.unit,
            words=made.supervisee.name if made.supervisee else made.title,
            one=replace(
                one, begins_on=made.starts_on, agreed=Agreed(made.every, made.period, made.minutes or 0),
                as_agreed=made.kind != Kind.LINE,
            ),
            kind=made.kind,
            pace=self.pace_of(made.unit),
            supervisor_name=made.supervisor.name,
            members=tuple(person for person, _, _ in made.members),
        )  # fmt: skip
        if supervisee:
            course.one = self._as_known(course.one, supervisee, made.starts_on)
        course.look_ahead(self.rules)
        return Standing(made, course, manager, made.first_review, self.agreements.reviewed_on(made.first_review))

    def _refresh(self, standing: Standing, person: str, unit: str, day: date) -> None:
        """Hours, staff group, leave or needs have changed; or the team, and the agreement goes with them."""
        course = standing.course
        if standing.is_handed_over:
            return
        if course.unit != unit:
            course.unit, course.pace = unit, self.pace_of(unit)
            Agreement.objects.filter(pk=UUID(course.agreement)).update(unit=UUID(unit))
        one = self._as_known(course.one, person, day)
        if one != course.one:
            course.one = one
            course.look_ahead(self.rules)

    def _as_known(self, one: Supervised, person: str, day: date) -> Supervised:
        pk = UUID(person)
        return replace(
            one,
            stints=around(self._known.stints_of(pk), day),
            absences=self._known.absences.get(pk, ()),
            needs=self._known.needs.get(pk, ()) if not one.as_agreed else (),
        )

    def _sign(self, standing: Standing, key: Key, day: date) -> None:
        """Where a visitor may look, the ledger has both signatures, too."""
        made = standing.made
        cast = self.staffing.cast_digits
        if made.supervisee is None or not {made.supervisor.digits, made.supervisee.digits} & cast:
            return
        self.agreements.send()
        terms = Terms.objects.get(agreement=UUID(made.digits))
        for digits, is_last in ((made.supervisor.digits, False), (made.supervisee.digits, True)):
            by = Person.objects.select_related("organisation").get(pk=UUID(digits))
            content = signed(terms.pk)
            ledger.sign(terms, by=by, content=content, statement=DECLARATION, method="password", is_last=is_last)
