"""Who is told of work given out and of plans? Neutral lines without names, each with the page where one reads more."""

from typing import Any

from django.urls import reverse

from cairn.cycle.duties.kinds import Owed
from cairn.foundation.notices.commands import notify_each
from cairn.foundation.people.models import Person
from cairn.foundation.people.offices import Holders
from cairn.practice.caseload.models import Case, Figure, Relief

GIVEN = "A case was given to you. Read which, and what was talked about."
PLANNED = "A plan was written about how you get back within your limit. Read it."
TO_LOOK_AT = "Somebody was given work over their limit. Look at the plan that was written."
NOT_AGREED = "The figure of a month is not agreed. Read why."
PAGES: dict[type, str] = {Case: "caseload:case", Relief: "caseload:relief", Figure: "caseload:figure"}
LOOKED_AT = "Your plan for somebody over their limit was looked at."


def page_of(record: Any) -> str:
    """Where one reads more."""
    return reverse(PAGES[type(record)], args=[record.pk])


def to_look_at(relief: Relief, owed: Owed) -> None:
    """The next level, at once."""
    people = Holders(relief.organisation_id).of(owed.office, owed.unit_id) - {relief.made_by_id, relief.person_id}
    told = Person.objects.filter(pk__in=people, is_active=True)
    notify_each(told, text=TO_LOOK_AT, link=page_of(relief), about=relief)
