"""Everything that can be done to evidence."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cairn.cycle.evidence import duties
from cairn.cycle.evidence.measuring import touch
from cairn.cycle.evidence.models import Evidence, Kind
from cairn.cycle.evidence.rules import may_add, may_change
from cairn.foundation.core import clock, months
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.files.commands import store
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Person, Unit
from cairn.foundation.standards.models import Statement

DATES = {"happened_on", "period_from", "period_to", "expires_on"}


@transaction.atomic
def add(
    *,
    by: Person,
    title: str,
    kind: str,
    happened_on: date | None = None,
    period_from: date | None = None,
    period_to: date | None = None,
    expires_on: date | None = None,
    about: str = "",
    owner: Person | None = None,
    unit: Unit | None = None,
    upload: UploadedFile | None = None,
    address: str = "",
    reference: str = "",
    statements: Iterable[Statement] = (),
) -> Evidence:
    """Add a document, a link or the reference of a record as evidence (sa.purpose.4)."""
    insist(may_add(by))
    _insist_on_substance(kind, upload, address, reference)
    _insist_on_dates(happened_on, period_from, period_to, expires_on)
    _insist_on_colleague(owner or by, by)
    evidence = Evidence.objects.create(
        organisation_id=by.organisation_id,
        unit=unit,
        title=title,
        kind=kind,
        about=about,
        happened_on=happened_on,
        period_from=period_from,
        period_to=period_to,
        expires_on=expires_on,
        owner=owner or by,
        file=store(upload, by=by) if upload and kind == Kind.DOCUMENT else None,
        address=address if kind == Kind.LINK else "",
        reference=reference if kind == Kind.RECORD else "",
        added_by=by,
        added_at=clock.now(),
    )
    evidence.statements.set(statements)
    duties.keep(evidence)
    record("evidence.added", by=by, subject=evidence, facts={"title": title, "kind": kind})
    return evidence


@transaction.atomic
def change(evidence: Evidence, *, by: Person, **changes: Any) -> Evidence:
    """Bring its title, dates, owner or expiry up to date. The file itself is never exchanged: add a new one."""
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    insist(may_change(by, evidence))
    owner_before, expired_on = evidence.owner_id, evidence.expires_on
    allowed = {"title", "about", "owner"} | DATES
    for name, value in changes.items():
        if name not in allowed:
            raise TypeError(name)
        setattr(evidence, name, value)
    if "owner" in changes:
        _insist_on_colleague(evidence.owner, by)
    _insist_on_dates(evidence.happened_on, evidence.period_from, evidence.period_to, evidence.expires_on)
    evidence.save(update_fields=[*changes])
    duties.renewed(evidence, before=expired_on)
    duties.keep(evidence)
    if changes.keys() & DATES:
        touch(
            "evidence", evidence.organisation_id, *months.between(timezone.localdate(evidence.added_at), clock.today())
        )
    if evidence.owner_id not in (owner_before, by.pk):
        told = "Evidence was given to you to keep up to date."
        notify(evidence.owner, text=told, link=f"/evidence/{evidence.pk}/", about=evidence)
    record("evidence.changed", by=by, subject=evidence, facts={"fields": sorted(changes)})
    return evidence


@transaction.atomic
def withdraw(evidence: Evidence, *, by: Person, reason: str) -> Evidence:
    """Take it out of use, saying why. What was signed with it still shows it."""
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    insist(may_change(by, evidence))
    evidence.withdrawn_at = clock.now()
    evidence.save(update_fields=["withdrawn_at"])
    duties.withdrawn(evidence)
    record("evidence.withdrawn", by=by, subject=evidence, reason=reason)
    return evidence


def _insist_on_substance(kind: str, upload: UploadedFile | None, address: str, reference: str) -> None:
    missing = {
        Kind.DOCUMENT: None if upload else "Choose the file that holds the document.",
        Kind.LINK: None if address else "Enter the address where it is kept.",
        Kind.RECORD: None if reference else "Enter the reference under which the other system finds it.",
    }[Kind(kind)]
    if missing:
        raise Refused(missing)


def _insist_on_colleague(owner: Person, by: Person) -> None:
    if not owner.is_active or owner.organisation_id != by.organisation_id:
        raise Refused("Choose an owner who works here now.")


def _insist_on_dates(on: date | None, start: date | None, end: date | None, expires: date | None) -> None:
    if on is None and (start is None or end is None):
        raise Refused("Say which day it is from, or which period it covers: both its first and its last day.")
    if start and end and end < start:
        raise Refused("The period ends before it begins. Check the two dates.")
    if (on or end or clock.today()) > clock.today():
        raise Refused("Evidence can't be about the future. Check its date.")
    last = on or end
    if expires and last and expires < last:
        raise Refused("It would expire before the day that it speaks of. Check the two dates.")
