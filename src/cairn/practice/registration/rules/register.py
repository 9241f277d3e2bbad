"""Who keeps the register, and what can't be true of a registration or an approval?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.practice.registration.approvals import APPROVALS
from cairn.practice.registration.around import stands_over
from cairn.practice.registration.functions import EVERY, catalogues
from cairn.practice.registration.models import BARS, COVERS, Approval, Known, Registration, Standing, State
from cairn.practice.registration.regulators import regulators

KEEPS = "The register is kept by the registration officer and the chief social work officer."
FURTHEST = 3  # months ahead that an order may be known
LONGEST_WORDS = 2000


def may_see(actor: Person, person: Person) -> Verdict:
    """Oneself, the line above, professional leaders in their part, and those who keep the register."""
    seen = actor.pk == person.pk or stands_over(actor, person, "registration.see")
    return YES if seen else Verdict("Somebody's registration is seen by themselves and the line above them.")


def may_read_words(actor: Person, person: Person) -> Verdict:
    """What an order says in full: the person, the line above, and those who keep the register."""
    reads = actor.pk == person.pk or stands_over(actor, person, "registration_words.see")
    return YES if reads else Verdict("What an order says is read by the person and the line above them.")


def may_keep(actor: Person, person: Person) -> Verdict:
    """Who keeps the register does not keep their own entry."""
    if not permits(actor, "registration.keep", person):
        return Verdict(KEEPS)
    if actor.pk == person.pk:
        return Verdict("Somebody else keeps your own entry: the chief social work officer or the registration officer.")
    return YES


def may_enter(
    actor: Person, person: Person, *, regulator: str, part: str, number: str, first_registered_on: date
) -> Verdict:
    """A number of the right form that nobody else here has, in a part that the register knows."""
    if not (allowed := may_keep(actor, person)):
        return allowed
    rules = regulators().get(regulator)
    if rules is None:
        return Verdict("Choose a regulator.")
    if rules.part(part) is None:
        return Verdict(f"The register of the {rules.title} has no such part.")
    if not rules.is_number(number):
        return Verdict(f"A number of the {rules.title} has {rules.number_in_words}. Look at what was typed.")
    if first_registered_on > clock.today():
        return Verdict("Nobody is first registered on a day to come. Look at the year.")
    return _is_not_taken(person, regulator, number)


def _is_not_taken(person: Person, regulator: str, number: str) -> Verdict:
    there = Registration.objects.filter(organisation=person.organisation_id, regulator=regulator, number=number)
    taken = there.select_related("person").first()
    if taken is None:
        return YES
    if taken.person_id == person.pk:
        return Verdict("This number is in the register already, for the same person.")
    return Verdict(f"{taken.person} has this number already. One of the two is wrong: look at both.")


def may_state(
    actor: Person,
    registration: Registration,
    *,
    state: str,
    starts_on: date,
    ends_on: date | None,
    bars: Iterable[str],
    words: str,
    instead_of: Standing | None = None,
) -> Verdict:
    """What a regulator decided, from which day: never before the registration began, nor the same twice at a time."""
    if not (allowed := may_keep(actor, registration.person)):
        return allowed
    if state not in State.values:
        return Verdict("Choose how it stands.")
    if not (sound := _is_sound(starts_on, ends_on, words)):
        return sound
    others = [one for one in registration.standings.all() if one.replaced_at is None and one != instead_of]
    first = min((one.starts_on for one in others if one.state in COVERS), default=None)
    if first and starts_on < first and state not in COVERS:
        what = State(state).label.lower()
        return Verdict(f"The first registration was on {in_words(first)}, so “{what}” can't begin before that day.")
    if state in BARS and not _are_functions(bars):
        return Verdict("Choose functions from the list.")
    return _is_not_there(state, starts_on, ends_on, others)


def may_replace(actor: Person, fact: Known, why: str) -> Verdict:
    """What was written down is put right with a reason; what was replaced already stays as it is."""
    if not (allowed := may_keep(actor, fact.person)):
        return allowed
    if fact.replaced_at is not None:
        return Verdict("This entry was replaced already. Put right the one that counts now.")
    if len(why.strip()) < 5:
        return Verdict("Say why it is put right: the old entry stays readable, with your reason.")
    return YES


def may_end(actor: Person, fact: Known, *, on: date) -> Verdict:
    """Its last day becomes known."""
    if not (allowed := may_keep(actor, fact.person)):
        return allowed
    if fact.replaced_at is not None:
        return Verdict("This entry was replaced already. End the one that counts now.")
    if fact.ends_on is not None:
        return Verdict(f"It ends on {in_words(fact.ends_on)} already. Put it right if that is wrong.")
    if on < fact.starts_on:
        return Verdict(f"It began on {in_words(fact.starts_on)}, so it can't end before that day.")
    return YES


def may_approve(
    actor: Person,
    person: Person,
    *,
    kind: str,
    starts_on: date,
    ends_on: date | None,
    words: str = "",
    instead_of: Approval | None = None,
) -> Verdict:
    """An approval of a kind that Cairn knows, once at a time."""
    if not (allowed := may_keep(actor, person)):
        return allowed
    if kind not in APPROVALS:
        return Verdict("Choose an approval from the list.")
    if not (sound := _is_sound(starts_on, ends_on, words)):
        return sound
    others = [one for one in Approval.objects.known().filter(person=person, kind=kind) if one != instead_of]
    return _is_not_there(kind, starts_on, ends_on, others)


def _is_sound(starts_on: date, ends_on: date | None, words: str) -> Verdict:
    if ends_on is not None and ends_on < starts_on:
        return Verdict("It would end before it begins. Look at the two dates.")
    if starts_on > months.add(clock.today(), FURTHEST):
        return Verdict("That is more than three months ahead. Look at the year.")
    if len(words) > LONGEST_WORDS:
        return Verdict("Say it in fewer words: at most 2,000 characters.")
    return YES


def _is_not_there(what: str, starts_on: date, ends_on: date | None, others: Iterable[Any]) -> Verdict:
    """The same thing does not hold twice at a time; two orders that end a registration may stand beside each other."""
    for one in others:
        same = what == (one.state if isinstance(one, Standing) else one.kind)
        meets = (one.ends_on is None or one.ends_on >= starts_on) and (ends_on is None or one.starts_on <= ends_on)
        if same and meets:
            until = f"to {in_words(one.ends_on)}" if one.ends_on else "without an end"
            return Verdict(f"The same is in the register from {in_words(one.starts_on)} {until}. End or correct that.")
    return YES


def _are_functions(bars: Iterable[str]) -> bool:
    known = {key for catalogue in catalogues() for key in catalogue.functions}
    return all(one == EVERY or one in known for one in bars)
