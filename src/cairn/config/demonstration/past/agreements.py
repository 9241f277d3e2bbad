"""How does an agreement that both have signed come to stand in the tables, with what was owed until it was made?"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from cairn.config.demonstration.past.course import Rules
from cairn.config.demonstration.past.records import moment
from cairn.config.demonstration.past.rows import Rows, dashed, identifier
from cairn.config.demonstration.past.sessions import iso
from cairn.cycle.duties.models import Outcome
from cairn.foundation.core import months
from cairn.foundation.people.models import Person
from cairn.practice.supervision.agreeing import IT_ENDED
from cairn.practice.supervision.commands.agreements import FOLLOWED
from cairn.practice.supervision.duties import AGREE, REVIEW_TERMS, SIGN_TERMS
from cairn.practice.supervision.models import Agreement, Kind, Member, Review, Terms
from cairn.practice.supervision.models.agreement import State
from cairn.practice.supervision.planning import AGREED_WITHIN, REVIEW_OPENS_AHEAD
from cairn.practice.supervision.terms import COVERS, DISAGREEMENT, PREPARATION, REVIEWED_AFTER

ONE_DAY = timedelta(days=1)
THEY_LEFT = "The post ended."
LOOKED_AT_BEFORE = (0, 2, 5, 9, 14)  # days before the day that the agreement names
LATE_REVIEW, LATER_BY = 0.12, 20
AGREEMENT = (
    *("id", "organisation_id", "kind", "supervisor_id", "supervisee_id", "unit_id", "title", "state", "follows_id"),
    *("review_on", "ended_because", "starts_on", "ends_on", "stands_in_for_id"),
)
TERMS = (
    *("id", "agreement_id", "every", "period", "minutes", "covers", "preparation", "disagreement", "review_on"),
    *("supervisor_signed_at", "supervisee_signed_at", "sealed"),
)


@dataclass(frozen=True)
class Party:
    """Somebody with an identifier of 32 digits."""

    digits: str
    name: str


@dataclass
class Made:
    """One agreement: between whom, from when to when, and which one it took the place of."""

    digits: str
    supervisor: Party
    supervisee: Party | None
    unit: str
    starts_on: date
    ends_on: date | None = None
    follows: str | None = None
    is_followed: bool = False
    kind: str = Kind.LINE
    title: str = ""
    # Since when it had been owed; nothing where another one went before.
    owed_since: date | None = None
    every: int | None = None
    period: str = ""
    minutes: int | None = None
    members: tuple[tuple[str, date, date | None], ...] = ()
    stands_in_for: str | None = None

    @property
    def first_review(self) -> date:
        """The day on which the terms ask for it."""
        return months.add(self.starts_on, REVIEWED_AFTER)


class Agreements:
    """The tables of agreements; what was owed goes among the other duties."""

    def __init__(self, organisation: str, rules: Rules, duties: Rows, today: date) -> None:
        self.organisation = organisation
        self.rules = rules
        self.duties = duties
        self.today = today
        self.agreements = Rows(Agreement, *AGREEMENT)
        self.terms = Rows(Terms, *TERMS)
        self.reviews = Rows(Review, "id", "agreement_id", "reviewed_on", "next_on", "by_id", "at")
        self.members = Rows(Member, "id", "agreement_id", "person_id", "starts_on", "ends_on")

    @property
    def chance(self) -> random.Random:
        return self.rules.chance

    def send(self) -> None:
        for rows in (self.agreements, self.terms, self.reviews, self.members):
            rows.send()

    def write_whole(self, made: Made) -> None:
        """An agreement whose whole life is known, with its reviews up to today."""
        self.write(made, review_on=self._review(made, made.first_review))

    def write(self, made: Made, *, review_on: date | None = None) -> None:
        """The agreement with its terms, who belongs to it, and what was owed until it was made."""
        because = "" if made.ends_on is None else FOLLOWED if made.is_followed else THEY_LEFT
        self.agreements.add(
            made.digits, self.organisation, str(made.kind), made.supervisor.digits,
            made.supervisee.digits if made.supervisee else None, made.unit, made.title,
            (State.ENDED if made.ends_on else State.IN_FORCE).value, made.follows,
            iso(review_on or made.first_review), because,
            iso(made.starts_on), iso(made.ends_on), made.stands_in_for,
        )  # fmt: skip
        signed_at = moment(made.starts_on, 9), moment(made.starts_on, 10) if made.supervisee else None
        self.terms.add(
            identifier(self.chance), made.digits, made.every, made.period, made.minutes, COVERS, PREPARATION,
            DISAGREEMENT, iso(made.first_review), *signed_at, True,
        )  # fmt: skip
        for person, first, last in made.members:
            self.members.add(identifier(self.chance), made.digits, person, iso(first), iso(last))
        if made.supervisee:
            self._owed_before(made, made.supervisee)

    def _review(self, made: Made, due: date) -> date:
        """Looked at again each year, mostly in time; answers with the day on which it is due next."""
        end = made.ends_on or self.today - ONE_DAY
        while (on := self.reviewed_on(due)) <= end:
            due = self.review(made, due, on)
        self.leave_review(made, due)
        return due

    def reviewed_on(self, due: date) -> date:
        """Mostly some days before the day that the agreement names."""
        if self.chance.random() < LATE_REVIEW:
            return due + self.chance.randint(1, LATER_BY) * ONE_DAY
        return due - self.chance.choice(LOOKED_AT_BEFORE) * ONE_DAY

    def review(self, made: Made, due: date, on: date) -> date:
        """They looked at it on this day; answers with the next."""
        following = months.add(on, REVIEWED_AFTER)
        at = moment(on, 11)
        self.reviews.add(identifier(self.chance), made.digits, iso(on), iso(following), made.supervisor.digits, at)
        self._review_duty(made, due, Outcome.MET if on <= due else Outcome.LATE, on)
        return following

    def leave_review(self, made: Made, due: date) -> None:
        """A new agreement is as good as a review; where nobody is left to look, nothing is owed."""
        opens_on = due - REVIEW_OPENS_AHEAD
        if made.ends_on is None:
            if due <= self.today + REVIEW_TERMS.ahead:
                self._review_duty(made, due, Outcome.OPEN)
        elif opens_on <= made.ends_on and made.is_followed:
            on = made.ends_on + ONE_DAY
            self._review_duty(made, due, Outcome.MET if on <= due else Outcome.LATE, on)
        elif opens_on <= made.ends_on:
            self._review_duty(made, due, Outcome.EXCUSED, reason=IT_ENDED)

    def _review_duty(
        self, made: Made, due: date, outcome: Outcome, met_on: date | None = None, *, reason: str = ""
    ) -> None:
        self._duty(
            REVIEW_TERMS.key, made, self._about(made), due.isoformat(), (due - REVIEW_OPENS_AHEAD, due),
            outcome, met_on, reason=reason,
        )  # fmt: skip

    def _owed_before(self, made: Made, supervisee: Party) -> None:
        """To agree at all, where nothing went before; and the supervisee's signature."""
        day = made.starts_on
        if made.owed_since is not None:
            since, due = made.owed_since, made.owed_since + AGREED_WITHIN
            is_line = made.kind == Kind.LINE
            words = supervisee.name if is_line else f"{supervisee.name}, professional supervision"
            about = f"{Person._meta.label}:{dashed(supervisee.digits)}"
            outcome = Outcome.MET if day <= due else Outcome.LATE
            self._duty(AGREE.key, made, about, f"{made.kind} {since}", (since, due), outcome, day, words=words)
        due = self.rules.days.after(day, self.rules.sign_within)
        self.duties.add(
            identifier(self.chance), self.organisation, SIGN_TERMS.key, supervisee.digits, made.unit,
            self._about(made), "1", made.supervisor.name, made.supervisor.digits, iso(day), iso(due),
            Outcome.MET.value, iso(day), "",
        )  # fmt: skip

    def _duty(
        self,
        kind: str,
        made: Made,
        about: str,
        occasion: str,
        days: tuple[date, date],
        outcome: Outcome,
        met_on: date | None,
        *,
        words: str = "",
        reason: str = "",
    ) -> None:
        words = words or (made.supervisee.name if made.supervisee else made.title)
        waiting = made.supervisee.digits if made.supervisee else None
        self.duties.add(
            identifier(self.chance), self.organisation, kind, made.supervisor.digits, made.unit, about, occasion,
            words, waiting, iso(days[0]), iso(days[1]), outcome.value, iso(met_on), reason,
        )  # fmt: skip

    def _about(self, made: Made) -> str:
        return f"{Agreement._meta.label}:{dashed(made.digits)}"
