"""What is done to duties in its own right: a leader excuses one, the worker plans recurring ones ahead."""

from datetime import date

from django.db import transaction

from cairn.cycle.duties.kinds import Kind
from cairn.cycle.duties.models import Duty, Outcome
from cairn.cycle.duties.owing import NO_LONGER, existing, keep_in_step
from cairn.cycle.duties.rules import may_excuse
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person


@transaction.atomic
def excuse(duty: Duty, *, by: Person, reason: str) -> Duty:
    """Somebody who leads the bearer says why it need not be done."""
    duty = Duty.objects.select_for_update(of=("self",)).select_related("unit").get(pk=duty.pk)
    insist(may_excuse(by, duty, reason))
    duty.outcome, duty.reason, duty.excused_by = Outcome.EXCUSED, reason.strip()[:200], by
    duty.save(update_fields=["outcome", "reason", "excused_by"])
    record("duty.excused", by=by, subject=duty, reason=duty.reason, facts={"kind": duty.kind, "about": duty.about})
    return duty


@transaction.atomic
def plan_ahead(organisation: Organisation, kind: Kind, *, today: date | None = None) -> int:
    """Hold a recurring kind to what its room plans. Running it twice changes nothing; says how many duties changed."""
    if kind.plan is None:
        return 0
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    standing = list(existing(kind.key, organisation.pk).open())
    owed = list(kind.plan(organisation, (today or clock.today()) + kind.ahead))
    changed = keep_in_step(kind, standing, owed, organisation.pk, NO_LONGER)
    if changed:
        facts = {"kind": kind.key, "changed": changed}
        record("duty.planned", by=None, subject=organisation, facts=facts, organisation_id=organisation.pk)
    return changed
