"""Who says whether the figure of a month is right, and when?"""

from decimal import Decimal

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.practice.caseload.models import Figure

SAYS = "The worker, and whoever manages them or leads the unit, say whether the figure is right."


def may_say(actor: Person, figure: Figure) -> Verdict:
    """Each of the two says it, until both have agreed. Who does not agree may come round to it later."""
    is_theirs = actor.pk in figure.parties or permits(actor, "workload.say", figure)
    if not is_theirs:
        return Verdict(SAYS)
    if figure.month > clock.today():
        return Verdict("The month has not begun.")
    return Verdict("Both have agreed on it.") if figure.state == Figure.State.AGREED else YES


def may_say_this(actor: Person, figure: Figure, *, agrees: bool, words: str, extra_hours: Decimal | None) -> Verdict:
    """Whoever does not agree says why; hours are the worker's to say."""
    if not (allowed := may_say(actor, figure)):
        return allowed
    if not agrees and not words.strip():
        return Verdict("Say why you don't agree.")
    if extra_hours is not None and actor.pk != figure.person_id:
        return Verdict("Additional hours are said by whoever worked them.")
    return YES
