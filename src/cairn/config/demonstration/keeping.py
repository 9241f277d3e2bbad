"""How has the register of the demonstration been kept: steps, checks, declarations, a concern, functions confirmed?

Past turns are written in bulk with one line of the ledger each, as an import would; what lies between people today goes
through the room's own commands.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from cairn.config.demonstration.people import Staffing
from cairn.cycle.duties.kinds import subject
from cairn.cycle.duties.models import Duty, Outcome
from cairn.foundation.core import clock, months
from cairn.foundation.ledger.commands import record_each
from cairn.foundation.people.models import Person, Post, ProfessionalRole
from cairn.practice.registration.commands import concerns, confirmations
from cairn.practice.registration.functions import catalogue_on
from cairn.practice.registration.matters import on_the_register, quarter_of
from cairn.practice.registration.models import Check, Declaration, Registration, RenewalStep
from cairn.practice.registration.models.check import Differs
from cairn.practice.registration.models.declaration import YEARLY
from cairn.practice.registration.regulators import EMPLOYER, Window
from cairn.practice.registration.renewing import OWED_FOR, Turn, turns
from cairn.practice.registration.stepping import STEP

YEARS, QUARTERS = 2, 8  # of history
IN_TIME, LATE = 0.95, 0.99
SAID = {
    "interests": ("I own shares in a company that runs care homes.", "My brother is a councillor elsewhere."),
    "employment": ("I teach one evening a week at the college.", "Two weekends a month at an out-of-hours service."),
    "relationships": ("A neighbour of mine is known to the team next door.", "I am married to a colleague."),
}  # fmt: skip
RAISED = (
    ("Two assessments were dated before the visits on which they rest.", "not_refer",
     "Looked into with the worker: the dates were wrong, the visits took place, and both were put right the same day."),
    ("A worker is said to have shared a login with a student, more than once.", "refer",
     "It puts records of people at risk, it happened again after it was spoken about, and advice was taken first."),
)  # fmt: skip


class Keeping:
    """One employer's register as it is kept."""

    def __init__(self, staffing: Staffing, seed: int) -> None:
        self.organisation = staffing.organisation
        self.chance = random.Random(f"{seed} {self.organisation.slug} keeping")
        self.today = clock.today()
        held = ProfessionalRole.objects.current().filter(organisation=self.organisation, role="registration_officer")
        self.officer = Person.objects.select_related("organisation").get(pk=held.values("person")[:1])

    def live(self) -> None:
        """All of it, as of today."""
        self._steps()
        self._checks()
        self._declare()
        self._raise()
        self._confirm()

    def _steps(self) -> None:
        """Two years of steps, most in time; of windows that are open, some are done and some wait."""
        until = months.add(self.today, 12)
        found = sorted(
            turns(self.organisation.pk, until=until),
            key=lambda pair: (pair[0].registration.number, pair[0].window.closes_on, pair[0].step.key),
        )
        duties: list[Duty] = []
        done: list[RenewalStep] = []
        for turn, post in found:
            if turn.step.by == EMPLOYER or not turn.is_asked:
                continue
            if turn.window.closes_on > self.today:
                duties += self._earlier(turn, post)
            if turn.window.opens_on <= self.today and self.chance.random() < self._share(turn):
                latest = min(turn.window.closes_on, self.today)
                met_on = self._day_between(turn.window.opens_on, latest)
                done.append(self._done(turn, met_on))
                duties.append(self._duty(turn, post, Outcome.MET, met_on))
        Duty.objects.bulk_create(duties)
        RenewalStep.objects.bulk_create(done)
        record_each("renewal_step.finished", by=None, subjects=done, organisation_id=self.organisation.pk)

    def _share(self, turn: Turn) -> float:
        return IN_TIME if turn.window.closes_on < self.today else 0.5

    def _earlier(self, turn: Turn, post: Post) -> Iterator[Duty]:
        """The same step of the years before."""
        since = max(post.starts_on, months.add(self.today, -12 * YEARS))
        for year in range(1, YEARS + 1):
            opens_on, closes_on = (months.add(day, -12 * year) for day in (turn.window.opens_on, turn.window.closes_on))
            if closes_on >= months.add(self.today, -OWED_FOR) or opens_on < since:
                continue
            then = replace(turn, window=Window(opens_on, closes_on))
            lot = self.chance.random()
            if lot < IN_TIME:
                yield self._duty(then, post, Outcome.MET, self._day_between(opens_on, closes_on))
            elif lot < LATE:
                met_on = min(closes_on + timedelta(days=self.chance.randint(1, 20)), self.today)
                yield self._duty(then, post, Outcome.LATE, met_on)
            else:
                yield self._duty(then, post, Outcome.LAPSED, None)

    def _duty(self, turn: Turn, post: Post, outcome: Outcome, met_on: date | None) -> Duty:
        return Duty(
            organisation=self.organisation, kind=STEP, bearer_id=turn.registration.person_id, unit_id=post.unit_id,
            about=subject(turn.registration), occasion=turn.occasion, words=turn.words,
            opens_on=turn.window.opens_on, due_on=turn.window.closes_on, outcome=outcome, met_on=met_on,
        )  # fmt: skip

    def _done(self, turn: Turn, on: date) -> RenewalStep:
        return RenewalStep(
            organisation=self.organisation, person_id=turn.registration.person_id, registration=turn.registration,
            key=turn.step.key, closes_on=turn.window.closes_on, done_on=on, said_at=clock.of_day(on, hour=11),
            said_by_id=turn.registration.person_id,
        )  # fmt: skip

    def _checks(self) -> None:
        """Everybody in each quarter but a few, and in this one most; two differences wait for a decision."""
        registered = list(on_the_register(self.organisation).select_related("person").order_by("number"))
        made = []
        for back in range(QUARTERS, -1, -1):
            first, last = quarter_of(months.add(self.today, -3 * back))
            on = self._day_between(first, min(last, self.today))
            share = 0.98 if back else 0.8
            made += [self._check(one, on) for one in registered if self.chance.random() < share]
        made[-1].said_name, made[-1].differs = "Alexandra Other", [str(Differs.NAME)]
        made[-2].said_status, made[-2].differs = "Lapsed", [str(Differs.STATUS)]
        Check.objects.bulk_create(made)
        record_each("check.looked_up", by=self.officer, subjects=made, organisation_id=self.organisation.pk)

    def _check(self, one: Registration, on: date) -> Check:
        return Check(
            organisation=self.organisation, regulator=one.regulator, number=one.number, registration=one,
            person=one.person, looked_up_on=on, source="A list of the regulator that was brought in",
            said_name=one.person.full_name, said_status="Registered",
            checked_at=clock.of_day(on, hour=11), checked_by=self.officer,
        )  # fmt: skip

    def _declare(self) -> None:
        """Nearly everybody in the last year, the others a little earlier; most with nothing to declare."""
        made = []
        people = Person.objects.filter(pk__in=on_the_register(self.organisation).values("person")).order_by("email")
        for person in people:
            is_late = self.chance.random() < 0.04
            on = self.today - timedelta(days=self.chance.randint(*((366, 400) if is_late else (3, 330))))
            for kind in YEARLY:
                words = self.chance.choice(SAID[kind]) if self.chance.random() < 0.06 else ""
                made.append(
                    Declaration(
                        organisation=self.organisation, person=person, subject=kind, words=words, made_on=on,
                        made_at=clock.of_day(on, hour=11),
                    )
                )  # fmt: skip
        Declaration.objects.bulk_create(made)
        record_each("declaration.made", by=None, subjects=made, organisation_id=self.organisation.pk)

    def _raise(self) -> None:
        """Two concerns: one that was not referred, one that was, with their reasons."""
        others = on_the_register(self.organisation).exclude(person=self.officer).order_by("number")
        some = self.chance.sample(list(others.select_related("person__organisation")), len(RAISED))
        for back, one, (what, choice, why) in zip((40, 25), some, RAISED, strict=True):
            with clock.at(clock.of_day(self.today - timedelta(days=back), hour=11)):
                made = concerns.raise_concern(one.person, what=what, raised_on=clock.today(), by=self.officer)
            with clock.at(clock.of_day(self.today - timedelta(days=back - 3), hour=11)):
                made = concerns.choose(made, choice=choice, why=why, by=self.officer)
                concerns.tell(made, on=clock.today(), by=self.officer)
                if choice == "refer":
                    concerns.follow(made, stage="sent", on=clock.today(), by=self.officer)

    def _confirm(self) -> None:
        """Half of the catalogue is confirmed."""
        functions = sorted(catalogue_on(self.organisation.nation, self.today).functions)
        for key in functions[: len(functions) // 2]:
            confirmations.confirm(key, words="The scheme of delegation.", by=self.officer)

    def _day_between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.chance.randint(0, max(0, (last - first).days)))
