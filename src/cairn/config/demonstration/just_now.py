"""What stands between people today: a session to prepare, one to record, a record to sign, one that is not agreed?

These few were lived through with the room's own commands, so that ledger, signatures and inboxes tell of them.
"""

import random
from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from typing import Any

from cairn.config.demonstration.days import LONDON
from cairn.config.demonstration.library import words
from cairn.config.demonstration.past.records import reference
from cairn.config.demonstration.supervising import Supervising
from cairn.cycle.improvement.models import Action
from cairn.foundation.people.models import Person
from cairn.practice.supervision.commands import preparations, records, sessions
from cairn.practice.supervision.models import Agreement, Kind, Session
from cairn.practice.supervision.rules.sessions import Facts
from cairn.practice.supervision.said import TEXTS, Case, Said

BOOKED_BEFORE = 5  # working days
AT_TEN = time(10)


class JustNow:
    """One employer's last weeks between the people on the sign-in list."""

    def __init__(self, supervising: Supervising, seed: int) -> None:
        self.supervising = supervising
        self.staffing, self.chronicle = supervising.staffing, supervising.chronicle
        self.chance = random.Random(f"{seed} {self.staffing.employer['slug']} just now")
        self.said: dict[str, Any] = words()["supervision"]
        self._sessions: dict[int, Session] = {}

    def plan(self) -> None:
        """Put each line of the story into the chronicle."""
        for number, line in enumerate(self.supervising.told["now"]):
            self._plan(number, line)

    def _plan(self, number: int, line: dict[str, Any]) -> None:
        day = self._day(line.get("ago", 0)) if "ago" in line else self.supervising.days_ahead(line["ahead"])
        booked_on = min(self._before(day, BOOKED_BEFORE), self._day(2))
        self._on(booked_on, 9, 0, lambda: self._book(number, line, day))
        for side in line.get("prepared", ("supervisor", "supervisee") if "recorded" in line else ()):
            self._on(min(self._before(day, 1), self._day(1)), 12, 0, partial(self._prepare, number, side))
        if "cancelled" in line:
            self._on(day, 9, 10, lambda: self._cancel(number, line))
        elif "ago" in line:
            self._on(day, 16, 0, lambda: self._hold(number, line, day))
        if "recorded" in line:
            self._plan_record(number, line)

    def _plan_record(self, number: int, line: dict[str, Any]) -> None:
        day = self._day(line["recorded"])
        self._on(day, 17, 0, lambda: self._write(number, line))
        if "action" in line:
            self._on(day, 17, 5, lambda: self._let_action_follow(number, line))
        for at, side in enumerate(line["signed"]):
            on = day if at == 0 else self._day(max(1, line["recorded"] - 1))
            self._on(on, 17, 10 + at, partial(self._sign, number, side))
        if "disputed" in line:
            self._on(self._day(max(1, line["recorded"] - 1)), 17, 20, lambda: self._refuse(number, line["disputed"]))

    def _on(self, day: date, hour: int, minute: int, act: Callable[[], object]) -> None:
        self.chronicle.at(datetime.combine(day, time(hour, minute), LONDON), act)

    def _day(self, ago: int) -> date:
        """So many working days before today."""
        return self.supervising.days_ahead(-ago)

    def _before(self, day: date, count: int) -> date:
        return self.supervising.working_days.before(day, count)

    def _book(self, number: int, line: dict[str, Any], day: date) -> None:
        agreement = self._agreement(line["who"])
        by = self._afresh(agreement.supervisor_id)
        hour = time.fromisoformat(line["at"]) if "at" in line else AT_TEN
        self._sessions[number] = sessions.plan(agreement, on=day, at=hour, by=by)

    def _agreement(self, who: str) -> Agreement:
        """Of somebody on the list, or of one who works in a team: their agreement, which nobody else goes on with."""
        supervisee = self._supervisee(who)
        self.supervising.hand_over((supervisee.pk.hex, Kind.LINE.value))
        return Agreement.objects.in_force().get(supervisee=supervisee, kind=Kind.LINE)

    def _supervisee(self, who: str) -> Person:
        code, _, number = who.partition(" ")
        return self.staffing.members(code)[int(number) - 1] if number else self.staffing.person(who)

    def _prepare(self, number: int, side: str) -> None:
        session = self._sessions[number]
        texts = {name: self.chance.choice(pool) for name, pool in self.said["preparations"].items()}
        preparations.prepare(session, texts=texts, version=0, share=True, by=self._side(session, side))

    def _cancel(self, number: int, line: dict[str, Any]) -> None:
        session = self._sessions[number]
        by = self._side(session, line["side"])
        sessions.cancel(session, because_of=line["side"], reason=line["cancelled"], words=line.get("words", ""), by=by)

    def _hold(self, number: int, line: dict[str, Any], day: date) -> None:
        session, is_cut = self._sessions[number], "cut" in line
        facts = Facts(
            day, line["minutes"], is_cut, line["side"] if is_cut else "", line.get("cut", ""), line.get("words", "")
        )
        sessions.hold(session, facts=facts, by=self._side(session, "supervisor"))

    def _write(self, number: int, line: dict[str, Any]) -> None:
        session, pools = self._sessions[number], self.said["records"]
        texts = {name: self.chance.choice(pools[name]) for name in TEXTS}
        is_stressed = line.get("stress", False)
        if is_stressed:
            texts["workload_and_stress"] = self.chance.choice(pools["stress"])
        said = Said(
            **texts,
            come_back_to=self.chance.choice(pools["come_back_to"]),
            mood=2 if is_stressed else self.chance.choice((3, 4, 4)),
            workload_points=self.chance.randint(82, 104),
            stress_was_raised=is_stressed,
            cases=tuple(Case(reference(self.chance), self.chance.choice(pools["cases"])) for _ in range(2)),
        )
        records.write(session, said=said, version=0, by=self._side(session, "supervisor"))

    def _sign(self, number: int, side: str) -> None:
        session = self._sessions[number]
        records.sign(session, by=self._side(session, side), method="password")

    def _refuse(self, number: int, which: int) -> None:
        session = self._sessions[number]
        reason = self.said["disagreements"][which]
        records.refuse(session, reason=reason, by=self._side(session, "supervisee"))

    def _let_action_follow(self, number: int, line: dict[str, Any]) -> Action:
        session = self._sessions[number]
        by = self._side(session, "supervisor")
        due_on = self.supervising.days_ahead(line["due"])
        is_about_stress = line.get("stress", False)
        return records.let_action_follow(
            session, what=line["action"], owner=by, due_on=due_on, is_about_stress=is_about_stress, by=by
        )

    def _side(self, session: Session, side: str) -> Person:
        return self._afresh(session.supervisor_id if side == "supervisor" else session.supervisee_id)

    def _afresh(self, pk: Any) -> Person:
        return Person.objects.select_related("organisation").get(pk=pk)
