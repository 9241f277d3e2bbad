"""Do rooms keep duties right inside their own acts: raised once, moved, met, excused, and never changed once closed?"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cycle.duties.conftest import TODAY, on, owed, raised, standing

from cairn.cycle.duties.kinds import Kind, Owed, kind_of, private_kinds, subject
from cairn.cycle.duties.models import Duty, Outcome
from cairn.cycle.duties.owing import NO_LONGER, excuse_all, lapse, meet, raise_each, settle

OPEN, MET, LATE, EXCUSED, LAPSED = Outcome.OPEN, Outcome.MET, Outcome.LATE, Outcome.EXCUSED, Outcome.LAPSED


@pytest.fixture
def one(cast):
    """Eilidh writes x:1 within ten days, for Morag's sake."""
    return raised(cast.north, owed(cast["eilidh"], awaited_by_id=cast["morag"].pk, words="a note"))[0]


# What can be owed at all


def test_it_is_owed_by_a_person_or_by_an_office(cast):
    days = {"about": "x:1", "opens_on": TODAY, "due_on": TODAY}
    for wrong in ({}, {"bearer_id": cast["eilidh"].pk, "office": "cswo"}):
        with pytest.raises(ValueError, match="either by a person or by an office"):
            Owed(**days, **wrong)
    for wrong in ({"office": "king"}, {"office": "leader"}):
        with pytest.raises(ValueError, match="nobody can hold the office"):
            Owed(**days, **wrong)
    with pytest.raises(ValueError, match="due before it can be done"):
        Owed("x:1", TODAY, TODAY - timedelta(days=1), office="cswo")


