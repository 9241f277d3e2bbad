"""How are counts, lists and distances in time said in words?"""

from collections.abc import Iterable
from datetime import date

from cairn.foundation.core import clock

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(count: int) -> str:
    """Up to ten in words, then in figures: 'three', '27', '1,204'."""
    return SMALL[count] if 0 <= count < len(SMALL) else f"{count:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """'one statement', 'three statements', 'no statements'."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def joined(parts: Iterable[object], last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    names = [str(part) for part in parts]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""


def capital(text: str) -> str:
    """The first letter large, the rest as it was."""
    return text[:1].upper() + text[1:]


def days_from_now(day: date | None) -> str:
    """'today', 'tomorrow', 'in 5 days', '1 day late', '3 weeks late'."""
    if day is None:
        return ""
    days = (day - clock.today()).days
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    span = f"{abs(days)} day{'s' if abs(days) != 1 else ''}" if abs(days) < 15 else f"{abs(days) // 7} weeks"
    return f"in {span}" if days > 0 else f"{span} late"
