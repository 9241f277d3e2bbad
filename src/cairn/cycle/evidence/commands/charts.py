"""What people can do to a chart: say what happened in a month, and have its limits drawn anew."""

from datetime import date

from django.db import transaction

from cairn.cycle.evidence.declaring import Indicator
from cairn.cycle.evidence.models import Annotation, Baseline
from cairn.cycle.evidence.rules import may_annotate, may_redraw, may_withdraw_baseline, may_withdraw_note
from cairn.foundation.core import clock, months
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person, Unit


@transaction.atomic
def annotate(indicator: Indicator, unit: Unit | None, *, by: Person, month: date, text: str) -> Annotation:
    """Say in a line what happened in a month; that is what makes a chart speak."""
    insist(may_annotate(by, unit))
    if not text.strip():
        raise Refused("Write what happened.")
    if month > clock.today():
        raise Refused("That month has not begun yet.")
    note = Annotation.objects.create(
        organisation_id=by.organisation_id,
        indicator=indicator.key,
        unit=unit,
        month=months.first_of(month),
        text=text.strip(),
        by=by,
        at=clock.now(),
    )
    facts = {"indicator": indicator.key, "unit": unit.pk if unit else None, "month": note.month, "text": note.text}
    record("indicator.annotated", by=by, subject=note, facts=facts)
    return note


@transaction.atomic
def withdraw_note(note: Annotation, *, by: Person) -> Annotation:
    """Take a line off a chart; the ledger keeps it."""
    note = Annotation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=note.pk)
    insist(may_withdraw_note(by, note))
    note.withdrawn_at = clock.now()
    note.save(update_fields=["withdrawn_at"])
    record("indicator.note_withdrawn", by=by, subject=note, facts={"indicator": note.indicator, "month": note.month})
    return note


@transaction.atomic
def redraw(indicator: Indicator, unit: Unit | None, *, by: Person, from_month: date, reason: str) -> Baseline:
    """Have mean and limits computed anew from a month on, because the work itself changed then.

    A chart never does that by itself: it would chase every signal and call it the new normal.
    """
    insist(may_redraw(by, unit))
    month = months.first_of(from_month)
    if not reason.strip():
        raise Refused("Say what changed in the work itself.")
    if month >= months.first_of(clock.today()):
        raise Refused("A baseline begins with a month that is over.")
    # The organisation's row is the lock under which nobody else draws the same line.
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    same = Baseline.objects.filter(
        organisation=by.organisation_id, indicator=indicator.key, unit=unit, from_month=month, withdrawn_at=None
    )
    if same.exists():
        raise Refused("The limits are drawn anew from that month already.")
    baseline = Baseline.objects.create(
        organisation_id=by.organisation_id,
        indicator=indicator.key,
        unit=unit,
        from_month=month,
        reason=reason.strip(),
        by=by,
        at=clock.now(),
    )
    facts = {"indicator": indicator.key, "unit": unit.pk if unit else None, "from": month}
    record("indicator.redrawn", by=by, subject=baseline, reason=baseline.reason, facts=facts)
    return baseline


@transaction.atomic
def withdraw_baseline(baseline: Baseline, *, by: Person) -> Baseline:
    """Let the limits run on as before; the ledger keeps that they had been redrawn."""
    baseline = Baseline.objects.select_for_update(of=("self",)).select_related("unit").get(pk=baseline.pk)
    insist(may_withdraw_baseline(by, baseline))
    baseline.withdrawn_at = clock.now()
    baseline.save(update_fields=["withdrawn_at"])
    facts = {"indicator": baseline.indicator, "from": baseline.from_month}
    record("indicator.baseline_withdrawn", by=by, subject=baseline, facts=facts)
    return baseline
