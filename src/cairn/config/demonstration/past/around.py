"""What else was owed around one session: to prepare, to say how it went, to book it again, to record it and to sign?"""

from datetime import date

from cairn.config.demonstration.past.course import Course, Rules
from cairn.config.demonstration.past.rows import Rows, dashed, identifier
from cairn.cycle.duties.models import Outcome
from cairn.practice.supervision.duties import PREPARE, REBOOK, RECORD, SIGN_RECORD, TELL
from cairn.practice.supervision.meeting import CANCELLED, ENDED, PREPARE_AHEAD
from cairn.practice.supervision.models import Session


class Around:
    """Duties beside the turn itself, for sessions from a day on: six for each session are many over ten years."""

    def __init__(self, organisation: str, rules: Rules, duties: Rows, since: date) -> None:
        self.organisation, self.rules, self.duties, self.since = organisation, rules, duties, since

    def booked(self, course: Course, session: str, day: date) -> None:
        """It stands in the book: everybody prepares, then whoever supervises says whether it was held."""
        for person in course.people:
            self._duty(PREPARE.key, course, session, person, self._week_before(day), day, Outcome.OPEN)
        self._duty(TELL.key, course, session, course.supervisor, day, self.rules.days.after(day, 1), Outcome.OPEN)

    def lost(
        self, course: Course, session: str, planned_on: date, cancelled_on: date, *, is_booked_again: bool
    ) -> None:
        """Nobody prepares any more, and it is booked again, or the agreement came to an end."""
        if planned_on < self.since:
            return
        opens = self._week_before(planned_on)
        if opens <= cancelled_on:
            for person in course.people:
                self._duty(PREPARE.key, course, session, person, opens, planned_on, Outcome.EXCUSED, reason=CANCELLED)
        due = self.rules.days.after(cancelled_on, self.rules.rebook_within)
        outcome, met_on = (Outcome.MET, cancelled_on) if is_booked_again else (Outcome.EXCUSED, None)
        reason = "" if is_booked_again else ENDED
        self._duty(REBOOK.key, course, session, course.supervisor, cancelled_on, due, outcome, met_on, reason=reason)

    def held(self, course: Course, session: str, day: date, prepared: tuple[date | None, date | None]) -> None:
        """Who had prepared had met that; the others can't any more. Whoever supervises said so on the day."""
        if day < self.since:
            return
        days = dict(zip((course.supervisor, course.supervisee), prepared, strict=True))
        for person in course.people:
            on = days.get(person)
            outcome = Outcome.MET if on else Outcome.LAPSED
            self._duty(PREPARE.key, course, session, person, self._week_before(day), day, outcome, on)
        self._duty(TELL.key, course, session, course.supervisor, day, self.rules.days.after(day, 1), Outcome.MET, day)

    def recorded(
        self, course: Course, session: str, day: date, sign_by: date, recorded_on: date | None, signed: dict[str, date]
    ) -> None:
        """The record, and the signature of each; `signed` says who has signed, and when."""
        if day < self.since:
            return
        self._kept(RECORD.key, course, session, course.supervisor, day, sign_by, recorded_on)
        if recorded_on is not None:
            for person in course.signatories:
                opens = min(recorded_on, sign_by)
                self._kept(SIGN_RECORD.key, course, session, person, opens, sign_by, signed.get(person), occasion="1")

    def _kept(
        self, kind: str, course: Course, session: str, bearer: str, opens: date, due: date, met_on: date | None,
        *, occasion: str = "",
    ) -> None:  # fmt: skip
        outcome = Outcome.OPEN if met_on is None else Outcome.MET if met_on <= due else Outcome.LATE
        self._duty(kind, course, session, bearer, opens, due, outcome, met_on, occasion=occasion)

    def _duty(
        self, kind: str, course: Course, session: str, bearer: str, opens: date, due: date, outcome: Outcome,
        met_on: date | None = None, *, occasion: str = "", reason: str = "",
    ) -> None:  # fmt: skip
        words = course.words if bearer != course.supervisee else course.supervisor_name
        waiting = None
        if kind != PREPARE.key and course.supervisee:
            waiting = course.supervisee if bearer == course.supervisor else course.supervisor
        self.duties.add(
            identifier(self.rules.chance), self.organisation, kind, bearer, course.unit,
            f"{Session._meta.label}:{dashed(session)}", occasion, words, waiting, opens.isoformat(), due.isoformat(),
            outcome.value, met_on.isoformat() if met_on else None, reason,
        )  # fmt: skip

    def _week_before(self, day: date) -> date:
        return day - PREPARE_AHEAD
