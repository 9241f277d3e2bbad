"""What would each row do: bring in a session, put one right that came in before, or nothing?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.foundation.core import months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.imports.kinds import Change
from cairn.foundation.imports.rows import Sheet
from cairn.practice.supervision.imports.columns import KINDS, Outcome
from cairn.practice.supervision.imports.entries import Entry
from cairn.practice.supervision.imports.known import Known
from cairn.practice.supervision.models import Session, Side, State

WORDS = {
    "comes_in": ("past session comes in", "past sessions come in"),
    "is_put_right": ("past session is put right", "past sessions are put right"),
}
KIND_NAMES = dict(KINDS)


@dataclass
class Work:
    """What must be written, and the days whose months change."""

    new: list[Session] = field(default_factory=list)
    changed: list[Session] = field(default_factory=list)
    days: set[date] = field(default_factory=set)

    def note_days(self, *days: date | None) -> None:
        self.days.update(day for day in days if day is not None)


def plan_one(sheet: Sheet, entry: Entry, known: Known, work: Work) -> Change | None:
    """The change that a row makes; none where all of it is known already."""
    session = known.imported.get(entry.place)
    if session is None:
        session = _new(entry, known)
        for name, value in _facts(sheet, entry, known).items():
            setattr(session, name, value)
        work.new.append(session)
        work.note_days(entry.day, session.sign_by)
        return _change("comes_in", entry, session, {}, _said(session, known))
    return _put_right(sheet, entry, session, known, work)


def _put_right(sheet: Sheet, entry: Entry, session: Session, known: Known, work: Work) -> Change | None:
    before, reason = _said(session, known), (session.reason, session.because_of)
    facts = _facts(sheet, entry, known)
    differing = {name: value for name, value in facts.items() if getattr(session, name) != value}
    if not differing:
        return None
    work.note_days(entry.day, session.sign_by)
    for name, value in differing.items():
        setattr(session, name, value)
    work.changed.append(session)
    work.note_days(session.sign_by)
    after = _said(session, known)
    was = {name: text for name, text in before.items() if text != after[name]}
    now = {name: after[name] for name in was}
    if (session.reason, session.because_of) != reason:
        now["Reason"] = "put right"  # it may tell of health, and changes of a file are kept
    return _change("is_put_right", entry, session, was, now)


def _new(entry: Entry, known: Known) -> Session:
    least = known.least_minutes(entry.supervisee, entry.kind, entry.day)
    return Session(
        organisation_id=known.organisation.pk,
        kind=entry.kind,
        supervisee_id=entry.supervisee.pk,
        unit_id=entry.post.unit_id,
        staff_group=entry.post.staff_group,
        planned_on=entry.day,
        planned_minutes=least,
        least_minutes=least,
        month=months.first_of(entry.day),
        is_imported=True,
    )


def _facts(sheet: Sheet, entry: Entry, known: Known) -> dict[str, Any]:
    """What the row says, as columns of a session. Of what the file has no column for, it says nothing."""
    took_place, cut = entry.took_place, entry.outcome == Outcome.CUT_SHORT
    facts: dict[str, Any] = {
        "supervisor_id": entry.supervisor.pk,
        "held_on": entry.day if took_place else None,
        "minutes": entry.minutes,
        "was_cut_short": cut,
        "cancelled_on": None if took_place else entry.day,
        "reason": entry.reason,
    }
    if sheet.has("side") or entry.place not in known.imported:
        facts["because_of"] = "" if took_place and not cut else entry.side or Side.ORGANISATION.value
    if sheet.has("prepared"):
        prepared_on = entry.day if took_place and entry.is_prepared else None
        facts |= {"supervisor_prepared_on": prepared_on, "supervisee_prepared_on": prepared_on}
    return facts | _signature(sheet, entry, known)


def _signature(sheet: Sheet, entry: Entry, known: Known) -> dict[str, Any]:
    """Whether and until when it was to be signed. Without the column it counts neither as signed nor as not."""
    before = known.imported.get(entry.place)
    if not entry.took_place:
        return {"state": State.CANCELLED.value, "signed_on": None, "sign_by": None}
    if not sheet.has("signed_on"):
        is_signed = before is not None and before.signed_on is not None
        return {"state": State.SIGNED.value if is_signed else State.HELD.value}
    state = State.SIGNED if entry.signed_on else State.HELD
    return {"state": state.value, "signed_on": entry.signed_on, "sign_by": known.sign_by(entry.day)}


def _said(session: Session, known: Known) -> dict[str, str]:
    """What is shown of a session and kept of a change: never the reason, which may tell of health."""
    cancelled = session.state == State.CANCELLED
    outcome = Outcome.CANCELLED if cancelled else Outcome.CUT_SHORT if session.was_cut_short else Outcome.HELD
    return {
        "With": known.names.get(session.supervisor_id, ""),
        "Kind": KIND_NAMES[session.kind],
        "Outcome": str(outcome.label),
        "Minutes": str(session.minutes or ""),
        "Prepared by both": "yes" if session.supervisee_prepared_on else "",
        "Signed by both on": in_words(session.signed_on),
    }


def _change(what: str, entry: Entry, session: Session, before: Mapping[str, str], after: Mapping[str, str]) -> Change:
    number = entry.supervisee.staff_number
    return Change(
        what,
        f"session {number} {entry.kind} {entry.day}",
        f"{entry.supervisee.full_name}, {in_words(entry.day)}",
        f"{session._meta.label}:{session.pk}",
        entry.row.number,
        before,
        {name: text for name, text in after.items() if text or before},
    )
