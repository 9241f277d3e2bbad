"""How do the three rounds of self-evaluation go, from planning to signature?"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models.functions import Length

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.commands import Answer, Judged
from cairn.assurance.evaluation.models import Asked, AskedUnit, Judgement, Round, Side
from cairn.assurance.evaluation.scales import top
from cairn.assurance.reports import commands as report_commands
from cairn.config.demonstration.chronicle import Chronicle
from cairn.config.demonstration.citing import Citing
from cairn.config.demonstration.days import WRITTEN_FOR, season
from cairn.config.demonstration.improvement import Improvement
from cairn.config.demonstration.library import words
from cairn.config.demonstration.people import Staffing
from cairn.config.demonstration.story import Story, on_scale, service_of
from cairn.config.demonstration.texts import Writer
from cairn.foundation.core import clock
from cairn.foundation.core.statistics import look_at_tables
from cairn.foundation.ledger.commands import seal
from cairn.foundation.people.models import Unit
from cairn.foundation.standards.models import Framework, Statement

WRITES_AT_LENGTH, WRITES_BRIEFLY, PLANS_AHEAD = 0.24, 0.5, 0.5
CANNOT_SAY, SKIPS, REMARKS = 0.04, 0.03, 0.035


@dataclass
class Running:
    """A round as it goes, with the writers of its texts."""

    number: int
    plan: dict[str, Any]
    round: Round
    leaders: Writer
    practitioners: Writer


class Rounds:
    """One employer's rounds."""

    def __init__(
        self, staffing: Staffing, chronicle: Chronicle, improvement: Improvement, story: Story, framework: Framework
    ) -> None:
        self.staffing = staffing
        self.chronicle = chronicle
        self.improvement = improvement
        self.story = story
        self.framework = framework
        self.employer = staffing.employer
        self.told: dict[str, Any] = self.employer["story"]
        self.statements = {statement.pk: statement for statement in improvement.statements}
        self.citing = Citing(staffing, improvement, story)
        self.running: list[Running] = []

    def plan(self) -> None:
        """Put everything into the chronicle that happened up to today."""
        for number, plan in enumerate(self.told["rounds"]):
            self._plan_beginning(number, plan)
            self._plan_answers(number, plan)
            if "signed_on" in plan:
                self._plan_end(number, plan)

    def _plan_beginning(self, number: int, plan: dict[str, Any]) -> None:
        on = self.chronicle.on
        on(plan["planned_on"], lambda: self._begin(number, plan), 10)
        self.improvement.plan_folders(plan["opens_on"])
        on(plan["opens_on"], lambda: commands.open_round(self._round(number), by=self._person("moderator")), 8, 5)

    def _plan_answers(self, number: int, plan: dict[str, Any]) -> None:
        last = min(plan["closes_on"], WRITTEN_FOR - timedelta(days=2))
        for unit in ["", *(unit.code for unit in self.staffing.workforce.units)]:
            day = self.chronicle.a_day_between(plan["opens_on"] + timedelta(days=2), plan["closes_on"])
            if unit in self.told["half_done"]:
                day = min(day, last)
            self.chronicle.on(day, partial(self._judge, number, unit))
        self.chronicle.on(last, lambda: self._answer(number), 17)

    def _plan_end(self, number: int, plan: dict[str, Any]) -> None:
        on = self.chronicle.on
        on(plan["closes_on"] + timedelta(days=1), lambda: commands.close_round(self._round(number), by=None), 0, 30)
        on(plan["moderated_on"], lambda: self.citing.cite_against(self._round(number)), 9, 30)
        on(plan["moderated_on"], lambda: self._moderate(number), 10)
        on(
            plan["moderated_on"],
            lambda: commands.finish_moderation(self._round(number), by=self._person("moderator")),
            16,
        )
        on(plan["signed_on"], lambda: self._sign(number), 14)
        on(plan["signed_on"] + timedelta(days=4), lambda: self._comment(number), 10)
        if plan.get("handed_over", True):
            on(plan["signed_on"] + timedelta(days=5), lambda: self._hand_over(number), 9)

    def _person(self, place: str) -> Any:
        return self.staffing.person(self.told[place])

    def _round(self, number: int) -> Round:
        return Round.objects.select_related("framework", "scope").get(pk=self.running[number].round.pk)

    def _begin(self, number: int, plan: dict[str, Any]) -> None:
        opens_on = self.chronicle.days.on(plan["opens_on"])
        found = commands.plan(
            self.staffing.organisation,
            by=self._person("moderator"),
            title=f"{plan['name']}, {season(opens_on)} {opens_on.year}",
            framework=self.framework,
            opens_on=opens_on,
            closes_on=self.chronicle.days.on(plan["closes_on"]),
            level="team",
            scale=self.employer["scale"],
            practitioners_are_asked=self.employer["asked"],
            previous=self.running[-1].round if self.running else None,
        )
        self.running.append(
            Running(number, plan, found, self._writer("leaders", opens_on), self._writer("practitioners", opens_on))
        )
        self.improvement.sources[number + 1] = (f"{Round._meta.label}:{found.pk}", found.title)

    def _writer(self, kind: str, day: date) -> Writer:
        return Writer(self.employer, day, self.story.chance(kind, len(self.running)))

    def _judge(self, number: int, code: str) -> None:
        """The leader of a unit judges; where nobody leads it, whoever leads the one above."""
        round = self._round(number)
        unit = self.staffing.units[code] if code else None
        if not AskedUnit.objects.filter(round=round, unit=unit).exists():
            return
        by = self.staffing.leader(code, clock.today()) if code else self._person("signatory")
        answers = list(self._judged(self.running[number], round, unit))
        half_done = "signed_on" not in self.running[number].plan and code in self.told["half_done"]
        if half_done:
            answers = answers[: len(answers) * 3 // 8]
        commands.judge_many(round, unit, answers, by=by)
        self.citing.cite(round, unit, by)
        if not half_done:
            commands.finish_judging(round, unit, by=by)

    def _judged(self, running: Running, round: Round, unit: Unit | None) -> Iterator[Judged]:
        code = unit.code if unit else ""
        chance = self.story.chance("texts", running.number, code)
        asked = Judgement.objects.filter(round=round, unit=unit).order_by("position")
        for statement in map(self.statements.__getitem__, asked.values_list("statement_id", flat=True)):
            if reason := self.story.does_not_apply(statement.ref, code):
                yield Judged(statement.pk, not_applicable_because=reason)
                continue
            strength = self.story.leader(statement.ref, code, running.number)
            know, following = self._written(running, statement, code, strength, chance)
            grade = on_scale(strength, top(round.scale))
            yield Judged(statement.pk, grade=grade, how_we_know=know, what_next=following)

    def _written(
        self, running: Running, statement: Statement, code: str, strength: int, chance: random.Random
    ) -> tuple[str, str]:
        draw = 0.0 if not code or code in self.told["thorough"] else chance.random()
        insist = draw == 0.0
        know = running.leaders.know(statement.ref, strength, insist=insist) if draw < WRITES_AT_LENGTH else ""
        if not know and draw < WRITES_AT_LENGTH + WRITES_BRIEFLY:
            know = running.leaders.brief(statement.ref, strength)
        plans = strength <= 3 and (insist or chance.random() < PLANS_AHEAD)
        return know, running.leaders.next_step(statement.ref) if plans else ""

    def _answer(self, number: int) -> None:
        """Practitioners answer, some of them; nobody knows who said what."""
        running, round = self.running[number], self._round(number)
        statements = [one for one in self.improvement.statements if one.audience in round.asks_practitioners]
        asked = Asked.objects.filter(round=round, side=Side.PRACTITIONER).select_related("person", "unit")
        chance = self.story.chance("practitioners", number)
        submissions = []
        still_to_answer = self._cast() if round.closes_on >= self.chronicle.days.today else set()
        for one in sorted(asked, key=lambda one: one.person.email):
            if one.person.email in still_to_answer:
                continue
            code = one.unit.code if one.unit else ""
            rates = self.told["answering"]
            if chance.random() < rates.get(service_of(code), rates["rest"]):
                submissions.append((one.person, self._submission(running, round, code, statements, chance)))
        commands.answer_many(round, submissions)

    def _cast(self) -> set[str]:
        """Whoever looks at the demonstration as one of them should find something to answer."""
        return {worker.email for worker in self.staffing.workforce.workers if worker.key}

    def _submission(
        self, running: Running, round: Round, code: str, statements: list[Statement], chance: random.Random
    ) -> dict[Any, Answer]:
        given = {}
        for statement in statements:
            draw = chance.random()
            if draw < SKIPS:
                continue
            if draw < SKIPS + CANNOT_SAY or self.story.does_not_apply(statement.ref, code):
                given[statement.pk] = Answer(cannot_say=True)
                continue
            strength = self.story.practitioner(statement.ref, code, running.number, chance)
            remark = running.practitioners.remark(statement.ref, strength) if chance.random() < REMARKS else ""
            given[statement.pk] = Answer(grade=on_scale(strength, top(round.scale)), remark=remark)
        return given

    def _moderate(self, number: int) -> None:
        for line in self.told["moderations"]:
            if line["round"] == number + 1:
                self._lower(number, line)

    def _lower(self, number: int, line: dict[str, Any]) -> None:
        """Grades that stand high without a word are the ones talked about."""
        found = Judgement.objects.filter(
            round=self._round(number),
            unit__code__startswith=line["unit"],
            statement__ref__startswith=line["area"],
            grade__gte=2,
        ).select_related("statement", "unit", "round")
        high = found.order_by("-grade", Length("how_we_know"), "position", "unit__code")
        for judgement in high[: line["count"]]:
            by = self.staffing.person(line["by"])
            commands.moderate(judgement, by=by, grade=(judgement.grade or 2) - 1, reason=line["reason"])

    def _sign(self, number: int) -> None:
        commands.sign(self._round(number), by=self._person("signatory"), method="password")
        seal(self.staffing.organisation.pk)

    def _comment(self, number: int) -> None:
        written = words()["commentary"][self.employer["slug"]][number]
        by = self._person("signatory")
        report_commands.write_commentary(self._round(number), by=by, version=0, **written)

    def _hand_over(self, number: int) -> None:
        look_at_tables()  # much was written since, in one transaction of which PostgreSQL has not heard yet
        report_commands.freeze(self._round(number), by=self._person("signatory"), method="password")
