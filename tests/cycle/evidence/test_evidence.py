"""Evidence has a date of its own, an owner and an expiry; who may add, change and read it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.cycle.evidence import commands, queries, rules
from cairn.cycle.evidence.models import Evidence
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.people.models import Person

WHO_MAY_ADD = {"isla": True, "morag": True, "fraser": True, "eilidh": False, "una": False, "hamish": False}
WHO_MAY_CHANGE = {"isla": True, "morag": True, "callum": False, "eilidh": False, "ada": False}
WHO_SEES = {"isla": 1, "callum": 1, "hamish": 1, "eilidh": 0, "petra": 0, "wren": 0, "ada": 0}


@pytest.mark.parametrize(("who", "allowed"), WHO_MAY_ADD.items())
def test_who_may_add(cast, who, allowed):
    assert bool(rules.may_add(cast[who])) is allowed


@pytest.mark.parametrize(("who", "allowed"), WHO_MAY_CHANGE.items())
def test_who_may_change(cast, sample, who, allowed):
    assert bool(rules.may_change(cast[who], sample)) is allowed


@pytest.mark.parametrize(("who", "count"), WHO_SEES.items())
def test_who_sees(cast, sample, who, count):
    assert queries.evidence_list(cast[who]).count() == count


def test_it_speaks_of_its_own_date_not_of_the_day_it_was_added(cast):
    june = commands.add(
        by=cast["morag"],
        title="June review",
        kind="record",
        reference="QA-77",
        period_from=date(2026, 6, 1),
        period_to=date(2026, 6, 30),
    )

    assert june.speaks_of == date(2026, 6, 30)
    assert not june.is_stale(date(2027, 6, 30))
    assert june.is_stale(date(2027, 7, 1))


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        ({}, "Say which day it is from"),
        ({"period_from": date(2026, 6, 1)}, "Say which day it is from"),
        ({"period_from": date(2026, 6, 2), "period_to": date(2026, 6, 1)}, "ends before it begins"),
        ({"happened_on": date(2199, 1, 1)}, "about the future"),
        ({"happened_on": date(2026, 6, 2), "expires_on": date(2026, 6, 1)}, "expire before the day"),
    ],
)
def test_dates_that_cannot_be_are_refused_and_leave_no_trace(cast, dates, why):
    with pytest.raises(Refused, match=why):
        commands.add(by=cast["morag"], title="x", kind="record", reference="1", **dates)

    assert not Evidence.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("kind", ["document", "link", "record"])
def test_each_kind_needs_its_substance(cast, kind):
    with pytest.raises(Refused):
        commands.add(by=cast["morag"], title="x", kind=kind, happened_on=date(2026, 6, 2))


def test_withdraw_records_why(cast, sample):
    commands.withdraw(sample, by=cast["morag"], reason="Replaced")

    assert queries.evidence_list(cast["isla"]).count() == 0
    assert Entry.objects.get(act="evidence.withdrawn").reason == "Replaced"
    with pytest.raises(Refused, match="was withdrawn"):
        commands.change(sample, by=cast["morag"], title="y")


def test_another_owner_is_told_and_keeps_it_up_to_date(signed_in, cast, sample):
    from cairn.foundation.notices.models import Notice

    typed = {
        "title": sample.title, "owner": "Callum Drever", "happened_on_day": sample.happened_on.day,
        "happened_on_month": sample.happened_on.month, "happened_on_year": sample.happened_on.year,
    }  # fmt: skip
    response = signed_in(cast["morag"]).post(reverse("evidence:change", args=[sample.pk]), typed)

    assert response.status_code == 302
    sample.refresh_from_db()
    assert sample.owner == cast["callum"]
    told = Notice.objects.get(person=cast["callum"])
    assert (told.text, told.link) == ("Evidence was given to you to keep up to date.", f"/evidence/{sample.pk}/")
    assert rules.may_change(cast["callum"], sample)
    assert not rules.may_change(cast["morag"], sample)


@pytest.mark.parametrize("who", ["ada", "left"])
def test_evidence_is_owned_by_somebody_who_works_here(cast, sample, who):
    if who == "left":
        Person.objects.filter(pk=cast["shona"].pk).update(is_active=False)
    owner = cast["ada" if who == "ada" else "shona"]
    with pytest.raises(Refused, match="Choose an owner who works here now"):
        commands.change(sample, by=cast["morag"], owner=owner)
    assert Evidence.objects.get().owner == cast["morag"]


def test_no_field_of_which_one_is_needed_is_said_to_be_optional(signed_in, cast):
    page = signed_in(cast["morag"]).get(reverse("evidence:add")).content.decode()
    assert "The document, if it is kept here (optional)" not in page
    assert "up to 25 MB" in page


def test_document_is_stored_and_its_reading_recorded(signed_in, cast):
    client = signed_in(cast["morag"])
    response = client.post(
        reverse("evidence:add"),
        {
            "title": "Minutes",
            "kind": "document",
            "upload": SimpleUploadedFile("minutes.txt", b"Agreed: sign before leaving.", "text/plain"),
            "happened_on_day": "2",
            "happened_on_month": "June",
            "happened_on_year": "2026",
            "owner": "Morag Lindsay",
        },
    )
    added = Evidence.objects.get()

    assert response.url == reverse("evidence:evidence", args=[added.pk])
    download = client.get(reverse("evidence:file", args=[added.pk]))
    assert download.content == b"Agreed: sign before leaving."
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert list(Entry.objects.order_by("sequence").values_list("act", flat=True))[-1] == "evidence.read"


@pytest.mark.parametrize(("who", "status"), [("isla", 200), ("eilidh", 404), ("petra", 404), ("ada", 404)])
def test_evidence_page(signed_in, cast, sample, who, status):
    assert signed_in(cast[who]).get(reverse("evidence:evidence", args=[sample.pk])).status_code == status


@pytest.mark.parametrize(("who", "status"), [("morag", 200), ("callum", 403), ("ada", 404)])
def test_change_page(signed_in, cast, sample, who, status):
    assert signed_in(cast[who]).get(reverse("evidence:change", args=[sample.pk])).status_code == status
