"""Can a supervisee say how a session was, once, so that no row, no entry and no figure tells whose view it was?"""

import json
from datetime import date, timedelta
from functools import partial

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.at_once import ON_POSTGRESQL, at_once
from tests.practice.supervision.past import session
from tests.practice.supervision.sampled import NOON
from tests.practice.supervision.test_reflection import JULY, JUNE, measured, seen

from cairn.cycle.evidence.declaring import indicator_of
from cairn.cycle.evidence.measuring import measure
from cairn.cycle.evidence.models import Measurement
from cairn.foundation.core import clock
from cairn.foundation.core.models import ActKey
from cairn.foundation.core.verdicts import Refused
from cairn.practice.supervision import reflecting
from cairn.practice.supervision.models import Session, ViewGiven, ViewTally
from cairn.practice.supervision.questions import ANSWERS
from cairn.practice.supervision.rules import quality as rules

HELD = date(2026, 5, 28)
EVERYBODY = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("wren", "ada", "ben", "col"),
)


@pytest.fixture(autouse=True)
def _noon():
    """Every test begins at noon on 3 June 2026."""
    with clock.at(NOON):
        yield


def give(cast, answer, supervisee="eilidh", **facts):
    """One more session of somebody, and their view of it."""
    made = session(cast, supervisee, HELD, **facts)
    reflecting.give(made, answer=answer, by=cast[supervisee])
    return made


