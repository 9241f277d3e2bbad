"""Rounds, judgements and results over the API: the same rules, records and disclosure as on the pages."""

import uuid

import pytest
from tests.front.api.test_people import everything

from cairn.assurance.evaluation.models import Judgement, Result
from cairn.foundation.ledger.models import Entry


def test_rounds_newest_first(cast, call, opened):
    listed = call("eilidh").get("/rounds").json()
    assert listed["next"] is None
    assert listed["items"] == [
        {
            "id": str(opened.pk),
            "title": "Autumn self-evaluation",
            "framework": str(opened.framework_id),
            "scope": None,
            "level": "team",
            "scale": "six",
            "state": "open",
            "opens_on": "2026-09-01",
            "closes_on": "2026-09-21",
            "previous": None,
            "opened_at": "2026-09-01T09:00:00Z",
            "closed_at": None,
            "moderated_at": None,
            "signed_at": None,
        }
    ]


def test_one_round_says_how_many_have_answered(call, answered):
    whole = call("eilidh").get(f"/rounds/{answered.pk}").json()
    assert whole["participation"] == [
        {"side": "employer", "asked": 3, "answered": 0},
        {"side": "practitioner", "asked": 14, "answered": 13},
    ]


def test_a_planned_round_is_for_those_who_plan(call, planned):
    assert call("isla").get(f"/rounds/{planned.pk}").status_code == 200
    assert call("eilidh").get(f"/rounds/{planned.pk}").status_code == 404


def test_judgements_in_the_order_of_the_framework(cast, call, opened):
    caller = call("isla")
    found = everything(caller, f"/rounds/{opened.pk}/judgements", 3)
    assert len(found) == Judgement.objects.filter(round=opened).count()
    assert [one["position"] for one in found] == sorted(one["position"] for one in found)
    assert {one["version"] for one in found} == {0}


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ({"unit": "whole"}, ["t.3.c"]),
        ({"unit": "team_a"}, ["t.1.e", "t.1.d", "t.2.e", "t.2.v"]),
        ({"unit": "team_a", "area": "t.2"}, ["t.2.e", "t.2.v"]),
        ({"statement": "t.3.c"}, ["t.3.c"]),
        ({"state": "judged"}, []),
        ({"unit": "south_team"}, []),
    ],
)
def test_judgements_filtered(cast, call, opened, ids, query, refs):
    if query.get("unit") not in (None, "whole"):
        query = query | {"unit": str(getattr(cast, query["unit"]).pk)}
    query = {name: str(ids.get(value, value)) for name, value in query.items()}
    found = call("isla").get(f"/rounds/{opened.pk}/judgements", **query).json()["items"]
    assert [one["statement"]["ref"] for one in found] == refs


def test_leaders_read_their_own_units(cast, call, opened):
    found = call("morag").get(f"/rounds/{opened.pk}/judgements").json()["items"]
    assert {one["unit"]["name"] for one in found} == {"Team A"}


def test_practitioners_read_none(call, opened, of, cast):
    missing = call("eilidh").get(f"/rounds/{uuid.uuid4()}/judgements")
    assert missing.status_code == 404
    assert call("eilidh").get(f"/rounds/{opened.pk}/judgements").content == missing.content
    one = of("t.1.e", cast.team_a)
    assert call("eilidh").get(f"/judgements/{one.pk}").content == missing.content


def test_change_does_and_records(cast, call, of):
    before = of("t.1.e", cast.team_a)
    answer = call("morag").patch(
        f"/judgements/{before.pk}", version=0, grade=4, how_we_know="We read ten records.", what_next="Again in spring."
    )
    body = answer.json()
    assert answer.status_code == 200
    assert {name: body[name] for name in ("grade", "how_we_know", "what_next", "version", "stands")} == {
        "grade": 4,
        "how_we_know": "We read ten records.",
        "what_next": "Again in spring.",
        "version": 1,
        "stands": 4,
    }
    assert body["by"] == {"id": str(cast["morag"].pk), "full_name": "Morag Lindsay"}
    assert body == call("isla").get(f"/judgements/{before.pk}").json()
    entry = Entry.objects.filter(act="judgement.changed").get()
    assert (entry.subject, entry.actor) == (f"evaluation.Judgement:{before.pk}", str(cast["morag"].pk))


def test_what_is_left_out_stays(cast, call, of):
    one = of("t.1.e", cast.team_a)
    caller = call("morag")
    caller.patch(f"/judgements/{one.pk}", version=0, grade=4, how_we_know="Ten records.")
    caller.patch(f"/judgements/{one.pk}", version=1, what_next="Again.")
    body = caller.patch(f"/judgements/{one.pk}", version=2, grade=None).json()
    assert (body["grade"], body["how_we_know"], body["what_next"], body["version"]) == (
        None,
        "Ten records.",
        "Again.",
        3,
    )


def test_not_applicable_with_its_reason(cast, call, of):
    one = of("t.1.e", cast.team_a)
    body = call("morag").patch(f"/judgements/{one.pk}", version=0, not_applicable_because="No such work here.").json()
    assert (body["grade"], body["not_applicable_because"]) == (None, "No such work here.")


