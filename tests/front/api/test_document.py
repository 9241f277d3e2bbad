"""The OpenAPI document tells the whole truth: every call, its act, its refusals."""

import re

import pytest
from django.urls import get_resolver

from cairn.foundation.people.access import grants
from cairn.front.api import document

WRITTEN = document.document()
CALLS = [(address, verb, call) for address, verbs in WRITTEN["paths"].items() for verb, call in verbs.items()]
NAMES = [call["operationId"] for _, _, call in CALLS]


def test_the_document_is_there_for_everybody(db, client):
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json() == WRITTEN
    assert (WRITTEN["openapi"], WRITTEN["info"]["title"]) == ("3.1.0", "Cairn")


def test_names_are_unique():
    assert sorted(NAMES) == sorted(set(NAMES))
    assert set(NAMES) == set(document.acts())


@pytest.mark.parametrize(("address", "verb", "call"), CALLS, ids=NAMES)
def test_every_call_names_a_line_of_the_access_policy(address, verb, call):
    assert grants(call["x-act"])
    assert document.acts()[call["operationId"]] == (verb.upper(), call["x-act"])


@pytest.mark.parametrize(("address", "verb", "call"), CALLS, ids=NAMES)
def test_every_call_declares_its_refusals(address, verb, call):
    said = set(call["responses"])
    assert {"400", "401", "403", "422", "429", "503"} <= said
    names_a_record = any("uuid" in str(one["schema"]) for one in call.get("parameters", ()))
    assert ("404" in said) == ("{" in address or names_a_record or verb != "get")
    assert ("413" in said and "415" in said) == (verb != "get")
    assert call["security"] == [{"Key": []}]


def test_no_two_shapes_share_a_name():
    """The document has one place for each name: what a room calls a scale must not overwrite another's."""
    found = {}
    for room in document.rooms:
        for name, shape in room.shapes.items():
            for title, schema in shape.json_schema(mode="serialization").get("$defs", {}).items():
                assert found.setdefault(title, schema) == schema, (name, title)


def test_every_address_has_its_acts():
    served = {str(pattern.pattern): pattern.callback for pattern in document.addresses()}
    plain = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route): view for route, view in served.items()}
    told = {
        address.removeprefix("/api/v1/"): {verb.upper(): call["x-act"] for verb, call in verbs.items()}
        for address, verbs in WRITTEN["paths"].items()
    }
    assert {route: view.acts for route, view in plain.items()} == told


def test_nothing_else_answers_below_the_api():
    routes = []
    for pattern in get_resolver().url_patterns:
        for one in getattr(pattern, "url_patterns", []):
            if str(pattern.pattern) + str(one.pattern) == "api/v1/":
                routes += [str(inner.pattern) for inner in one.url_patterns]
    assert sorted(routes) == sorted(str(pattern.pattern) for pattern in document.addresses())


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/", "/api/v1/redoc"])
def test_there_is_no_page_with_scripts_from_elsewhere(db, client, path):
    assert client.get(path).status_code == 404
