"""Which actions did the teams of a large organisation take on over the years, and what became of them?"""

import random
from datetime import date, timedelta
from typing import Any

from cairn.config.demonstration.large.people import Employer, Staffed
from cairn.config.demonstration.large.places import Place
from cairn.config.demonstration.large.staff import Tenure
from cairn.config.demonstration.library import words
from cairn.config.demonstration.past.records import moment
from cairn.config.demonstration.past.rows import Rows, dashed, identifier
from cairn.config.demonstration.past.sessions import iso
from cairn.config.demonstration.past.working_days import WorkingDays
from cairn.cycle.duties.models import Outcome
from cairn.cycle.improvement.commands import CHECK_AFTER
from cairn.cycle.improvement.duties import CARRY, CHECK
from cairn.cycle.improvement.models import Action, Priority, State

A_YEAR_FOR_EACH = 0.4
DUE_AFTER = (28, 42, 56, 70, 90, 120)  # days
LATE, LATE_BY = 0.15, 30
NOT_YET_CHECKED, DID_NOT_HELP = 0.1, 0.2
ACTION = (
    *("id", "organisation_id", "number", "unit_id", "what", "why", "owner_id", "due_on", "priority", "state"),
    *("raised_by_id", "raised_at", "done_at", "done_words", "check_on", "checker_id", "effect", "checked_by_id"),
    "closed_at",
)
PRIORITIES = (*(Priority.ORDINARY,) * 6, *(Priority.HIGH,) * 3, Priority.URGENT)


class Actions:
    """Each is carried by whoever leads the team, raised by who manages the service, and checked by a third."""

    def __init__(
        self, employer: Employer, staffed: Staffed, days: WorkingDays, duties: Rows, today: date, chance: random.Random
    ) -> None:
        self.employer, self.staffed, self.days, self.duties = employer, staffed, days, duties
        self.today, self.chance = today, chance
        self.rows = Rows(Action, *ACTION)
        self.told = [entry for entry in words()["actions"]["strathcairn"] if "done" in entry and "checked" in entry]
        self.checkers = [
            one for place in staffed.places if place.key == "quality_officer" for one in staffed.above(place)
        ]

    def write(self, first: date, count: int) -> None:
        """So many, in the order in which they were raised; the newest are open."""
        leaders = [place for place in self.staffed.places if place.leads and place.above and place.above.above]
        raised = sorted(self.chance.randrange((self.today - first).days - 1) for _ in range(count))
        for number, after in enumerate(raised, 1):
            day, place = self.days.since(first + timedelta(days=after)), self.chance.choice(leaders)
            if day >= self.today:
                continue
            by = next(one for one in self.staffed.above(place.above) if one.holds_on(day))
            self._write(number, day, place, by)
        self.rows.send()

    def _write(self, number: int, raised: date, place: Place, by: Tenure) -> None:
        """Owned by whoever leads the team when it is done, or now."""
        chance, entry = self.chance, self.chance.choice(self.told)
        due = raised + timedelta(days=chance.choice(DUE_AFTER))
        done = due - timedelta(days=chance.randrange(1, 20))
        if chance.random() < LATE:
            done = due + timedelta(days=chance.randint(1, LATE_BY))
        done, check = self.days.since(done), due + CHECK_AFTER
        checked = self.days.since(check - timedelta(days=chance.randrange(12)))
        if chance.random() < NOT_YET_CHECKED:
            checked = self.days.after(check, chance.randint(1, 30))
        state = State.OPEN if done >= self.today else State.DONE if checked >= self.today else State.EFFECTIVE
        if state == State.EFFECTIVE and chance.random() < DID_NOT_HELP:
            state = State.INEFFECTIVE
        action, on = identifier(chance), min(done, self.today)
        owner = next(one for one in self.staffed.above(place) if one.holds_on(on))
        self._row(action, number, entry, (raised, due, done, check, checked), owner, by, state)
        self._owed(action, entry["what"], (raised, due, done, check, checked), owner, by, state)

    def _row(
        self,
        action: str,
        number: int,
        entry: dict[str, Any],
        days: tuple[date, ...],
        owner: Tenure,
        by: Tenure,
        state: str,
    ) -> None:
        raised, due, done, check, checked = days
        is_done, is_closed = state != State.OPEN, state in (State.EFFECTIVE, State.INEFFECTIVE)
        checker = self.checkers[0].person.digits
        self.rows.add(
            action, self.employer.digits, number, self.employer.units[owner.place.unit], entry["what"], entry["why"],
            owner.person.digits, iso(due), str(self.chance.choice(PRIORITIES)), str(state), by.person.digits,
            moment(raised, 9), moment(done, 15) if is_done else None, entry["done"]["words"] if is_done else "",
            iso(check), checker if is_done else None, entry["checked"]["effect"] if is_closed else "",
            checker if is_closed else None, moment(checked, 14) if is_closed else None,
        )  # fmt: skip

    def _owed(self, action: str, what: str, days: tuple[date, ...], owner: Tenure, by: Tenure, state: str) -> None:
        raised, due, done, check, checked = days
        carried = (done, due) if state != State.OPEN else (None, due)
        self._duty(CARRY, action, what, owner, owner.person.digits, by.person.digits, min(raised, due), *carried)
        if state != State.OPEN:
            seen = (checked, check) if state != State.DONE else (None, check)
            checker = self.checkers[0].person.digits
            self._duty(CHECK, action, what, owner, checker, owner.person.digits, min(done, check), *seen)

    def _duty(
        self, kind: str, action: str, what: str, owner: Tenure, bearer: str, waiting: str, opens: date,
        met: date | None, due: date,
    ) -> None:  # fmt: skip
        outcome = Outcome.OPEN if met is None else Outcome.MET if met <= due else Outcome.LATE
        self.duties.add(
            identifier(self.chance), self.employer.digits, kind, bearer, self.employer.units[owner.place.unit],
            f"{Action._meta.label}:{dashed(action)}", "1", what[:160], waiting, iso(opens), iso(due), outcome.value,
            iso(met), "",
        )  # fmt: skip
