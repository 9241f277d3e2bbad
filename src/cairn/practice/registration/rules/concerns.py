"""Who raises a concern about fitness to practise, who decides whether to refer it, and what follows?"""

from datetime import date

from cairn.foundation.core import clock
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.practice.registration.around import stands_over
from cairn.practice.registration.models import Concern
from cairn.practice.registration.models.concern import Choice, Stage

DECIDES = "Whether to refer is decided by the chief social work officer or the registration officer."
LONGEST_WORDS = 4000
REASON = 20  # characters: one sentence at least


def may_raise(actor: Person, person: Person) -> Verdict:
    """Whoever leads somebody, and those who decide; never about oneself, which the person tells the regulator."""
    if actor.pk == person.pk:
        return Verdict("About yourself you tell your regulator; ask whoever leads you for help with it.")
    raises = stands_over(actor, person, "fitness_concern.raise")
    return YES if raises else Verdict("A concern is raised by whoever leads the person, or who keeps the register.")


def may_write(actor: Person, person: Person, *, what: str, raised_on: date) -> Verdict:
    """What was seen or heard, on a day that was."""
    if not (allowed := may_raise(actor, person)):
        return allowed
    if raised_on > clock.today():
        return Verdict("A concern arises on a day that has come. Look at the date.")
    return _has_words(what, "Say what was seen or heard, in a sentence or more.")


def may_handle(actor: Person, concern: Concern) -> Verdict:
    """Those who decide, never about themselves; nobody who is concerned decides."""
    if not permits(actor, "fitness_concern.decide", concern):
        return Verdict(DECIDES)
    if actor.pk == concern.person_id:
        return Verdict("Somebody else handles what concerns you.")
    return YES


def may_choose(actor: Person, concern: Concern, *, choice: str, why: str) -> Verdict:
    """Refer or not, with reasons. Not to refer can become a referral later; a referral stays one."""
    if not (allowed := may_handle(actor, concern)):
        return allowed
    if choice not in Choice.values:
        return Verdict("Choose whether it is referred.")
    if concern.choice == Choice.REFER:
        return Verdict("It is referred already. Write down what followed.")
    if concern.choice == choice:
        return Verdict("That was decided already, with its reasons.")
    if choice == Choice.REFER and concern.registration is None:
        return Verdict("No registration of theirs is in the register, so there is no regulator to refer to.")
    return _has_words(why, "Say why, in a sentence or more: the reasons are kept, whichever way it is decided.")


def may_tell(actor: Person, concern: Concern, *, on: date) -> Verdict:
    """The person is told on a day, and reads it from then on."""
    if not (allowed := may_handle(actor, concern)):
        return allowed
    if concern.told_on is not None:
        return Verdict(f"They were told on {in_words(concern.told_on)}.")
    if not concern.raised_on <= on <= clock.today():
        return Verdict("They are told between the day on which it was raised and today. Look at the date.")
    return YES


def may_follow(actor: Person, concern: Concern, *, stage: str, on: date, words: str) -> Verdict:
    """What the regulator did with a referral, in the order in which it happened, until it ends."""
    if not (allowed := may_handle(actor, concern)):
        return allowed
    if stage not in Stage.values:
        return Verdict("Choose what happened.")
    if concern.choice != Choice.REFER:
        return Verdict("It was not referred, so the regulator has done nothing with it.")
    if concern.ended_on is not None:
        return Verdict(f"It ended on {in_words(concern.ended_on)}.")
    if not concern.raised_on <= on <= clock.today():
        return Verdict("It happened between the day on which it was raised and today. Look at the date.")
    return Verdict("Say it in fewer words: at most 4,000 characters.") if len(words) > LONGEST_WORDS else YES


def _has_words(words: str, otherwise: str) -> Verdict:
    if len(words) > LONGEST_WORDS:
        return Verdict("Say it in fewer words: at most 4,000 characters.")
    return YES if len(words.strip()) >= REASON else Verdict(otherwise)
