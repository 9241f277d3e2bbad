"""What do sessions prove: was there enough time, what was lost and why, did both prepare, did both sign (sa.4.d.5)?

Sessions of two are counted, in the month in which they were held or were to be held. Group and peer sessions are not:
not everybody of a group signs, and how long it sits is a matter of the group.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from cairn.cycle.evidence.counting import figures
from cairn.cycle.evidence.declaring import Direction, Figure, Indicator, Row
from cairn.foundation.core import clock, months
from cairn.foundation.core.by_month import MonthOf
from cairn.foundation.people.models import Person, Unit
from cairn.practice.supervision.indicators.showing import NOBODY, SEES, session_rows
from cairn.practice.supervision.models import OF_TWO, TOOK_PLACE, Reason, Session, State

HELD = Q(state__in=TOOK_PLACE)
CANCELLED = Q(state=State.CANCELLED)
LONG_ENOUGH = Q(minutes__gte=F("least_minutes"), was_cut_short=False)
PREPARED = Q(supervisor_prepared_on__lte=F("held_on"), supervisee_prepared_on__lte=F("held_on"))
SIGNED_IN_TIME = Q(signed_on__lte=F("sign_by"))
ONE_DAY = timedelta(days=1)
OWED = Decimal("0.95")
LEAST_MINUTES = Decimal(90)
EVERY_SESSION = "sessions held or cancelled"
LONGEST_TO_SIGN = 4  # months in which the sixty working days lie that a policy may give at most
LOST = ("sa.4.d.5c", "es5.3")


@dataclass(frozen=True)
class Sessions:
    """The sessions that an indicator asks about, and which of them count."""

    counted: Q
    among: Q = HELD

    def of(self, organisation_id: UUID, first: date, last: date) -> QuerySet[Session]:
        """Sessions of two that were held, or were to be held, in these months."""
        inside = Session.objects.filter(organisation_id=organisation_id, month__range=(first, last))
        return inside.filter(self.among, kind__in=OF_TWO)

    def measure(self, organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
        asked = self.of(organisation_id, first, last)
        return figures(asked, numerator=Count("pk", filter=self.counted), denominator=Count("pk"))

    def rows(self, viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
        return session_rows(viewer, unit, self.of(viewer.organisation_id, month, month), self.counted)


class Minutes(Sessions):
    """How long sessions took."""

    def measure(self, organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
        return figures(self.of(organisation_id, first, last), numerator=Sum("minutes"), denominator=Count("pk"))


class ToBeSigned(Sessions):
    """Sessions whose days for signing ran out in these months, up to yesterday.

    They belong to the month in which the days ran out, so that a closed month is final: what is signed later was late.
    """

    def of(self, organisation_id: UUID, first: date, last: date) -> QuerySet[Session]:
        until = min(months.last_of(last), clock.today() - ONE_DAY)
        since = months.add(first, -LONGEST_TO_SIGN)
        held = Session.objects.filter(self.among, organisation_id=organisation_id, kind__in=OF_TWO)
        return held.filter(sign_by__range=(first, until), month__range=(since, last))

    def measure(self, organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
        asked, counted = self.of(organisation_id, first, last), Count("pk", filter=self.counted)
        return figures(asked, numerator=counted, denominator=Count("pk"), month=MonthOf("sign_by"))


class Stress(Sessions):
    """People who raised stress. People and not sessions, since five sessions of one person are no crowd."""

    def measure(self, organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
        people = Count("supervisee", distinct=True)
        let_down = Count("supervisee", distinct=True, filter=~self.counted)
        return figures(self.of(organisation_id, first, last), numerator=people - let_down, denominator=people)

    def rows(self, viewer: Person, unit: Unit | None, month: date) -> Sequence[Row]:
        """Who raised stress is in no list: the figure is opened by a right that nobody has over a unit."""
        return ()


def _indicator(key: str, asked: Sessions, **said: Any) -> Indicator:
    said = {"rows_act": SEES, "noun": "sessions", "denominator": "sessions held"} | said
    return Indicator(key=f"supervision.{key}", version=1, measure=asked.measure, rows=asked.rows, **said)


def _lost_to(reason: Reason, because: str) -> Indicator:
    return _indicator(
        f"lost_to_{reason.value}",
        Sessions(Q(CANCELLED | Q(was_cut_short=True), reason=reason), HELD | CANCELLED),
        title=f"Supervision lost to {because}",
        numerator=f"sessions cancelled or cut short; the reason given: {reason.label.lower()}",
        denominator=EVERY_SESSION,
        direction=Direction.DOWN,
        statements=LOST,
    )


INDICATORS = (
    _indicator(
        "minutes",
        Minutes(LONG_ENOUGH),
        title="Minutes of a supervision session",
        numerator="minutes of the sessions held",
        target=LEAST_MINUTES,
        is_mean=True,
        dimension="minutes",
        statements=("sa.4.d.5b", "es5.1"),
    ),
    _indicator(
        "long_enough",
        Sessions(LONG_ENOUGH),
        title="Supervision as long as the policy asks, without a cut",
        numerator="sessions that lasted the least minutes of the policy or of the agreement and were not cut short",
        target=OWED,
        statements=("sa.4.d.5b", "es5.1"),
    ),
    _indicator(
        "cancelled",
        Sessions(CANCELLED, HELD | CANCELLED),
        title="Supervision cancelled",
        numerator="sessions cancelled",
        denominator=EVERY_SESSION,
        direction=Direction.DOWN,
        statements=LOST,
    ),
    _indicator(
        "cut_short",
        Sessions(Q(was_cut_short=True)),
        title="Supervision cut short",
        numerator="sessions cut short",
        direction=Direction.DOWN,
        statements=LOST,
    ),
    _lost_to(Reason.SICKNESS, "sickness"),
    _lost_to(Reason.LEAVE, "leave"),
    _lost_to(Reason.EMERGENCY, "emergencies and duty work"),
    _lost_to(Reason.COURT, "courts and hearings"),
    _lost_to(Reason.WORKLOAD, "workload"),
    _lost_to(Reason.ROOM, "the want of a room or a connection"),
    _lost_to(Reason.OTHER, "other reasons"),
    _indicator(
        "prepared",
        Sessions(PREPARED),
        title="Supervision prepared by both",
        numerator="sessions for which both had prepared by the day on which they were held",
        statements=("sa.4.d.5d", "sa.4.p.1"),
    ),
    _indicator(
        "signed",
        ToBeSigned(SIGNED_IN_TIME),
        title="Records of supervision signed by both in time",
        numerator="sessions whose record both had signed within the working days that the policy gives",
        denominator="sessions held whose days for signing ran out in the month",
        target=OWED,
        statements=("sa.4.d.5e", "es5.3"),
    ),
    _indicator(
        "stress_followed",
        Stress(Q(stress_has_action=True), HELD & Q(stress_was_raised=True)),
        title="Stress that was raised in supervision led to an action",
        numerator="people for whom an action followed from each session in which they raised stress",
        denominator="people who raised stress in supervision",
        rows_act=NOBODY,
        noun="people",
        statements=("sa.4.d.5a", "sa.2.p.5", "sa.2.p.7"),
    ),
)
