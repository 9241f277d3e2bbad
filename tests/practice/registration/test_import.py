"""Registrations come in from a list: every fault in words with its row, all or nothing, twice no change."""

import pytest
from tests.practice.registration.conftest import registered

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.imports import commands as imports
from cairn.foundation.imports.kinds import kind_called
from cairn.foundation.ledger.models import Entry
from cairn.foundation.people.models import Person
from cairn.practice.registration.accountable import may_be_accountable
from cairn.practice.registration.models import Registration, Standing

pytestmark = pytest.mark.django_db
HEAD = "Person,Regulator,Part,Number,First registered on\n"


def stage(cast, *rows, by="una"):
    content = (HEAD + "".join(f"{row}\n" for row in rows)).encode()
    return imports.stage(content, by=cast[by], kind="registrations", file_name="list.csv")


def sentences(batch):
    return [one["sentence"] for one in batch.problems]


def test_they_are_entered_with_a_line_of_the_ledger_each(cast):
    batch = stage(
        cast,
        "eilidh@north.example,SSSC,Social workers,30 12 345,2019-09-02",
        "shona@north.example,Scottish Social Services Council,,3012346,02/09/2020",
    )
    assert (batch.state, sentences(batch)) == ("staged", [])
    done = imports.apply(batch, by=cast["una"])
    assert (done.state, done.counts) == ("applied", {"entered": 2})
    assert list(Registration.objects.order_by("number").values_list("number", "part")) == [
        ("3012345", "social_worker"),
        ("3012346", "social_worker"),
    ]
    assert Standing.objects.known().filter(state="registered").count() == 2
    assert Entry.objects.filter(act="registration.entered").count() == 2
    assert may_be_accountable(cast["shona"], "child.protection_enquiry", on=done.finished_at.date())
    again = stage(cast, "eilidh@north.example,SSSC,,3012345,2019-09-02")
    assert again.counts == {}


def test_every_fault_is_named_and_nothing_comes_in(cast):
    registered(cast, "ruaridh", "3099999")
    batch = stage(
        cast,
        "nobody@north.example,SSSC,,3012345,2019-09-02",
        "eilidh@north.example,Guild,,3012345,2019-09-02",
        "eilidh@north.example,SSSC,Nurses,3012345,2019-09-02",
        "eilidh@north.example,SSSC,,12,2019-09-02",
        f"eilidh@north.example,SSSC,,3012345,{clock.today().year + 1}-01-01",
        "eilidh@north.example,SSSC,,3099999,2019-09-02",
        "eilidh@north.example,SSSC,,3012345,2019-09-02",
        "shona@north.example,SSSC,,3012345,2019-09-02",
        "wren@south.example,SSSC,,3012347,2019-09-02",
    )
    found = sentences(batch)
    assert [sentence.split(".")[0] for sentence in found] == [
        "Nobody here has this e-mail address or staff number",
        "Cairn knows no such regulator",
        "The register of the Scottish Social Services Council has these parts: Social workers, Social work students, "
        "Social care workforce, Children and young people workforce",
        "A number of the Scottish Social Services Council has six to eight digits, such as 3012345",
        "Nobody is first registered on a day to come",
        "Somebody else here has this number in the register",
        "Row 8 holds this number already",
        "Nobody here has this e-mail address or staff number",
    ]
    assert [one["row"] for one in batch.problems] == [2, 3, 4, 5, 6, 7, 9, 10]
    assert Registration.objects.count() == 1


def test_who_brings_them_in(cast):
    kind = kind_called("registrations")
    assert {name for name in cast.people if kind.permits(cast[name], "stage", None)} == {"una", "col"}
    with pytest.raises(Refused):
        stage(cast, "eilidh@north.example,SSSC,,3012345,2019-09-02", by="morag")


@pytest.mark.long
def test_five_thousand_come_in(cast):
    people = [
        Person(
            organisation=cast.north, email=f"p{n}@north.example", given_name="P", family_name=f"No {n}",
            created_at=cast["una"].created_at,
        )
        for n in range(5000)
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    rows = [f"p{n}@north.example,SSSC,,{3_100_000 + n},2015-01-01" for n in range(5000)]
    assert imports.apply(stage(cast, *rows), by=cast["una"]).counts == {"entered": 5000}
