"""What can be shown of standards, to whom, and at a cost that does not grow."""

import pytest

from cairn.foundation.standards import queries
from cairn.foundation.standards.around import around
from cairn.foundation.standards.commands import bring_crosswalk, bring_framework
from cairn.foundation.standards.models import Framework, Statement


@pytest.fixture
def own(cast, library, small):
    return bring_framework(cast.north, small(), by=cast["isla"])


@pytest.fixture
def south_ayrshire(library):
    return Framework.objects.get(urn="urn:cairn:framework:south-ayrshire")


def warm(person):
    """The person with their standing known, as a page has them."""
    list(Framework.objects.visible_to(person))
    return person


def test_the_library_is_everybodys_and_an_own_framework_the_employers(cast, library, own):
    assert queries.frameworks(cast["petra"]).count() == library.frameworks_added + 1
    assert queries.frameworks(cast["wren"]).count() == library.frameworks_added
    assert queries.framework_for(cast["eilidh"], own.pk) == own
    with pytest.raises(Framework.DoesNotExist):
        queries.framework_for(cast["ben"], own.pk)


def test_frameworks_say_how_much_there_is_to_judge(cast, own):
    found = queries.frameworks(cast["isla"]).get(pk=own.pk)

    assert (found.statement_count, found.assessable_count) == (3, 2)


def test_the_shelf_puts_the_newest_version_in_front(cast, own, small):
    newer = bring_framework(cast.north, small(("version: 2026.1", "version: 2026.10")), by=cast["isla"])
    middle = bring_framework(cast.north, small(("version: 2026.1", "version: 2026.9")), by=cast["isla"])

    shelf = queries.shelf(cast["isla"])

    assert (shelf.own, shelf.older) == ((newer,), (middle, own))
    assert [framework.short_title for framework in shelf.judged] == [
        "England employer standards",
        "South Ayrshire framework",
    ]
    assert len(shelf.referred_to) == 7
    assert queries.versions_of(cast["isla"], own) == [newer, middle, own]


def test_the_tree_hangs_together(cast, own):
    (branch,) = queries.tree(cast["eilidh"], own)

    assert (branch.statement.ref, [below.statement.ref for below in branch.children]) == ("v", ["v.1", "v.2"])


def test_the_tree_of_one_audience_keeps_the_headings_above(cast, own):
    (branch,) = queries.tree(cast["eilidh"], own, "employer")

    assert (branch.statement.ref, [below.statement.ref for below in branch.children]) == ("v", ["v.2"])
    assert queries.tree(cast["eilidh"], own, "board") == ()


def test_statements_come_in_the_order_of_the_document(cast, own):
    assert [node.ref for node in queries.statements(cast["eilidh"], own)] == ["v", "v.1", "v.2"]
    assert [node.ref for node in queries.statements(cast["eilidh"], own, "employer")] == ["v.2"]
    assert queries.statements(cast["ben"], own) == []


def test_the_way_up_from_a_statement(cast, south_ayrshire):
    statement = south_ayrshire.statements.get(ref="sa.4.d.5e")

    viewer = cast["petra"]

    assert [node.ref for node in around(viewer, statement).path] == ["sa.4", "sa.4.d", "sa.4.d.5"]
    assert around(viewer, south_ayrshire.statements.get(ref="sa.4")).path == ()
    below = [node.ref for node in around(viewer, statement.parent).below]
    assert below == [f"sa.4.d.5{letter}" for letter in "abcde"]


def test_a_statement_comes_with_its_clauses(cast, south_ayrshire, django_assert_num_queries):
    statement = south_ayrshire.statements.get(ref="sa.4.d.5e")
    assert statement.clause_names == ("sa.4.d.5e",)
    statement.clauses.create(clause="sa.1.d.1")
    viewer = warm(cast["petra"])
    with django_assert_num_queries(1):
        fresh = queries.statement_for(viewer, statement.pk)
        assert fresh.clause_names == ("sa.1.d.1", "sa.4.d.5e")


def test_statements_are_named_by_clause_or_by_ref(cast, library, south_ayrshire, django_assert_num_queries):
    english = Framework.objects.get(urn="urn:cairn:framework:england-employer-standards")
    with django_assert_num_queries(1):
        found = queries.named_in(english.pk, ["es5.3", "es1.improve.5", "es5.1", "sa.4.d.5e", "nonsense"])
    assert [(ref, name) for _, ref, name in found if ref.startswith("es5")] == [("es5.1", "es5.1"), ("es5.3", "es5.3")]
    assert [name for _, ref, name in found if not ref.startswith("es5")] == ["es1.improve.5"]
    assert [ref for _, ref, _ in queries.named_in(south_ayrshire.pk, ["sa.4.d.5e"])] == ["sa.4.d.5e"]
    assert [one.ref for one in queries.statements_for_clause(cast["petra"], "es5.1")] == ["es5.1"]


