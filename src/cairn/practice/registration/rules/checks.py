"""Who looks registrations up, and who decides about a difference?"""

from datetime import date

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.practice.registration.models import Check, Registration
from cairn.practice.registration.models.check import Decision
from cairn.practice.registration.rules.register import KEEPS, may_keep

LONGEST_AGO = 366


def may_check(actor: Person) -> Verdict:
    """Who keeps the register looks it up with the regulator."""
    return YES if permits(actor, "register_check.record") else Verdict(KEEPS)


def may_look_up(actor: Person, registration: Registration, *, on: date, source: str) -> Verdict:
    """On a day that was, with where it was looked up; never one's own."""
    if not (allowed := may_keep(actor, registration.person)):
        return allowed
    if not source.strip():
        return Verdict("Say where it was looked up.")
    return sound_day(on)


def sound_day(on: date) -> Verdict:
    """A register is looked up on a day that was, and lately."""
    days = (clock.today() - on).days
    if days < 0:
        return Verdict("A register is looked up on a day that has come. Look at the date.")
    if days > LONGEST_AGO:
        return Verdict("That is more than a year ago. Look at the year.")
    return YES


def may_decide(actor: Person, check: Check, *, decision: str, why: str, still_differs: bool) -> Verdict:
    """Once, with a reason, by whoever keeps the register and is not the person concerned."""
    allowed = may_keep(actor, check.person) if check.person else may_check(actor)
    if not allowed:
        return allowed
    if not check.differs:
        return Verdict("The two registers agree, so there is nothing to decide.")
    if check.decided_at is not None:
        return Verdict("Somebody has decided about it already.")
    if decision not in Decision.values:
        return Verdict("Choose what was decided.")
    if len(why.strip()) < 5:
        return Verdict("Say in a few words why: whoever looks again reads it.")
    if decision == Decision.PUT_RIGHT and still_differs:
        return Verdict("The register here still says something else. Write it down there first, then decide here.")
    return YES
