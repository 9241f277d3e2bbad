"""Who may say how many social work posts there ought to be, from which day, and how many?"""

from datetime import date
from decimal import Decimal

from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import refuse_unless
from cairn.foundation.people.models import Person, Unit
from cairn.practice.caseload.models import Establishment

SETS = "Posts are set by the chief or principal social worker, or by an administrator."
AHEAD = 24  # months: a decision of two budgets on is not yet one
MOST_POSTS = Decimal(2000)


def may_set(actor: Person, unit: Unit) -> Verdict:
    """Of a unit that is open, by whoever answers for the workforce or keeps its lists."""
    if not (allowed := refuse_unless(actor, "establishment.set", unit, SETS)):
        return allowed
    return Verdict(f"{unit.name} was closed on {in_words(unit.closed_on)}.") if unit.closed_on else YES


def may_set_to(actor: Person, unit: Unit, *, posts: Decimal, starts_on: date) -> Verdict:
    """Not before the unit was there, and not more than two years ahead; a past day may be put right."""
    if not (allowed := may_set(actor, unit)):
        return allowed
    if starts_on < unit.opened_on:
        return Verdict(f"{unit.name} was opened on {in_words(unit.opened_on)}. Choose that day or a later one.")
    if starts_on > months.add(clock.today(), AHEAD):
        return Verdict("That is more than two years ahead.")
    return YES if 0 <= posts <= MOST_POSTS else Verdict(f"Give a number of posts from 0 to {MOST_POSTS}.")


def may_take_back(actor: Person, establishment: Establishment) -> Verdict:
    """What was set by mistake is taken back; what held before it holds on. The ledger keeps that it was set."""
    return refuse_unless(actor, "establishment.set", establishment, SETS)
