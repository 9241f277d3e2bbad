"""How does a course of supervision come into the tables: sessions, turns met or late, records that both signed?"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from cairn.config.demonstration.past.around import Around
from cairn.config.demonstration.past.course import Course, Rules
from cairn.config.demonstration.past.meeting import Lost, Meeting
from cairn.config.demonstration.past.pace import Pace
from cairn.config.demonstration.past.records import Records
from cairn.config.demonstration.past.rows import Rows, dashed, identifier
from cairn.config.demonstration.past.views import Views
from cairn.config.demonstration.past.working_days import WorkingDays
from cairn.cycle.duties.models import Duty, Outcome
from cairn.foundation.core import months
from cairn.practice.supervision.agreeing import IT_ENDED
from cairn.practice.supervision.duties import HOLD, PROFESSIONAL
from cairn.practice.supervision.models import Agreement, Attendance, Kind, Session, State
from cairn.practice.supervision.planning import OPENS_AHEAD

BOOKED_AHEAD = timedelta(days=28)
LIKELY_BOOKED = 0.7
RECORDED_AFTER = (0, 0, 1, 1, 2, 3)  # working days
SIGNED_AFTER = (1, 1, 2, 3, 4, 6)
SIGNED_TOO_LATE = 20
PREPARED_BEFORE = (0, 1, 1, 2, 3)
WAITS_FOR_THE_OTHER = 0.6
HERE = 0.85  # how likely somebody is at a group session
SESSION = (
    *("id", "organisation_id", "agreement_id", "kind", "supervisor_id", "supervisee_id", "unit_id", "staff_group"),
    *("planned_on", "planned_minutes", "least_minutes", "month", "state", "held_on", "minutes", "was_cut_short"),
    *("cancelled_on", "because_of", "reason", "said_by_id", "rebooked_to_id", "supervisor_prepared_on"),
    *("supervisee_prepared_on", "recorded_on", "sign_by", "signed_on", "stress_was_raised", "stress_has_action"),
    "is_imported",
)
DUTY = (
    *("id", "organisation_id", "kind", "bearer_id", "unit_id", "about", "occasion", "words", "awaited_by_id"),
    *("opens_on", "due_on", "outcome", "met_on", "reason"),
)


def iso(day: date | None) -> str | None:
    """A day as both databases read it."""
    return day.isoformat() if day is not None else None


class Acted(NamedTuple):
    """A session in which stress was raised and led to an action."""

    on: date
    session: str
    supervisor: str
    unit: str


class Past:
    """What is written about an organisation's supervision up to `today`.

    What was owed around each single session (to prepare, to record, to sign) is written from `asked_since` on. What
    was held before `recorded_since` came in from elsewhere: day, minutes and signatures, nothing of what was said.
    """

    def __init__(
        self,
        organisation: str,
        rules: Rules,
        today: date,
        *,
        asked_since: date = date.min,
        recorded_since: date = date.min,
        likely_view: float = 0.1,
    ) -> None:
        self.organisation = organisation
        self.rules = rules
        self.today = today
        self.recorded_since = recorded_since
        self.acted: list[Acted] = []
        self.sessions = Rows(Session, *SESSION)
        self.duties = Rows(Duty, *DUTY)
        self.attendances = Rows(Attendance, "id", "session_id", "person_id", "was_there")
        self.records = Records(organisation, rules, before=[self.attendances])
        self.views = Views(organisation, rules, likely_view)
        self.around = Around(organisation, rules, self.duties, asked_since)

    def send(self) -> None:
        """Put what is left into the tables."""
        for rows in (self.sessions, self.duties, self.attendances):
            rows.send()
        self.records.send()

    def live(self, courses: Iterable[Course], until: date) -> None:
        """Every session that was held up to this day, in the order in which the courses are given."""
        for course in courses:
            while course.next is not None and course.next.held_on <= until:
                self._hold(course, course.next)

    def close(self, course: Course, day: date) -> None:
        """The agreement ended on this day: what was owed under it is owed no more, what had begun says why."""
        meeting, course.next = course.next, None
        if meeting is None:
            return
        self._lose(course, meeting, [one for one in meeting.lost if one.cancelled_on <= day], "")
        if self._opens_on(meeting) <= day:
            self._duty(course, meeting, Outcome.EXCUSED, reason=IT_ENDED)

    def leave_open(self, course: Course, ahead: timedelta = HOLD.ahead) -> None:
        """As it stands today: what is in the book, and what is owed."""
        meeting = course.next
        if meeting is None:
            return
        lost = [one for one in meeting.lost if one.cancelled_on <= self.today]
        soon = meeting.planned_on <= self.today + BOOKED_AHEAD and self.rules.chance.random() < LIKELY_BOOKED
        booked = self._plan(course, meeting) if lost or soon else ""
        self._lose(course, meeting, lost, booked)
        if meeting.due_on <= self.today + ahead:
            self._duty(course, meeting, Outcome.OPEN)

    def hand_over(self, course: Course, today: date) -> None:
        """From today on others write what becomes of it: what is owed by now stands, and nothing is foreseen."""
        meeting, course.next = course.next, None
        if meeting is not None and meeting.due_on <= today + HOLD.ahead:
            self._duty(course, meeting, Outcome.OPEN)

    @contextmanager
    def as_it_stands(self, courses: Iterable[Course], today: date) -> Iterator[None]:
        """For the time of the block, what is owed and was cancelled by now stands in the tables, too.

        Otherwise it comes there with the session that takes its place, and figures of months that are over would come
        out differently later.
        """
        duties, sessions = [], []
        for course in courses:
            meeting = course.next
            if meeting is not None and meeting.due_on < today:
                duties.append(UUID(self._duty(course, meeting, Outcome.OPEN)))
            lost = [one for one in meeting.lost if one.cancelled_on < today] if meeting else []
            if meeting is not None and lost:
                sessions += [UUID(digits) for digits in self._cancel(course, meeting, lost, "")]
        self.send()
        yield
        Duty.objects.filter(pk__in=duties).delete()
        cancelled = Session.objects.filter(pk__in=sessions)
        cancelled.update(rebooked_to=None)
        cancelled.delete()

    def _hold(self, course: Course, meeting: Meeting) -> None:
        session, pace, day = identifier(self.rules.chance), course.pace(meeting.held_on), meeting.held_on
        self._lose(course, meeting, meeting.lost, session)
        recorded_on, sign_by, signed_on = self._days_of_signing(day, pace)
        prepared = self._prepared(course, day, pace)
        is_imported = day < self.recorded_since
        is_stressed = recorded_on is not None and not is_imported and self.rules.chance.random() < pace.stress
        has_action = is_stressed and self.rules.chance.random() < pace.acts_on_stress
        if has_action and recorded_on:
            self.acted.append(Acted(recorded_on, session, course.supervisor, course.unit))
        state = State.SIGNED if signed_on else State.RECORDED if recorded_on else State.HELD
        self.sessions.add(
            *self._who(session, course, day), iso(day), meeting.turn.minutes, meeting.turn.minutes,
            iso(months.first_of(day)), state.value, iso(day), meeting.minutes, meeting.was_cut_short,
            None, meeting.side, meeting.reason, None, None, iso(prepared[0]), iso(prepared[1]),
            iso(recorded_on), iso(sign_by), iso(signed_on),
            is_stressed, has_action,
            is_imported,
        )  # fmt: skip
        self._attend(course, session)
        self.around.held(course, session, day, prepared)
        if not is_imported:
            self._record(course, session, (day, sign_by, recorded_on, signed_on), is_stressed=is_stressed)
        self._duty(course, meeting, Outcome.MET if day <= meeting.due_on else Outcome.LATE, met_on=day)
        course.held(day, self.rules)

    def _record(
        self, course: Course, session: str, days: tuple[date, date, date | None, date | None], *, is_stressed: bool
    ) -> None:
        """Written and signed by both, or waiting: often whoever supervises has signed and the other has not."""
        day, sign_by, recorded_on, signed_on = days
        signed = dict.fromkeys(course.signatories, signed_on) if signed_on else {}
        if recorded_on and not signed and course.supervisee and self.rules.chance.random() < WAITS_FOR_THE_OTHER:
            signed = {course.supervisor: recorded_on}
        if recorded_on:
            self.records.write(course, session, recorded_on, signed, is_stressed=is_stressed)
        else:
            self.records.begin(session)
        self.around.recorded(course, session, day, sign_by, recorded_on, signed)
        if signed_on and course.supervisee:
            self.views.ask(session, course.unit, signed_on, course.pace(day))

    def _who(self, session: str, course: Course, day: date) -> tuple[str | None, ...]:
        group = course.staff_group(day)
        between = (course.agreement, str(course.kind), course.supervisor, course.supervisee)
        return session, self.organisation, *between, course.unit, group

    def _lose(self, course: Course, meeting: Meeting, lost: list[Lost], then: str) -> None:
        """What was not held, and what followed from that."""
        for one, session in zip(lost, self._cancel(course, meeting, lost, then), strict=True):
            is_booked_again = bool(then) or one is not lost[-1]
            self.around.lost(course, session, one.planned_on, one.cancelled_on, is_booked_again=is_booked_again)

    def _cancel(self, course: Course, meeting: Meeting, lost: list[Lost], then: str) -> list[str]:
        """Each one points to the one that took its place; answers with their identifiers."""
        minutes = meeting.turn.minutes
        ids = [identifier(self.rules.chance) for _ in lost]
        for one, session, following in zip(lost, ids, [*ids, then][1:], strict=True):
            by = course.supervisee if one.side == "supervisee" and course.supervisee else course.supervisor
            self.sessions.add(
                *self._who(session, course, one.planned_on), iso(one.planned_on), minutes, minutes,
                iso(months.first_of(one.planned_on)), State.CANCELLED.value, None, None, False,
                iso(one.cancelled_on), one.side, one.reason, by, following or None,
                None, None, None, None, None, False, False, one.planned_on < self.recorded_since,
            )  # fmt: skip
        return ids

    def _plan(self, course: Course, meeting: Meeting) -> str:
        session, minutes = identifier(self.rules.chance), meeting.turn.minutes
        self.sessions.add(
            *self._who(session, course, meeting.planned_on), iso(meeting.planned_on), minutes, minutes,
            iso(months.first_of(meeting.planned_on)), State.PLANNED.value, None, None, False,
            None, "", "", None, None, None, None, None, None, None, False, False, False,
        )  # fmt: skip
        self._attend(course, session, has_been=False)
        self.around.booked(course, session, meeting.planned_on)
        return session

    def _days_of_signing(self, day: date, pace: Pace) -> tuple[date | None, date, date | None]:
        """When it was recorded, by when both were to sign, and when they did; what lies ahead has not happened."""
        chance, days = self.rules.chance, self.rules.days
        recorded_on, sign_by = _later(days, day, chance.choice(RECORDED_AFTER)), days.after(day, self.rules.sign_within)
        if chance.random() < pace.signed:
            signed_on = days.after(recorded_on, chance.choice(SIGNED_AFTER))
        else:
            signed_on = days.after(sign_by, chance.randint(1, SIGNED_TOO_LATE))
        happened = [one if one <= self.today else None for one in (recorded_on, signed_on)]
        return happened[0], sign_by, happened[1]

    def _prepared(self, course: Course, day: date, pace: Pace) -> tuple[date | None, date | None]:
        chance, found = self.rules.chance, []
        for is_there in (True, course.supervisee is not None):
            is_prepared = is_there and chance.random() < pace.prepared**0.5
            found.append(_earlier(self.rules, day) if is_prepared else None)
        return found[0], found[1]

    def _attend(self, course: Course, session: str, *, has_been: bool = True) -> None:
        for person in course.members:
            was_there = not has_been or self.rules.chance.random() < HERE
            self.attendances.add(identifier(self.rules.chance), session, person, was_there)

    def _opens_on(self, meeting: Meeting) -> date:
        return max(meeting.turn.since, meeting.due_on - OPENS_AHEAD)

    def _duty(
        self, course: Course, meeting: Meeting, outcome: Outcome, *, met_on: date | None = None, reason: str = ""
    ) -> str:
        duty = identifier(self.rules.chance)
        kind = PROFESSIONAL if course.kind == Kind.PROFESSIONAL else HOLD
        about = f"{Agreement._meta.label}:{dashed(course.agreement)}"
        self.duties.add(
            duty, self.organisation, kind.key, course.supervisor, course.unit, about,
            iso(meeting.turn.since), course.words, course.supervisee, iso(self._opens_on(meeting)),
            iso(meeting.due_on), outcome.value, iso(met_on), reason,
        )  # fmt: skip
        return duty


def _later(days: WorkingDays, day: date, count: int) -> date:
    return days.after(day, count) if count else day


def _earlier(rules: Rules, day: date) -> date:
    return rules.days.up_to(day - timedelta(days=rules.chance.choice(PREPARED_BEFORE)))
