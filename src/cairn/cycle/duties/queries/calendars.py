"""Whose calendar is fetched under an address, and has somebody one?"""

from cairn.cycle.duties.calendars import hash_of
from cairn.cycle.duties.models import CalendarAddress
from cairn.foundation.people.models import Person

LONGEST_SECRET = 100


def calendar_address_of(viewer: Person) -> CalendarAddress | None:
    """One's own address, without its secret."""
    return CalendarAddress.objects.filter(person=viewer).first()


def person_behind(secret: str) -> Person:
    """Whose address this is; DoesNotExist for one that is unknown, revoked, or of somebody who left."""
    if len(secret) > LONGEST_SECRET:
        raise CalendarAddress.DoesNotExist
    known = CalendarAddress.objects.select_related("person")
    return known.get(secret_hash=hash_of(secret), person__is_active=True).person
