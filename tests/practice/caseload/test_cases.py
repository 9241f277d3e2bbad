"""A case is a reference in one unit: opened, put right, moved and closed by whoever leads it; never a name."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.practice.caseload.made import case

from cairn.foundation.core import clock
from cairn.foundation.core.telltale import telltales
from cairn.foundation.core.verdicts import Refused
from cairn.practice.caseload.commands import cases as commands
from cairn.practice.caseload.models import Case, Wait
from cairn.practice.caseload.queries import cases as queries

OPENED = {"reference": "X-7", "case_type": "child_in_need", "complexity": "0", "intensity": "0", "travel": "0"}


def test_a_case_is_opened_and_waits(cast, weighting, entries):
    made = case(cast, "ab 12", complexity=1, travel=2)
    assert (made.reference, made.reference_key, made.unit, made.points) == ("ab 12", "AB12", cast.team_a, 8)
    assert Wait.objects.live().get().case == made
    (entry,) = entries("case.opened")
    assert entry.actor == str(cast["morag"].pk)


@pytest.mark.parametrize(
    ("who", "more", "sentence"),
    [
        ("eilidh", {}, "Cases of Team A are kept by whoever leads it."),
        ("callum", {}, "Cases of Team A are kept by whoever leads it."),
        ("morag", {"opened_on": "tomorrow"}, "lies ahead"),
        ("morag", {"case_type": "unheard_of"}, "Choose a type of case that the weighting knows."),
    ],
)
def test_who_may_not_open_which_case(cast, weighting, entries, who, more, sentence):
    if more.get("opened_on"):
        more = {"opened_on": clock.today() + timedelta(days=1)}
    before = len(entries())
    with pytest.raises(Refused, match=sentence):
        case(cast, by=who, **more)
    assert not Case.objects.exists()
    assert len(entries()) == before


def test_a_reference_stands_in_one_unit(cast, weighting):
    case(cast, "A1")
    with pytest.raises(Refused, match=r"A1 is known already, in Team A. A case stands in one unit."):
        case(cast, "a 1", by="callum", unit=cast.team_b)


def test_it_moves_and_closes(cast, weighting, entries):
    made = commands.move(case(cast), by=cast["morag"], unit=cast.team_b)
    assert made.unit == cast.team_b
    with pytest.raises(Refused, match="Cases are kept by whoever leads the unit"):
        commands.close(made, by=cast["morag"])
    closed = commands.close(made, by=cast["callum"])
    assert (closed.state, closed.closed_on) == ("closed", clock.today())
    assert not Wait.objects.live().exists()
    assert [one.act for one in entries()][-2:] == ["case.moved", "case.closed"]


@pytest.mark.parametrize(
    ("who", "sees"),
    [("eilidh", 0), ("morag", 1), ("callum", 0), ("isla", 1), ("catriona", 1), ("fraser", 0), ("nadia", 0)],
)
def test_who_sees_a_case(cast, weighting, who, sees):
    case(cast)
    assert queries.cases(cast[who]).count() == sees


def test_the_pages(cast, weighting, signed_in):
    made, client = case(cast), signed_in(cast["morag"], Client())
    assert "100" in client.get("/caseload/cases/").content.decode()
    assert "It waits for somebody accountable" in client.get(f"/caseload/cases/{made.pk}/").content.decode()
    outsider = signed_in(cast["wren"], Client())
    assert outsider.get(f"/caseload/cases/{made.pk}/").status_code == 404
    psw = signed_in(cast["catriona"], Client())
    assert psw.get(f"/caseload/cases/{made.pk}/close/").status_code == 403


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_as_often_whatever_its_length(cast, weighting, signed_in, count, django_assert_max_num_queries):
    for number in range(count):
        case(cast, f"10{number}")
    client = signed_in(cast["morag"], Client())
    client.get("/caseload/cases/")
    with django_assert_max_num_queries(11):
        client.get("/caseload/cases/")


def test_what_looks_like_a_name_is_warned_of_and_kept_once_confirmed(cast, weighting, signed_in):
    client = signed_in(cast["morag"], Client())
    typed = OPENED | {"reference": "Jamie Smith", "unit": str(cast.team_a.pk)}
    page = client.post("/caseload/cases/open/", typed).content.decode()
    assert "This looks like a name." in page
    assert 'value="Jamie Smith"' in page
    assert not Case.objects.exists()
    client.post("/caseload/cases/open/", typed | {"names_nobody": "on"})
    assert Case.objects.get().reference == "Jamie Smith"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Talked about room and what comes first.", []),
        ("NHS 943 476 5919", ["an NHS or CHI number"]),
        ("Ref 1234567890 in Mosaic", []),
        ("born 3/4/2012", ["a date of birth"]),
        ("AB 12 34 56 C", ["a National Insurance number"]),
        ("lives at EH1 1AA", ["a postcode"]),
        ("ring 0131 496 0000", ["a telephone number"]),
        ("Saw Mrs Smith", ["a name"]),
        ("Case 612306, from 3 March", []),
    ],
)
def test_what_tells_of_somebody(text, found):
    assert telltales(text) == found
