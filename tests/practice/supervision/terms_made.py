"""Agreements for tests: drafted, signed by one, in force."""

from datetime import date, timedelta

from cairn.foundation.core import clock
from cairn.practice.supervision.commands import agreements as commands
from cairn.practice.supervision.terms import Written

BEGUN = date(2025, 1, 6)


def terms(**given):
    """The usual terms, to be looked at again in three hundred days."""
    return Written(**({"covers": "Everything.", "review_on": clock.today() + timedelta(days=300)} | given))


def draft(cast, supervisee="eilidh", supervisor="morag", *, by=None, **given):
    """A draft of the two, from early 2025 on."""
    given = {"starts_on": BEGUN, "terms": terms()} | given
    by = cast[by or supervisor]
    return commands.draft(cast[supervisee], supervisor=cast[supervisor], by=by, **given)


def sign(cast, agreement, *who):
    """These sign, one after the other."""
    for name in who:
        commands.sign(agreement, by=cast[name])
    return type(agreement).objects.select_related("terms").get(pk=agreement.pk)


def in_force(cast, supervisee="eilidh", supervisor="morag", **given):
    """An agreement that both have signed."""
    return sign(cast, draft(cast, supervisee, supervisor, **given), supervisor, supervisee)
