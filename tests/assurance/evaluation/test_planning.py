"""Is a plan what was asked for, and is what can't work refused on the day it is planned?"""

from datetime import date, timedelta

import pytest
from tests.assurance.evaluation.conftest import make_framework, plan_round

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.models import Draft, RemarkBox, Round, State, Tally
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry


def last_entry():
    return Entry.objects.order_by("-sequence").first()


def test_plan_plans_and_records(cast, crowd, framework):
    round = plan_round(cast, framework, scope=cast.service, level="service", scale="four", sample_percent=50)

    stored = Round.objects.get()
    assert (stored.pk, stored.state, stored.scope, stored.scale) == (round.pk, State.PLANNED, cast.service, "four")
    entry = last_entry()
    assert (entry.act, entry.actor, entry.subject) == (
        "round.planned", str(cast["isla"].pk), f"evaluation.Round:{round.pk}",
    )  # fmt: skip
    assert (entry.facts["sample_percent"], entry.facts["closes_on"]) == (50, "2026-09-21")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"closes_on": date(2026, 8, 31)}, "would close before it opens"),
        ({"opens_on": date(2026, 8, 1), "closes_on": date(2026, 8, 31)}, "closing date has passed"),
    ],
)
def test_plan_refused_leaves_no_trace(cast, framework, changes, reason):
    with pytest.raises(Refused, match=reason):
        plan_round(cast, framework, **changes)

    assert not Round.objects.exists()
    assert not Entry.objects.exists()


def test_plan_is_refused_to_others(cast, framework):
    with pytest.raises(Refused, match="planned by the chief or principal social worker"):
        commands.plan(
            cast.north,
            by=cast["morag"],
            title="x",
            framework=framework,
            opens_on=clock.today(),
            closes_on=clock.today(),
        )


def test_nothing_of_another_organisation_can_be_named(cast, framework):
    theirs = make_framework(organisation=cast.south, urn="urn:test:south")
    for changes in ({"scope": cast.south_team}, {"framework": theirs}):
        with pytest.raises(Refused, match="your own organisation only"):
            plan_round(cast, **({"framework": framework} | changes))
    with pytest.raises(Refused, match="your own organisation only"):
        commands.plan(
            cast.south, by=cast["isla"], title="x", framework=framework, opens_on=clock.today(), closes_on=clock.today()
        )


def test_a_framework_for_employers_only_needs_practitioners_to_be_asked_about_employers(cast, framework):
    framework = make_framework(urn="urn:test:employers", only=("employer",))

    with pytest.raises(Refused, match="speaks to employers only"):
        plan_round(cast, framework)
    assert plan_round(cast, framework, practitioners_are_asked="all").state == State.PLANNED


def test_a_plan_is_compared_with_the_last_round_like_it(cast, signed, framework):
    newer = make_framework(version="2")

    assert plan_round(cast, newer).previous == signed
    assert plan_round(cast, newer, scope=cast.service).previous is None


def test_change_changes_and_records(cast, planned):
    commands.change(planned, by=cast["fraser"], title="Autumn, again", closes_on=clock.today() + timedelta(days=3))

    planned.refresh_from_db()
    assert (planned.title, planned.closes_on) == ("Autumn, again", date(2026, 9, 4))
    assert (last_entry().act, last_entry().actor_name) == ("round.changed", "Fraser Auld")


def test_change_refused_once_open(cast, opened):
    before = Entry.objects.count()
    with pytest.raises(Refused, match="only while it is planned"):
        commands.change(opened, by=cast["isla"], title="x")

    opened.refresh_from_db()
    assert opened.title == "Autumn self-evaluation"
    assert Entry.objects.count() == before


def test_a_round_has_no_other_fields(cast, planned):
    with pytest.raises(TypeError):
        commands.change(planned, by=cast["isla"], state="signed")


def test_withdraw_destroys_what_was_answered(cast, answered):
    commands.withdraw(answered, by=cast["isla"], reason="The wrong framework")

    answered.refresh_from_db()
    assert answered.state == State.WITHDRAWN
    assert [kept.objects.count() for kept in (Draft, Tally, RemarkBox)] == [0, 0, 0]
    assert (last_entry().act, last_entry().reason) == ("round.withdrawn", "The wrong framework")


def test_withdraw_refused_once_closed(cast, closed):
    with pytest.raises(Refused, match="only before it is closed"):
        commands.withdraw(closed, by=cast["isla"], reason="x")
    assert Tally.objects.exists()