def test_a_crosswalk_is_read_both_ways(cast, south_ayrshire):
    viewer = cast["petra"]
    statement = south_ayrshire.statements.get(ref="sa.4.d.5b")

    there = {bridge.statement.ref: bridge for bridge in around(viewer, statement).bridges}
    other = queries.statement_for(viewer, there["es5.1"].statement.pk)
    back = {bridge.statement.ref: bridge for bridge in around(viewer, other).bridges}

    assert sorted(there) == ["es5.1", "es5.2", "sssc.supported-year"]
    assert there["es5.1"].sentence == "takes in what is asked by"
    assert back["sa.4.d.5b"].sentence == "is part of what is asked by"
    assert there["es5.1"].rationale == back["sa.4.d.5b"].rationale


def test_an_own_crosswalk_is_the_employers_alone(cast, own, crosswalk, south_ayrshire):
    made = bring_crosswalk(cast.north, crosswalk(), by=cast["isla"])
    statement = south_ayrshire.statements.get(ref="sa.1.d.3")

    assert [bridge.statement.ref for bridge in around(cast["isla"], statement).bridges] == ["v.1"]
    assert around(cast["wren"], statement).bridges == ()
    assert [one.pair_count for one in queries.crosswalks(cast["isla"], own)] == [1]
    assert queries.crosswalk_for(cast["isla"], made.pk) == made
    with pytest.raises(type(made).DoesNotExist):
        queries.crosswalk_for(cast["wren"], made.pk)


def test_words_find_statements(cast, library, own):
    def refs(person, words):
        return [node.ref for node in queries.statements_matching(person, words)]

    assert refs(cast["eilidh"], "signed supervision worker manager") == ["sa.4.d.5e"]
    assert refs(cast["eilidh"], "SA.4.D.5E") == ["sa.4.d.5e"]
    assert refs(cast["eilidh"], "sa.agenda.11b") == ["sa.agenda.11b"]
    assert refs(cast["eilidh"], "time visits") == ["v.2"]
    assert refs(cast["wren"], "time visits") == []
    assert refs(cast["eilidh"], "   ") == []
    assert refs(cast["eilidh"], "%") == []


def test_another_framework_is_no_version_of_this_one(cast, own, small, south_ayrshire):
    newer = bring_framework(cast.north, small(("version: 2026.1", "version: 2026.2")), by=cast["isla"])

    assert queries.version_of(cast["isla"], newer, own.pk) == own
    with pytest.raises(Framework.DoesNotExist):
        queries.version_of(cast["isla"], newer, south_ayrshire.pk)
    with pytest.raises(Framework.DoesNotExist):
        queries.version_of(cast["wren"], south_ayrshire, own.pk)
    first = newer.statements.get(ref="v.1")
    (older,) = around(cast["isla"], first).versions
    assert (older.statement.pk, older.version) == (own.statements.get(ref="v.1").pk, "2026.1")
    assert around(cast["wren"], first).versions == ()


@pytest.mark.parametrize("urn", ["urn:cairn:framework:professional-capabilities", "urn:cairn:framework:south-ayrshire"])
def test_the_cost_does_not_grow(cast, library, urn, django_assert_num_queries):
    viewer = warm(cast["petra"])
    framework = Framework.objects.get(urn=urn)
    statement = framework.statements.filter(depth=1).last()

    with django_assert_num_queries(2):
        queries.tree(viewer, framework)
    with django_assert_num_queries(1):
        queries.shelf(viewer)
    statement = queries.statement_for(viewer, statement.pk)
    with django_assert_num_queries(1):
        around(viewer, statement)
    with django_assert_num_queries(1):
        list(queries.statements_matching(viewer, "supervision"))
    with django_assert_num_queries(1):
        list(queries.crosswalks(viewer, framework))


def test_ids_are_the_same_in_every_installation(library):
    statement = Statement.objects.get(ref="sa.4.d.5e")

    assert str(statement.pk) == "a8b1b88b-315c-57dc-90d9-308bb8c90784"
