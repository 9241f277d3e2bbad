"""How are the changes and faults of a people file said?"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cairn.foundation.core.answers import day
from cairn.foundation.people.models import Person, Unit

WORDS = {
    "unit_opens": ("unit opens", "units open"),
    "unit_changes": ("unit changes", "units change"),
    "joins": ("person joins", "people join"),
    "returns": ("person returns", "people return"),
    "gets_post": ("person gets a post", "people get a post"),
    "changes": ("person's details change", "people's details change"),
    "moves": ("post changes", "posts change"),
    "ends": ("post ends on a day of the file", "posts end on a day of the file"),
    "leaves": ("person leaves", "people leave"),
}
TAKEN = "This e-mail address can't be used. Check it: everybody has an address of their own."


def said(value: Any) -> str:
    """A value as it stands on a page."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Person):
        return named(value)
    return value.name if isinstance(value, Unit) else str(value)


def named(person: Person) -> str:
    """A person with the number that tells them from others of the same name."""
    return f"{person.full_name} ({person.staff_number})" if person.staff_number else person.full_name


def _filled(value: Any) -> Any:
    """Nothing is nothing, whether the cell was empty or never there."""
    return None if value == "" else value


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Only what differs, in words, under the headings of the columns."""
    changed = [name for name in after if _filled(before.get(name)) != _filled(after[name])]
    return {name: said(before.get(name)) for name in changed}, {name: said(after[name]) for name in changed}
