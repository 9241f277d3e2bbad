"""Do the pages open for whom they should, say what they should, and cost the same at any size?"""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.assurance.evaluation.conftest import answers, judge_all, make_framework, plan_round, team
from tests.assurance.evaluation.test_citing import evidence_of

from cairn.assurance.evaluation import commands, content
from cairn.assurance.evaluation.models import Asked, Citation, Judgement, Round
from cairn.foundation.ledger.models import Entry

MOST_QUERIES, HEAVIEST = 12, 100_000


def at(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def text(response):
    return response.content.decode()


def open_cheaply(client, address):
    """The page, within the limits that every page keeps."""
    client.get("/rounds/")
    with CaptureQueriesContext(
        connection,
    ) as told:
        response = client.get(address)
    assert response.status_code == 200, address
    assert len(told) <= MOST_QUERIES, f"{address}: {len(told)}\n" + "\n".join(q["sql"][:160] for q in told)
    assert len(response.content) < HEAVIEST
    return text(response)


PAGES = {
    "opened": [
        ("morag", "list", ()), ("morag", "round", ("round",)), ("isla", "round", ("round",)),
        ("morag", "judging", ("round", "team_a")), ("isla", "judging", ("round", "whole")),
        ("morag", "judgement", ("judgement",)), ("morag", "not_applicable", ("judgement",)),
        ("morag", "cite", ("judgement",)), ("morag", "xray", ("round",)), ("isla", "xray", ("round",)),
        ("morag", "evidence", ("round",)), ("isla", "close", ("round",)), ("isla", "withdraw", ("round",)),
        ("isla", "plan", ()), ("eilidh", "round", ("round",)), ("eilidh", "answering", ("round",)),
        ("eilidh", "answer", ("round", "statement")), ("eilidh", "give", ("round",)),
    ],
    "closed": [
        ("isla", "list", ()), ("catriona", "round", ("round",)), ("catriona", "moderation", ("round",)),
        ("catriona", "moderate", ("judgement",)), ("catriona", "finish_moderation", ("round",)),
        ("catriona", "results", ("round",)), ("morag", "results", ("round",)), ("morag", "unit", ("round", "team_a")),
        ("catriona", "area", ("round", "area")), ("catriona", "statement", ("round", "statement")),
        ("morag", "statement", ("round", "statement")), ("fraser", "xray", ("round",)),
        ("fraser", "evidence", ("round",)),
    ],
    "moderated": [("isla", "round", ("round",)), ("isla", "sign", ("round",))],
    "signed": [
        ("isla", "round", ("round",)), ("isla", "sign", ("round",)), ("isla", "addendum", ("round",)),
        ("eilidh", "round", ("round",)), ("eilidh", "results", ("round",)), ("hamish", "results", ("round",)),
        ("nadia", "statement", ("round", "statement")), ("isla", "evidence", ("round",)), ("isla", "xray", ("round",)),
    ],
}  # fmt: skip


def named(cast, round, names):
    judgement = Judgement.objects.get(round=round, unit=cast.team_a, statement__ref="t.1.d")
    known = {"round": round.pk, "judgement": judgement.pk, "team_a": cast.team_a.pk, "whole": "whole"}
    known |= {"statement": judgement.statement_id, "area": judgement.statement.area_id}
    return [known[name] for name in names]


@pytest.mark.parametrize(
    ("state", "who", "name", "args"),
    [pytest.param(state, *rest, id=f"{state}-{rest[0]}-{rest[1]}") for state, rows in PAGES.items() for rest in rows],
)
@pytest.mark.groundwork("state")
def test_page_opens_at_little_cost(request, signed_in, cast, state, who, name, args):
    round = request.getfixturevalue(state)
    body = open_cheaply(signed_in(cast[who]), at(name, *named(cast, round, args)))
    assert body.count("<h1") == 1


def test_signed_out_goes_to_sign_in(client, cast, opened):
    for state in PAGES["opened"]:
        response = client.get(at(state[1], *named(cast, opened, state[2])))
        assert (response.status_code, response.url.split("?")[0]) == (302, "/sign-in/")


def test_an_outsider_finds_nothing(signed_in, cast, opened):
    wren = signed_in(cast["wren"])
    for _, name, args in PAGES["opened"]:
        if args:
            assert wren.get(at(name, *named(cast, opened, args))).status_code == 404, name


@pytest.mark.parametrize(
    ("who", "name", "args", "status"),
    [
        ("callum", "judging", ("round", "team_a"), 403),
        ("callum", "judgement", ("judgement",), 404),
        ("isla", "judgement", ("judgement",), 403),
        ("eilidh", "judgement", ("judgement",), 404),
        ("morag", "answering", ("round",), 404),
        ("morag", "results", ("round",), 403),
        ("morag", "close", ("round",), 403),
        ("morag", "plan", (), 403),
        ("petra", "list", (), 404),
    ],
)
def test_who_may_not(signed_in, cast, opened, who, name, args, status):
    response = signed_in(cast[who]).get(at(name, *named(cast, opened, args)))
    assert response.status_code == status


def more_units(cast, count):
    from cairn.foundation.people.models import Unit

    Unit.objects.bulk_create(
        Unit(
            organisation=cast.north, parent=cast.service, name=f"Team {n}", code=f"N{n}", kind="team",
            path=f"D/S/N{n}/", opened_on=cast.team_a.opened_on,
        )
        for n in range(count)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "name", "args"),
    [
        ("isla", "list", ()), ("isla", "round", ("round",)), ("catriona", "moderation", ("round",)),
        ("catriona", "xray", ("round",)), ("catriona", "results", ("round",)), ("catriona", "area", ("round", "area")),
        ("catriona", "statement", ("round", "statement")), ("catriona", "evidence", ("round",)),
    ],
)  # fmt: skip
def test_cost_does_not_grow(signed_in, cast, crowd, framework, who, name, args):
    costs = []
    for count in (1, 5):
        more_units(cast, count) if count == 1 else more_units_later(cast, count)
        round = commands.open_round(plan_round(cast, framework), by=cast["isla"])
        judge_all(round, cast.team_a, cast["morag"])
        pairs = [
            (one, evidence_of(cast["morag"]), "supports") for one in Judgement.objects.filter(unit=cast.team_a)[:count]
        ]
        for judgement, evidence, shows in pairs:
            Citation.objects.create(
                round=judgement.round, judgement=judgement, evidence=evidence, shows=shows, at=judgement.round.opened_at
            )
        closed = commands.close_round(round, by=cast["isla"])
        client = signed_in(cast[who])
        client.get("/rounds/")
        here = at(name, *named(cast, closed, args))
        with CaptureQueriesContext(connection) as told:
            assert client.get(here).status_code == 200
        costs.append(len(told))
    assert costs[0] == costs[1] <= MOST_QUERIES


