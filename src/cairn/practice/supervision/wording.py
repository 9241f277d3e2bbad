"""How are frequencies and weeks in post said in words?"""

from cairn.foundation.core.words import number
from cairn.practice.supervision.asked import Asked, weeks
from cairn.practice.supervision.models import Period, Terms

ONE = {Period.WEEK: "every week", Period.MONTH: "every month", Period.SHIFT: "every shift worked"}
MANY = {Period.WEEK: "weeks", Period.MONTH: "months", Period.SHIFT: "shifts worked"}


def how_often(every: int | None, period: str) -> str:
    """'every week', 'every two weeks', 'every eight shifts worked', 'as agreed'."""
    if period == Period.AGREED or every is None or not period:
        return "as agreed"
    kind = Period(period)
    return ONE[kind] if every == 1 else f"every {number(every)} {MANY[kind]}"


def agreed_often(terms: Terms) -> str:
    """How often by the agreement itself, or that it follows the policy."""
    return how_often(terms.every, terms.period) if terms.every else "as the policy asks"


def in_post(line: Asked) -> str:
    """For which weeks in post a line speaks; nothing where it is all of them."""
    return "" if (line.from_week, line.to_week) == (0, None) else weeks(line.from_week, line.to_week)


def says(line: Asked) -> str:
    """A whole line: 'weeks 1 to 6: every week, at least 90 minutes'."""
    when = in_post(line)
    return f"{when + ': ' if when else ''}{how_often(line.every, line.period)}, at least {line.minutes} minutes"
