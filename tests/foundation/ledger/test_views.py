"""Who can read the record of acts, can they find their way in it, and does a long one cost no more?"""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger import commands, queries
from cairn.foundation.ledger.models import Entry, TreeHead
from cairn.foundation.ledger.queries import Sought
from cairn.foundation.ledger.recurring import seal_every_ledger

HISTORY = reverse("ledger:history")
HEADS = reverse("ledger:heads")
MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)
READERS = {"isla", "catriona", "una"}
OTHERS = {"morag", "eilidh", "fraser", "hamish", "nadia", "petra"}


@pytest.fixture
def recorded(cast):
    """An act of the North on each of three days, and one of the South."""
    people = (("isla", "round.opened"), ("eilidh", "action.raised"), ("isla", "round.closed"))
    for days, (name, act) in enumerate(people):
        with clock.at(MONDAY + timedelta(days=days)), transaction.atomic():
            commands.record(act, by=cast[name], subject="evaluation.Round:0f1e2d3c", reason=f"Reason {days}")
    with clock.at(MONDAY), transaction.atomic():
        commands.record("round.withdrawn", by=cast["wren"], subject="evaluation.Round:99")
    return cast


def acts(response):
    """What stands in the list, from the top."""
    found = response.content.decode().split('<div class="when">')[1:]
    return [part.split('<a class="govuk-link"')[1].split('">')[1].split("<")[0] for part in found]


@pytest.mark.parametrize("name", sorted(READERS))
def test_those_who_answer_for_the_record_read_it(recorded, signed_in, name):
    response = signed_in(recorded[name]).get(HISTORY)

    assert response.status_code == 200
    assert acts(response) == ["Round closed", "Action raised", "Round opened"]
    assert "Three acts are on record" in response.content.decode()


@pytest.mark.parametrize("name", sorted(OTHERS))
@pytest.mark.parametrize("address", [HISTORY, HEADS])
def test_for_all_others_the_pages_do_not_exist(recorded, signed_in, name, address):
    assert signed_in(recorded[name]).get(address).status_code == 404
    assert not Entry.objects.filter(act="ledger.heads_taken").exists()


@pytest.mark.parametrize("address", [HISTORY, HEADS])
def test_signed_out_one_is_asked_to_sign_in(client, db, address):
    response = client.get(address)

    assert (response.status_code, response.url) == (302, f"/sign-in/?next={address}")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("act=round.closed", ["Round closed"]),
        ("person=Eilidh", ["Action raised"]),
        ("subject=evaluation.Round:0f1e2d3c", ["Round closed", "Action raised", "Round opened"]),
        ("subject=evaluation.Round:99", []),
        ("first_day=2026-11-17", ["Round closed", "Action raised"]),
        ("last_day=2026-11-17", ["Action raised", "Round opened"]),
        ("first_day=2026-11-17&last_day=2026-11-17", ["Action raised"]),
        ("first_day=2026-11-30", []),
        ("last_day=2026-11-01", []),
        ("before=3", ["Action raised", "Round opened"]),
        ("after=1", ["Round closed", "Action raised"]),
        ("after=x&before=99999999999999999999", ["Round closed", "Action raised", "Round opened"]),
    ],
)
def test_the_history_is_filtered(recorded, signed_in, query, expected):
    response = signed_in(recorded["isla"]).get(f"{HISTORY}?{query}")

    assert (response.status_code, acts(response)) == (200, expected)


def test_an_actor_is_followed_by_a_link(recorded, signed_in):
    page = signed_in(recorded["isla"]).get(HISTORY).content.decode()
    link = f"?actor={recorded.people['isla']}"

    assert link in page
    assert acts(signed_in(recorded["isla"]).get(HISTORY + link)) == ["Round closed", "Round opened"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("person=Nobody", "Nobody here goes by that name"),
        ("person=Wren", "Nobody here goes by that name"),
        ("first_day=2026-11-18&last_day=2026-11-17", "The last day must not be before the first"),
        ("first_day=yesterday", "Enter a valid date"),
        ("act=other", "Select a valid choice"),
    ],
)
def test_what_can_not_be_looked_for_is_said(recorded, signed_in, query, said):
    response = signed_in(recorded["isla"]).get(f"{HISTORY}?{query}")

    assert response.status_code == 200
    assert said in response.content.decode()


def test_where_several_are_meant_one_is_chosen(recorded, signed_in):
    page = signed_in(recorded["isla"]).get(f"{HISTORY}?person=north.example").content.decode()

    assert "Who is meant?" in page
    assert f'href="?actor={recorded.people["eilidh"]}"' in page


def test_typed_text_is_shown_as_text(recorded, signed_in):
    with transaction.atomic():
        commands.record("x.done", by=recorded["isla"], subject="a<b>:1", reason="<script>alert(1)</script>")

    page = signed_in(recorded["isla"]).get(HISTORY).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_long_history_is_turned_page_by_page(cast, signed_in):
    with transaction.atomic():
        commands.record_each("x.done", by=cast["isla"], subjects=[f"x:{n}" for n in range(120)])
    look = lambda **place: queries.history(cast["isla"], Sought(), **place)  # noqa: E731

    first, second = look(), look(before=71)
    last = look(before=21)

    def ends(page):
        return page.entries[0].sequence, page.entries[-1].sequence, page.newer, page.older

    assert ends(first) == (120, 71, None, 71)
    assert ends(second) == (70, 21, 70, 21)
    assert ends(last) == (20, 1, 20, None)
    assert ends(look(after=20)) == (70, 21, 70, 21)
    assert ends(look(after=70)) == (120, 71, None, 71)
    page = signed_in(cast["isla"]).get(f"{HISTORY}?before=71").content.decode()
    assert 'href="?after=70"' in page
    assert 'href="?before=21"' in page


