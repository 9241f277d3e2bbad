"""The pages of the board: what a secretary, a member and somebody who has no seat see and do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.assurance.board.made import begun, board, item, planned, sent
from tests.assurance.board.papers import FRONT, pdf

from cairn.assurance.board.commands import meetings, packs
from cairn.assurance.board.models import Board, Item, Meeting, Outcome, Pack, Paper
from cairn.cycle.improvement.models import Action
from cairn.foundation.core import clock
from cairn.foundation.people.models import ProfessionalRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june():
    with clock.at(datetime(2026, 6, 15, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def secretary(cast, signed_in):
    """Nadia is the board's secretary."""
    ProfessionalRole.objects.create(
        organisation=cast.north, person=cast["nadia"], role="board_secretary", starts_on=clock.today()
    )
    return signed_in(cast["nadia"], Client())


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_a_secretary_takes_a_meeting_from_its_planning_to_its_close(cast, secretary):
    secretary.post("/board/found/", {"name": "Board", "purpose": "To assure.", "quorum": "2"})
    made = Board.objects.get()
    for who, part in (("isla", "chair"), ("eilidh", "member")):
        said = {"person": cast[who].email, "capacity": "practitioner", "part": part}
        secretary.post(f"/board/{made.pk}/seat/", said | day("starts_on", clock.today()))
    assert made.memberships.count() == 2
    where = {"begins_at": "14:00", "place": "Burns House"}
    page = secretary.post(f"/board/{made.pk}/meetings/plan/", where | day("held_on", clock.today() - timedelta(1)))
    assert "That day is over" in page.content.decode()
    assert "Burns House" in page.content.decode()
    secretary.post(f"/board/{made.pk}/meetings/plan/", where | day("held_on", clock.today()))
    meeting = Meeting.objects.get()
    at = f"/board/meetings/{meeting.pk}/"
    for step in ("send-out", "begin"):
        secretary.post(f"{at}{step}/")
    seats = {f"seat-{seat.pk}": "present" for seat in meeting.seats.all()}
    secretary.post(f"{at}attendance/", seats)
    five = f"/board/items/{item(meeting, '5').pk}/"
    saved = secretary.post(
        f"{five}minutes/", {"text": "Six audits.", "version": "0"}, headers={"X-Cairn-Autosave": "1"}
    )
    assert saved.json() == {"version": 1}
    stale = secretary.post(f"{five}minutes/", {"text": "Seven.", "version": "0"}, headers={"X-Cairn-Autosave": "1"})
    assert stale.status_code == 409
    both = secretary.post(f"{five}minutes/", {"text": "Seven.", "version": "0"}).content.decode()
    assert "Six audits." in both
    assert "Seven." in both
    said = {"kind": "action", "text": "Audit six more", "owner": cast["eilidh"].email}
    page = secretary.post(f"{five}outcome/", said).content.decode()
    assert "Say of an action who will do it, and by when." in page
    assert "Audit six more" in page
    secretary.post(f"{five}outcome/", said | day("due_on", clock.today()))
    assert Outcome.objects.get().action == Action.objects.get()
    secretary.post(f"{at}close/")
    minutes = secretary.get(f"{at}minutes/").content.decode()
    assert "Six audits." in minutes
    assert "Audit six more" in minutes
    assert secretary.post(f"{five}minutes/", {"text": "Late", "version": "1"}).status_code == 403


