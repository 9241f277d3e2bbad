"""Actions over the API: the same rules and records as on the pages."""

import uuid
from datetime import timedelta

import pytest

from cairn.cycle.evidence import commands as evidence
from cairn.cycle.improvement import commands
from cairn.cycle.improvement.models import Action
from cairn.foundation.core import clock
from cairn.foundation.ledger.models import Entry


@pytest.fixture
def wanted(cast):
    return {
        "what": "Record supervision during the session",
        "why": "A third of records come back weeks later.",
        "owner": cast["eilidh"].pk,
        "due_on": clock.today() + timedelta(days=10),
        "unit": cast.team_a.pk,
    }


@pytest.fixture
def action(cast, wanted):
    return commands.raise_action(by=cast["morag"], **wanted | {"owner": cast["eilidh"], "unit": cast.team_a})


def test_raise_does_and_records(cast, call, wanted, library):
    from cairn.foundation.standards.models import Statement

    statement = Statement.objects.filter(assessable=True).first()
    answer = call("morag").post("/actions", **wanted, statement=statement.pk)
    action = Action.objects.get()
    assert answer.status_code == 201
    body = answer.json()
    assert (body["id"], body["number"], body["state"], body["priority"]) == (str(action.pk), 1, "open", "3-ordinary")
    assert body["owner"] == {"id": str(cast["eilidh"].pk), "full_name": "Eilidh Farrow"}
    assert body["unit"] == {"id": str(cast.team_a.pk), "name": "Team A"}
    assert body["statement"] == {
        "id": str(statement.pk),
        "ref": statement.ref,
        "wording": statement.wording,
        "framework": str(statement.framework_id),
    }
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject, entry.actor) == (
        "action.raised",
        f"improvement.Action:{action.pk}",
        str(cast["morag"].pk),
    )


@pytest.mark.parametrize(
    ("name", "changes", "status", "sentence"),
    [
        (
            "eilidh",
            {},
            403,
            "Unit leaders and those who assure quality raise actions. You can offer a suggestion instead.",
        ),
        ("morag", {"due_on": "2020-01-01"}, 403, "The day by which it is due is in the past. Choose today or later."),
        ("morag", {"due_on": 0}, 422, "'due_on' must be a date such as 2026-11-22."),
        ("morag", {"due_on": "2026-02-30"}, 422, None),
        (
            "morag",
            {"owner": "nobody"},
            422,
            "'owner' must be an identifier such as 6f1f0d3c-6a0e-4a43-9d0a-0c6a3f0f7b11.",
        ),
        ("morag", {"priority": "9"}, 422, "'priority' must be one of '1-urgent', '2-high' or '3-ordinary'."),
        ("morag", {"what": ""}, 422, "'what' must not be empty."),
        ("morag", {"number": 7}, 422, "'number' is not known here. Leave it out."),
    ],
)
def test_raise_refused_leaves_no_trace(call, wanted, name, changes, status, sentence):
    caller, before = call(name), Entry.objects.count()
    answer = caller.post("/actions", **wanted | changes)
    assert answer.status_code == status
    assert sentence is None or answer.json() == {"detail": sentence}
    assert (Action.objects.count(), Entry.objects.count()) == (0, before)


@pytest.mark.parametrize("field", ["owner", "unit", "statement"])
def test_a_foreign_record_in_a_body_is_refused_as_a_missing_one(cast, call, wanted, field):
    foreign = {"owner": cast["ada"].pk, "unit": cast.south_team.pk, "statement": cast.south_team.pk}[field]
    caller = call("morag")
    answers = [caller.post("/actions", **wanted | {field: value}) for value in (foreign, uuid.uuid4())]
    assert answers[0].status_code in (404, 422)
    assert (answers[0].status_code, answers[0].content) == (answers[1].status_code, answers[1].content)
    assert Action.objects.count() == 0