def everything():
    """Every row of the database that has to do with a person or a session, as text."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in ("contenttypes", "sessions"):
            rows = model._default_manager.order_by("pk").values()
            found[model._meta.label] = [json.dumps(row, default=str, sort_keys=True) for row in rows]
    return found


# Who, what, when


def test_only_the_supervisee_gives_a_view(cast):
    made = session(cast, on=HELD)
    assert {who for who in EVERYBODY if rules.may_give_view(cast[who], made)} == {"eilidh"}


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"state": "planned"}, "Say how it was once the session has been held."),
        ({"is_imported": True}, "Say how it was once the session has been held."),
        ({"on": date(2026, 5, 5)}, "How a session was can be said within four weeks. That time is over."),
        ({"supervisee": None, "kind": "group"}, "Only the supervisee says how a session was for them."),
    ],
)
def test_what_can_not_be_said_is_refused_and_leaves_no_trace(cast, facts, sentence):
    made = session(cast, **{"on": HELD} | facts)
    with pytest.raises(Refused) as refused:
        reflecting.give(made, answer=0, by=cast["eilidh"])
    assert (str(refused.value), ViewGiven.objects.count(), ViewTally.objects.count()) == (sentence, 0, 0)


def test_a_view_can_be_given_from_the_day_to_four_weeks_after_it_before_it_is_recorded_too(cast):
    give(cast, 0, state="held", signed_on=None)
    made = session(cast, on=date(2026, 5, 6))
    assert rules.may_give_view(cast["eilidh"], made)


@pytest.mark.parametrize("answer", [-1, 4, None])
def test_there_are_four_answers(cast, answer):
    made = session(cast, on=HELD)
    with pytest.raises(Refused, match="Choose one of the four answers"):
        reflecting.give(made, answer=answer, by=cast["eilidh"])
    assert ViewGiven.objects.count() == 0


def test_it_is_given_once(cast):
    made = give(cast, 0)
    with pytest.raises(Refused) as refused:
        reflecting.give(made, answer=3, by=cast["eilidh"])
    assert (str(refused.value), ViewTally.objects.get().counts) == (rules.GIVEN, [1, 0, 0, 0])


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_each_counts_once(cast):
    made, other = session(cast, on=HELD), session(cast, "ruaridh", HELD)
    acts = [partial(reflecting.give, made, answer=0, by=cast["eilidh"])] * 3
    said = at_once(*acts, partial(reflecting.give, other, answer=3, by=cast["ruaridh"]))
    assert sorted(map(str, said)) == ["None", "None", rules.GIVEN, rules.GIVEN]
    assert (ViewTally.objects.get().counts, ViewGiven.objects.count()) == ([1, 0, 0, 1], 2)


# Nobody can tell


def test_a_view_changes_one_count_and_one_row_without_time_and_nothing_else(cast, entries):
    for answer in (0, 1, 1, 3):
        give(cast, answer, "ruaridh")
    made = session(cast, on=HELD)
    before = everything()
    reflecting.give(made, answer=2, by=cast["eilidh"])
    after = everything()
    assert {label for label in after if after[label] != before[label]} == {
        "supervision.ViewGiven", "supervision.ViewTally",
    }  # fmt: skip
    assert (ViewTally.objects.get().counts, entries()) == ([1, 2, 1, 1], [])
    assert {field.name for field in ViewGiven._meta.get_fields()} == {"id", "session"}
    assert {field.name for field in ViewTally._meta.get_fields()} == {"id", "organisation", "unit", "month", "counts"}


def test_the_order_in_which_views_were_given_leaves_the_same_counts(cast):
    for answer in (3, 0, 2):
        give(cast, answer)
    for answer in (0, 2, 3):
        give(cast, answer, "shona", unit=cast.team_b)
    first, second = ViewTally.objects.values_list("counts", flat=True)
    assert first == second == [1, 0, 1, 1]


def test_the_page_asks_once_and_keeps_nothing_else(cast, signed_in):
    made = session(cast, on=HELD)
    address = f"/supervision/sessions/{made.pk}/view/"
    client = signed_in(cast["eilidh"])
    page = client.get(address).content.decode()
    assert [words for words in ANSWERS if words not in page] == []
    assert "checked" not in page
    assert 'name="act_key"' not in page.partition("<main")[2]
    assert "Choose one of the four answers." in client.post(address, {"anonymous": "yes"}).content.decode()
    answer = client.post(address, {"anonymous": "yes", "answer": "1"})
    assert (answer.status_code, answer.url, ActKey.objects.count()) == (302, address, 0)
    again = client.post(address, {"anonymous": "yes", "answer": "3"}).content.decode()
    assert "You have said how it was" in again
    assert [words for words in ANSWERS if words in again] == []
    assert ViewTally.objects.get().counts == [0, 1, 0, 0]


def test_for_everybody_else_the_page_does_not_exist(cast, signed_in):
    address = f"/supervision/sessions/{session(cast, on=HELD).pk}/view/"
    answers = {
        who: signed_in(cast[who]).get(address).status_code for who in ("morag", "isla", "fraser", "ruaridh", "wren")
    }
    assert set(answers.values()) == {404}


def test_what_was_chosen_when_the_session_had_ended_is_kept_nowhere(cast, client):
    made = session(cast, on=HELD)
    before = everything()
    answer = client.post(f"/supervision/sessions/{made.pk}/view/", {"anonymous": "yes", "answer": "1"})
    assert (answer.status_code, everything()) == (302, before)


# What is shown


def test_views_are_measured_in_the_month_in_which_they_were_given(cast):
    give(cast, 0), give(cast, 1), give(cast, 2), give(cast, 3)
    give(cast, 1, "shona", unit=cast.team_b)
    with clock.at(JULY):
        late = session(cast, on=date(2026, 6, 29))
        reflecting.give(late, answer=0, by=cast["eilidh"])
        assert measured(cast, "seen_as_reflective") == {("a", "", JUNE): (2, 4), ("b", "", JUNE): (1, 1)}
        assert measured(cast, "seen_as_reflective", JUNE, date(2026, 7, 1)) == measured(cast, "seen_as_reflective")
    assert measured(cast, "seen_as_reflective") == {}
    with clock.at(JULY), CaptureQueriesContext(connection) as asked:
        measured(cast, "seen_as_reflective", date(2025, 7, 1))
    assert len(asked) == 1


def shown_in_july(cast, who="isla"):
    with clock.at(JULY):
        measure(cast.north.pk, JUNE, JUNE, indicators=[indicator_of("supervision.seen_as_reflective")])
        units = {"": None, "a": cast.team_a.pk, "b": cast.team_b.pk}
        found = seen(cast, who, "seen_as_reflective", tuple(units.values()))
        return {name: found[unit][0] for name, unit in units.items() if unit in found}


def test_fewer_than_five_are_withheld_from_everybody_and_with_them_what_would_tell_them(cast):
    for answer in (0, 0, 1, 2, 3, 3):
        give(cast, answer)
    for answer in (0, 3, 3, 1):
        give(cast, answer, "shona", unit=cast.team_b)
    nothing = (None, None)
    for who in ("isla", "morag", "callum", "eilidh", "fraser", "catriona"):
        assert shown_in_july(cast, who) == {"": (5, 10), "a": nothing, "b": nothing}


def test_where_all_are_of_one_mind_nothing_is_shown(cast):
    for answer in (0, 1, 0, 1, 0):
        give(cast, answer)
    assert shown_in_july(cast) == {"": (None, None), "a": (None, None)}
    for answer in (2, 1, 0, 1, 3):
        give(cast, answer, "shona", unit=cast.team_b)
    assert shown_in_july(cast) == {"": (8, 10), "a": (None, None), "b": (None, None)}
    give(cast, 3)
    assert shown_in_july(cast) == {"": (8, 11), "a": (5, 6), "b": (3, 5)}


def test_there_is_no_split_by_staff_group_and_there_are_no_rows(cast):
    for answer in (0, 1, 2, 3, 0):
        give(cast, answer)
    assert shown_in_july(cast)["a"] == (3, 5)
    assert not Measurement.objects.exclude(groups={}).exists()
    assert indicator_of("supervision.seen_as_reflective").rows(cast["isla"], None, JUNE) == ()


def test_a_month_that_is_over_never_changes(cast):
    for answer in (0, 1, 2, 3, 0):
        give(cast, answer)
    before = shown_in_july(cast)
    with clock.at(JULY + timedelta(days=1)):
        late = session(cast, on=date(2026, 6, 30))
        reflecting.give(late, answer=3, by=cast["eilidh"])
    assert (shown_in_july(cast), Session.objects.count()) == (before, 6)
