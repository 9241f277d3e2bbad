"""Kinds of duty that only these tests know, and one morning on which they are owed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cairn.cycle.duties import kinds
from cairn.cycle.duties.kinds import Asks, Kind, Owed
from cairn.cycle.duties.models import Duty
from cairn.cycle.duties.owing import raise_each
from cairn.foundation.core import clock

TODAY = date(2026, 9, 1)
MORNING = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _one_morning():
    """Every test begins at nine on 1 September 2026, a Tuesday."""
    with clock.at(MORNING):
        yield


def on(day):
    """Another day at nine."""
    return clock.at(datetime.combine(day, MORNING.timetz()))


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """Three kinds beside those of the rooms: to write, to sign, and one that nobody else learns of."""
    mine = dict(kinds._kinds)
    monkeypatch.setattr(kinds, "_kinds", mine)

    def page(duty):
        return f"/done/{duty.about}/"

    kinds.register(
        Kind("test.write", "Write something", "Write {words}", page=page, minutes=10, followed_at=page),
        Kind("test.sign", "Sign something", "Sign {words}", page=page, minutes=2, asks=Asks.SIGN),
        Kind("test.answer", "Answer", "Answer {words}", page=page, is_private=True, is_timed=False, minutes=5),
    )
    return mine


@pytest.fixture
def planned_by(known):
    """`planned_by(plan)` gives the kind 'test.write' this plan."""

    def planned(plan, **more):
        known["test.write"] = replace(known["test.write"], plan=plan, **more)
        return known["test.write"]

    return planned


def owed(person=None, about="x:1", *, due=10, opens=0, **more):
    """What a room asks: due in so many days from 1 September."""
    return Owed(
        about=about,
        opens_on=TODAY + timedelta(days=opens),
        due_on=TODAY + timedelta(days=due),
        bearer_id=person.pk if person else None,
        **more,
    )


def raised(organisation, *every, kind="test.write"):
    """Raise these, and give them back in the order of their due days."""
    raise_each(kind, every, organisation_id=organisation.pk)
    return list(Duty.objects.filter(kind=kind).order_by("due_on", "about"))


def standing(**filters):
    """`(bearer's first name or office, what became of it)` of every duty."""
    found = Duty.objects.filter(**filters).select_related("bearer").order_by("bearer__given_name", "office", "occasion")
    return [(duty.bearer.given_name.lower() if duty.bearer else duty.office, duty.outcome) for duty in found]
