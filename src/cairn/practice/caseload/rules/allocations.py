"""Who may give a case to whom: is the person fit, are they here, have they room (sa.4.e.2)?"""

from dataclasses import dataclass
from datetime import date

from cairn.foundation.core import clock
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person, Post
from cairn.practice.caseload.models import Allocation, Case, Load, Relief, Role, State
from cairn.practice.caseload.weighed import InForce, weights_on
from cairn.practice.registration.accountable import may_answer, may_be_accountable

GIVES = "Work is given out by whoever leads the unit of the case."
LOOKS = "The plan is looked at by the next level: whoever leads above whoever wrote it."
SAY_WHAT = "Say in a line what you talked about when you gave the case."
PLAN_NEEDED = (
    "{name} would carry {points} points, and may carry {limit}. Give it to somebody with room, or write a plan: what "
    "is removed, put off or added as support, and by when. The next level reads it."
)


@dataclass(frozen=True)
class Asked:
    """What somebody wants to give to whom."""

    case: Case
    person: Person
    role: str
    function: str
    conversation: str


def may_allocate(actor: Person, case: Case) -> Verdict:
    """Whoever leads the unit gives out its open cases."""
    if not (allowed := refuse_unless(actor, "case.allocate", case, GIVES)):
        return allowed
    return YES if case.state == State.OPEN else Verdict("The case is closed. Nobody can be given it.")


def may_allocate_this(actor: Person, asked: Asked, *, instead: Allocation | None = None) -> Verdict:
    """Everything but the limit. `instead` is the allocation that ends in the same step, where one does."""
    if not (allowed := may_allocate(actor, asked.case)):
        return allowed
    if not asked.conversation.strip():
        return Verdict(SAY_WHAT)
    if not (here := is_here(asked.person, asked.case, on=clock.today())):
        return here
    if not (alone := _is_free(asked, instead)):
        return alone
    return may_hold(asked.person, asked.role, asked.function, on=clock.today())


def is_here(person: Person, case: Case, *, on: date) -> Verdict:
    """Nothing is given to somebody who has left, or who has no post."""
    if person.organisation_id != case.organisation_id:
        return Verdict("Choose a colleague of your organisation.")
    if not person.is_active:
        return Verdict(f"{person.full_name} has left. Give the case to somebody who works here.")
    if Post.objects.filter(person=person).on(on).exists():
        return YES
    last = Post.objects.filter(person=person, ends_on__lt=on).order_by("-ends_on").first()
    if last is None:
        return Verdict(f"{person.full_name} has no post here, so cases can't be given to them.")
    return Verdict(f"{person.full_name} left their post on {in_words(last.ends_on)}. Give the case to somebody else.")


def may_hold(person: Person, role: str, function: str, *, on: date) -> Verdict:
    """Whoever is accountable must be fit for the function by law; nobody can override that (sa.reserved.1).

    Others may carry out tasks within a function, or work along. Whoever is off the register answers for no case.
    """
    if role != Role.ACCOUNTABLE:
        return YES
    return may_be_accountable(person, function, on=on) if function else may_answer(person, on=on)


def _is_free(asked: Asked, instead: Allocation | None) -> Verdict:
    """One person is accountable for a case, and nobody carries it twice."""
    live = Allocation.objects.live().filter(case=asked.case).select_related("person")
    for one in live if instead is None else live.exclude(pk=instead.pk):
        if one.person_id == asked.person.pk:
            return Verdict(f"{one.person.full_name} carries this case already, as {one.get_role_display().lower()}.")
        if one.role == Role.ACCOUNTABLE == asked.role:
            return Verdict(f"{one.person.full_name} is accountable for this case. Move it from them instead.")
    if instead is not None and instead.person_id == asked.person.pk:
        return Verdict(f"{asked.person.full_name} carries this case already.")
    return YES


def has_room(person: Person, points: int, in_force: InForce | None = None) -> Verdict:
    """Whether somebody stays within their limit with so many points more; the proposal limits nobody."""
    in_force = in_force or weights_on(person.organisation_id)
    load = Load.objects.filter(person=person).first()
    if not in_force.is_adopted or load is None or load.points + points <= load.limit:
        return YES
    return Verdict(PLAN_NEEDED.format(name=person.full_name, points=load.points + points, limit=load.limit))


def may_end(actor: Person, allocation: Allocation) -> Verdict:
    """Whoever leads the unit of the case ends what still runs."""
    if not (allowed := refuse_unless(actor, "case.allocate", allocation.case, GIVES)):
        return allowed
    return YES if allocation.ends_on is None else Verdict(f"It ended on {in_words(allocation.ends_on)}.")


def may_relieve(actor: Person, load: Load) -> Verdict:
    """Whoever leads the unit of somebody who is over their limit writes the plan."""
    sentence = "The plan is written by whoever leads the unit."
    return refuse_unless(actor, "workload.relieve", load, sentence)


def may_relieve_by(actor: Person, *, words: str, due_on: date) -> Verdict:
    """A plan says what will be done, and by a day that is still to come."""
    if not words.strip():
        return Verdict("Say what will be removed, put off or added.")
    if due_on < clock.today():
        return Verdict("The plan would be due before today. Look at the date.")
    return YES


def may_look(actor: Person, relief: Relief) -> Verdict:
    """The next level looks at a plan: nobody at their own, nor at one for themselves."""
    if actor.pk in (relief.made_by_id, relief.person_id) or not permits(actor, "workload.look", relief):
        return Verdict(LOOKS)
    return YES if relief.seen_at is None else Verdict(f"It was looked at on {in_words(relief.seen_at)}.")


def may_finish(actor: Person, relief: Relief) -> Verdict:
    """Whoever leads the unit says that what was planned is done."""
    if not (allowed := refuse_unless(actor, "workload.relieve", relief, "Whoever leads the unit finishes the plan.")):
        return allowed
    return YES if relief.finished_on is None else Verdict(f"It was finished on {in_words(relief.finished_on)}.")
