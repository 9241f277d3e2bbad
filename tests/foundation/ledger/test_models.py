"""Can anything that the ledger holds be changed or removed?"""

import pytest
from django.db import IntegrityError, connection, transaction

from cairn.foundation.ledger import commands
from cairn.foundation.ledger.models import Entry, Signature, Tail, TreeHead


@pytest.fixture
def filled(do, ann, a_round):
    """One row in each table."""
    do()
    commands.sign(a_round, by=ann, content={"grade": 4}, statement="I agree.")
    commands.seal(ann.organisation_id)


CHANGES = {
    Entry: {"reason": "other"},
    Signature: {"statement": "other"},
    TreeHead: {"key_id": "other"},
    Tail: {"size": 1},
}


def save(model):
    row = model.objects.first()
    vars(row).update(CHANGES[model])
    row.save()


def update(model):
    model.objects.update(**CHANGES[model])


def bulk_update(model):
    row = model.objects.first()
    vars(row).update(CHANGES[model])
    model.objects.bulk_update([row], list(CHANGES[model]))


def raw_update(model):
    with connection.cursor() as cursor:
        for column, value in CHANGES[model].items():
            cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s", [value])  # noqa: S608


def delete(model):
    model.objects.first().delete()


def raw_delete(model):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


@pytest.mark.parametrize("route", [save, update, bulk_update, raw_update, delete, raw_delete])
@pytest.mark.parametrize("model", CHANGES)
@pytest.mark.usefixtures("filled")
def test_nothing_can_be_changed_or_removed_by_any_route(model, route):
    before = list(model.objects.order_by("pk").values())

    with pytest.raises(IntegrityError, match=r"written once|only moves on"), transaction.atomic():
        route(model)

    assert list(model.objects.order_by("pk").values()) == before


BLANK = {"actor": "", "actor_name": "", "subject": "", "reason": "", "facts": "", "salt": b""}


@pytest.mark.parametrize(
    "change",
    [
        BLANK,
        BLANK | {"certificate": 99},
        BLANK | {"certificate": 1},
        BLANK | {"certificate": 2, "salt": b"x"},
        BLANK | {"certificate": 2, "reason": "other"},
        BLANK | {"certificate": 2, "act": "other.act"},
        BLANK | {"certificate": 2, "commitment": b"x" * 32},
        {"certificate": 2},
    ],
    ids=str,
)
def test_only_a_whole_and_certified_disposal_passes(do, change):
    entry = do(reason="Called Mr Bell")
    do("ledger.disposed")

    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**change)

    assert Entry.objects.filter(pk=entry.pk).update(**BLANK, certificate=2) == 1
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**BLANK, certificate=2)


def test_rows_introduce_themselves(filled):
    assert [str(entry) for entry in Entry.objects.order_by("sequence")] == ["1. round.opened", "2. round.signed"]
    assert str(Signature.objects.get()) == "Ann Muir: I agree."
    assert str(Tail.objects.get()) == "2 entries"
    head = TreeHead.objects.get()
    assert str(head) == f"2 entries, {head.root_hex[:16]}"
