"""A secret address for one's own calendar is made, replaced or revoked."""

import secrets

from django.db import transaction

from cairn.cycle.duties.calendars import hash_of
from cairn.cycle.duties.models import CalendarAddress
from cairn.cycle.duties.rules import may_keep_calendar
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person


@transaction.atomic
def make_calendar_address(*, by: Person) -> str:
    """Give an address under which one's own calendar fetches what one owes; an earlier one ends.

    The secret is given this once and never kept.
    """
    insist(may_keep_calendar(by))
    secret = secrets.token_urlsafe(32)
    Person.objects.select_for_update().get(pk=by.pk)
    CalendarAddress.objects.filter(person=by).delete()
    address = CalendarAddress.objects.create(
        organisation_id=by.organisation_id, person=by, secret_hash=hash_of(secret), made_at=clock.now()
    )
    record("calendar.made", by=by, subject=address)
    return secret


@transaction.atomic
def revoke_calendar_address(*, by: Person) -> bool:
    """End one's address at once; says whether there was one."""
    insist(may_keep_calendar(by))
    address = CalendarAddress.objects.select_for_update().filter(person=by).first()
    if address is None:
        return False
    record("calendar.revoked", by=by, subject=address)
    address.delete()
    return True
