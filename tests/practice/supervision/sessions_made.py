"""Sessions for tests: booked, held, recorded, signed by one or by both."""

from datetime import timedelta

from cairn.foundation.core import clock
from cairn.practice.supervision.commands import records
from cairn.practice.supervision.commands import sessions as commands
from cairn.practice.supervision.models import Session
from cairn.practice.supervision.rules.sessions import Facts
from cairn.practice.supervision.said import Case, Said

TODAY = clock.today()
SAID = Said(
    workload_and_stress="Two court reports in one week.",
    reflection="What power the uniformed presence carried.",
    decisions="Co-working on the next removal.",
    come_back_to="Sleep",
    mood=3,
    workload_points=94,
    workload_is_agreed=True,
    cases=(Case("C-1042", "Joint interview planned."),),
)


def planned(agreement, *, on=None, by=None, **given):
    """Booked by the supervisor for today, unless another day is said."""
    return commands.plan(agreement, on=on or clock.today(), by=by or agreement.supervisor, **given)


def facts(on=None, minutes=95, **given):
    """How it took place: today, for 95 minutes."""
    return Facts(on or clock.today(), minutes, **given)


def held(agreement, *, on=None, minutes=95, by=None, **given):
    """Held without having been booked."""
    return commands.note_held(agreement, facts=facts(on, minutes, **given), by=by or agreement.supervisor)


def recorded(agreement, said=SAID, **given):
    """The main points are written down by the supervisor."""
    session = held(agreement, **given)
    return records.write(session, said=said, version=0, by=session.supervisor)


def signed(agreement, *who, **given):
    """Recorded, and signed by both, or by those who are named."""
    session = recorded(agreement, **given)
    for person in who or (session.supervisor, session.supervisee):
        records.sign(session, by=person)
    return Session.objects.get(pk=session.pk)


def days_ago(count):
    """So many days before today."""
    return clock.today() - timedelta(days=count)
