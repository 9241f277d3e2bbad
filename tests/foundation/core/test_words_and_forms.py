"""Counts, lists and dates in words; dates as people type them."""

from datetime import UTC, date, datetime

import pytest

from cairn.foundation.core import clock, sealed_fields, spreadsheets, words
from cairn.foundation.core.forms import DateField, Form, missing


@pytest.mark.parametrize(
    ("count", "said"), [(0, "no things"), (1, "one thing"), (3, "three things"), (1204, "1,204 things")]
)
def test_plural(count, said):
    assert words.plural(count, "thing") == said


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_joined(parts, said):
    assert words.joined(parts) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 27), "in 5 days"),
        (date(2026, 11, 21), "1 day late"),
        (date(2026, 12, 13), "in 3 weeks"),
        (date(2026, 10, 22), "4 weeks late"),
    ],
)
def test_days_from_now(day, said):
    with clock.at(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        assert words.days_from_now(day) == said


def test_the_day_turns_at_local_midnight():
    with clock.at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)


class DayForm(Form):
    day = DateField(label="The day")


@pytest.mark.parametrize(
    "typed", [("27", "3", "2026"), ("27", "March", "2026"), ("27", "mar", "2026"), (" 27 ", "03", "2026")]
)
def test_a_date_is_understood(typed):
    form = DayForm(dict(zip(("day_day", "day_month", "day_year"), typed, strict=True)))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 3, 27)


@pytest.mark.parametrize(
    "typed", [("31", "2", "2026"), ("27", "13", "2026"), ("x", "3", "2026"), ("27", "3", "26"), ("27", "", "2026")]
)
def test_a_date_that_cannot_be_is_refused_in_words(typed):
    form = DayForm(dict(zip(("day_day", "day_month", "day_year"), typed, strict=True)))

    assert form.problems() == [("day", "The day must be a real date, such as 27 3 2026")]


def test_a_sealed_text_opens_at_its_own_place_only():
    from cryptography.exceptions import InvalidTag

    sealed = sealed_fields.seal("secret", place="mfa")

    assert sealed_fields.unseal(sealed, place="mfa") == "secret"
    assert "secret" not in sealed
    with pytest.raises(InvalidTag):
        sealed_fields.unseal(sealed, place="elsewhere")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_that_leaves_is_a_formula(text):
    assert spreadsheets.harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    ("label", "said"),
    [("Family name", "Enter family name"), ("By when?", "Answer “By when?”"), ("Why?", "Answer “Why?”")],
)
def test_what_is_missing_is_said_as_people_say_it(label, said):
    assert missing(label) == said
