"""Is a colleague found by whatever people know of them, and is nobody guessed at or found who may not be seen?"""

from uuid import uuid4

import pytest

from cairn.foundation.core import clock
from cairn.foundation.people.forms.choosing import NOBODY, TOO_MANY, WHICH, Choosing, Colleague
from cairn.foundation.people.models import Person


class Asking(Choosing):
    who = Colleague(label="Who?")


def asked(cast, **typed):
    form = Asking(typed, viewer=cast["morag"])
    form.is_valid()
    return form


def offered(form):
    return [(one.text, one.hint) for one in form.fields["who"].offered]


def newcomer(cast, given, family, number=""):
    return Person.objects.create(
        organisation=cast.north, given_name=given, family_name=family, staff_number=number or None,
        email=f"{given}.{family}.{uuid4().hex[:4]}@north.example".lower(), created_at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("words", ["eilidh@north.example", "EILIDH@north.example", "Eilidh Farrow", "  eilidh farrow "])
def test_an_address_or_a_whole_name_is_enough(cast, words):
    assert asked(cast, who=words).cleaned_data == {"who": cast["eilidh"]}


def test_a_staff_number_is_enough(cast):
    known = newcomer(cast, "Iona", "Kerr", "00123")
    assert asked(cast, who="00123").cleaned_data == {"who": known}


def test_a_part_of_a_name_is_asked_about_even_where_it_fits_one_only(cast):
    form = asked(cast, who="farr")
    assert form.problems() == [("who", WHICH)]
    assert offered(form) == [("Eilidh Farrow", "Social worker, Team A")]
    assert str(form["who"].value().words) == "farr"


def test_who_was_offered_and_chosen_is_taken(cast):
    chosen = str(cast["eilidh"].pk)
    assert asked(cast, who="farr", who_asked="farr", who_choice=chosen).cleaned_data == {"who": cast["eilidh"]}


def test_a_choice_counts_only_for_the_words_that_offered_it(cast):
    form = asked(cast, who="shona", who_asked="farr", who_choice=str(cast["eilidh"].pk))
    assert offered(form) == [("Shona Petrie", "Social worker, Team B")]


def test_two_of_the_same_name_are_told_apart(cast):
    twin = newcomer(cast, "Eilidh", "Farrow")
    form = asked(cast, who="Eilidh Farrow")
    assert form.problems() == [("who", WHICH)]
    assert sorted(offered(form)) == sorted([("Eilidh Farrow", "Social worker, Team A"), ("Eilidh Farrow", twin.email)])


def test_of_very_many_the_first_are_offered(cast):
    for number in range(12):
        newcomer(cast, f"Number{number}", "Macrae")
    form = asked(cast, who="macrae")
    assert form.problems() == [("who", TOO_MANY)]
    assert len(offered(form)) == 8


@pytest.mark.parametrize("words", ["ben@south.example", "Ben Coles", "coles", "nobody at all"])
def test_a_colleague_of_others_is_as_unknown_as_none(cast, words):
    form = asked(cast, who=words)
    assert (form.problems(), offered(form)) == ([("who", NOBODY)], [])


@pytest.mark.parametrize("choice", ["foreign", "missing", "no identifier"])
def test_a_foreign_choice_is_refused_as_a_missing_one(cast, choice):
    pk = {"foreign": str(cast["ben"].pk), "missing": str(uuid4())}.get(choice, choice)
    form = asked(cast, who="farr", who_asked="farr", who_choice=pk)
    assert (form.problems(), offered(form)) == ([("who", WHICH)], [("Eilidh Farrow", "Social worker, Team A")])


def test_whoever_left_is_not_offered(cast):
    Person.objects.filter(pk=cast["eilidh"].pk).update(is_active=False)
    assert asked(cast, who="farrow").problems() == [("who", NOBODY)]


def test_nothing_typed_is_asked_for(cast):
    assert asked(cast, who=" ").problems() == [("who", "Answer “Who?”")]


def test_a_known_colleague_stands_there_by_name_and_stays_who_they_are(cast):
    twin = newcomer(cast, "Eilidh", "Farrow")
    shown = Asking(viewer=cast["morag"], initial={"who": twin})["who"].value()
    assert (shown.words, shown.asked) == ("Eilidh Farrow", "Eilidh Farrow")
    again = asked(cast, who=shown.words, who_asked=shown.asked, who_choice=shown.choice)
    assert again.cleaned_data == {"who": twin}