@pytest.mark.parametrize("query", ["", "?act=x.done&first_day=2026-01-01&person=Isla"])
def test_one_act_and_five_cost_the_same(cast, signed_in, query):
    counted = []
    for more in (1, 4):
        with transaction.atomic():
            commands.record_each("x.done", by=cast["isla"], subjects=[f"x:{n}" for n in range(more)])
        commands.seal(cast.north.pk)
        client = signed_in(cast["isla"])
        client.get("/ledger/")  # the first page after signing in also begins the session
        with CaptureQueriesContext(connection) as asked:
            assert client.get(HISTORY + query).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert counted[0] <= 10


def test_an_entry_shows_all_of_it_and_what_binds_it(cast, signed_in):
    facts = {"closes_on": "2026-12-01", "asked": 5, "sample": False, "of": None, "units": ["A", "B"]}
    with transaction.atomic():
        commands.record("round.opened", by=cast["isla"], subject="evaluation.Round:1", reason="Yearly", facts=facts)
    entry = Entry.objects.get()
    unsealed = signed_in(cast["una"]).get(reverse("ledger:entry", args=[entry.pk])).content.decode()
    commands.seal(cast.north.pk)
    page = signed_in(cast["una"]).get(reverse("ledger:entry", args=[entry.pk])).content.decode()

    for said in ("Round opened", "Isla Renwick", "Yearly", "Closes on", "2026-12-01", "A, B", entry.commitment.hex()):
        assert said in page
    assert "Not sealed yet" in unsealed
    assert "Covered by the tree head over one entry" in page
    assert bytes(entry.salt).hex() not in page


def test_a_disposed_entry_shows_its_certificate(cast, signed_in):
    with transaction.atomic():
        entry = commands.record("call.noted", by=cast["isla"], subject="x:1", reason="Called Mr Bell")
    certificate = commands.dispose(entry, by=cast["isla"], reason="Six years are over")

    page = signed_in(cast["una"]).get(reverse("ledger:entry", args=[entry.pk])).content.decode()
    history = signed_in(cast["una"]).get(HISTORY).content.decode()

    assert "The content was disposed of." in page
    assert reverse("ledger:entry", args=[certificate.pk]) in page
    assert "Mr Bell" not in page + history
    assert "Disposed of" in history


@pytest.mark.parametrize("name", ["wren", "eilidh"])
def test_an_entry_one_may_not_see_is_answered_like_a_missing_one(recorded, signed_in, name):
    entry = Entry.objects.filter(organisation_id=recorded.north.pk).first()
    client = signed_in(recorded[name])

    seen = client.get(reverse("ledger:entry", args=[entry.pk]))
    missing = client.get(reverse("ledger:entry", args=[uuid4()]))

    assert (seen.status_code, seen.content) == (404, missing.content)


def test_tree_heads_are_taken_away_and_that_is_recorded(recorded, signed_in):
    response = signed_in(recorded["una"]).get(HEADS)

    heads = [json.loads(line) for line in response.content.decode().splitlines()]
    entry = Entry.objects.get(act="ledger.heads_taken")
    assert [(head["size"], head["organisation_id"]) for head in heads] == [(3, str(recorded.north.pk))]
    assert heads[0]["root"] == TreeHead.objects.get().root_hex
    assert response.headers["Content-Disposition"].startswith('attachment; filename="tree-heads-')
    assert (entry.actor, entry.facts) == (str(recorded.people["una"]), {"heads": 1})


def test_take_heads_refused_leaves_no_trace(recorded):
    with pytest.raises(Refused, match="taking tree heads away"):
        commands.take_heads(by=recorded["eilidh"])

    assert not TreeHead.objects.exists()
    assert not Entry.objects.filter(act="ledger.heads_taken").exists()


def test_history_refused_says_where_the_history_of_one_record_is(recorded):
    with pytest.raises(Refused, match="on its own page"):
        queries.history(recorded["eilidh"], Sought())


def test_about_and_signatures_are_those_of_one_subject_in_ones_own_organisation(recorded):
    subject = "evaluation.Round:0f1e2d3c"

    assert list(queries.about(recorded["eilidh"], subject).values_list("sequence", flat=True)) == [3, 2, 1]
    assert not queries.about(recorded["wren"], subject).exists()
    assert not queries.signatures_of(recorded["isla"], subject).exists()


def test_every_day_each_ledger_is_sealed(recorded, caplog):
    with clock.at(MONDAY + timedelta(days=2)):
        assert seal_every_ledger.call() == 2
    with transaction.atomic(), clock.at(MONDAY + timedelta(days=3)):
        commands.record("round.opened", by=recorded["isla"], subject="x:1")
    with clock.at(MONDAY):
        assert seal_every_ledger.call() == 1

    assert sorted(TreeHead.objects.values_list("size", flat=True)) == [1, 3]
    assert "was not sealed: The server's clock is" in caplog.text
