"""Frameworks over the API."""

import pytest

from cairn.foundation.standards.models import Framework, Statement


def test_frameworks(library, call):
    answer = call("petra").get("/frameworks").json()
    assert answer["next"] is None
    assert [one["title"] for one in answer["items"]] == sorted(Framework.objects.values_list("title", flat=True))
    assert {one["is_own"] for one in answer["items"]} == {False}


def test_framework_with_its_statements_in_order(library, call):
    framework = Framework.objects.get(urn="urn:cairn:framework:south-ayrshire")
    answer = call("eilidh").get(f"/frameworks/{framework.pk}").json()
    assert answer["fingerprint"] == framework.fingerprint
    assert [one["ref"] for one in answer["statements"]] == list(
        Statement.objects.filter(framework=framework).order_by("position").values_list("ref", flat=True)
    )
    assert answer["statement_count"] == len(answer["statements"])
    some = next(one for one in answer["statements"] if one["assessable"])
    stored = Statement.objects.get(pk=some["id"])
    assert (some["text"], some["audience"], some["area_id"]) == (stored.text, stored.audience, str(stored.area_id))
    assert some["clauses"] == sorted(stored.clauses.values_list("clause", flat=True))


def test_an_employers_own_framework_is_its_own(library, cast, call):
    own = Framework.objects.first()
    own.pk, own.organisation, own.urn, own._state.adding = None, cast.south, "urn:own", True
    own.save()
    assert call("wren").get(f"/frameworks/{own.pk}").json()["is_own"] is True
    assert call("isla").get(f"/frameworks/{own.pk}").status_code == 404


@pytest.mark.parametrize("limit", [1, 5])
def test_a_list_asks_the_same_at_any_length(library, call, limit, django_assert_num_queries):
    caller = call("morag")
    caller.get("/me")
    with django_assert_num_queries(3):
        caller.get("/frameworks", limit=limit)