def test_words_beyond_the_table_are_cut():
    said = Owed("x:1", TODAY, TODAY, office="cswo", words="a" * 200).words
    assert said == "a" * 159 + "…"


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"office": "cswo"}, "duty_has_a_bearer_or_an_office"),
        ({"bearer": None}, "duty_has_a_bearer_or_an_office"),
        ({"opens_on": TODAY + timedelta(days=11)}, "duty_days_in_order"),
        ({"outcome": EXCUSED}, "excused_duty_says_why"),
    ],
)
def test_the_database_holds_the_shape(one, wrong, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Duty.objects.filter(pk=one.pk).update(**wrong)


def test_the_database_holds_each_once(cast, one):
    copy = {name: getattr(one, name) for name in ("organisation_id", "kind", "about", "opens_on", "due_on")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(**copy, bearer_id=one.bearer_id)
    Duty.objects.create(**copy, bearer_id=one.bearer_id, occasion="2")
    Duty.objects.create(**copy, office="cswo")
    Duty.objects.create(**copy, office="psw")
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(**copy, office="psw")


def test_a_kind_speaks_neutrally_until_it_may_say_more(one):
    assert kind_of("test.write").said(one) == "Write a note"
    one.words = ""
    assert kind_of("test.write").said(one) == "Write something"
    assert "test.answer" in private_kinds()
    assert "test.write" not in private_kinds()
    with pytest.raises(KeyError):
        kind_of("test.unknown")


def test_what_it_is_about_in_plain_text(cast, one):
    assert subject(cast.team_a) == f"people.Unit:{cast.team_a.pk}"
    assert subject("x:1") == "x:1"
    assert one.subject_id == "1"
    assert str(one) == "test.write by 2026-09-11"
    assert one.parties == (cast["eilidh"].pk, cast["morag"].pk)


# Raising


def test_raising_twice_changes_nothing(cast, one):
    assert raise_each("test.write", [owed(cast["eilidh"], due=99)], organisation_id=cast.north.pk) == 0
    assert list(Duty.objects.values_list("pk", "due_on")) == [(one.pk, date(2026, 9, 11))]


def test_what_was_closed_is_not_raised_again(cast, one):
    meet("test.write", "x:1")
    assert raise_each("test.write", [owed(cast["eilidh"])], organisation_id=cast.north.pk) == 0
    assert raise_each("test.write", [owed(cast["eilidh"], occasion="2")], organisation_id=cast.north.pk) == 1
    assert standing() == [("eilidh", MET), ("eilidh", OPEN)]


def test_a_kind_that_nobody_declared_is_a_mistake(cast):
    for act in (lambda: meet("test.unknown", "x:1"), lambda: lapse("test.unknown", "x:1")):
        with pytest.raises(KeyError):
            act()


def test_raising_costs_the_same_for_many(cast, django_assert_max_num_queries):
    eilidh = cast["eilidh"]
    with django_assert_max_num_queries(7):
        raise_each("test.write", [owed(eilidh, f"x:{n}") for n in range(200)], organisation_id=cast.north.pk)
    assert Duty.objects.count() == 200


# Keeping in step


def test_days_units_and_words_are_kept_in_step(cast, one):
    Duty.objects.update(reminders=1)
    changed = owed(cast["eilidh"], due=20, words="another note", unit_id=cast.team_a.pk)
    settle("test.write", "x:1", [changed], organisation_id=cast.north.pk)

    one.refresh_from_db()
    assert (one.due_on, one.words, one.unit, one.awaited_by_id) == (
        date(2026, 9, 21),
        "another note",
        cast.team_a,
        None,
    )
    assert one.reminders == 0, "another day is reminded of anew"


def test_settling_to_the_same_changes_nothing(cast, one, django_assert_num_queries):
    before = list(Duty.objects.values())
    again = owed(cast["eilidh"], awaited_by_id=cast["morag"].pk, words="a note")
    with django_assert_num_queries(3):
        settle("test.write", "x:1", [again], organisation_id=cast.north.pk)
    assert list(Duty.objects.values()) == before


def test_another_owner_and_back_again(cast, one):
    """Eilidh, then Ruaridh, then Eilidh: at every moment exactly one of them owes it."""

    def give(person):
        settle("test.write", "x:1", [owed(person)], organisation_id=cast.north.pk)
        return standing()

    assert give(cast["ruaridh"]) == [("eilidh", EXCUSED), ("ruaridh", OPEN)]
    assert Duty.objects.get(bearer=cast["eilidh"]).reason == NO_LONGER
    assert give(cast["eilidh"]) == [("eilidh", OPEN), ("ruaridh", EXCUSED)]
    assert Duty.objects.get(bearer=cast["eilidh"]).reason == ""
    assert give(cast["ruaridh"]) == [("eilidh", EXCUSED), ("ruaridh", OPEN)]
    assert Duty.objects.count() == 2


def test_what_had_not_begun_was_never_owed(cast):
    raised(cast.north, owed(cast["eilidh"], opens=5))
    settle("test.write", "x:1", [], organisation_id=cast.north.pk)
    assert standing() == []


def test_a_closed_duty_is_never_changed(cast, one):
    meet("test.write", "x:1")
    before = Duty.objects.values().get()

    settle("test.write", "x:1", [owed(cast["eilidh"], due=50)], organisation_id=cast.north.pk)
    settle("test.write", "x:1", [], organisation_id=cast.north.pk)
    meet("test.write", "x:1", on=TODAY + timedelta(days=100))
    lapse("test.write", "x:1")
    excuse_all("test.write", "x:1", reason="Too late.")

    assert Duty.objects.values().get() == before


def test_what_a_person_excused_is_not_opened_again(cast, one):
    excuse_all("test.write", "x:1", reason="The case was closed.", by=cast["morag"])
    settle("test.write", "x:1", [owed(cast["eilidh"])], organisation_id=cast.north.pk)
    assert standing() == [("eilidh", EXCUSED)]


def test_other_subjects_and_organisations_stay_as_they_are(cast, one):
    raised(cast.north, owed(cast["eilidh"], "x:2"))
    raised(cast.south, owed(cast["ben"], "x:1"))
    settle("test.write", "x:1", [], organisation_id=cast.north.pk)
    assert [(duty.about, duty.outcome) for duty in Duty.objects.order_by("about", "outcome")] == [
        ("x:1", OPEN),
        ("x:1", EXCUSED),
        ("x:2", OPEN),
    ]


# Meeting, lapsing, excusing


@pytest.mark.parametrize(("days", "outcome"), [(0, MET), (10, MET), (11, LATE), (400, LATE)])
def test_on_time_up_to_the_due_day_and_late_afterwards(one, days, outcome):
    with on(TODAY + timedelta(days=days)):
        assert meet("test.write", "x:1") == 1
    assert meet("test.write", "x:1") == 0
    one.refresh_from_db()
    assert (one.outcome, one.met_on) == (outcome, TODAY + timedelta(days=days))


def test_what_was_done_earlier_is_recorded_with_its_day(one):
    with on(TODAY + timedelta(days=30)):
        meet("test.write", "x:1", on=TODAY + timedelta(days=3))
    one.refresh_from_db()
    assert (one.outcome, one.met_on) == (MET, date(2026, 9, 4))


def test_of_one_bearer_or_of_one_turn_only(cast):
    raised(cast.north, owed(cast["eilidh"]), owed(cast["ruaridh"]), owed(cast["ruaridh"], occasion="2"))
    assert meet("test.write", "x:1", bearer=cast["ruaridh"], occasion="2") == 1
    assert meet("test.write", "x:1", bearer=cast["eilidh"]) == 1
    assert standing() == [("eilidh", MET), ("ruaridh", OPEN), ("ruaridh", MET)]


def test_where_the_day_could_give_somebody_away_none_is_kept(cast):
    raised(cast.north, owed(cast["eilidh"]), kind="test.answer")
    with on(TODAY + timedelta(days=50)):
        meet("test.answer", "x:1", bearer=cast["eilidh"])
    duty = Duty.objects.get()
    assert (duty.outcome, duty.met_on) == (MET, None)


def test_lapsed_and_excused(cast, one):
    raised(cast.north, owed(cast["eilidh"], "x:2"))
    assert lapse("test.write", "x:1") == 1
    assert excuse_all("test.write", "x:2", reason="r" * 300, by=cast["morag"]) == 1
    assert list(Duty.objects.order_by("about").values_list("outcome", "reason", "excused_by")) == [
        (LAPSED, "", None),
        (EXCUSED, "r" * 200, cast["morag"].pk),
    ]


def test_either_all_of_an_act_or_nothing(cast, one, monkeypatch):
    """Stopped between two steps of settling, everything is as it was."""

    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    for step in ("_move", "_take_back", "_create"):
        with monkeypatch.context() as broken:
            broken.setattr(f"cairn.cycle.duties.owing.{step}", stop)
            with pytest.raises(KeyboardInterrupt):
                settle("test.write", "x:1", [owed(cast["ruaridh"])], organisation_id=cast.north.pk)
        assert standing() == [("eilidh", OPEN)]


def test_where_it_stands(cast, one):
    assert (one.is_open, one.is_late) == (True, False)
    with on(TODAY + timedelta(days=11)):
        assert one.is_late is True
        assert list(Duty.objects.overdue()) == [one]
    assert list(Duty.objects.overdue()) == []
    assert list(Duty.objects.begun(TODAY - timedelta(days=1))) == []
    assert isinstance(kind_of("test.write"), Kind)
