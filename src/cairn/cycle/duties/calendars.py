"""How does what somebody owes stand in their own calendar? Neutral titles on the due days, without a name."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from cairn.cycle.duties.kinds import kind_of
from cairn.cycle.duties.models import Duty

FETCHED_EVERY = timedelta(hours=4)


def hash_of(secret: str) -> str:
    """What is kept. The secret is random, so a plain hash can't be searched backwards."""
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def calendar_of(duties: Iterable[Duty]) -> bytes:
    """An iCalendar document (RFC 5545); of the same duties always the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cairn//What is owed//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Cairn")
    calendar.add("refresh-interval", FETCHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for duty in duties:
        calendar.add_component(_event(duty))
    return bytes(calendar.to_ical())


def _event(duty: Duty) -> Event:
    """Its stamp is the day on which it opens, so that it changes only with the duty."""
    event = Event()
    event.add("uid", f"{duty.pk}@{urlsplit(settings.SITE_URL).hostname or 'cairn'}")
    event.add("dtstamp", datetime.combine(duty.opens_on, time(), tzinfo=UTC))
    event.add("dtstart", duty.due_on)
    event.add("dtend", duty.due_on + timedelta(days=1))
    event.add("summary", kind_of(duty.kind).title)
    event.add("url", f"{settings.SITE_URL}/")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
