"""Is an owner asked to renew evidence before it expires, once for each time that it does?"""

from datetime import UTC, datetime, timedelta

import pytest

from cairn.cycle.duties.commands import plan_ahead
from cairn.cycle.duties.kinds import kind_of
from cairn.cycle.duties.models import Duty
from cairn.cycle.duties.queries import work_of
from cairn.cycle.evidence import commands
from cairn.cycle.evidence.duties import RENEW
from cairn.foundation.core import clock


@pytest.fixture(autouse=True)
def _one_morning():
    """Every test begins at nine on 1 September 2026."""
    with clock.at(datetime(2026, 9, 1, 9, 0, tzinfo=UTC)):
        yield


def days(count):
    return clock.today() + timedelta(days=count)


def expires(cast, sample, count):
    return commands.change(sample, by=cast["morag"], expires_on=None if count is None else days(count))


def turns():
    return [(duty.due_on, duty.outcome) for duty in Duty.objects.order_by("due_on")]


def plan():
    from cairn.foundation.people.models import Organisation

    return sum(plan_ahead(organisation, kind_of(RENEW)) for organisation in Organisation.objects.all())


def test_what_expires_soon_waits_for_its_owner(cast, sample):
    expires(cast, sample, 5)
    duty = Duty.objects.get()
    assert (duty.bearer, duty.unit, duty.opens_on, duty.due_on) == (cast["morag"], cast.team_a, days(-25), days(5))
    [item] = work_of(cast["morag"]).owed
    assert (item.title, item.href) == ("Renew or withdraw: Dip sample of records", f"/evidence/{sample.pk}/")


def test_what_expires_in_a_year_is_raised_when_its_time_comes(cast, sample):
    expires(cast, sample, 365)
    assert (turns(), plan()) == ([], 0)
    with clock.at(clock.now() + timedelta(days=330)):
        assert plan() == 1
        assert plan() == 0
        assert turns() == [(days(35), "")]
        assert work_of(cast["morag"]).later == []
    with clock.at(clock.now() + timedelta(days=335)):
        assert len(work_of(cast["morag"]).later) == 1
    with clock.at(clock.now() + timedelta(days=337)):
        assert len(work_of(cast["morag"]).owed) == 1


def test_renewed_it_is_met_and_comes_round_again(cast, sample):
    expires(cast, sample, 5)
    renewed_until = days(370)
    commands.change(sample, by=cast["morag"], expires_on=renewed_until)
    assert turns() == [(days(5), "met")]
    with clock.at(clock.now() + timedelta(days=360)):
        plan()
        assert [outcome for _, outcome in turns()] == ["met", ""]
    with clock.at(clock.now() + timedelta(days=380)):
        commands.change(sample, by=cast["morag"], expires_on=renewed_until + timedelta(days=365))
        assert [outcome for _, outcome in turns()] == ["met", "late"]


def test_an_earlier_day_or_none_is_no_renewal(cast, sample):
    expires(cast, sample, 25)
    expires(cast, sample, 20)
    assert turns() == [(days(20), ""), (days(25), "excused")]
    expires(cast, sample, None)
    assert turns() == [(days(20), "excused"), (days(25), "excused")]


def test_withdrawn_in_time_is_an_answer_too(cast, sample):
    expires(cast, sample, 5)
    commands.withdraw(sample, by=cast["morag"], reason="Replaced")
    assert (turns(), plan()) == ([(days(5), "met")], 0)


def test_another_owner_owes_it(cast, sample):
    expires(cast, sample, 5)
    commands.change(sample, by=cast["morag"], owner=cast["callum"])
    assert [duty.bearer for duty in Duty.objects.open()] == [cast["callum"]]
    assert plan() == 0


def test_added_shortly_before_it_expires(cast):
    commands.add(
        by=cast["fraser"], title="Return", kind="record", reference="R1", happened_on=days(-1), expires_on=days(3)
    )
    duty = Duty.objects.get()
    assert (duty.bearer, duty.unit) == (cast["fraser"], cast.directorate), "without a unit it is where its owner works"
    assert plan() == 0
    Duty.objects.all().delete()
    assert (plan(), Duty.objects.get().unit) == (1, cast.directorate)