def test_a_member_reads_the_pack_and_sends_apologies(cast, signed_in, entries):
    meeting = sent(cast, board(cast))
    packs.bring(item(meeting, "5"), by=cast["isla"], file=SimpleUploadedFile("p.pdf", pdf()), **FRONT)
    packs.freeze(meeting, by=cast["isla"])
    client = signed_in(cast["eilidh"], Client())
    at = f"/board/meetings/{meeting.pk}/"
    page = client.get(at).content.decode()
    assert "You are expected." in page
    assert "Send it out" not in page
    pack = client.get(f"{at}pack/").content.decode()
    assert "11b Supervision" in pack
    assert Pack.objects.get().content_hash in pack
    taken = client.get(f"{at}pack.pdf")
    assert taken.content.startswith(b"%PDF")
    assert entries("pack.read")[-1].actor == str(cast["eilidh"].pk)
    assert client.get(f"/board/papers/{Paper.objects.get().pk}/").content == Paper.objects.get().file.place.read_bytes()
    client.post(f"{at}apologies/", {"comes": "no"})
    client.post(f"{at}interest/", {"interest": "A relative works there."})
    page = client.get(at).content.decode()
    assert "Your apologies stand here." in page
    assert "A relative works there." in page


def test_whoever_has_no_seat_learns_nothing(cast, signed_in):
    meeting = sent(cast, board(cast))
    packs.freeze(meeting, by=cast["isla"])
    for who in ("shona", "wren"):
        client = signed_in(cast[who], Client())
        for page in ("", "pack/", "pack.pdf", "private.pdf", "minutes/"):
            assert client.get(f"/board/meetings/{meeting.pk}/{page}").status_code == 404, (who, page)
    page = signed_in(cast["shona"], Client()).get(f"/board/{meeting.board_id}/").content.decode()
    assert "Burns House" not in page
    assert "Eilidh Farrow" in page  # who governs is known to everybody


def test_a_meeting_being_prepared_is_not_there_for_members(cast, signed_in):
    meeting = planned(cast, board(cast))
    assert signed_in(cast["eilidh"], Client()).get(f"/board/meetings/{meeting.pk}/").status_code == 404


def test_a_private_item_is_in_nothing_that_others_get(cast, signed_in):
    from cairn.assurance.board.commands import items

    made = board(cast)
    meeting = sent(cast, made)
    items.add(made, by=cast["isla"], meeting=meeting, title="Grievance", is_private=True, readers=[cast["catriona"]])
    packs.freeze(meeting, by=cast["isla"])
    for who, sees in (("catriona", True), ("morag", False)):
        client = signed_in(cast[who], Client())
        for page in ("", "pack/"):
            shown = "Grievance" in client.get(f"/board/meetings/{meeting.pk}/{page}").content.decode()
            assert shown == sees, (who, page)
        assert client.get(f"/board/meetings/{meeting.pk}/private.pdf").status_code == (200 if sees else 403)


def test_the_chair_signs_the_minutes_of_the_last_meeting(cast, signed_in):
    made = board(cast)
    meetings.close(begun(cast, made), by=cast["isla"])
    with clock.at(datetime(2026, 7, 15, 9, 0, tzinfo=UTC)):
        second = begun(cast, made)
        client = signed_in(cast["isla"], Client())
        assert "Read and approve them" in client.get(f"/board/meetings/{second.pk}/").content.decode()
        assert signed_in(cast["morag"], Client()).get(f"/board/meetings/{second.pk}/approve/").status_code == 403
        client.post(f"/board/meetings/{second.pk}/approve/", {"sure": "yes"})
    assert Meeting.objects.get(number=1).approved_in == second


def test_pages_ask_as_often_whatever_there_is(cast, signed_in, django_assert_max_num_queries):
    from cairn.assurance.board.commands import items

    made = board(cast)
    meeting = begun(cast, made, there=("isla", "morag", "eilidh", "catriona"))
    for line in list(Item.objects.filter(meeting=meeting)):
        items.record_outcome(line, by=cast["isla"], kind="information", text="Noted.")
    packs.freeze(meeting, by=cast["isla"])
    client = signed_in(cast["eilidh"], Client())
    for page, most in (("/board/", 12), (f"/board/{made.pk}/", 14), (f"/board/meetings/{meeting.pk}/", 14)):
        client.get(page)
        with django_assert_max_num_queries(most):
            assert client.get(page).status_code == 200
