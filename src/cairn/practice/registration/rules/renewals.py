"""Who says that a step of a renewal is done, and what can't be true of it?"""

from datetime import date, timedelta

from cairn.foundation.core import clock
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.models import Person
from cairn.practice.registration.around import stands_over
from cairn.practice.registration.regulators import EMPLOYER, REGISTRANT
from cairn.practice.registration.renewing import Turn

BEFORE = timedelta(days=366)  # a step of learning may have been done in the whole year before
NOT_ASKED = "The register asks for no such step in that time. Go back to the list of steps."


def may_say(actor: Person, person: Person, by: str) -> Verdict:
    """Their own steps the registrant; the employer's whoever leads them; both whoever keeps the register."""
    if by == EMPLOYER:
        if actor.pk == person.pk:
            return Verdict("The employer verifies this step: whoever leads you, or the registration officer.")
        verifies = stands_over(actor, person, "renewal_step.verify")
        return YES if verifies else Verdict("This step is verified by whoever leads the person.")
    says = stands_over(actor, person, "renewal_step.say")
    return YES if says else Verdict("A step is said to be done by whoever is registered, or who keeps the register.")


def may_finish(actor: Person, turn: Turn, *, on: date) -> Verdict:
    """Done on a day that was, once; a step that only some are asked, when it is asked."""
    if not (allowed := may_say(actor, turn.registration.person, turn.step.by)):
        return allowed
    if not turn.is_asked:
        return Verdict("The regulator asks for this step only of some. Say first that it was asked for.")
    if turn.is_done and turn.said is not None:
        return Verdict(f"It is said to be done on {in_words(turn.said.done_on)} already.")
    if on > clock.today():
        return Verdict("A step is done on a day that has come. Look at the date.")
    if on < turn.window.opens_on - BEFORE:
        return Verdict(f"That is long before the window opened on {in_words(turn.window.opens_on)}. Look at the year.")
    return YES


def may_take_back(actor: Person, turn: Turn) -> Verdict:
    """It was not done after all."""
    if not (allowed := may_say(actor, turn.registration.person, turn.step.by)):
        return allowed
    return YES if turn.is_done else Verdict("Nobody has said that it is done.")


def may_ask(actor: Person, turn: Turn) -> Verdict:
    """Whoever is registered, or who keeps the register, says that the regulator chose them for this step."""
    if not (allowed := may_say(actor, turn.registration.person, REGISTRANT)):
        return allowed
    return Verdict("This step is asked for already.") if turn.is_asked else YES
