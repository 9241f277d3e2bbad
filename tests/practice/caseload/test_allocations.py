"""Work is given out after a conversation, to whoever is fit, here and has room; too much only with a plan."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.practice.caseload.made import PLAN, TALK, case, fill, give

from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Verdict
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Person, Post
from cairn.practice.caseload.commands import allocations as commands
from cairn.practice.caseload.commands.allocations import OverLimit, Planned
from cairn.practice.caseload.duties import look_owed
from cairn.practice.caseload.keeping import keep
from cairn.practice.caseload.models import Allocation, Load, Relief, Wait
from cairn.practice.caseload.rules import allocations as rules
from cairn.practice.registration import stakes
from cairn.practice.registration.commands import register

OVER = (
    "Eilidh Farrow would carry 104 points, and may carry 100. Give it to somebody with room, or write a plan: what is "
    "removed, put off or added as support, and by when. The next level reads it."
)


@pytest.fixture
def service_leader(cast):
    """Catriona leads the service above team A."""
    Post.objects.filter(person=cast.people["catriona"]).update(leads_unit=True)
    return cast["catriona"]


def test_it_is_given_and_waits_no_more(cast, weighting, entries):
    made = give(cast, case(cast), function="")
    assert (made.person, made.role, made.points, made.conversation) == (cast["eilidh"], "accountable", 4, TALK)
    assert not Wait.objects.live().exists()
    assert Load.objects.get(person=cast["eilidh"]).points == 19
    (entry,) = entries("allocation.given")
    assert entry.actor == str(cast["morag"].pk)
    assert "over_the_limit" in str(entry.facts)
    assert Notice.objects.get(person=cast["eilidh"]).text == (
        "A case was given to you. Read which, and what was talked about."
    )


@pytest.mark.parametrize(
    ("by", "to", "more", "sentence"),
    [
        ("eilidh", "eilidh", {}, "Work is given out by whoever leads the unit of the case."),
        ("isla", "eilidh", {}, "Work is given out by whoever leads the unit of the case."),
        ("callum", "eilidh", {}, "Work is given out by whoever leads the unit of the case."),
        ("morag", "eilidh", {"conversation": " "}, "Say in a line what you talked about when you gave the case."),
        ("morag", "petra", {}, "Petra Blyth has no post here, so cases can't be given to them."),
        ("morag", "ben", {}, "Choose a colleague of your organisation."),
    ],
)
def test_who_may_not_give_it_to_whom(cast, weighting, entries, by, to, more, sentence):
    made, before = case(cast), len(entries())
    with pytest.raises(Refused) as refused:
        give(cast, made, to, by=by, **more)
    assert str(refused.value) == sentence
    assert not Allocation.objects.exists()
    assert len(entries()) == before


def test_not_to_a_leaver(cast, weighting):
    made, yesterday = case(cast), clock.today() - timedelta(days=1)
    Post.objects.filter(person=cast.people["eilidh"]).update(ends_on=yesterday)
    with pytest.raises(Refused, match="Eilidh Farrow left their post on"):
        give(cast, made)
    Person.objects.filter(pk=cast.people["eilidh"]).update(is_active=False)
    with pytest.raises(Refused, match=r"Eilidh Farrow has left\."):
        give(cast, made)


def test_one_is_accountable_and_nobody_carries_it_twice(cast, weighting):
    made = case(cast)
    give(cast, made)
    with pytest.raises(Refused, match=r"Eilidh Farrow is accountable for this case\. Move it from them instead\."):
        give(cast, made, "ruaridh")
    with pytest.raises(Refused, match="Eilidh Farrow carries this case already, as accountable worker"):
        give(cast, made, role="co_working")
    assert give(cast, made, "ruaridh", role="co_working").points == 2


def test_whoever_is_not_fit_by_law_is_refused_even_with_a_plan(cast, weighting, monkeypatch):
    asked = []

    def unfit(person, function, *, on):
        asked.append((person, function, on))
        return Verdict("Not registered.")

    monkeypatch.setattr(rules, "may_be_accountable", unfit)
    with pytest.raises(Refused, match=r"Not registered\."):
        give(cast, case(cast), function="child_protection", plan=PLAN)
    assert asked == [(cast["eilidh"], "child_protection", clock.today())]
    assert give(cast, case(cast, "2"), role="task", function="child_protection").role == "task"
    assert give(cast, case(cast, "3")).function == ""


def test_nobody_off_the_register_answers_for_any_case(cast, weighting):
    sssc = {"regulator": "scottish-social-services-council", "part": "social_worker", "number": "3012345"}
    entry = register.enter(cast["eilidh"], first_registered_on=date(2021, 6, 1), by=cast["isla"], **sssc)
    carried = give(cast, case(cast), function="child.protection_enquiry")
    register.state(entry, state="removed", starts_on=clock.today(), by=cast["isla"])
    for function in ("", "child.protection_enquiry"):
        with pytest.raises(Refused, match="Eilidh Farrow was removed from the register on"):
            give(cast, case(cast, f"2{function}"), function=function, plan=PLAN)
    assert give(cast, case(cast, "3"), role="task", function="child.protection_enquiry").role == "task"
    assert [(one.words, one.function) for one in stakes.stakes_of(cast["eilidh"])] == [
        (f"Case {carried.case.reference}", "child.protection_enquiry")
    ]


def test_over_the_limit_is_refused_without_a_plan_and_seen_by_the_next_level_with_one(
    cast, weighting, entries, service_leader
):
    fill(cast)
    made = case(cast)
    with pytest.raises(OverLimit) as refused:
        give(cast, made)
    assert str(refused.value) == OVER
    give(cast, made, plan=PLAN)
    relief = Relief.objects.get()
    assert (relief.person, relief.points_then, relief.limit_then) == (cast["eilidh"], 104, 100)
    duty = Duty.objects.get(kind="caseload.look")
    assert (duty.office, duty.unit, duty.words) == ("leader", cast.service, "Eilidh Farrow, 104 of 100 points")
    assert [one.person for one in Notice.objects.filter(text__startswith="Somebody was given")] == [service_leader]
    assert Load.objects.get(person=cast["eilidh"]).over_since == clock.today()
    assert [one.act for one in entries()][-2:] == ["allocation.given", "relief.planned"]


def test_without_an_adopted_weighting_the_proposal_refuses_nobody(cast):
    fill(cast)
    assert give(cast, case(cast)).points == 4


def test_the_next_level_looks_and_nobody_at_their_own(cast, weighting, entries, service_leader):
    fill(cast, points=103)
    relief = commands.relieve(Load.objects.get(person=cast["eilidh"]), by=cast["morag"], plan=PLAN)
    for who in ("morag", "eilidh", "callum", "fraser"):
        with pytest.raises(Refused, match="The plan is looked at by the next level"):
            commands.look(relief, by=cast[who])
    seen = commands.look(relief, by=service_leader, words="Right.")
    assert (seen.seen_by, seen.seen_words) == (service_leader, "Right.")
    assert Duty.objects.get(kind="caseload.look").outcome == "met"
    with pytest.raises(Refused, match="It was looked at on"):
        commands.look(relief, by=cast["isla"])
    assert commands.finish(relief, by=cast["morag"]).finished_on == clock.today()
    assert [one.act for one in entries()][-2:] == ["relief.looked_at", "relief.finished"]


def test_where_nobody_leads_above_the_chief_social_work_officer_looks(cast, weighting):
    keep(cast.north.pk)
    relief = commands.relieve(Load.objects.get(person=cast["eilidh"]), by=cast["morag"], plan=PLAN)
    assert look_owed(relief).office == "cswo"


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (Planned("remove", " ", date(2031, 1, 1)), "Say what will be removed, put off or added."),
        (Planned("remove", "x", date(2020, 1, 1)), "The plan would be due before today. Look at the date."),
        (Planned("hope", "x", date(2031, 1, 1)), "Say whether work is removed, put off, or support is added."),
    ],
)
def test_a_plan_says_something(cast, weighting, plan, sentence):
    fill(cast)
    with pytest.raises(Refused) as refused:
        give(cast, case(cast), plan=plan)
    assert str(refused.value) == sentence
    assert Allocation.objects.count() == 1


def test_it_moves_in_one_step_and_never_waits(cast, weighting, entries):
    first = give(cast, case(cast))
    second = commands.reallocate(first, to=cast["ruaridh"], by=cast["morag"], conversation=TALK)
    first.refresh_from_db()
    assert (first.ends_on, first.ended_because) == (clock.today(), "It was given to somebody else.")
    assert (second.person, second.role) == (cast["ruaridh"], "accountable")
    assert Wait.objects.count() == 1
    assert {one.person.given_name: one.cases for one in Load.objects.all() if one.cases} == {"Ruaridh": 1}
    assert [one.act for one in entries()][-2:] == ["allocation.ended", "allocation.given"]


def test_when_it_ends_the_case_waits_again(cast, weighting):
    one = give(cast, case(cast))
    with pytest.raises(Refused, match=r"Say why it ends\."):
        commands.end(one, by=cast["morag"], because=" ")
    commands.end(one, by=cast["morag"], because="Long leave")
    assert Wait.objects.live().get().starts_on == clock.today()
    with pytest.raises(Refused, match="It ended on"):
        commands.end(one, by=cast["morag"], because="Again")


def test_the_pages_ask_for_a_plan_only_where_it_is_needed(cast, weighting, signed_in):
    fill(cast)
    made, client = case(cast), signed_in(cast["morag"], Client())
    typed = {"to": "eilidh@north.example", "role": "accountable", "conversation": TALK}
    first = client.get(f"/caseload/cases/{made.pk}/allocate/").content.decode()
    assert "What will be done?" not in first
    refused = client.post(f"/caseload/cases/{made.pk}/allocate/", typed).content.decode()
    assert "would carry 104 points" in refused
    assert "What will be done?" in refused
    assert TALK in refused
    plan = {"plan_what": "remove", "plan_words": "A review goes.", "plan_due_on_day": 3, "plan_due_on_month": 3,
            "plan_due_on_year": 2031}  # fmt: skip
    assert client.post(f"/caseload/cases/{made.pk}/allocate/", typed | plan).status_code == 302
    assert Relief.objects.get().words == "A review goes."


def test_a_name_in_the_conversation_is_warned_of(cast, weighting, signed_in):
    made, client = case(cast), signed_in(cast["morag"], Client())
    typed = {"to": "eilidh@north.example", "role": "accountable", "conversation": "Talked about Mrs Smith."}
    page = client.post(f"/caseload/cases/{made.pk}/allocate/", typed).content.decode()
    assert "This looks like a name." in page
    assert "Talked about Mrs Smith." in page
    assert client.post(f"/caseload/cases/{made.pk}/allocate/", typed | {"names_nobody": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("page", "most"),
    [("team/", 12), ("waiting/", 12), ("people/{eilidh}/", 12), ("", 12), ("figures/", 12), ("cases/{case}/", 12)],
)
@pytest.mark.parametrize("count", [1, 5])
def test_pages_ask_as_often_whatever_there_is(
    cast, weighting, signed_in, page, most, count, django_assert_max_num_queries
):
    for number in range(count):
        one = give(cast, case(cast, f"1{number}"))
        case(cast, f"2{number}")
    client = signed_in(cast["morag"], Client())
    where = f"/caseload/{page.format(eilidh=cast['eilidh'].pk, case=one.case.pk)}"
    client.get(where)
    with django_assert_max_num_queries(most):
        assert client.get(where).status_code == 200


@pytest.mark.parametrize(("who", "sees"), [("morag", 3), ("eilidh", 1), ("isla", 7), ("fraser", 0), ("nadia", 0)])
def test_who_sees_whose_load(cast, weighting, who, sees):
    from cairn.practice.caseload.queries.people import team

    assert {one.unit.name for one in team(cast["morag"])} == {"Team A"}
    assert team(cast[who]).count() == sees


def test_cases_of_whoever_is_removed_are_owed_a_new_worker_until_none_is_left(cast, weighting):
    from tests.practice.registration.conftest import SSSC

    from cairn.cycle.duties.models import Duty
    from cairn.practice.registration.commands import register
    from cairn.practice.registration.queries.delegations import reassignment_of

    one = register.enter(
        cast["eilidh"], regulator=SSSC, part="social_worker", number="3012345",
        first_registered_on=date(2021, 6, 1), by=cast["isla"],
    )  # fmt: skip
    first, second = (give(cast, case(cast, name), "eilidh") for name in ("C-1", "C-2"))

    def owed():
        open_now = Duty.objects.open().filter(kind="registration.reassign")
        return {(duty.office, duty.bearer_id) for duty in open_now}

    assert owed() == set()
    register.state(one, state="removed", starts_on=clock.today(), by=cast["isla"])
    both = {("cswo", None), ("", cast.people["morag"])}
    assert owed() == both
    assert [stake.words for stake in reassignment_of(cast["morag"], cast["eilidh"]).stakes] == ["Case C-1", "Case C-2"]
    commands.end(first, by=cast["morag"], because="Removed from the register.")
    assert owed() == both
    commands.end(second, by=cast["morag"], because="Removed from the register.")
    assert owed() == set()
