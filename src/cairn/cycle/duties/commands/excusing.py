"""A leader says why something need not be done."""

from django.db import transaction

from cairn.cycle.duties.models import Duty, Outcome
from cairn.cycle.duties.rules import may_excuse
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Person


@transaction.atomic
def excuse(duty: Duty, *, by: Person, reason: str) -> Duty:
    """Somebody who leads the unit says why it need not be done; whoever owed it is told."""
    duty = Duty.objects.select_for_update(of=("self",)).select_related("unit", "bearer").get(pk=duty.pk)
    insist(may_excuse(by, duty))
    if not reason.strip():
        raise Refused("Say why it need not be done.")
    duty.outcome, duty.reason, duty.excused_by = Outcome.EXCUSED, reason.strip()[:200], by
    duty.save(update_fields=["outcome", "reason", "excused_by"])
    if duty.bearer is not None:
        notify(duty.bearer, text="Something that you owed was excused.", link="/", about=duty)
    record("duty.excused", by=by, subject=duty, reason=duty.reason, facts={"kind": duty.kind, "about": duty.about})
    return duty
