"""Has the same content always the same bytes?"""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from cairn.foundation.ledger.canonical import canonical, fingerprint, moment, plain

texts = st.text(st.characters(exclude_categories=["Cs"]))
contents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda part: st.lists(part) | st.dictionaries(texts, part),
    max_leaves=20,
)


class Grade(models.IntegerChoices):
    GOOD = 4


@given(contents)
def test_what_is_written_reads_back_and_is_written_the_same_again(content):
    once = canonical(content)

    assert json.loads(once) == content
    assert canonical(json.loads(once)) == once
    assert b"\n" not in once


@given(st.dictionaries(texts, contents, max_size=6))
def test_the_order_of_names_does_not_matter(content):
    assert canonical(dict(reversed(content.items()))) == canonical(content)


def test_the_bytes_are_those_of_rfc_8785():
    assert (
        canonical({"b": 1, "a": ["é", None, True, '"\n\x01']}) == '{"a":["é",null,true,"\\"\\n\\u0001"],"b":1}'.encode()
    )


def test_values_of_the_field_become_text():
    north = UUID("aaaaaaaa-0000-4000-8000-000000000001")
    assert plain({"id": north, "on": date(2026, 11, 22), "fte": Decimal("0.80"), "grade": Grade.GOOD}) == {
        "id": str(north),
        "on": "2026-11-22",
        "fte": "0.80",
        "grade": 4,
    }


@pytest.mark.parametrize("value", [0.5, float("nan"), 2**53, {1: "x"}, b"bytes", object()])
def test_what_has_no_single_way_of_being_written_is_refused(value):
    with pytest.raises(TypeError):
        canonical({"value": value})


def test_half_a_character_is_refused():
    with pytest.raises(UnicodeEncodeError):
        canonical("\ud800")


def test_moments_are_written_in_utc_with_six_decimals():
    winter = datetime(2026, 11, 22, 15, 55, tzinfo=UTC)

    assert moment(winter) == "2026-11-22T15:55:00.000000Z"
    assert moment(winter.astimezone(timezone(timedelta(hours=1)))) == moment(winter)


def test_a_fingerprint_is_a_sha_256():
    assert fingerprint({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
