"""Who may be accountable, for programmes: the same rule that every page and every act of Cairn asks."""

from datetime import date
from uuid import UUID

from cairn.foundation.core import clock
from cairn.foundation.core.calls import Calls, NotUnderstood
from cairn.foundation.core.shapes import Shape
from cairn.foundation.people.requests import Request
from cairn.practice.registration.functions import function_on
from cairn.practice.registration.queries import delegations, register

calls = Calls("Fit to act")


class VerdictShape(Shape):
    """Yes, or no with the condition that failed."""

    yes: bool
    reason: str


class AccountableShape(Shape):
    """Whether somebody may be accountable for a function on a day: as it is known now, and as it was known then."""

    person: UUID
    function: str
    title: str
    on: date
    yes: bool
    reason: str
    as_known_then: VerdictShape


@calls.get("/accountable", "registration.see", gives=AccountableShape)
def accountable(request: Request, person: UUID | None = None, function: str = "", on: date | None = None) -> object:
    """May this person be accountable for this function on this day (today, where none is named)?"""
    if person is None or not function:
        raise NotUnderstood("Name the person and the function: ?person=…&function=…, and a day with &on=2026-03-03.")
    day = on or clock.today()
    found = register.person_for(request.user, person)
    answer = delegations.answer_for(found, function, day)
    known = function_on(found.organisation.nation, function, day)
    return {
        "person": found.pk,
        "function": function,
        "title": known.title if known else "",
        "on": day,
        "yes": bool(answer.now),
        "reason": answer.now.reason,
        "as_known_then": {"yes": bool(answer.then), "reason": answer.then.reason},
    }
