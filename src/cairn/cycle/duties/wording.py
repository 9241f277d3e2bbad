"""How is it said that something is due, and whose it is?"""

from cairn.cycle.duties.models import Duty
from cairn.foundation.core.words import capital, plural
from cairn.foundation.people.models import Role
from cairn.foundation.people.offices import LEADER

GROUPS = {
    "assurance": "Those who assure quality",
    "signatories": "The chief or principal social worker",
    "moderators": "The principal social worker or the quality assurance officer",
    "scrutiny": "The chief executive and elected members",
}


def office_in_words(duty: Duty) -> str:
    """'Whoever leads Team A', 'Those who assure quality'."""
    if duty.office == LEADER:
        return f"Whoever leads {duty.unit}"
    return GROUPS.get(duty.office) or str(Role(duty.office).label)


def reminder(late: int, soon: int, newly: int) -> str:
    """'Two things are due within a week, and one is late.' No names, and not what it is about.

    `newly` is how much is newly due at all.
    """
    if soon and late:
        return f"{_things(soon, 'due within a week')[:-1]}, and {_things(late, 'late', short=True)}"
    if soon:
        return _things(soon, "due within a week")
    if late:
        return _things(late, "late")
    return _things(newly, "due in the coming weeks")


def _things(count: int, said: str, *, short: bool = False) -> str:
    things = plural(count, "thing")
    named = things.rpartition(" ")[0] if short else capital(things)
    return f"{named} {'is' if count == 1 else 'are'} {said}."
