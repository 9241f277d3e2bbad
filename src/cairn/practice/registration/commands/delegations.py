"""What can be done to a delegation: give it, revoke it, let it go on after a suspension."""

from datetime import date

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger import commands as ledger
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Person
from cairn.practice.registration.commands.register import held
from cairn.practice.registration.instruments import DECLARATION, signed
from cairn.practice.registration.models import Delegation, Scope, Suspension
from cairn.practice.registration.rechecking import keep_duties, rest_below
from cairn.practice.registration.rules import delegations as rules
from cairn.practice.registration.rules.delegations import Instrument

GIVEN = "A function was delegated to you. Read it."
REVOKED = "A delegation of yours was revoked."
LIFTED = "A delegation of yours goes on."


@transaction.atomic
def give(asked: Instrument, *, method: str = "session", by: Person) -> Delegation:
    """Delegate a function: the holder qualifies on the first day, and the giver signs (sa.reserved.1)."""
    held(asked.holder)
    insist(rules.may_give(by, asked))
    made = Delegation.objects.create(
        organisation_id=by.organisation_id,
        function=asked.function,
        giver=by,
        holder=asked.holder,
        under=asked.under,
        scope=asked.scope,
        unit=asked.unit if asked.scope == Scope.UNIT else None,
        case_reference=asked.case_reference.strip() if asked.scope == Scope.CASE else "",
        tasks_kept=asked.tasks_kept.strip(),
        may_pass_on=asked.may_pass_on,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        given_at=clock.now(),
    )
    ledger.sign(made, by=by, content=signed(made), statement=DECLARATION, method=method, is_last=True)
    notify(made.holder, text=GIVEN, link=f"/registration/delegations/{made.pk}/", about=made)
    return made


@transaction.atomic
def revoke(delegation: Delegation, *, why: str, by: Person) -> Delegation:
    """Take it back from today on. What was decided under it stands."""
    delegation = _held(delegation)
    insist(rules.may_revoke(by, delegation, why=why))
    today: date = clock.today()
    delegation.revoked_at, delegation.revoked_on, delegation.revoked_by = clock.now(), today, by
    delegation.why_revoked = why.strip()[:300]
    delegation.save(update_fields=["revoked_at", "revoked_on", "revoked_by", "why_revoked"])
    record("delegation.revoked", by=by, subject=delegation, facts={"on": today, "holder": delegation.holder_id})
    _close(delegation, by=by)
    rest_below(delegation.organisation, by=by)
    notify(delegation.holder, text=REVOKED, link=f"/registration/delegations/{delegation.pk}/", about=delegation)
    return delegation


@transaction.atomic
def lift(suspension: Suspension, *, by: Person) -> Suspension:
    """The holder may be accountable again, and a person decides that it goes on."""
    delegation = _held(suspension.delegation)
    suspension = Suspension.objects.get(pk=suspension.pk)
    suspension.delegation = delegation
    insist(rules.may_lift(by, suspension))
    _close(delegation, by=by)
    record("delegation.lifted", by=by, subject=delegation, facts={"holder": delegation.holder_id})
    notify(delegation.holder, text=LIFTED, link=f"/registration/delegations/{delegation.pk}/", about=delegation)
    suspension.refresh_from_db()
    return suspension


def _close(delegation: Delegation, *, by: Person) -> None:
    """It rests no longer; whoever was to decide about it has one thing less."""
    Suspension.objects.filter(delegation=delegation, lifted_at=None).update(
        lifted_at=clock.now(), lifted_on=clock.today(), lifted_by=by
    )
    keep_duties(delegation.holder)


def _held(delegation: Delegation) -> Delegation:
    holder = held(delegation.holder)
    found = Delegation.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation", "giver")
    delegation = found.get(pk=delegation.pk)
    delegation.holder = holder
    return delegation
