"""A meeting from being prepared to closed: who may do what in which state of it, and what a quorum decides."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assurance.board.made import begun, board, item, planned, sent
from tests.assurance.evaluation.test_citing import evidence_of

from cairn.assurance.board.commands import boards, items
from cairn.assurance.board.commands import meetings as commands
from cairn.assurance.board.models import Item, Meeting, Outcome, Seat, State
from cairn.assurance.board.rules.meetings import counted_present
from cairn.cycle.duties.models import Duty
from cairn.cycle.improvement.commands import check, finish, raise_action
from cairn.cycle.improvement.models import Action
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Stale
from cairn.foundation.ledger.models import Signature
from cairn.foundation.ledger.verification import verify_organisation
from cairn.foundation.notices.models import Notice

pytestmark = pytest.mark.django_db
RUNS = "Meetings are prepared and minuted by the board secretary, or the chief or principal social worker."


@pytest.fixture(autouse=True)
def in_june():
    with clock.at(datetime(2026, 6, 15, 9, 0, tzinfo=UTC)):
        yield


def decide(cast, meeting, number="5", kind="decision", text="Decided.", **more):
    return items.record_outcome(item(meeting, number), by=cast["isla"], kind=kind, text=text, **more)


def test_it_is_planned_sent_out_begun_and_closed(cast, entries):
    made = board(cast)
    meeting = begun(cast, made)
    commands.close(meeting, by=cast["isla"])
    found = Meeting.objects.get()
    assert (found.state, found.number) == (State.CLOSED, 1)
    assert {seat.standing for seat in found.seats.all()} == {"present", "absent"}
    acts = [entry.act for entry in entries() if entry.act.startswith("meeting.")]
    assert acts == [f"meeting.{act}" for act in ("planned", "opened", "begun", "attendance", "closed")]


@pytest.mark.parametrize("who", ["morag", "eilidh", "fraser", "una"])
def test_others_do_not_run_meetings(cast, who):
    made = board(cast)
    meeting = sent(cast, made)
    acts = [
        lambda: commands.plan(
            made, by=cast[who], held_on=clock.today() + timedelta(40), begins_at=time(9), place="Here"
        ),
        lambda: commands.cancel(meeting, by=cast[who], reason="No"),
        lambda: commands.mark(meeting, by=cast[who], standings={}),
        lambda: items.add(made, by=cast[who], meeting=meeting, title="Mine"),
        lambda: items.carry(item(meeting, "5"), by=cast[who], to=None, keep=False),
    ]
    for act in acts:
        with pytest.raises(Refused, match=RUNS):
            act()


def test_one_meeting_a_day_and_none_in_the_past(cast):
    made = board(cast)
    planned(cast, made)
    with pytest.raises(Refused, match="The board meets on that day already"):
        planned(cast, made)
    with pytest.raises(Refused, match="That day is over"):
        planned(cast, made, days=-1)


def test_it_is_not_sent_out_without_a_chair_or_enough_members(cast):
    made = board(cast)
    meeting = planned(cast, made)
    boards.change(made, by=cast["isla"], quorum=5)
    with pytest.raises(Refused, match="The quorum is five, and on that day the board has four members"):
        commands.open_meeting(meeting, by=cast["isla"])
    boards.change(made, by=cast["isla"], quorum=2)
    boards.end(made.memberships.get(part="chair"), by=cast["isla"], on=clock.today())
    with pytest.raises(Refused, match="Nobody chairs the board on that day"):
        commands.open_meeting(meeting, by=cast["isla"])


def test_a_member_whose_term_ended_has_no_seat(cast):
    made = board(cast)
    boards.end(made.memberships.get(person=cast["eilidh"]), by=cast["isla"], on=clock.today())
    meeting = sent(cast, made)
    assert cast["eilidh"].pk not in set(meeting.seats.values_list("person", flat=True))
    with clock.at(datetime(2026, 6, 16, 9, 0, tzinfo=UTC)):
        assert not Meeting.objects.visible_to(cast["eilidh"]).exists()


def test_it_begins_on_its_day(cast):
    meeting = sent(cast, board(cast))
    with pytest.raises(Refused, match="It begins on its day, not before"):
        commands.begin(meeting, by=cast["isla"])


def test_outcomes_are_recorded_only_while_it_is_in_progress(cast):
    made = board(cast)
    meeting = sent(cast, made, 0)
    with pytest.raises(Refused, match="Outcomes are recorded while the meeting is in progress"):
        decide(cast, meeting)
    commands.begin(meeting, by=cast["isla"])
    commands.mark(meeting, by=cast["isla"], standings={seat.pk: "present" for seat in meeting.seats.all()})
    decide(cast, meeting)
    commands.close(Meeting.objects.get(), by=cast["isla"])
    for act in (
        lambda: decide(cast, meeting),
        lambda: items.write(item(meeting, "5"), by=cast["isla"], text="More", version=0),
        lambda: items.add(made, by=cast["isla"], meeting=meeting, title="Late"),
        lambda: commands.mark(meeting, by=cast["isla"], standings={}),
    ):
        with pytest.raises(Refused, match="This meeting is closed"):
            act()
    assert Outcome.objects.count() == 1


def test_without_a_quorum_it_notes_and_does_not_decide(cast):
    other = board(cast, "Care committee", seats=())
    meeting = begun(cast, board(cast), there=("isla", "morag"))
    for kind, more in (("decision", {}), ("referral", {"to_board": other})):
        with pytest.raises(Refused) as refused:
            decide(cast, meeting, kind=kind, **more)
        assert str(refused.value) == (
            "The quorum is three, and two are there. Note it, and decide at the next meeting."
        )
    decide(cast, meeting, kind="information", text="Talked about.")


def test_a_deputy_counts_in_place_of_who_is_not_there_and_not_beside_them(cast):
    meeting = begun(cast, board(cast), there=("isla", "morag", "fraser"))
    assert counted_present(meeting.seats.all()) == 3
    both = meeting.seats.get(person=cast["catriona"])
    commands.mark(meeting, by=cast["isla"], standings={both.pk: "present"})
    assert counted_present(meeting.seats.all()) == 3


@given(st.lists(st.tuples(st.sampled_from("cmmmds"), st.booleans()), max_size=12))
def test_no_more_are_counted_than_there_are_members(rows):
    parts = {"c": "chair", "m": "member", "d": "deputy", "s": "secretary"}
    seats = [
        Seat(person_id=place, part=parts[part], standing="present" if there else "apologies", stands_in_for_id=0)
        for place, (part, there) in enumerate(rows)
    ]
    members = sum(one.part in ("chair", "member") for one in seats)
    assert 0 <= counted_present(seats) <= members


def test_two_secretaries_write_at_once_and_no_text_is_lost(cast):
    meeting = begun(cast, board(cast))
    five = item(meeting, "5")
    items.write(five, by=cast["isla"], text="First", version=0)
    with pytest.raises(Stale) as stale:
        items.write(five, by=cast["catriona"], text="Second", version=0)
    assert stale.value.current.minutes == "First"
    items.write(five, by=cast["catriona"], text="First, second", version=1)
    assert Item.objects.get(pk=five.pk).minutes == "First, second"


def test_apologies_are_ones_own_and_the_day_is_owed_no_more(cast):
    meeting = sent(cast, board(cast))
    owed = Duty.objects.open().filter(kind="board.attend")
    assert owed.count() == 5
    assert set(owed.values_list("due_on", flat=True)) == {meeting.held_on}
    seat = meeting.seats.get(person=cast["eilidh"])
    with pytest.raises(Refused, match="Everybody gives their own apologies"):
        commands.apologise(seat, by=cast["morag"], comes=False)
    commands.apologise(seat, by=cast["eilidh"], comes=False)
    assert owed.count() == 4
    commands.apologise(seat, by=cast["eilidh"], comes=True)
    assert owed.count() == 5


def test_after_a_meeting_the_next_one_is_owed_until_it_is_planned(cast):
    made = board(cast)
    commands.close(begun(cast, made), by=cast["isla"])
    [duty] = Duty.objects.open().filter(kind="board.plan_next")
    assert (duty.office, duty.due_on) == ("board_secretary", clock.today() + timedelta(14))
    attended = dict(Duty.objects.filter(kind="board.attend").values_list("bearer", "outcome"))
    assert attended[cast["morag"].pk] == "met"
    assert attended[cast["catriona"].pk] == "lapsed"
    planned(cast, made, days=30)
    assert not Duty.objects.open().filter(kind="board.plan_next").exists()


def test_an_action_stands_in_the_one_log_at_once(cast):
    meeting = begun(cast, board(cast))
    with pytest.raises(Refused, match="Say of an action who will do it, and by when"):
        decide(cast, meeting, kind="action", text="Audit the files")
    decide(cast, meeting, kind="action", text="Audit the files", owner=cast["fraser"], due_on=clock.today())
    action = Action.objects.get()
    assert (action.what, action.owner) == ("Audit the files", cast["fraser"])
    assert action.source_words == "Social Work Governance Board, meeting 1, item 5 Quality assurance audits"


@pytest.mark.parametrize("source", ["board.Board:", "board.Board:no identifier"])
def test_a_source_that_names_no_board_is_refused_in_words(cast, source):
    with pytest.raises(Refused, match="Only those whose record it is raise actions out of it"):
        raise_action(by=cast["isla"], what="A", why="B", owner=cast["isla"], due_on=clock.today(), source=source)


def test_an_item_moves_on_and_what_was_minuted_stays(cast):
    made = board(cast)
    later = planned(cast, made, days=30)
    meeting = begun(cast, made)
    five = item(meeting, "5")
    items.write(five, by=cast["isla"], text="Not finished.", version=0)
    copy = items.carry(five, by=cast["isla"], to=later, keep=False)
    assert (copy.meeting, copy.carried_from, copy.minutes) == (later, five, "")
    assert item(meeting, "5").minutes == "Not finished."
    with pytest.raises(Refused, match="It stands on every agenda"):
        items.carry(item(meeting, "1"), by=cast["isla"], to=later, keep=True)


def test_the_backlog_waits_and_goes_onto_an_agenda(cast):
    made = board(cast)
    topic = items.add(
        made, by=cast["isla"], meeting=None, title="Trauma", kind="discussion", lead=cast["eilidh"], reading="Ch. 3"
    )
    meeting = planned(cast, made)
    items.carry(topic, by=cast["isla"], to=meeting, keep=False)
    order = [one.title for one in meeting.items.all()]
    assert order[-2:] == ["Trauma", "Date of the next meeting"]


def test_a_cancelled_meeting_gives_back_its_own_items(cast):
    made = board(cast)
    meeting = sent(cast, made)
    items.add(made, by=cast["isla"], meeting=meeting, title="Ours")
    with pytest.raises(Refused, match="Say why it is cancelled"):
        commands.cancel(meeting, by=cast["isla"], reason=" ")
    commands.cancel(meeting, by=cast["isla"], reason="Snow")
    assert [one.title for one in Item.objects.filter(meeting=None)] == ["Ours"]
    assert not Duty.objects.open().filter(kind="board.attend").exists()
    assert Notice.objects.filter(text="A meeting of a board was cancelled.").count() == 5


def test_a_matter_is_referred_and_its_answer_is_read(cast):
    from cairn.assurance.board.queries.boards import referrals

    care = board(cast, "Care committee")
    made = board(cast, reports_to=care)
    decide(cast, begun(cast, made), kind="referral", text="More time for recording.", to_board=care)
    waits = Item.objects.get(board=care, meeting=None)
    assert waits.title == "Referred by Social Work Governance Board: Quality assurance audits"
    [(_, answers)] = referrals(cast["isla"], made)
    assert answers == []
    theirs = begun(cast, care)
    Item.objects.filter(pk=waits.pk).update(meeting=theirs)
    items.record_outcome(Item.objects.get(pk=waits.pk), by=cast["isla"], kind="decision", text="Two days a month.")
    commands.close(theirs, by=cast["isla"])
    [(_, [answer])] = referrals(cast["isla"], made)
    assert answer.text == "Two days a month."


def test_minutes_are_approved_at_the_next_meeting_by_its_chair_as_a_signed_record(cast, entries):
    made = board(cast)
    first = begun(cast, made)
    items.write(item(first, "5"), by=cast["isla"], text="Six audits were done.", version=0)
    decide(cast, first)
    commands.close(first, by=cast["isla"])
    with clock.at(datetime(2026, 7, 15, 9, 0, tzinfo=UTC)):
        second = begun(cast, made)
        with pytest.raises(Refused, match="Minutes are signed by whoever chairs the meeting that approves them"):
            commands.approve_minutes(first, by=cast["morag"], at=second)
        commands.approve_minutes(first, by=cast["isla"], at=second)
        with pytest.raises(Refused, match="These minutes have been approved"):
            commands.approve_minutes(first, by=cast["isla"], at=second)
    first = Meeting.objects.get(number=1)
    assert first.approved_in.number == 2
    assert Signature.objects.get(subject=f"board.Meeting:{first.pk}").signer_name == "Isla Renwick"
    assert verify_organisation(cast.north.pk).is_whole
    Item.objects.filter(pk=item(first, "5").pk).update(minutes="Sixty audits were done.")
    assert not verify_organisation(cast.north.pk).is_whole


def test_a_private_item_exists_for_its_readers_only(cast):
    from cairn.assurance.board.queries.boards import agenda, item_for

    made = board(cast)
    meeting = sent(cast, made)
    private = items.add(
        made, by=cast["isla"], meeting=meeting, title="A grievance", is_private=True, readers=[cast["catriona"]]
    )
    titles = {name: [line.item.title for line in agenda(cast[name], meeting)] for name in ("isla", "catriona", "morag")}
    assert ("A grievance" in titles["isla"], "A grievance" in titles["catriona"]) == (True, True)
    assert "A grievance" not in titles["morag"]
    with pytest.raises(Item.DoesNotExist):
        item_for(cast["morag"], private.pk)


def test_the_whole_loop_of_two_meetings(cast):
    """An action of the first meeting is closed, with its effect checked, before the second, whose log says so."""
    from cairn.assurance.board import making
    from cairn.assurance.board.queries.boards import agenda

    made = board(cast)
    first = begun(cast, made)
    decide(cast, first, kind="action", text="Audit six files", owner=cast["fraser"], due_on=clock.today())
    commands.close(first, by=cast["isla"])
    action = Action.objects.get()
    shown = evidence_of(cast["fraser"], "Six files")
    finish(action, by=cast["fraser"], done_words="Done.", check_on=clock.today() + timedelta(10), evidence=[shown])
    with clock.at(datetime(2026, 7, 1, 9, 0, tzinfo=UTC)):
        check(action, by=cast["catriona"], worked=True, effect="Chronologies are up to date in all six.")
    with clock.at(datetime(2026, 7, 15, 9, 0, tzinfo=UTC)):
        second = begun(cast, made)
        pieces = making.pieces(
            cast["isla"], second, agenda(cast["isla"], second), making.period_of(second, clock.now())
        )
    log = str(next(one for one in pieces if one.title == "3 Action log"))
    assert "Chronologies are up to date in all six." in log
    assert "Closed: it worked" in log
