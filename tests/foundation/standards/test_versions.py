"""Two versions side by side, and which judgements are carried."""

import pytest

from cairn.foundation.standards.commands import bring_framework
from cairn.foundation.standards.versions import Carry, carry_map, comparison

URN = "urn:north:framework:practice"
NEW = """\
      - ref: v.3
        audience: board
        text: The board hears of visits.
"""


@pytest.fixture
def old(cast, small):
    return bring_framework(cast.north, small(), by=cast["isla"])


def newer(cast, small, *exchanges):
    return bring_framework(cast.north, small(("version: 2026.1", "version: 2026.2"), *exchanges), by=cast["isla"])


def test_what_is_judged_decides_what_is_carried(cast, small, old):
    new = newer(
        cast,
        small,
        ("There is time for visits.\n", "There is time for visits of any length.\n" + NEW),
        ("- Case audits", "- Dip samples"),
    )

    assert carry_map(old, new) == {
        f"{URN}:v.1": Carry.UNCHANGED,
        f"{URN}:v.2": Carry.CHANGED,
        f"{URN}:v.3": Carry.NEW,
    }
    assert carry_map(new, old)[f"{URN}:v.3"] == Carry.GONE
    assert [carry for carry in Carry if carry.needs_confirming] == [Carry.CHANGED]


@pytest.mark.parametrize(
    ("old_words", "new_words", "carry"),
    [
        ("The plan names what matters to them.", "The plan is theirs.", Carry.CHANGED),
        ("audience: practitioner", "audience: everyone", Carry.CHANGED),
        ("ref: v.1", f"ref: v.7\n        urn: {URN}:v.1", Carry.UNCHANGED),
        ("heading: Visits", "heading: Visiting", Carry.UNCHANGED),
        ("clauses: [sa.4.d.5c]", "clauses: [sa.4.d.5d]", Carry.UNCHANGED),
    ],
)
def test_a_new_yardstick_needs_confirming_a_new_place_does_not(cast, small, old, old_words, new_words, carry):
    new = newer(cast, small, (old_words, new_words))

    assert carry_map(old, new)[f"{URN}:v.1"] == carry


def test_comparison_names_what_differs(cast, small, old):
    new = newer(
        cast,
        small,
        ("audience: practitioner", "audience: everyone"),
        ("clauses: [sa.4.d.5c]", "clauses: [sa.4.d.5d]"),
        ("ref: v.2", "ref: v.3"),
    )

    seen = comparison(old, new)

    assert [node.ref for node in seen.same] == ["v"]
    assert [(change.new.ref, change.parts) for change in seen.changed] == [("v.1", ("audience", "clauses"))]
    assert [node.ref for node in seen.added] == ["v.3"]
    assert [node.ref for node in seen.removed] == ["v.2"]


def test_the_cost_does_not_grow(library, django_assert_num_queries):
    from cairn.foundation.standards.models import Framework

    large = Framework.objects.get(urn="urn:cairn:framework:south-ayrshire")
    with django_assert_num_queries(2):
        carry_map(large, large)
    with django_assert_num_queries(4):
        comparison(large, large)