def test_list_and_one(cast, call, action):
    caller = call("shona")
    listed = caller.get("/actions").json()
    assert [one["id"] for one in listed["items"]] == [str(action.pk)]
    whole = caller.get(f"/actions/{action.pk}").json()
    assert (whole["what"], whole["notes"], whole["evidence"]) == (action.what, [], [])
    assert {key: whole[key] for key in listed["items"][0]} == listed["items"][0]


@pytest.mark.parametrize(
    ("query", "count"),
    [({"show": "mine"}, 1), ({"show": "overdue"}, 0), ({"words": "supervision"}, 1), ({"words": "bicycle"}, 0)],
)
def test_list_filtered(call, action, query, count):
    assert len(call("eilidh").get("/actions", **query).json()["items"]) == count


def test_list_filtered_by_unit(cast, call, action):
    caller = call("eilidh")
    assert len(caller.get("/actions", unit=str(cast.team_a.pk)).json()["items"]) == 1
    assert len(caller.get("/actions", unit=str(cast.team_b.pk)).json()["items"]) == 0
    assert caller.get("/actions", unit="team-a").status_code == 422
    assert caller.get("/actions", show="everything").status_code == 422


def test_note_does_and_records(cast, call, action):
    answer = call("eilidh").post(f"/actions/{action.pk}/notes", text="Half of the team does it now.")
    assert answer.status_code == 201
    assert [(line["text"], line["by"]["full_name"]) for line in answer.json()["notes"]] == [
        ("Half of the team does it now.", "Eilidh Farrow")
    ]
    assert Entry.objects.latest("sequence").act == "action.noted"


def test_note_refused(call, action):
    answer = call("shona").post(f"/actions/{action.pk}/notes", text="Mine too.")
    assert (answer.status_code, action.notes.count()) == (403, 0)
    assert answer.json() == {"detail": "Only its owner, and those who follow it, can add progress."}


def test_finish_does_and_records(cast, call, action):
    shown = evidence.add(
        by=cast["morag"], title="Dip sample", kind="link", address="https://x.example/", happened_on=clock.today()
    )
    answer = call("morag").get("/me")
    assert answer.status_code == 200
    finishing = {"done_words": "Both sign.", "check_on": clock.today() + timedelta(days=60)}
    caller = call("fraser")
    refused = caller.post(f"/actions/{action.pk}/finish", **finishing)
    assert refused.status_code == 403
    assert refused.json() == {"detail": "Closing needs evidence: choose or add what shows that it was done."}
    unknown = caller.post(f"/actions/{action.pk}/finish", **finishing, evidence=[uuid.uuid4()])
    assert (unknown.status_code, Action.objects.get().state) == (422, "open")
    done = caller.post(f"/actions/{action.pk}/finish", **finishing, checker=cast["callum"].pk, evidence=[str(shown.pk)])
    assert done.status_code == 200
    assert (done.json()["state"], done.json()["evidence"]) == ("done", [str(shown.pk)])
    assert Entry.objects.latest("sequence").act == "action.finished"


def test_another_organisation_sees_nothing(call, action):
    caller = call("wren")
    assert caller.get("/actions").json() == {"items": [], "next": None}
    missing = caller.get(f"/actions/{uuid.uuid4()}")
    for answer in (
        caller.get(f"/actions/{action.pk}"),
        caller.post(f"/actions/{action.pk}/notes", text="Hello"),
        caller.post(f"/actions/{action.pk}/finish", done_words="x", check_on=clock.today() + timedelta(days=9)),
    ):
        assert (answer.status_code, answer.content) == (404, missing.content)


@pytest.mark.parametrize("rows", [1, 5])
def test_a_list_asks_the_same_at_any_length(cast, call, wanted, rows, django_assert_num_queries):
    for _ in range(rows):
        commands.raise_action(by=cast["morag"], **wanted | {"owner": cast["eilidh"], "unit": cast.team_a})
    caller = call("morag")
    caller.get("/me")
    with django_assert_num_queries(3):
        assert len(caller.get("/actions").json()["items"]) == rows