def test_the_second_of_two_sees_both_texts(cast, call, of):
    one = of("t.1.e", cast.team_a)
    caller = call("morag")
    caller.patch(f"/judgements/{one.pk}", version=0, grade=4, how_we_know="First.")
    before = Entry.objects.count()
    answer = caller.patch(f"/judgements/{one.pk}", version=0, grade=2, how_we_know="Second.")
    body = answer.json()
    assert answer.status_code == 409
    assert body["detail"] == "Somebody else changed this while you were writing. Both texts are shown."
    assert (body["stored"]["how_we_know"], body["stored"]["version"]) == ("First.", 1)
    assert (body["sent"]["how_we_know"], body["sent"]["grade"], body["sent"]["version"]) == ("Second.", 2, 0)
    one.refresh_from_db()
    assert (one.grade, one.how_we_know, Entry.objects.count()) == (4, "First.", before)


def test_the_same_sent_twice_changes_nothing_more(cast, call, of):
    one = of("t.1.e", cast.team_a)
    caller = call("morag")
    answers = [caller.patch(f"/judgements/{one.pk}", version=0, grade=4) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json()["version"] for answer in answers] == [1, 1]


@pytest.mark.parametrize(
    ("name", "body", "status", "sentence"),
    [
        ("callum", {"version": 0, "grade": 4}, 404, None),
        ("fraser", {"version": 0, "grade": 4}, 403, "Team A is judged by those who lead it."),
        ("wren", {"version": 0, "grade": 4}, 404, None),
        ("morag", {"grade": 4}, 422, "'version' is missing."),
        ("morag", {"version": "0", "grade": 4}, 422, "'version' must be a whole number."),
        ("morag", {"version": 0, "grade": 7}, 422, "'grade' must be 6 or less."),
        ("morag", {"version": 0, "grade": True}, 422, "'grade' must be a whole number."),
        ("morag", {"version": 0, "grade": 4.0}, 422, "'grade' must be a whole number."),
        (
            "morag",
            {"version": 0, "grade": 4, "not_applicable_because": "No."},
            422,
            "Send a grade, or why it does not apply; not both.",
        ),
    ],
)
def test_change_refused_leaves_no_trace(cast, call, of, name, body, status, sentence):
    one = of("t.1.e", cast.team_a)
    caller, before = call(name), Entry.objects.filter(act="judgement.changed").count()
    answer = caller.patch(f"/judgements/{one.pk}", **body)
    assert answer.status_code == status
    assert sentence is None or answer.json() == {"detail": sentence}
    one.refresh_from_db()
    assert (one.version, Entry.objects.filter(act="judgement.changed").count()) == (0, before)


def test_what_is_signed_stays(cast, call, signed):
    one = Judgement.objects.filter(round=signed, unit=cast.team_a).first()
    answer = call("morag").patch(f"/judgements/{one.pk}", version=one.version, grade=1)
    assert answer.status_code == 403
    assert answer.json() == {"detail": "Judgements are made while the round is open. This one is signed."}


def test_results_are_the_stored_ones(cast, call, signed):
    found = everything(call("eilidh"), f"/rounds/{signed.pk}/results", 4)
    stored = {str(row.pk): row for row in Result.objects.filter(round=signed)}
    assert {one["id"] for one in found} == set(stored)
    for one in found:
        row = stored[one["id"]]
        assert one["employers_mean"] == (None if row.employers_mean is None else float(row.employers_mean))
        assert one["practitioners_counts"] == row.practitioners_counts
        assert one["practitioners_withheld"] == row.practitioners_withheld
        if row.practitioners_withheld:
            figures = [one[f"practitioners_{figure}"] for figure in ("n", "mean", "counts", "previous")]
            assert figures == [None, None, None, None]
            assert one["gap"] is None


def test_results_of_a_part(cast, call, signed):
    caller = call("isla")
    areas = caller.get(f"/rounds/{signed.pk}/results", unit="whole", show="areas").json()["items"]
    assert [one["statement"]["ref"] for one in areas] == ["t.1", "t.2", "t.3"]
    statements = caller.get(f"/rounds/{signed.pk}/results", unit=str(cast.team_a.pk), show="statements").json()["items"]
    assert {one["unit"]["name"] for one in statements} == {"Team A"}


def test_results_are_nobodys_before_the_round_closes(call, answered):
    assert call("isla").get(f"/rounds/{answered.pk}/results").json() == {"items": [], "next": None}


def test_nothing_of_a_single_answer_is_to_be_had(call, signed):
    """No call gives remarks, tallies or who answered."""
    caller = call("isla")
    for path in (f"/rounds/{signed.pk}", f"/rounds/{signed.pk}/results"):
        text = caller.get(path).text
        assert not any(word in text for word in ("remark", "tally", "asked_person"))


@pytest.mark.parametrize("limit", [1, 5])
@pytest.mark.parametrize(
    ("path", "queries"), [("/rounds", 3), ("/rounds/{}", 3), ("/rounds/{}/judgements", 4), ("/rounds/{}/results", 4)]
)
def test_a_list_asks_the_same_at_any_length(call, signed, path, queries, limit, django_assert_num_queries):
    caller = call("isla")
    caller.get("/me")
    path = path.format(signed.pk)
    query = {} if path.endswith(str(signed.pk)) else {"limit": limit}
    with django_assert_num_queries(queries):
        assert caller.get(path, **query).status_code == 200


def test_report(cast, call, signed):
    caller = call("isla")
    answer = caller.get(f"/rounds/{signed.pk}/report")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json()["round_title"] == "Autumn self-evaluation"
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.facts["format"]) == ("report.exported", "json")


@pytest.mark.parametrize("name", ["eilidh", "wren", "hamish"])
def test_a_draft_report_is_not_for_everybody(call, signed, name):
    caller = call(name)
    missing = caller.get(f"/rounds/{uuid.uuid4()}/report")
    assert missing.status_code == 404
    assert caller.get(f"/rounds/{signed.pk}/report").content == missing.content
