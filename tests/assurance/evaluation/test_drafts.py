"""Can a draft be opened by nobody but the person at the browser that holds its key?"""

import pytest
from django.db import connection

from cairn.assurance.evaluation import drafts
from cairn.assurance.evaluation.commands import Answer
from cairn.assurance.evaluation.drafts import Key
from cairn.assurance.evaluation.models import Draft
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry


def test_what_was_put_in_comes_out_again(cast, opened, ids):
    key = drafts.put(opened, cast["eilidh"], None, ids["t.1.p"], Answer(4, remark="Quiet room"))
    again = drafts.put(opened, cast["eilidh"], Key.read(str(key)), ids["t.1.d"], Answer(cannot_say=True))

    assert again == key
    assert Draft.objects.count() == 1
    assert drafts.answers_in(opened, cast["eilidh"], key) == {
        ids["t.1.p"]: Answer(4, remark="Quiet room"),
        ids["t.1.d"]: Answer(cannot_say=True),
    }


def test_the_row_says_nothing(cast, opened, ids):
    key = drafts.put(opened, cast["eilidh"], None, ids["t.1.p"], Answer(4, remark="Quiet room"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM evaluation_draft")
        columns = [column[0] for column in cursor.description]
        row = cursor.fetchone()
    assert columns == ["id", "sealed_answers", "round_id"]
    kept = bytes(row[1])
    assert b"Quiet" not in kept
    assert key.secret not in kept
    assert str(cast["eilidh"].pk).replace("-", "") not in repr(row).replace("-", "")


def test_its_length_tells_little(cast, opened, ids):
    lengths = set()
    for remark in ("", "x" * 900, "y" * 1800):
        key = drafts.put(opened, cast["eilidh"], None, ids["t.1.p"], Answer(4, remark=remark))
        lengths.add(len(bytes(Draft.objects.get(pk=key.row).sealed_answers)))
    assert len(lengths) == 1


def test_the_next_person_at_the_same_computer_can_not_read_it(cast, opened, ids):
    key = drafts.put(opened, cast["eilidh"], None, ids["t.1.p"], Answer(4))

    assert drafts.answers_in(opened, cast["ruaridh"], key) == {}
    assert drafts.answers_in(opened, cast["eilidh"], Key(key.row, b"x" * 32)) == {}
    assert drafts.answers_in(opened, cast["eilidh"], None) == {}


@pytest.mark.parametrize("text", ["", "x", "not base64 at all!", "QUJD", "A" * 64, "é" * 64])
def test_a_cookie_that_is_not_ours_is_no_key(text):
    key = Key.read(text)
    assert key is None or len(key.secret) == 32


def test_too_much_text_is_refused_and_what_was_there_stays(cast, opened, ids):
    key = drafts.put(opened, cast["eilidh"], None, ids["t.1.p"], Answer(4))
    with pytest.raises(Refused, match="up to 2,000 characters"):
        drafts.put(opened, cast["eilidh"], key, ids["t.1.p"], Answer(4, remark="x" * 3000))
    assert drafts.answers_in(opened, cast["eilidh"], key) == {ids["t.1.p"]: Answer(4)}


def test_a_draft_is_no_act(cast, opened, ids):
    before = Entry.objects.count()
    drafts.put(opened, cast["eilidh"], None, ids["t.1.p"], Answer(4))
    assert Entry.objects.count() == before
