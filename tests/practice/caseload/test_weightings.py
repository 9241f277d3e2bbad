"""How work is weighed: read, adopted, taken back; points and limits follow it from its first day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.practice.caseload.made import bring_in, case

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.people.models import Post
from cairn.practice.caseload.commands import weightings as commands
from cairn.practice.caseload.keeping import keep
from cairn.practice.caseload.models import Allocation, Load, Weighting
from cairn.practice.caseload.weighed import weights_on
from cairn.practice.caseload.weighing import proposal, read_weights

SETTINGS = proposal().as_json()


def test_the_proposal_is_read_and_stored_as_it_is():
    assert read_weights(SETTINGS) == proposal()
    assert (proposal().stable_part, proposal().full_time_maximum) == (15, 100)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"stable_part": 100}, "The stable part leaves no room for cases: it is as large as the full-time maximum."),
        ({"stable_part": -1}, "The stable part must be a whole number of points from 0 to 500."),
        ({"stable_part": "15"}, "The stable part must be a whole number of points from 0 to 500."),
        ({"case_types": []}, "A weighting needs at least one type of case."),
        ({"complexity": [0, 1]}, "Say how many points complexity adds where it is usual, high and very high."),
        ({"travel": [2, 1, 0]}, "The points for travel must not fall from usual to very high."),
        ({"title": " "}, "Give the weighting a name."),
        (
            {"limits": SETTINGS["limits"] | {"newly-qualified": 100, "social-worker": 90}},
            "Newly qualified social workers would carry more than others. They are protected: set it lower.",
        ),
        ({"case_types": SETTINGS["case_types"] * 2}, "Each type of case stands in a weighting once."),
    ],
)
def test_what_makes_no_sense_is_refused(change, sentence):
    with pytest.raises(Refused) as refused:
        read_weights(SETTINGS | change)
    assert str(refused.value) == sentence


def test_a_limit_follows_staff_group_hours_and_an_adjustment():
    weights = proposal()
    assert weights.limit("social-worker", Decimal(1)) == 100
    assert weights.limit("newly-qualified", Decimal(1)) == 90
    assert weights.limit("newly-qualified", Decimal("0.5")) == 45
    assert weights.limit("social-worker", Decimal("0.6"), 80) == 48
    assert weights.before_cases(Decimal("0.5"), ["practice_educator"]) == 18


@given(st.integers(0, 300), st.sampled_from(["accountable", "co_working", "task"]))
def test_nobody_carries_more_than_a_whole_case(points, role):
    assert 0 <= proposal().for_role(points, role) <= points


@pytest.mark.parametrize(
    ("who", "may"), [("isla", True), ("catriona", True), ("morag", False), ("fraser", False), ("eilidh", False)]
)
def test_who_adopts_a_weighting(cast, who, may):
    if may:
        assert commands.adopt_proposal(cast.north, by=cast[who]).title == "Points for caseloads"
        return
    with pytest.raises(Refused, match=r"The weighting is adopted by the chief or principal social worker."):
        commands.adopt_proposal(cast.north, by=cast[who])
    assert not Weighting.objects.exists()


def test_until_one_is_adopted_the_proposal_stands_for_it(cast):
    found = weights_on(cast.north.pk)
    assert (found.is_adopted, found.weights) == (False, proposal())


def test_it_begins_today_or_later_and_is_taken_back_only_before(cast, weighting, entries):
    today = clock.today()
    with pytest.raises(Refused, match="A weighting begins today or later"):
        commands.adopt(cast.north, by=cast["isla"], settings=SETTINGS, starts_on=today - timedelta(days=1))
    later = commands.adopt(cast.north, by=cast["isla"], settings=SETTINGS, starts_on=today + timedelta(days=9))
    assert weights_on(cast.north.pk).weighting == weighting
    commands.take_back(later, by=cast["isla"])
    with pytest.raises(Refused, match="It has begun"):
        commands.take_back(weighting, by=cast["isla"])
    assert [one.act for one in entries()][-2:] == ["weighting.adopted", "weighting.taken_back"]


def test_a_new_weighting_weighs_everything_anew(cast, weighting):
    row = {"Case reference": "1", "Team": "Team A", "Type of case": "Child in need", "Worker": "eilidh@north.example"}
    bring_in(cast, row)
    types = [{"key": "child_in_need", "title": "Child in need", "points": 30}]
    commands.adopt(cast.north, by=cast["isla"], settings=SETTINGS | {"case_types": types}, starts_on=clock.today())
    assert Allocation.objects.get().points == 30
    load = Load.objects.get(person=cast["eilidh"])
    assert (load.points, load.is_over) == (45, False)


def test_hours_and_adjustments_change_the_limit(cast, weighting, entries):
    Post.objects.filter(person=cast["eilidh"]).update(full_time_equivalent=Decimal("0.5"))
    keep(cast.north.pk)
    load = Load.objects.get(person=cast["eilidh"])
    assert (load.points, load.limit) == (8, 50)
    noted = commands.note(load, by=cast["morag"], sort="adjustment", percent=80)
    assert Load.objects.get(person=cast["eilidh"]).limit == 40
    commands.note(load, by=cast["morag"], sort="responsibility", responsibility="mentor")
    assert Load.objects.get(person=cast["eilidh"]).points == 13
    commands.end_circumstance(noted, by=cast["morag"])
    assert "80" not in str([one.facts for one in entries("circumstance.noted")])


@pytest.mark.parametrize("who", ["eilidh", "callum", "isla", "ruaridh"])
def test_who_may_not_note_a_circumstance(cast, weighting, who):
    keep(cast.north.pk)
    load = Load.objects.get(person=cast["eilidh"])
    with pytest.raises(Refused, match=r"It is noted by whoever leads the unit."):
        commands.note(load, by=cast[who], sort="adjustment", percent=80)


def test_keeping_again_writes_nothing(cast, weighting):
    case(cast)
    Post.objects.filter(person=cast["eilidh"]).update(full_time_equivalent=Decimal("0.5"))
    assert keep(cast.north.pk) == 1
    assert keep(cast.north.pk) == 0


def test_the_pages(cast, signed_in):
    client = signed_in(cast["isla"], Client())
    assert "This is a proposal" in client.get("/caseload/weighting/").content.decode()
    client.post("/caseload/weighting/adopt-proposal/")
    made = Weighting.objects.get()
    page = client.get("/caseload/weighting/adopt/").content.decode()
    assert "Child in need" in page
    day = clock.today() + timedelta(days=3)
    typed = {
        "title": "Ours", "stable_part": "20", "full_time_maximum": "100", "almost_full": "90",
        "starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year,
        **{f"case_types-{one['key']}": one["points"] for one in SETTINGS["case_types"][:3]},
        "case_types-more-0-title": "Young carer", "case_types-more-0-points": "2",
        **{f"{name}-{n}": SETTINGS[name][n] for name in ("complexity", "intensity", "travel") for n in range(3)},
        **{f"shares-{role}": percent for role, percent in SETTINGS["shares"].items()},
        **{f"limits-{group}": percent for group, percent in SETTINGS["limits"].items()},
    }  # fmt: skip
    refused = client.post("/caseload/weighting/adopt/", typed | {"stable_part": "100"}).content.decode()
    assert "The stable part leaves no room for cases" in refused
    assert 'value="Young carer"' in refused
    client.post("/caseload/weighting/adopt/", typed)
    ours = Weighting.objects.exclude(pk=made.pk).get()
    assert [one["key"] for one in ours.settings["case_types"]] == [
        *(one["key"] for one in SETTINGS["case_types"][:3]),
        "young_carer",
    ]
    assert signed_in(cast["eilidh"], Client()).get("/caseload/weighting/adopt/").status_code == 403
    assert signed_in(cast["wren"], Client()).get(f"/caseload/weighting/{made.pk}/").status_code == 404
