"""Boards are founded, report to each other, and have members with dates, deputies and a chair."""

from datetime import date, timedelta

import pytest
from tests.assurance.board.made import SINCE, board, planned, sent

from cairn.assurance.board.commands import boards as commands
from cairn.assurance.board.models import Board, Membership
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused

pytestmark = pytest.mark.django_db
KEEPS = "Boards are kept by the board secretary and the chief or principal social worker."


def test_it_begins_with_the_standing_agenda_of_the_source(cast, entries):
    made = board(cast)
    lines = list(made.standing_items.values_list("number", "title", "block"))
    numbers = [number for number, _, _ in lines]
    assert numbers == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "8",
        "9",
        "10a",
        "10b",
        "10c",
        "11a",
        "11b",
        "11c",
        "11d",
        "11e",
        "12",
        "13",
    ]
    assert {block for _, _, block in lines if block} == {
        "Core business",
        "Registered services: inspection feedback",
        "Professional standards",
    }
    assert [entry.act for entry in entries()][-6:] == ["board.founded", *["board.seated"] * 5]


@pytest.mark.parametrize("who", ["morag", "eilidh", "una", "fraser"])
def test_others_keep_no_boards(cast, who):
    with pytest.raises(Refused, match=KEEPS):
        commands.found(by=cast[who], name="A", purpose="B", quorum=1)
    made = board(cast)
    with pytest.raises(Refused, match=KEEPS):
        commands.change(made, by=cast[who], quorum=1)


def test_two_boards_do_not_share_a_name(cast):
    board(cast)
    with pytest.raises(Refused, match="A board of this name is there already"):
        commands.found(by=cast["isla"], name="social work governance BOARD", purpose="B", quorum=1)


def test_boards_report_upwards_and_never_in_a_circle(cast):
    joint = board(cast, "Joint board", seats=())
    care = board(cast, "Care and health governance committee", seats=(), reports_to=joint)
    practice = board(cast, reports_to=care)
    assert practice.reports_to.reports_to == joint
    with pytest.raises(Refused, match="this board would report to itself"):
        commands.change(joint, by=cast["isla"], reports_to=practice)


@pytest.mark.parametrize(
    ("who", "more", "sentence"),
    [
        ("ben", {}, "Choose somebody who works here now."),
        ("morag", {}, "Morag Lindsay sits on this board already in that time."),
        ("nadia", {"part": "chair"}, "The board has a chair in that time. End that term first."),
        ("nadia", {"part": "deputy"}, "Say of a deputy, and only of a deputy, in whose place they come."),
        ("nadia", {"ends_on": SINCE - timedelta(days=1)}, "The term would end before it begins."),
    ],
)
def test_who_may_not_be_seated(cast, who, more, sentence):
    made = board(cast)
    count = Membership.objects.count()
    with pytest.raises(Refused) as refused:
        commands.seat(made, by=cast["isla"], person=cast[who], capacity="practitioner", starts_on=SINCE, **more)
    assert str(refused.value) == sentence
    assert Membership.objects.count() == count


def test_a_term_ends_and_meetings_that_were_sent_out_follow(cast):
    made = board(cast)
    meeting = sent(cast, made)
    assert meeting.seats.filter(person=cast["eilidh"]).exists()
    term = made.memberships.get(person=cast["eilidh"])
    commands.end(term, by=cast["isla"], on=clock.today())
    assert not meeting.seats.filter(person=cast["eilidh"]).exists()
    commands.seat(
        made, by=cast["isla"], person=cast["nadia"], capacity="practitioner", starts_on=clock.today() + timedelta(1)
    )
    assert meeting.seats.filter(person=cast["nadia"]).exists()


def test_a_later_change_of_the_standing_agenda_does_not_touch_a_planned_meeting(cast):
    made = board(cast)
    meeting = planned(cast, made)
    titles = list(meeting.items.values_list("title", flat=True))
    commands.remove_standing(made.standing_items.get(number="11d"), by=cast["isla"])
    commands.add_standing(
        made, by=cast["isla"], title="Caseload", kind="brief", brief="caseload", number="11f",
        after=made.standing_items.get(number="11c"),
    )  # fmt: skip
    assert list(meeting.items.values_list("title", flat=True)) == titles
    numbers = [one.number for one in planned(cast, made, days=40).items.all()]
    assert numbers[-5:] == ["11c", "11f", "11e", "12", "13"]


def test_what_is_founded_elsewhere_is_not_there(cast):
    made = board(cast)
    assert not Board.objects.visible_to(cast["wren"]).filter(pk=made.pk).exists()
    assert made in Board.objects.visible_to(cast["eilidh"])
    assert made.memberships.on(date(2026, 1, 4)).count() == 0
