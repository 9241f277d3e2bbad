"""Sessions, turns and agreements of past months as they stand in the tables, for tests that count them."""

from datetime import UTC, date, datetime, time, timedelta

from cairn.cycle.duties.models import Duty
from cairn.foundation.core import months
from cairn.practice.supervision.models import Agreement, Session, Terms

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def session(cast, supervisee="eilidh", on=date(2026, 3, 10), *, by="morag", unit=None, group="social-worker", **facts):
    """A session of two that was held for 90 minutes and signed five days later, unless something else is said."""
    held = {"state": "signed", "held_on": on, "minutes": 90, "sign_by": on + timedelta(days=14)}
    held |= {"signed_on": on + timedelta(days=5)}
    if facts.get("state", "signed") in ("planned", "cancelled"):
        held = {}
    return Session.objects.create(
        **{
            "organisation": cast.north,
            "supervisor": cast[by],
            "supervisee": cast[supervisee] if supervisee else None,
            "unit": unit or cast.team_a,
            "staff_group": group,
            "planned_on": on,
            "month": months.first_of(on),
        }
        | held
        | facts
    )


def cancelled(cast, supervisee="eilidh", on=date(2026, 3, 10), reason="workload", **facts):
    """A session that was cancelled on its day."""
    why = {"state": "cancelled", "cancelled_on": on, "because_of": "supervisor", "reason": reason}
    return session(cast, supervisee, on, said_by=cast["morag"], **why | facts)


def turn(cast, supervisee="eilidh", due=date(2026, 3, 10), outcome="met", *, by="morag", unit=None, **facts):
    """One turn of supervision that was owed; met on its day, unless something else is said."""
    return Duty.objects.create(
        **{
            "organisation": cast.north,
            "kind": "supervision.hold",
            "bearer": cast[by],
            "awaited_by": cast[supervisee],
            "unit": unit or cast.team_a,
            "about": "supervision.Agreement:7d9f1c52-5a53-4a53-8f0e-0f3f52b2c1aa",
            "occasion": f"{supervisee} {due}",
            "opens_on": due - timedelta(days=14),
            "due_on": due,
            "outcome": outcome,
            "met_on": due if outcome == "met" else None,
            "reason": "Away for long." if outcome == "excused" else "",
        }
        | facts
    )


def agreement(
    cast, supervisee="eilidh", *, since=date(2026, 1, 5), by="morag", unit=None, signed=True, on=None, **facts
):
    """An agreement that both signed on its first day, or on another one."""
    made = Agreement.objects.create(
        **{
            "organisation": cast.north,
            "kind": "line",
            "supervisor": cast[by],
            "supervisee": cast[supervisee],
            "unit": unit or cast.team_a,
            "starts_on": since,
            "state": "in force" if signed else "draft",
        }
        | facts
    )
    at = datetime.combine(on or since, time(9), UTC) if signed else None
    signatures = {"supervisor_signed_at": at, "supervisee_signed_at": at, "sealed": signed}
    Terms.objects.create(agreement=made, covers="Practice", review_on=date(2027, 1, 4), **signatures)
    return made
