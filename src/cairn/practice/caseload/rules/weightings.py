"""Who may say how work is weighed, and what leaves somebody less room?"""

from datetime import date

from cairn.foundation.core import clock
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import refuse_unless
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.caseload.models import Circumstance, Load, Weighting
from cairn.practice.caseload.weighing import Weights

ADOPTS = "The weighting is adopted by the chief or principal social worker."


def may_adopt(actor: Person, organisation: Organisation) -> Verdict:
    """The chief or principal social worker answers for how work is weighed; it holds for everybody alike."""
    return refuse_unless(actor, "weighting.adopt", organisation_subject(organisation), ADOPTS)


def may_adopt_from(actor: Person, organisation: Organisation, starts_on: date) -> Verdict:
    """From today on or later: nobody is over a limit in hindsight."""
    if not (allowed := may_adopt(actor, organisation)):
        return allowed
    if starts_on < clock.today():
        return Verdict("A weighting begins today or later. What was in force before stays as it was.")
    taken = Weighting.objects.filter(organisation=organisation, starts_on=starts_on).first()
    return Verdict(f"“{taken.title}” begins on {in_words(starts_on)} already.") if taken else YES


def may_take_back(actor: Person, weighting: Weighting) -> Verdict:
    """Only what has not begun can be taken back."""
    if not (allowed := refuse_unless(actor, "weighting.adopt", weighting, ADOPTS)):
        return allowed
    return YES if weighting.starts_on > clock.today() else Verdict("It has begun. Adopt a new one instead.")


def may_note(actor: Person, load: Load) -> Verdict:
    """Whoever leads the unit notes what leaves somebody less room."""
    return refuse_unless(actor, "workload.relieve", load, "It is noted by whoever leads the unit.")


def may_note_this(
    actor: Person, load: Load, weights: Weights, *, sort: str, responsibility: str, percent: int | None, starts_on: date
) -> Verdict:
    """A responsibility that the weighting knows, or a limit between 10 and 100 per cent."""
    if not (allowed := may_note(actor, load)):
        return allowed
    if starts_on < clock.today():
        return Verdict("It begins today or later.")
    if sort == Circumstance.Sort.ADJUSTMENT:
        return YES if percent and 10 <= percent <= 100 else Verdict("An adjusted limit is 10 to 100 per cent.")
    known = any(one.key == responsibility for one in weights.responsibilities)
    return YES if known else Verdict("Choose a responsibility that the weighting knows.")


def may_end_circumstance(actor: Person, circumstance: Circumstance) -> Verdict:
    """Whoever leads the unit ends it."""
    sentence = "It is ended by whoever leads the unit."
    if not (allowed := refuse_unless(actor, "workload.relieve", circumstance, sentence)):
        return allowed
    return YES if circumstance.ends_on is None else Verdict(f"It ends on {in_words(circumstance.ends_on)} already.")


def organisation_subject(organisation: Organisation) -> object:
    """The organisation, as the access policy asks for a record of it."""
    return Weighting(organisation=organisation)