def more_units_later(cast, count):
    from cairn.foundation.people.models import Unit

    for n in range(10, 10 + count):
        Unit.objects.create(
            organisation=cast.north, parent=cast.service, name=f"Team {n}", code=f"N{n}", kind="team",
            path=f"D/S/N{n}/", opened_on=cast.team_a.opened_on,
        )  # fmt: skip


def test_the_heading_says_where_the_round_stands(signed_in, cast, opened):
    body = text(signed_in(cast["isla"]).get(at("round", opened.pk)))
    assert "Autumn self-evaluation is open until 21 September 2026" in body
    assert "None of 3 units has finished judging, and none of 14 practitioners has answered." in body


def test_the_long_table_stands_below_the_cards_beside_it(signed_in, cast, opened):
    body = text(signed_in(cast["isla"]).get(at("round", opened.pk)))
    assert body.index("Who takes part") < body.index("This round") < body.index("Who has judged")


def test_a_statement_says_where_more_was_written(signed_in, cast, closed, ids, monkeypatch):
    isla, address = signed_in(cast["isla"]), at("statement", closed.pk, ids["t.1.d"])
    more = "Choose a unit below to read what was written there."
    assert more not in text(isla.get(address))
    monkeypatch.setattr("cairn.assurance.evaluation.views.results.TEXTS", 1)
    assert f"These are the first 1. {more}" in text(isla.get(address))


def test_an_action_begins_with_its_round_and_unit(signed_in, cast, closed, ids):
    isla = signed_in(cast["isla"])
    body = text(isla.get(f"{at('statement', closed.pk, ids['t.1.d'])}?unit={cast.team_a.pk}"))
    link = body.partition('href="/actions/raise/')[2].partition('"')[0].replace("&amp;", "&")
    form = text(isla.get(f"/actions/raise/{link}"))
    assert 'name="source_words" value="Autumn self-evaluation"' in form
    assert f'<option value="{cast.team_a.pk}" selected' in form


def typed(**changes):
    return {"version": 0, "grade": "4", "how_we_know": "Ten of ten", "what_next": "Again", "go": "next"} | changes


def test_next_statement_saves_and_goes_on(signed_in, cast, of):
    first, second = of("t.1.e", cast.team_a), of("t.1.d", cast.team_a)
    morag = signed_in(cast["morag"])

    response = morag.post(at("judgement", first.pk), typed())

    assert (response.status_code, response.url) == (302, at("judgement", second.pk))
    assert Judgement.objects.get(pk=first.pk).grade == 4
    last = of("t.2.v", cast.team_a)
    assert morag.post(at("judgement", last.pk), typed()).url == at("judging", last.round_id, cast.team_a.pk)
    assert morag.post(at("judgement", second.pk), typed(go="back")).url == at("judgement", first.pk)
    assert morag.post(at("judgement", first.pk), typed(version=1, go="evidence")).url == at("cite", first.pk)


