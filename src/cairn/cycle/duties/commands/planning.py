"""What is owed is held to what the records say, for what recurs and for what an act may have missed."""

import logging
from datetime import date

from django.db import transaction

from cairn.cycle.duties.kinds import Kind, all_kinds
from cairn.cycle.duties.owing import NO_LONGER, existing, keep_in_step
from cairn.foundation.core import clock
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation

log = logging.getLogger("cairn")


@transaction.atomic
def plan_ahead(organisation: Organisation, kind: Kind, *, today: date | None = None) -> int:
    """Hold one kind to what its room plans. Running it twice changes nothing; says how many duties changed.

    What stands is read before the plan is asked, so that the plan is never the older of the two.
    """
    if kind.plan is None:
        return 0
    # Two workers plan one after the other; nobody else's act waits for this lock.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    standing = list(existing(kind.key, organisation.pk).open())
    owed = kind.plan(organisation, (today or clock.today()) + kind.ahead)
    changed = keep_in_step(kind, standing, owed, organisation.pk, NO_LONGER)
    if changed:
        facts = {"kind": kind.key, "changed": changed}
        record("duty.planned", by=None, subject=organisation, facts=facts, organisation_id=organisation.pk)
    return changed


def plan_everything(organisation: Organisation) -> int:
    """Every kind, each in a transaction of its own: where one fails, the others are planned all the same."""
    changed = 0
    for kind in all_kinds():
        try:
            changed += plan_ahead(organisation, kind)
        except Exception:
            log.exception("What is owed of the kind '%s' could not be planned; it is tried again.", kind.key)
    return changed
