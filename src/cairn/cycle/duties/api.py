"""Duties, for programmes: what the key's person owes."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import computed_field

from cairn.cycle.duties import queries
from cairn.cycle.duties.kinds import kind_of
from cairn.foundation.core import clock
from cairn.foundation.core.calls import Calls
from cairn.foundation.core.cursors import stretch_of
from cairn.foundation.core.shapes import AT_ONCE, Cursor, Limit, Named, Part, Shape
from cairn.foundation.people.requests import Request

calls = Calls("Duties")


class DutyShape(Shape):
    """One thing owed by a day: by the person, or by an office that they hold.

    `about` names the record, such as `improvement.Action:<id>`; `occasion` tells turns apart.
    """

    id: UUID
    kind: str
    about: str
    occasion: str
    words: str
    office: str
    unit: Named | None
    opens_on: date
    due_on: date

    @computed_field  # type: ignore[prop-decorator]
    @property
    def title(self) -> str:
        """What is to be done, in a sentence."""
        return kind_of(self.kind).sentence_of(self.words)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def is_late(self) -> bool:
        """Whether its day has gone by."""
        return self.due_on < clock.today()


@calls.get("/duties", "duty.see", gives=Part[DutyShape])
def duties(request: Request, limit: Limit = AT_ONCE, cursor: Cursor = "") -> Any:
    """What one owes and can do by now, soonest first, as on *My work*."""
    return stretch_of(queries.all_owed(request.user), "due_on", "id", limit=limit, cursor=cursor, shape=DutyShape)