def test_a_refused_form_keeps_what_was_typed(signed_in, cast, of):
    response = signed_in(cast["morag"]).post(at("judgement", of("t.1.e", cast.team_a).pk), typed(grade="9"))
    assert response.status_code == 200
    assert "Choose a grade from 1 to 6" in text(response)
    assert "Ten of ten" in text(response)


def test_text_saves_itself_and_tells_its_version(signed_in, cast, of):
    judgement, morag = of("t.1.e", cast.team_a), signed_in(cast["morag"])
    save = at("save", judgement.pk)
    headers = {"X-Cairn-Autosave": "1"}

    first = morag.post(save, typed(), headers=headers)
    again = morag.post(save, typed(version=1, how_we_know="Ten of ten, twice"), headers=headers)
    stale = morag.post(save, typed(version=0, how_we_know="An old window"), headers=headers)

    assert (json.loads(first.content), json.loads(again.content)) == ({"version": 1}, {"version": 2})
    assert (stale.status_code, text(stale)) == (
        409, "Somebody else changed this meanwhile. Your text is still here; go on to see both.",
    )  # fmt: skip
    assert Judgement.objects.get(pk=judgement.pk).how_we_know == "Ten of ten, twice"
    assert morag.post(save, typed(grade="9"), headers=headers).status_code == 422


def test_two_people_editing_see_both_texts_and_choose(signed_in, cast, of):
    judgement, morag = of("t.1.e", cast.team_a), signed_in(cast["morag"])
    morag.post(at("judgement", judgement.pk), typed(how_we_know="The first text"))

    conflict = morag.post(at("judgement", judgement.pk), typed(grade="2", how_we_know="The second text"))

    assert conflict.status_code == 409
    body = text(conflict)
    assert "The first text" in body
    assert "The second text" in body
    assert "You changed this in another window" in body
    Judgement.objects.filter(pk=judgement.pk).update(by=cast["callum"])
    again = text(morag.post(at("judgement", judgement.pk), typed(grade="2", how_we_know="The second text")))
    assert "Callum Drever changed this while you were writing" in again
    assert ".. " not in again
    assert Judgement.objects.get(pk=judgement.pk).how_we_know == "The first text"
    morag.post(at("judgement", judgement.pk), typed(version=1, grade="2", how_we_know="The second text", go="stay"))
    assert Judgement.objects.get(pk=judgement.pk).how_we_know == "The second text"


def test_a_double_click_makes_one_record(signed_in, cast, crowd, framework):
    form = {
        "title": "Twice", "framework": framework.pk, "level": "team", "scale": "six", "practitioners_are_asked": "own",
        "sample_percent": "100", "opens_on_day": "1", "opens_on_month": "9", "opens_on_year": "2026",
        "opens_on_0": "1", "opens_on_1": "9", "opens_on_2": "2026", "closes_on_0": "30", "closes_on_1": "9",
        "closes_on_2": "2026", "closes_on_day": "30", "closes_on_month": "9", "closes_on_year": "2026",
        "act_key": "one-key-of-one-form",
    }  # fmt: skip
    isla = signed_in(cast["isla"])
    responses = [isla.post(at("plan"), form) for _ in range(2)]
    assert [response.status_code for response in responses] == [302, 302], text(responses[0])
    assert responses[0].url == responses[1].url
    assert Round.objects.count() == Entry.objects.filter(act="round.planned").count() == 1


def test_a_foreign_identifier_in_the_plan_is_refused_like_a_missing_one(signed_in, cast, framework):
    theirs = make_framework(organisation=cast.south, urn="urn:test:south")
    isla, said = signed_in(cast["isla"]), []
    for pk in (theirs.pk, "00000000-0000-4000-8000-000000000000"):
        body = text(isla.post(at("plan"), {"title": "x", "framework": pk}))
        said.append(body.count("Choose one of the list"))
    assert said[0] == said[1] > 0


