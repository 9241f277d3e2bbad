"""What time is it, for everything that Cairn records."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("the clock of a demonstration", default=None)


def now() -> datetime:
    """The server's time in UTC. No page and no call of the API can set it."""
    return _set_to.get() or timezone.now()


def today() -> date:
    """The local date, on which due dates and posts turn."""
    return timezone.localdate(now())


def of_day(day: date, *, hour: int = 0) -> datetime:
    """The moment of a local day at an hour; without one, its very beginning."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the demonstration and the tests live through a past moment."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
