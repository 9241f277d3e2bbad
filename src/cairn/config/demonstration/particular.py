"""What is particular in somebody's supervision: a group, somebody standing in, needs, another discipline, samples?"""

import random
from datetime import date, timedelta
from functools import partial
from typing import Any

from cairn.config.demonstration.library import words
from cairn.config.demonstration.past.agreements import Made
from cairn.config.demonstration.past.rows import digits_of, identifier
from cairn.config.demonstration.supervising import Supervising
from cairn.cycle.evidence.commands import charts
from cairn.cycle.evidence.declaring import indicator_of
from cairn.foundation.core import clock
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.commands import absences
from cairn.foundation.people.models import Person
from cairn.practice.supervision.commands import needs, quality
from cairn.practice.supervision.models import DipSample, Finding, Kind, ParticularNeed, Period
from cairn.practice.supervision.questions import QUESTIONS

PROFESSIONAL_EVERY, PROFESSIONAL_MINUTES = 2, 60  # months, minutes
GROUP_MINUTES = 120
FOUND = (1, 2, 2, 3, 3, 3, 3, 4)
A_YES = 0.7


class Particular:
    """Put into the chronicle on the days that the story names."""

    def __init__(self, supervising: Supervising, seed: int) -> None:
        self.supervising = supervising
        self.staffing, self.chronicle = supervising.staffing, supervising.chronicle
        self.told: dict[str, Any] = supervising.told
        self.chance = random.Random(f"{seed} {self.staffing.employer['slug']} particular")
        self._samples: dict[str, DipSample] = {}

    def plan(self) -> None:
        """All of it."""
        on = self.chronicle.on
        for line in self.told["groups"]:
            on(line["day"], partial(self._found_group, line), 11)
        for line in self.told["needs"]:
            on(line["day"], partial(self._agree_need, line), 11, 30)
        for line in self.told["other_discipline"]:
            on(line["day"], partial(self._mark, line), 12)
            on(line["day"] + timedelta(days=10), partial(self._agree_professional, line), 12, 30)
        for line in self.told["standing_in"]:
            on(line["from"], partial(self._stand_in, line), 8, 30)
        for line in self.told["samples"]:
            on(line["day"], partial(self._draw, line), 13, 40)
            if "finished" in line:
                on(line["finished"], partial(self._finish, line), 15)
        for line in self.told["notes"]:
            on(line["day"], partial(self._annotate, line), 14, 20)

    def _found_group(self, line: dict[str, Any]) -> None:
        """Held together by somebody who signs; the first ones of each team belong to it."""
        by, day = self.staffing.person(line["by"]), clock.today()
        people = [person for code in line["teams"] for person in self.staffing.members(code)[: line["of_each"]]]
        members = tuple((digits_of(person.pk), day, None) for person in people if person != by)
        unit = digits_of(self.staffing.units[line["unit"]].pk)
        made = Made(
            identifier(self.chance), self.supervising.party(digits_of(by.pk)), None, unit, day, kind=Kind.GROUP,
            title=words()["supervision"]["groups"][line["title"]], every=1, period=Period.MONTH,
            minutes=GROUP_MINUTES, members=members,
        )  # fmt: skip
        self.supervising.replace_by((made.title, Kind.GROUP.value), made, digits_of(by.pk))

    def _agree_need(self, line: dict[str, Any]) -> None:
        """Put into the table, since the command would raise at once what the weeks to come bring anyway."""
        person, day = self._one(line["who"]), clock.today()
        by = Person.objects.get(manages__person=person, manages__ends_on=None)
        need = ParticularNeed.objects.create(
            organisation=self.staffing.organisation, person=person, every=line["every"], period=Period.WEEK,
            minutes=line["minutes"], reason=words()["supervision"]["needs"][line["reason"]], starts_on=day,
            ends_on=self._on(line["until"]), agreed_by=by, agreed_at=clock.now(),
        )  # fmt: skip
        record("particular_need.agreed", by=by, subject=need, facts={"from": day, "to": need.ends_on})
        self.supervising.look()

    def _mark(self, line: dict[str, Any]) -> None:
        for person in self._social_workers(line["unit"]):
            needs.mark_another_discipline(person, by=self.staffing.person(line["by"]))

    def _agree_professional(self, line: dict[str, Any]) -> None:
        lead, day = self.staffing.person(line["lead"]), clock.today()
        for person in self._social_workers(line["unit"]):
            made = Made(
                identifier(self.chance), self.supervising.party(digits_of(lead.pk)),
                self.supervising.party(digits_of(person.pk)), digits_of(self.staffing.units[line["unit"]].pk), day,
                kind=Kind.PROFESSIONAL, owed_since=self._on(line["day"]), every=PROFESSIONAL_EVERY,
                period=Period.MONTH, minutes=PROFESSIONAL_MINUTES,
            )  # fmt: skip
            key = digits_of(person.pk), Kind.PROFESSIONAL.value
            self.supervising.replace_by(key, made, digits_of(lead.pk))

    def _stand_in(self, line: dict[str, Any]) -> None:
        """Whoever leads the team is away for long; the leader of another one stands in for everybody."""
        away, by = self.staffing.person(line["unit"]), self.staffing.person(line["told_by"])
        absences.record_absence(away, starts_on=clock.today(), ends_on=self._on(line["until"]), why="family", by=by)
        self.supervising.stand_in(digits_of(away.pk), digits_of(self.staffing.person(line["by"]).pk), clock.today())

    def _draw(self, line: dict[str, Any]) -> None:
        self.supervising.send()
        self._samples[line["title"]] = quality.draw(
            title=line["title"], reviewer=self.staffing.person(line["reviewer"]), held_from=self._on(line["from"]),
            held_to=self._on(line["to"]), count=line["count"], unit=self.staffing.units.get(line.get("unit", "")),
            seed=line["seed"], by=self.staffing.person(line["by"]),
        )  # fmt: skip

    def _finish(self, line: dict[str, Any]) -> None:
        """The reviewer reads every record, says what they found, and finishes."""
        sample = self._samples[line["title"]]
        by = self.staffing.person(line["reviewer"])
        for finding in Finding.objects.filter(sample=sample).order_by("session__held_on", "session__supervisee__email"):
            quality.read(finding, by=by)
            shows = {question.key: self.chance.random() < A_YES for question in QUESTIONS}
            quality.find(finding, reflective=self.chance.choice(FOUND), shows=shows, by=by)
        quality.finish(sample, by=by)

    def _annotate(self, line: dict[str, Any]) -> None:
        charts.annotate(
            indicator_of(line["indicator"]), self.staffing.units[line["unit"]], month=self._on(line["month"]),
            text=line["text"], by=self.staffing.person(line["by"]),
        )  # fmt: skip

    def _one(self, who: str) -> Person:
        code, _, number = who.partition(" ")
        return self.staffing.members(code)[int(number) - 1]

    def _social_workers(self, unit: str) -> list[Person]:
        return [one for one in self.staffing.members(unit) if one.posts.current().filter(staff_group="social-worker")]

    def _on(self, written: date) -> date:
        return self.supervising.days.on(written)
