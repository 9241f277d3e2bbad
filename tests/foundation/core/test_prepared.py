"""A prepared question answers as the object mapper does, whatever is asked, and keeps no value and no answer."""

from datetime import date
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Q, Value
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.foundation.core import prepared as module
from cairn.foundation.core.prepared import prepared
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Person, Post, Unit

pytestmark = pytest.mark.django_db
LONG_AGO = date(2000, 1, 1)


def posts_of(*, seen, people, since, active):
    """As models, with what hangs on them."""
    found = Post.objects.filter(seen, person__pk__in=people, starts_on__gte=since, person__is_active=active)
    return found.select_related("person", "unit").order_by("pk")


def lines_of(*, organisation, codes, but, parent):
    """As rows, of two questions put together."""
    some = Unit.objects.filter(organisation=organisation, code__in=codes)
    for condition in but:
        some = some.exclude(condition)
    columns = ("pk", "name", "opened_on")
    others = Unit.objects.filter(organisation=organisation, parent=parent).annotate(of=Value("below"))
    return (
        some.annotate(of=Value("named"))
        .order_by()
        .values_list(*columns, "of")
        .union(others.order_by().values_list(*columns, "of"), all=True)
    )


@pytest.fixture
def posts():
    return prepared(posts_of)


@pytest.fixture
def lines():
    return prepared(lines_of)


def both(question, **values):
    """What is prepared, and what the object mapper says to the very same."""
    return question(**values), question.plainly(**values)


def test_models_come_with_what_hangs_on_them(cast, posts):
    everybody = list(Person.objects.values_list("pk", flat=True))
    north = Q(organisation=cast.north.pk)
    found, plain = both(posts, seen=north, people=everybody, since=LONG_AGO, active=True)
    assert found == plain != []
    with CaptureQueriesContext(connection) as asked:
        assert [(one.person.family_name, one.unit.name) for one in found] == [
            (one.person.family_name, one.unit.name) for one in plain
        ]
        assert [vars(one.person) | {"_state": 0} for one in found] == [
            vars(one.person) | {"_state": 0} for one in plain
        ]
    assert len(asked) == 0


def test_conditions_collections_nothing_and_days(cast, posts):
    everybody = sorted(Person.objects.values_list("pk", flat=True))
    north, south = Q(organisation=cast.north.pk), Q(organisation=cast.south.pk)
    in_team = Q(unit__path__startswith=cast.team_a.path)
    open_ended = Q(ends_on=None) | Q(ends_on__gte=date(2030, 1, 1))
    for seen in (Q(), north, south, ~north, north & in_team, north & ~in_team, (north & open_ended) | in_team):
        for people in (everybody, everybody[:1], everybody[:3], everybody[3:], [], [uuid4()]):
            for since in (LONG_AGO, date(2020, 4, 2)):
                found, plain = both(posts, seen=seen, people=people, since=since, active=True)
                assert found == plain
    assert posts(seen=Q(pk__in=[]), people=everybody, since=LONG_AGO, active=True) == []


def test_what_the_policy_reaches_is_the_same_for_everybody_of_both_employers(cast, posts):
    everybody = list(Person.objects.values_list("pk", flat=True))
    seen = {}
    for name in cast.people:
        condition = reach(cast[name], "supervision.see", owner=("person", "line_manager"), state="")
        found, plain = both(posts, seen=condition, people=everybody, since=LONG_AGO, active=True)
        assert found == plain
        assert all(one.organisation_id == cast[name].organisation_id for one in found)
        seen[name] = len(found)
    assert seen["eilidh"] == 1
    assert seen["petra"] == 0


def test_rows_of_two_questions(cast, lines):
    for codes in (["TA"], ["TA", "TB", "TB"], [], [unit.code for unit in Unit.objects.all()]):
        for parent in (None, cast.directorate.pk, cast.service.pk):
            for but in ([], [Q(name="Team A")], [Q(name="Team A", code__in=["TA"]), Q(closed_on=LONG_AGO)]):
                found, plain = both(lines, organisation=cast.north.pk, codes=codes, but=but, parent=parent)
                assert sorted(found) == sorted(plain)
    assert all(isinstance(row[2], date) for row in found)


def test_one_shape_is_written_once_and_keeps_no_value(cast, posts):
    everybody = sorted(Person.objects.values_list("pk", flat=True))
    for people in (everybody[:5], everybody[1:6], everybody[:8], everybody[2:9]):
        for organisation in (cast.north.pk, cast.south.pk, uuid4()):
            posts(seen=Q(organisation=organisation), people=people, since=LONG_AGO, active=True)
    ((shape, written),) = posts._written.items()
    kept = repr((shape, written.sql, written.parameters))
    assert not any(str(one) in kept or one.hex in kept for one in (cast.north.pk, cast.south.pk, *everybody))
    assert sum(isinstance(one, module.Given) for one in written.parameters) == len(written.parameters) == 11


def test_one_question_to_the_database_each_time_and_what_changed_is_seen(cast, posts):
    eilidh = cast["eilidh"]
    asked = {"seen": Q(), "people": [eilidh.pk], "since": LONG_AGO, "active": True}
    (before,) = posts(**asked)
    Post.objects.filter(pk=before.pk).update(job_title="Senior")
    with CaptureQueriesContext(connection) as queries:
        (after,) = posts(**asked)
    assert (len(queries), after.job_title) == (1, "Senior")


def test_shapes_do_not_pile_up(cast, posts, monkeypatch):
    monkeypatch.setattr(module, "MOST_SHAPES", 4)
    for number in range(12):
        path = Q(unit__path__startswith=f"{number}/")
        found, plain = both(posts, seen=path | Q(person=cast["eilidh"].pk), people=[cast["eilidh"].pk],
                            since=LONG_AGO, active=True)  # fmt: skip
        assert found == plain
        assert len(posts._written) <= 4


def test_what_has_no_shape_is_refused(cast, posts):
    for value in (cast["eilidh"], 0.5, Person.objects.all()):
        with pytest.raises(TypeError, match="A prepared question takes no"):
            posts(seen=Q(person=value), people=[], since=LONG_AGO, active=True)


VALUES = st.sampled_from(["Team A", "Team B", "", "%", "_", "'; --", "%s", "?", "\\", "O'Neil", "é", "𝕏"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(VALUES, max_size=9), but=st.lists(VALUES, max_size=3))
def test_any_text_is_a_value_and_never_sql(cast, lines, names, but):
    Unit.objects.filter(pk=cast.team_b.pk).update(name=names[0] if names else "Team B")
    values = {"organisation": cast.north.pk, "codes": names, "parent": None, "but": [Q(name=one) for one in but]}
    found, plain = both(lines, **values)
    assert sorted(found) == sorted(plain)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite in memory has one connection at a time")
def test_each_thread_asks_over_its_own_connection(cast, posts):
    asked = {"seen": Q(), "people": [cast["eilidh"].pk], "since": LONG_AGO, "active": True}
    here, there = posts(**asked), []

    def elsewhere():
        there.extend(posts(**asked))
        connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert there == here != []