def test_evidence_is_named_from_the_judgement(signed_in, cast, of):
    judgement, evidence, morag = of("t.1.e", cast.team_a), evidence_of(cast["morag"]), signed_in(cast["morag"])

    response = morag.post(at("cite", judgement.pk), {"what": "cite", "evidence": evidence.pk, "shows": "contradicts"})
    assert (response.status_code, response.url) == (302, at("judgement", judgement.pk))
    assert Citation.objects.get().shows == "contradicts"

    new = {
        "what": "add", "title": "Minutes of May", "kind": "record", "reference": "M 5", "happened_on_day": "3",
        "happened_on_month": "5", "happened_on_year": "2026", "happened_on_0": "3", "happened_on_1": "5",
        "happened_on_2": "2026",
    }  # fmt: skip
    assert morag.post(at("cite", judgement.pk), new).status_code == 302
    assert sorted(judgement.citations.values_list("evidence__title", flat=True)) == ["Dip sample", "Minutes of May"]
    assert morag.post(at("uncite", Citation.objects.first().pk), {}).status_code == 302
    assert judgement.citations.count() == 1


def test_foreign_evidence_is_not_there(signed_in, cast, of):
    foreign, judgement = evidence_of(cast["wren"]), of("t.1.e", cast.team_a)
    response = signed_in(cast["morag"]).post(
        at("cite", judgement.pk), {"what": "cite", "evidence": foreign.pk, "shows": "supports"}
    )
    assert (response.status_code, Citation.objects.count()) == (404, 0)


def test_moderation_through_its_form(signed_in, cast, closed, of):
    judgement, catriona = of("t.1.d", cast.team_a), signed_in(cast["catriona"])
    page = text(catriona.get(at("moderation", closed.pk)))
    assert at("moderate", judgement.pk) in page
    assert "1.9" in text(catriona.get(at("moderate", judgement.pk)))
    response = catriona.post(at("moderate", judgement.pk), {"grade": "3", "reason": "Practitioners differ"})
    assert (response.status_code, Judgement.objects.get(pk=judgement.pk).stands) == (302, 3)


def test_signing_through_its_form(signed_in, cast, moderated):
    isla = signed_in(cast["isla"])
    shown = content.hash_of_round(moderated.pk)
    assert shown in text(isla.get(at("sign", moderated.pk)))
    assert "Tick the box" in text(isla.post(at("sign", moderated.pk), {"seen": shown}))
    assert isla.post(at("sign", moderated.pk), {"seen": shown, "declared": "on"}).status_code == 302
    assert shown in text(isla.get(at("sign", moderated.pk)))


def test_results_show_the_gap_and_never_a_withheld_figure(signed_in, cast, closed, ids):
    catriona = signed_in(cast["catriona"])
    of_both = text(catriona.get(at("results", closed.pk)))
    assert "The two sides are 3.1 grades apart in Team A: risk and decisions" in of_both
    of_a = text(catriona.get(at("unit", closed.pk, cast.team_a.pk)))
    assert "The two sides are 3.1 grades apart: risk and decisions" in of_a
    of_b = text(catriona.get(f"{at('statement', closed.pk, ids['t.1.p'])}?unit={cast.team_b.pk}"))
    assert "withheld" in of_b


def test_remarks_are_read_by_those_who_can_act(signed_in, cast, crowd, opened, ids):
    for place, person in enumerate(team(crowd, "team_a", cast)):
        commands.answer(opened, by=person, answers=answers(ids, t_1_d="Weeks later" if not place else 3 + place % 2))
    commands.close_round(opened, by=cast["isla"])
    commands.finish_moderation(opened, by=cast["catriona"])
    commands.sign(opened, by=cast["isla"])
    page = f"{at('statement', opened.pk, ids['t.1.d'])}?unit={cast.team_a.pk}"
    for name, reads in {"morag": True, "isla": True, "callum": False, "eilidh": False, "hamish": False}.items():
        assert ("Weeks later" in text(signed_in(cast[name]).get(page))) is reads, name


def test_answering_through_the_pages(signed_in, cast, opened, ids):
    eilidh = signed_in(cast["eilidh"])
    first, last = ids["t.1.p"], ids["t.2.v"]
    step = eilidh.post(at("answer", opened.pk, first), {"grade": "4", "remark": "", "anonymous": "yes", "go": "next"})
    assert step.url == at("answer", opened.pk, ids["t.1.d"])
    assert eilidh.post(at("answer", opened.pk, last), {"grade": "cannot", "remark": ""}).url == at(
        "answering", opened.pk
    )
    assert "Two of 3 statements answered" in text(eilidh.get(at("answering", opened.pk)))

    assert eilidh.post(at("give", opened.pk), {"act_key": "give-once"}).status_code == 302
    assert eilidh.post(at("give", opened.pk), {"act_key": "give-once"}).status_code == 302

    assert Asked.objects.filter(answered=True).count() == Entry.objects.filter(act="round.answered").count() == 1
    assert eilidh.get(at("answering", opened.pk)).status_code == 403
    assert "You have answered" in text(eilidh.get(at("round", opened.pk)))
