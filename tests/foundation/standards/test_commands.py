"""The library is loaded, and an employer brings in its own."""

import pytest
from django.db import IntegrityError, transaction

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.standards import commands
from cairn.foundation.standards.commands import bring_crosswalk, bring_framework, load_library
from cairn.foundation.standards.faults import Unreadable
from cairn.foundation.standards.library import library_paths
from cairn.foundation.standards.models import Crosswalk, Framework, Statement


def acts():
    return list(Entry.objects.order_by("organisation_id", "sequence").values_list("act", "actor_name"))


def counted():
    return (Framework.objects.count(), Statement.objects.count(), Crosswalk.objects.count())


def test_load_library_brings_every_shipped_file_and_tells_every_employer(cast):
    loaded = load_library()

    assert loaded.frameworks_added + loaded.crosswalks_added == len(library_paths())
    assert (Framework.objects.count(), Crosswalk.objects.count()) == (
        loaded.frameworks_added,
        loaded.crosswalks_added,
    )
    assert acts() == [("library.loaded", "")] * 2


def test_load_library_a_second_time_changes_nothing(cast, library):
    before, entries = counted(), acts()

    assert load_library() == commands.Loaded(0, 0)
    assert (counted(), acts()) == (before, entries)


def test_load_library_refuses_content_that_changed_without_a_new_version(db, small, monkeypatch):
    monkeypatch.setattr(commands, "library_files", lambda: [small()])
    load_library()
    monkeypatch.setattr(commands, "library_files", lambda: [small(("time for visits", "no time for visits"))])

    with pytest.raises(Refused, match=r"already here with other content\. Give the changed content a new version"):
        load_library()


def test_bring_framework_keeps_the_tree_and_records(cast, small):
    made = bring_framework(cast.north, small(), by=cast["isla"])

    rows = made.statements.order_by("position").values_list("ref", "depth", "parent__ref", "area__ref", "assessable")
    assert list(rows) == [("v", 0, None, None, False), ("v.1", 1, "v", "v", True), ("v.2", 1, "v", "v", True)]
    assert (made.organisation, made.title, made.version) == (
        cast.north,
        "Practice standards of the North",
        "2026.1",
    )
    assert [clause.clause for clause in made.statements.get(ref="v.1").clauses.all()] == ["sa.4.d.5c"]
    assert acts() == [("framework.brought", "Isla Renwick")]


def test_bring_framework_the_same_file_twice_changes_nothing(cast, small):
    first = bring_framework(cast.north, small(), by=cast["isla"])

    assert bring_framework(cast.north, small(), by=cast["isla"]) == first
    assert (Statement.objects.count(), len(acts())) == (3, 1)


def test_bring_framework_demands_a_new_version_for_changed_content(cast, small):
    bring_framework(cast.north, small(), by=cast["isla"])
    changed = ("time for visits", "plenty of time for visits")

    with pytest.raises(Refused, match="already here with other content"):
        bring_framework(cast.north, small(changed), by=cast["isla"])
    bring_framework(cast.north, small(changed, ("version: 2026.1", "version: 2026.2")), by=cast["isla"])

    assert list(Framework.objects.values_list("version", flat=True)) == ["2026.1", "2026.2"]


def test_two_employers_may_bring_the_same_file(cast, small):
    north = bring_framework(cast.north, small(), by=cast["isla"])
    south = bring_framework(cast.south, small(), by=cast["wren"])

    assert (north.urn, north.fingerprint) == (south.urn, south.fingerprint)
    assert north.pk != south.pk


def test_bring_framework_refused_leaves_no_trace(cast, small):
    with pytest.raises(Refused, match="Only the chief social work officer"):
        bring_framework(cast.north, small(), by=cast["eilidh"])
    with pytest.raises(Refused, match="Only the chief social work officer"):
        bring_framework(cast.south, small(), by=cast["isla"])

    assert (counted(), acts()) == ((0, 0, 0), [])


def test_bring_framework_unreadable_leaves_no_trace(cast, small):
    with pytest.raises(Unreadable):
        bring_framework(cast.north, small(("status: current", "status: old")), by=cast["isla"])

    assert (counted(), acts()) == ((0, 0, 0), [])


def test_bring_framework_keeps_off_the_names_of_the_library(cast, library, small):
    taken = small(("urn:north:framework:practice", "urn:cairn:framework:south-ayrshire"))

    with pytest.raises(Refused, match=r"belongs to Cairn's library\. Give your framework a URN of your own\."):
        bring_framework(cast.north, taken, by=cast["isla"])


def test_bring_framework_takes_no_crosswalk(cast, crosswalk):
    with pytest.raises(Unreadable, match="This file is a crosswalk"):
        bring_framework(cast.north, crosswalk(), by=cast["isla"])


def test_bring_crosswalk_pairs_statements_and_records(cast, library, small, crosswalk):
    bring_framework(cast.north, small(), by=cast["isla"])
    made = bring_crosswalk(cast.north, crosswalk(), by=cast["catriona"])

    assert list(made.pairs.values_list("from_statement__ref", "to_statement__ref", "relation")) == [
        ("v.1", "sa.1.d.3", "subset")
    ]
    assert bring_crosswalk(cast.north, crosswalk(), by=cast["catriona"]) == made
    assert acts()[-1] == ("crosswalk.brought", "Catriona Weir")


def test_bring_crosswalk_names_what_is_not_here(cast, library, small, crosswalk):
    with pytest.raises(Unreadable, match=r"Line 9: The framework urn:north:framework:practice, version 2026\.1,"):
        bring_crosswalk(cast.north, crosswalk(), by=cast["isla"])
    bring_framework(cast.north, small(), by=cast["isla"])
    with pytest.raises(Unreadable, match=r"Line 12: There is no statement sa\.1\.d\.33 in .* mean “sa\.1\.d\.3”\?"):
        bring_crosswalk(cast.north, crosswalk(("sa.1.d.3", "sa.1.d.33")), by=cast["isla"])

    assert Crosswalk.objects.filter(organisation=cast.north).count() == 0


def test_bring_crosswalk_refused_leaves_no_trace(cast, library, small, crosswalk):
    bring_framework(cast.north, small(), by=cast["isla"])
    before = (counted(), acts())

    with pytest.raises(Refused, match="can bring in a crosswalk"):
        bring_crosswalk(cast.north, crosswalk(), by=cast["morag"])

    assert (counted(), acts()) == before


def test_a_crosswalk_does_not_reach_into_another_employers_framework(cast, library, small, crosswalk):
    bring_framework(cast.south, small(), by=cast["wren"])

    with pytest.raises(Unreadable, match="is not here"):
        bring_crosswalk(cast.north, crosswalk(), by=cast["isla"])


def test_the_database_refuses_to_change_what_was_brought(cast, small):
    made = bring_framework(cast.north, small(), by=cast["isla"])

    for change in (
        lambda: made.statements.update(text="Something else."),
        lambda: Framework.objects.update(title="Something else"),
        lambda: made.statements.get(ref="v.2").delete(),
    ):
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
            change()
