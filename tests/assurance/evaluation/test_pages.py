"""Do the pages open for whom they should, at a cost that does not grow?"""

import pytest
from django.urls import reverse


def address(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def test_every_page_of_an_open_round(signed_in, cast, opened, of, ids, client):
    morag = signed_in(cast["morag"])
    judgement = of("t.1.e", cast.team_a)
    for name, args in (
        ("list", ()),
        ("round", (opened.pk,)),
        ("judging", (opened.pk, cast.team_a.pk)),
        ("judgement", (judgement.pk,)),
        ("not_applicable", (judgement.pk,)),
        ("cite", (judgement.pk,)),
        ("xray", (opened.pk,)),
        ("evidence", (opened.pk,)),
    ):
        response = morag.get(address(name, *args))
        assert response.status_code == 200, name
        assert len(response.content) < 100_000
    isla = signed_in(cast["isla"])
    for name, args in (("round", (opened.pk,)), ("close", (opened.pk,)), ("withdraw", (opened.pk,)), ("judging", (opened.pk, "whole")), ("plan", ())):
        assert isla.get(address(name, *args)).status_code == 200, name
    eilidh = signed_in(cast["eilidh"])
    for name, args in (("round", (opened.pk,)), ("answering", (opened.pk,)), ("answer", (opened.pk, ids["t.1.p"])), ("give", (opened.pk,))):
        assert eilidh.get(address(name, *args)).status_code == 200, name


def test_every_page_of_a_closed_round(signed_in, cast, closed, of, ids):
    catriona = signed_in(cast["catriona"])
    for name, args in (
        ("round", (closed.pk,)), ("moderation", (closed.pk,)), ("moderate", (of("t.1.e", cast.team_a).pk,)), ("results", (closed.pk,)),
        ("unit", (closed.pk, cast.team_a.pk)), ("area", (closed.pk, ids["t.1"])), ("statement", (closed.pk, ids["t.1.d"])), ("xray", (closed.pk,)),
        ("finish_moderation", (closed.pk,)), ("evidence", (closed.pk,)),
    ):
        response = catriona.get(address(name, *args))
        assert response.status_code == 200, name


def test_every_page_of_a_signed_round(signed_in, cast, moderated, ids):
    isla = signed_in(cast["isla"])
    page = isla.get(address("sign", moderated.pk))
    assert page.status_code == 200
    from cairn.assurance.evaluation import content
    assert isla.post(address("sign", moderated.pk), {"seen": content.hash_of_round(moderated.pk), "declared": "on"}).status_code == 302
    for name, args in (("round", (moderated.pk,)), ("sign", (moderated.pk,)), ("addendum", (moderated.pk,)), ("results", (moderated.pk,)), ("evidence", (moderated.pk,)), ("xray", (moderated.pk,))):
        assert isla.get(address(name, *args)).status_code == 200, name
