"""Each step of a renewal is owed by itself, in time, by whoever does it (sa.2.p.2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.practice.registration.conftest import registered

from cairn.cycle.duties.commands.planning import plan_everything
from cairn.cycle.duties.models import Duty, Outcome
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.people.models import Person, Post
from cairn.practice.registration.commands import register, renewals
from cairn.practice.registration.models import RenewalStep
from cairn.practice.registration.regulators import regulator_of
from cairn.practice.registration.renewing import turns_of

MAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
SINCE = date(2021, 6, 1)
CLOSES, OPENS = date(2026, 6, 1), date(2026, 4, 2)


@pytest.fixture(autouse=True)
def in_may():
    with clock.at(MAY):
        yield


def owed(kind="registration.step", **which):
    found = Duty.objects.filter(kind=kind, **which).order_by("due_on", "occasion")
    return [(duty.occasion.partition("/")[0], duty.outcome or "open") for duty in found]


@pytest.mark.django_db
def test_each_step_is_owed_by_itself(cast):
    one = registered(cast, since=SINCE)
    plan_everything(cast.north)
    assert owed(bearer=cast["eilidh"]) == [("details", "open"), ("fee", "open"), ("learning", "open")]
    duty = Duty.objects.filter(kind="registration.step", occasion__startswith="fee").get()
    assert (duty.opens_on, duty.due_on, duty.words) == (OPENS, CLOSES, "Pay the annual fee (SSSC)")
    renewals.finish(one, key="fee", closes_on=CLOSES, on=MAY.date(), by=cast["eilidh"])
    renewals.finish(one, key="learning", closes_on=CLOSES, on=MAY.date(), by=cast["rhona"])
    assert owed() == [("details", "open"), ("fee", Outcome.MET), ("learning", Outcome.MET)]
    entry = Entry.objects.filter(act="renewal_step.finished").latest("sequence")
    assert entry.facts == {"key": "learning", "closes": "2026-06-01", "on": "2026-05-04"}
    plan_everything(cast.north)
    assert owed() == [("details", "open"), ("fee", Outcome.MET), ("learning", Outcome.MET)]


@pytest.mark.django_db
def test_what_was_not_done_after_all_is_owed_again(cast):
    one = registered(cast, since=SINCE)
    plan_everything(cast.north)
    renewals.finish(one, key="fee", closes_on=CLOSES, on=MAY.date(), by=cast["eilidh"])
    renewals.take_back(one, key="fee", closes_on=CLOSES, by=cast["eilidh"])
    assert owed() == [("details", "open"), ("fee", "open"), ("learning", "open")]
    with pytest.raises(Refused, match="Nobody has said"):
        renewals.take_back(one, key="fee", closes_on=CLOSES, by=cast["eilidh"])
    renewals.finish(one, key="fee", closes_on=CLOSES, on=MAY.date(), by=cast["eilidh"])
    assert RenewalStep.objects.count() == 1


@pytest.mark.django_db
def test_the_employer_verifies_where_the_regulator_asks(cast):
    one = registered(cast, since=SINCE)
    plan_everything(cast.north)
    assert owed("registration.verify") == []
    with pytest.raises(Refused, match="only of some"):
        renewals.finish(one, key="verify", closes_on=CLOSES, on=MAY.date(), by=cast["morag"])
    renewals.ask(one, key="verify", closes_on=CLOSES, by=cast["eilidh"])
    duty = Duty.objects.get(kind="registration.verify")
    assert (duty.office, duty.unit_id, duty.awaited_by_id) == ("leader", cast.team_a.pk, cast["eilidh"].pk)
    for name, said in (("eilidh", "The employer verifies this step"), ("callum", "verified by whoever leads")):
        with pytest.raises(Refused, match=said):
            renewals.finish(one, key="verify", closes_on=CLOSES, on=MAY.date(), by=cast[name])
    renewals.finish(one, key="verify", closes_on=CLOSES, on=MAY.date(), by=cast["morag"])
    assert owed("registration.verify") == [("verify", Outcome.MET)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "closes_on", "on", "by", "said"),
    [
        ("fee", CLOSES, date(2026, 5, 5), "eilidh", "on a day that has come"),
        ("fee", CLOSES, date(2024, 5, 5), "eilidh", "long before the window opened on 2 April 2026"),
        ("fee", CLOSES, MAY.date(), "ruaridh", "said to be done by whoever is registered"),
        ("fee", date(2026, 6, 2), MAY.date(), "eilidh", "asks for no such step in that time"),
        ("peer", CLOSES, MAY.date(), "eilidh", "asks for no such step in that time"),
    ],
)
def test_what_cannot_be_is_refused(cast, key, closes_on, on, by, said):
    one = registered(cast, since=SINCE)
    with pytest.raises(Refused, match=said):
        renewals.finish(one, key=key, closes_on=closes_on, on=on, by=cast[by])
    assert not RenewalStep.objects.exists()


@pytest.mark.django_db
def test_whoever_is_off_the_register_or_gone_owes_nothing(cast):
    one = registered(cast, since=SINCE)
    plan_everything(cast.north)
    register.state(one, state="removed", starts_on=MAY.date(), by=cast["rhona"])
    plan_everything(cast.north)
    assert {outcome for _, outcome in owed()} == {Outcome.EXCUSED}
    Post.objects.filter(person=cast["shona"]).update(ends_on=date(2026, 4, 1))
    registered(cast, "shona", "3012346", since=SINCE)
    plan_everything(cast.north)
    assert owed(bearer=cast["shona"]) == []


@pytest.mark.django_db
def test_a_step_that_is_late_stays_owed_and_ends_nothing(cast):
    one = registered(cast, since=SINCE)
    plan_everything(cast.north)
    with clock.at(MAY + timedelta(days=40)):
        plan_everything(cast.north)
        assert {outcome for _, outcome in owed()} == {"open"}
        renewals.finish(one, key="fee", closes_on=CLOSES, on=date(2026, 6, 10), by=cast["eilidh"])
        assert dict(owed())["fee"] == Outcome.LATE
        assert one.standings.filter(state="registered", ends_on=None).exists()


@pytest.mark.django_db
def test_the_newly_qualified_have_a_year_and_part_timers_longer(cast):
    Post.objects.filter(person=cast["eilidh"]).update(staff_group="newly-qualified")
    registered(cast, since=date(2025, 9, 1))

    def learnt():
        return {turn.step.key: turn.window.closes_on for turn in turns_of(cast["eilidh"]) if "newly" in turn.step.key}

    assert learnt() == {
        "newly_qualified": date(2026, 9, 1), "newly_qualified_evidence": date(2026, 11, 1)
    }  # fmt: skip
    Post.objects.filter(person=cast["eilidh"]).update(full_time_equivalent="0.8")
    assert learnt() == {"newly_qualified": date(2027, 3, 1), "newly_qualified_evidence": date(2027, 5, 1)}


@pytest.mark.django_db
def test_in_england_the_season_counts_and_late_joiners_owe_no_learning(cast):
    def steps(since):
        one = register.enter(
            cast["ben"], regulator="social-work-england", part="social_worker", number=f"SW{since:%y%m%d}",
            first_registered_on=since, by=keeper,
        )  # fmt: skip
        return sorted(turn.step.key for turn in turns_of(cast["ben"]) if turn.registration.pk == one.pk)

    from cairn.foundation.people.models import ProfessionalRole

    keeper = Person.objects.create(
        organisation=cast.south, email="k@south.example", given_name="Kay", family_name="Keeps", created_at=clock.now()
    )
    ProfessionalRole.objects.create(
        organisation=cast.south, person=keeper, role="registration_officer", starts_on=date(2020, 1, 1)
    )
    with clock.at(datetime(2026, 11, 2, 9, 0, tzinfo=UTC)):
        assert steps(date(2026, 8, 31)) == ["fee", "form", "learning", "peer"]
        assert steps(date(2026, 9, 1)) == ["fee", "form"]


@pytest.mark.django_db
def test_who_comes_into_social_care_is_registered_in_time(cast):
    Post.objects.filter(person=cast["ruaridh"]).update(starts_on=date(2026, 3, 31))
    plan_everything(cast.north)
    duty = Duty.objects.get(kind="registration.join")
    assert (duty.bearer_id, duty.due_on) == (cast["ruaridh"].pk, date(2026, 9, 30))
    assert duty.words == "SSSC: apply by 30 June 2026, be registered by 30 September 2026"
    registered(cast, "ruaridh", part="social_care", since=date(2026, 5, 1))
    plan_everything(cast.north)
    assert Duty.objects.get(kind="registration.join").outcome == Outcome.EXCUSED


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(1, 45))
def test_windows_come_round_every_year_and_never_meet(first, years):
    edition = regulator_of("scottish-social-services-council").edition_on(date(2026, 1, 1))
    before, window = (edition.window_of(first.year + year, first) for year in (years, years + 1))
    assert before.closes_on < window.opens_on < window.closes_on
    assert (window.closes_on.month, window.closes_on.day) in {(first.month, first.day), (2, 28)}
    assert not edition.closes_in(first.year, first)


@pytest.mark.django_db
def test_the_plan_asks_the_same_few_questions_for_many(cast, django_assert_max_num_queries):
    registered(cast, since=SINCE)
    from cairn.practice.registration.stepping import own

    for place, name in enumerate(("shona", "morag", "callum"), 3012350):
        registered(cast, name, str(place), since=SINCE)
    with django_assert_max_num_queries(4):
        assert len(list(own(cast.north, date(2026, 7, 1)))) == 12


@pytest.mark.django_db
def test_steps_are_said_on_a_page_and_nobody_else_sees_them(cast, client):
    one = registered(cast, since=SINCE)
    client.force_login(cast["eilidh"])
    address = f"/registration/registrations/{one.pk}/steps/"
    text = client.get(address).content.decode()
    assert "Pay the annual fee" in text
    assert "Not done yet" in text
    asked = {"steps": ["fee/2026-06-01", "details/2026-06-01"], "on_day": 4, "on_month": 5, "on_year": 2026}
    assert client.post(address, asked).status_code == 302
    assert dict(owed_steps(one)) == {"fee": MAY.date(), "details": MAY.date()}
    text = client.post(address, {**asked, "steps": ["learning/2026-06-01"], "on_year": 2027}).content.decode()
    assert "A step is done on a day that has come" in text
    assert client.post(f"{address}take-back/", {"step": "fee/2026-06-01"}).status_code == 302
    assert dict(owed_steps(one)) == {"fee": None, "details": MAY.date()}
    for name in ("ruaridh", "callum", "wren"):
        client.force_login(cast[name])
        assert client.get(address).status_code == 404


def owed_steps(registration):
    return RenewalStep.objects.filter(registration=registration).values_list("key", "done_on")
