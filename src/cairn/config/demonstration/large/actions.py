"""Which actions did the teams of a large organisation take on over the years, and what became of them?"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cairn.config.demonstration.large.people import Employer, Staffed
from cairn.config.demonstration.large.places import Place
from cairn.config.demonstration.library import words
from cairn.config.demonstration.past.records import moment
from cairn.config.demonstration.past.rows import Rows, dashed, digits_of, identifier
from cairn.config.demonstration.past.sessions import Acted, iso
from cairn.config.demonstration.past.working_days import WorkingDays
from cairn.cycle.duties.models import LONGEST_WORDS, Outcome
from cairn.cycle.improvement.commands import CHECK_AFTER
from cairn.cycle.improvement.duties import CARRY, CHECK
from cairn.cycle.improvement.models import Action, Priority, State
from cairn.foundation.standards.models import Statement
from cairn.practice.supervision.models import Session

A_YEAR_FOR_EACH = 0.4
FRAMEWORK = "urn:cairn:framework:south-ayrshire"
DUE_AFTER = (28, 42, 56, 70, 90, 120)  # days
LATE, LATE_BY = 0.15, 30
NOT_YET_CHECKED, DID_NOT_HELP = 0.1, 0.2
ACTION = (
    *(
        "id",
        "organisation_id",
        "number",
        "unit_id",
        "what",
        "why",
        "owner_id",
        "due_on",
        "priority",
        "source",
        "state",
        "statement_id",
    ),
    *("raised_by_id", "raised_at", "done_at", "done_words", "check_on", "checker_id", "effect"),
    *("checked_by_id", "closed_at"),
)
PRIORITIES = (*(Priority.ORDINARY,) * 6, *(Priority.HIGH,) * 3, Priority.URGENT)


@dataclass(frozen=True)
class Raised:
    """An action as it was raised, and who carries it. Identifiers are written as 32 digits."""

    on: date
    unit: str
    owner: str
    by: str
    source: str = ""


@dataclass(frozen=True)
class Days:
    """When an action was due and done, and when its effect was to be looked at and was."""

    due: date
    done: date
    check: date
    checked: date


class Actions:
    """Half follow from stress in supervision; the others are carried by whoever leads a team. A third person checks."""

    def __init__(
        self, employer: Employer, staffed: Staffed, days: WorkingDays, duties: Rows, today: date, chance: random.Random
    ) -> None:
        self.employer, self.staffed, self.days, self.duties = employer, staffed, days, duties
        self.today, self.chance = today, chance
        self.rows = Rows(Action, *ACTION)
        self.told = [entry for entry in words()["actions"]["strathcairn"] if "done" in entry and "checked" in entry]
        spoken_to = Statement.objects.filter(framework__urn=FRAMEWORK, framework__organisation=None).assessable()
        self.statements = [digits_of(pk) for pk in spoken_to.order_by("position").values_list("pk", flat=True)]
        officer = next(place for place in staffed.places if place.key == "quality_officer")
        self.checker = staffed.above(officer)[0].person.digits

    def write(self, first: date, count: int, acted: list[Acted]) -> None:
        """So many, in the order in which they were raised; the newest are open."""
        followed = self.chance.sample(acted, min(count // 2, len(acted)))
        raised = [self._from_session(one) for one in followed] + list(self._of_teams(first, count - len(followed)))
        for number, one in enumerate(sorted(raised, key=lambda one: (one.on, one.owner)), 1):
            self._write(number, one)
        self.rows.send()

    def _from_session(self, acted: Acted) -> Raised:
        source = f"{Session._meta.label}:{dashed(acted.session)}"
        return Raised(acted.on, acted.unit, acted.supervisor, acted.supervisor, source)

    def _of_teams(self, first: date, count: int) -> Iterator[Raised]:
        """Raised by whoever manages the service, carried by whoever leads the team."""
        leaders = [place for place in self.staffed.places if place.leads and place.above and place.above.above]
        for _ in range(count):
            place = self.chance.choice(leaders)
            day = self.days.up_to(first + timedelta(days=self.chance.randrange(5, (self.today - first).days)))
            owner, by = (self._holder(one, day) for one in (place, place.above))
            yield Raised(day, self.employer.units[place.unit], owner, by)

    def _holder(self, place: Place | None, day: date) -> str:
        return next(one.person.digits for one in self.staffed.above(place) if one.holds_on(day))

    def _write(self, number: int, raised: Raised) -> None:
        action, entry, days = identifier(self.chance), self.chance.choice(self.told), self._days(raised)
        state = State.EFFECTIVE
        if days.done >= self.today:
            state = State.OPEN
        elif days.checked >= self.today:
            state = State.DONE
        elif self.chance.random() < DID_NOT_HELP:
            state = State.INEFFECTIVE
        self._row(action, number, entry, raised, days, state)
        self._owed(action, entry["what"], raised, days, state)

    def _days(self, raised: Raised) -> Days:
        chance = self.chance
        due = raised.on + timedelta(days=chance.choice(DUE_AFTER))
        done = due - timedelta(days=chance.randrange(1, 20))
        if chance.random() < LATE:
            done = due + timedelta(days=chance.randint(1, LATE_BY))
        check = due + CHECK_AFTER
        checked = self.days.since(check - timedelta(days=chance.randrange(12)))
        if chance.random() < NOT_YET_CHECKED:
            checked = self.days.after(check, chance.randint(1, 30))
        return Days(due, self.days.since(done), check, checked)

    def _row(
        self, action: str, number: int, entry: dict[str, Any], raised: Raised, days: Days, state: State
    ) -> None:  # fmt: skip
        is_done, is_closed = state != State.OPEN, state in (State.EFFECTIVE, State.INEFFECTIVE)
        self.rows.add(
            action, self.employer.digits, number, raised.unit, entry["what"], entry["why"], raised.owner,
            iso(days.due), str(self.chance.choice(PRIORITIES)), raised.source, state.value,
            self.chance.choice(self.statements), raised.by,
            moment(raised.on, 17), moment(days.done, 15) if is_done else None,
            entry["done"]["words"] if is_done else "", iso(days.check), self.checker if is_done else None,
            entry["checked"]["effect"] if is_closed else "", self.checker if is_closed else None,
            moment(days.checked, 14) if is_closed else None,
        )  # fmt: skip

    def _owed(self, action: str, what: str, raised: Raised, days: Days, state: State) -> None:
        is_done, is_closed = state != State.OPEN, state in (State.EFFECTIVE, State.INEFFECTIVE)
        waiting = raised.by if raised.by != raised.owner else None
        spans = (min(raised.on, days.due), days.due, days.done if is_done else None)
        self._duty(CARRY, action, what, raised.unit, (raised.owner, waiting), spans)
        if is_done:
            spans = (min(days.done, days.check), days.check, days.checked if is_closed else None)
            self._duty(CHECK, action, what, raised.unit, (self.checker, raised.owner), spans)

    def _duty(
        self,
        kind: str,
        action: str,
        what: str,
        unit: str,
        people: tuple[str, str | None],
        days: tuple[date, date, date | None],
    ) -> None:
        """`people` are who owes it and who waits for it, `days` when it opened, was due, and was met."""
        opens, due, met = days
        outcome = Outcome.OPEN if met is None else Outcome.MET if met <= due else Outcome.LATE
        self.duties.add(
            identifier(self.chance), self.employer.digits, kind, people[0], unit,
            f"{Action._meta.label}:{dashed(action)}", "1", what[:LONGEST_WORDS], people[1], iso(opens), iso(due),
            outcome.value, iso(met), "",
        )  # fmt: skip
