"""Who may agree on a particular need, or say that somebody's line manager is of another discipline?"""

from datetime import date

from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.models import Person
from cairn.practice.supervision.around import leads, supervisors_now
from cairn.practice.supervision.models import AnotherDiscipline, ParticularNeed, Period

FURTHEST = 12  # months
AGREES = "A particular need is agreed with whoever supervises, or leads the unit; they write it down."
MARKS = "Only whoever leads the unit can say so."


def may_know(actor: Person, person: Person) -> Verdict:
    """The person, whoever supervises them now, and whoever leads their unit; nobody else learns of a need."""
    stands_near = leads(actor, person, "particular_need.see") or actor.pk in supervisors_now(person)
    return (
        YES
        if stands_near or actor.pk == person.pk
        else Verdict("A particular need is known to the person, and to whoever supervises them.")
    )


def may_agree(actor: Person, person: Person) -> Verdict:
    """The supervisor, or whoever leads the unit, writes down what they agreed with the person."""
    if actor.pk == person.pk:
        return Verdict(AGREES)
    agrees = leads(actor, person, "particular_need.agree") or actor.pk in supervisors_now(person)
    return YES if agrees else Verdict(AGREES)


def may_agree_this(
    actor: Person,
    person: Person,
    *,
    starts_on: date,
    ends_on: date | None,
    every: int,
    period: str,
    minutes: int,
    reason: str,
) -> Verdict:
    """It begins today or later, so that nothing becomes late in hindsight, and there is one at a time."""
    if not (allowed := may_agree(actor, person)):
        return allowed
    if starts_on < clock.today():
        return Verdict("A particular need begins today or later: nothing becomes late in hindsight.")
    if starts_on > months.add(clock.today(), FURTHEST):
        return Verdict("That is more than a year ahead. Look at the year.")
    if ends_on is not None and ends_on < starts_on:
        return Verdict("It would end before it begins. Look at the two dates.")
    if period not in (Period.WEEK, Period.MONTH) or not 1 <= every <= 60:
        return Verdict("Say how often, in weeks or months.")
    if not 15 <= minutes <= 480:
        return Verdict("A session takes between 15 and 480 minutes.")
    if not reason.strip():
        return Verdict("Say what it is for, as far as both want it written down.")
    return _one_at_a_time(person, starts_on, ends_on)


def may_end(actor: Person, need: ParticularNeed, *, on: date) -> Verdict:
    """It ends today or later: what was due while it held stays due."""
    if not (allowed := may_agree(actor, need.person)):
        return allowed
    if need.ends_on is not None and need.ends_on <= on:
        return Verdict(f"It ends on {in_words(need.ends_on)} already.")
    if on < max(need.starts_on, clock.today()):
        return Verdict("It ends today or later, and not before it began.")
    return YES


def may_mark(actor: Person, person: Person) -> Verdict:
    """Whoever leads the unit says that a line manager is of another discipline (sa.5.e.7)."""
    if actor.pk != person.pk and leads(actor, person, "supervision.agree"):
        return YES
    return Verdict(MARKS)


def may_mark_now(actor: Person, person: Person) -> Verdict:
    """Said once, until it is taken back."""
    if not (allowed := may_mark(actor, person)):
        return allowed
    said = AnotherDiscipline.objects.filter(person=person, ends_on=None).exists()
    return Verdict("That has been said already.") if said else YES


def _one_at_a_time(person: Person, starts_on: date, ends_on: date | None) -> Verdict:
    other = ParticularNeed.objects.filter(person=person).between(starts_on, ends_on).order_by("starts_on").first()
    if other is None:
        return YES
    until = f"until {in_words(other.ends_on)}" if other.ends_on else "without an end"
    return Verdict(f"Another one holds from {in_words(other.starts_on)} {until}. End that first.")
