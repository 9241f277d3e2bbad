"""Who may delegate a function to whom, for how long, and who may revoke it (sa.reserved.1, sa.cswo.reserved)?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person, Unit
from cairn.practice.registration.accountable import may_be_accountable
from cairn.practice.registration.around import stands_over
from cairn.practice.registration.functions import Function, function_on
from cairn.practice.registration.models import Delegation, Scope, Suspension

FURTHEST, LONGEST = 12, 36  # months ahead that one may begin, and may last
GIVES = "The chief social work officer delegates a function; whoever holds one passes it on where that was allowed."


@dataclass(frozen=True)
class Instrument:
    """A delegation as it is asked for."""

    function: str
    holder: Person
    scope: str
    starts_on: date
    ends_on: date | None
    unit: Unit | None = None
    case_reference: str = ""
    tasks_kept: str = ""
    may_pass_on: bool = False
    under: Delegation | None = None

    @property
    def owner_id(self) -> UUID:
        return self.holder.pk


def may_see(actor: Person, person: Person) -> Verdict:
    """Who answers for what is seen by whoever it binds, the line above, and those who keep the scheme."""
    seen = actor.pk == person.pk or stands_over(actor, person, "delegation.see")
    return YES if seen else Verdict("Delegations are seen by those whom they bind and the line above them.")


def may_delegate(actor: Person) -> Verdict:
    """The chief social work officer and deputy of right; others what they hold and may pass on."""
    if permits(actor, "delegation.give"):
        return YES
    passes = Delegation.objects.current().filter(holder=actor, may_pass_on=True, revoked_at=None).exists()
    return YES if passes else Verdict(GIVES)


def may_give(actor: Person, asked: Instrument) -> Verdict:
    """Every condition in turn; a refusal says which one failed."""
    nation = actor.organisation.nation
    function = function_on(nation, asked.function, asked.starts_on)
    if function is None:
        return Verdict("Choose a function from the catalogue.")
    return (
        _gives(actor, asked)
        and _is_somebody_else(actor, asked)
        and _has_days(asked)
        and _says_for_what(asked)
        and _holder_qualifies(asked)
        and _tasks_are_kept(asked, function)
        and _is_not_there(asked)
    )


def may_revoke(actor: Person, delegation: Delegation, *, why: str) -> Verdict:
    """Whoever gave it, or the chief social work officer, takes it back and says why."""
    if delegation.revoked_at is not None:
        return Verdict(f"It was revoked on {in_words(delegation.revoked_on)}.")
    if actor.pk != delegation.giver_id and not permits(actor, "delegation.revoke", delegation):
        return Verdict("A delegation is revoked by whoever gave it, or by the chief social work officer.")
    return YES if why.strip() else Verdict("Say why it is revoked.")


def may_lift(actor: Person, suspension: Suspension) -> Verdict:
    """It is given back by a person, once the holder may be accountable again; never by a date alone."""
    delegation = suspension.delegation
    if suspension.lifted_at is not None:
        return Verdict("It is no longer suspended.")
    if actor.pk != delegation.giver_id and not permits(actor, "delegation.revoke", delegation):
        return Verdict("Whoever gave it, or the chief social work officer, decides whether it goes on.")
    if actor.pk == delegation.holder_id:
        return Verdict("Somebody else decides whether you take it up again.")
    above = delegation.under
    if above is not None and (above.revoked_at or above.suspensions.filter(lifted_at=None).exists()):
        return Verdict(f"{above.holder} passed it on and holds it no longer, or not now. Delegate it anew.")
    return may_be_accountable(delegation.holder, delegation.function, on=clock.today())


def _gives(actor: Person, asked: Instrument) -> Verdict:
    if asked.under is None:
        return YES if permits(actor, "delegation.give") else Verdict(GIVES)
    held = asked.under
    today = clock.today()
    if held.holder_id != actor.pk or held.function != asked.function or not held.binds_on(today):
        return Verdict("You don't hold this function today, so you can't pass it on.")
    if not held.may_pass_on:
        return Verdict("You hold this function and may not pass it on.")
    if held.suspensions.filter(lifted_at=None).exists():
        return Verdict("Your own delegation is suspended, so you can't pass it on.")
    return _is_within(held, asked)


def _is_within(held: Delegation, asked: Instrument) -> Verdict:
    """Nobody gives for longer, or for more, than they hold."""
    if asked.starts_on < held.starts_on or (held.ends_on and (asked.ends_on is None or asked.ends_on > held.ends_on)):
        runs = f"from {in_words(held.starts_on)} {'to ' + in_words(held.ends_on) if held.ends_on else 'on'}"
        return Verdict(f"Your own delegation runs {runs}: give it no longer than that.")
    if held.scope == Scope.ALL:
        return YES
    if held.scope == Scope.CASE:
        same = asked.scope == Scope.CASE and asked.case_reference == held.case_reference
        return YES if same else Verdict(f"Yours is for the case {held.case_reference} only.")
    inside = asked.unit is not None and held.unit is not None and asked.unit.path.startswith(held.unit.path)
    return YES if inside else Verdict(f"Yours is for {held.unit} and what is below it.")


def _is_somebody_else(actor: Person, asked: Instrument) -> Verdict:
    if asked.holder.organisation_id != actor.organisation_id:
        return Verdict("Choose a colleague.")
    return Verdict("Choose somebody else: nobody delegates to themselves.") if asked.holder.pk == actor.pk else YES


def _has_days(asked: Instrument) -> Verdict:
    if asked.starts_on < clock.today():
        return Verdict("It begins today or later: nobody becomes accountable in hindsight.")
    if asked.starts_on > months.add(clock.today(), FURTHEST):
        return Verdict("That is more than a year ahead. Look at the year.")
    if asked.ends_on is None:
        return YES
    if asked.ends_on < asked.starts_on:
        return Verdict("It would end before it begins. Look at the two dates.")
    if asked.ends_on > months.add(asked.starts_on, LONGEST):
        return Verdict("A delegation lasts three years at most, so that somebody looks at it again.")
    return YES


def _says_for_what(asked: Instrument) -> Verdict:
    if asked.scope not in Scope.values:
        return Verdict("Say for which part of the work.")
    if asked.scope == Scope.UNIT and asked.unit is None:
        return Verdict("Choose the unit.")
    if asked.scope == Scope.CASE and not asked.case_reference.strip():
        return Verdict("Enter the reference of the case.")
    return YES


def _holder_qualifies(asked: Instrument) -> Verdict:
    """On the first day; and every night while it lasts."""
    return may_be_accountable(asked.holder, asked.function, on=asked.starts_on)


def _tasks_are_kept(asked: Instrument, function: Function) -> Verdict:
    if len(asked.tasks_kept) > 1000:
        return Verdict(f"Say in fewer words what you keep of “{function.title}”: at most 1,000 characters.")
    return YES


def _is_not_there(asked: Instrument) -> Verdict:
    same = Delegation.objects.live(asked.starts_on).filter(
        holder=asked.holder, function=asked.function, scope=asked.scope, unit=asked.unit,
        case_reference=asked.case_reference if asked.scope == Scope.CASE else "",
    )  # fmt: skip
    if asked.ends_on is not None:
        same = same.filter(starts_on__lte=asked.ends_on)
    there = same.select_related("holder").first()
    if there is None:
        return YES
    until = f"to {in_words(there.ends_on)}" if there.ends_on else "without an end"
    return Verdict(f"{there.holder} holds it already from {in_words(there.starts_on)} {until}. Revoke that first.")
