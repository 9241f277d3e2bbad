"""What Cairn ships is complete, readable, and does not change under its own version."""

import re
from pathlib import Path

import pytest

from cairn.foundation.standards.crosswalk_file import CrosswalkFile
from cairn.foundation.standards.framework_file import FrameworkFile
from cairn.foundation.standards.library import library_paths
from cairn.foundation.standards.models import Crosswalk, Framework, Statement
from cairn.foundation.standards.queries import statements_for_clause
from cairn.foundation.standards.reading import file_from

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
CLAUSES = [line for line in (HERE / "clauses.txt").read_text().split("\n") if line and not line.startswith("#")]
DESIGN = ROOT.parent / "shared" / "design" / "clauses.yaml"
FILES = {path.stem: file_from(path.read_bytes()) for path in library_paths()}
FRAMEWORKS = {name: file for name, file in FILES.items() if isinstance(file, FrameworkFile)}
JUDGED = {"south-ayrshire", "england-employer-standards"}


def nodes_of(name):
    return list(FRAMEWORKS[name].walk())


def test_the_list_of_clauses_is_the_designs():
    if not DESIGN.exists():
        pytest.skip(f"{DESIGN.name} of the design is not beside this checkout")

    assert re.findall(r"\{id: ([\w.]+),", DESIGN.read_text()) == CLAUSES


def test_every_clause_is_reached_from_a_statement(cast, library):
    reached = {clause: statements_for_clause(cast["petra"], clause).count() for clause in CLAUSES}

    assert [clause for clause, count in reached.items() if not count] == []


def test_no_statement_cites_a_clause_that_is_not_there():
    cited = {clause for file in FRAMEWORKS.values() for node in file.walk() for clause in node.clauses}

    assert cited == set(CLAUSES)


def test_a_clause_speaks_to_whom_the_design_says():
    if not DESIGN.exists():
        pytest.skip(f"{DESIGN.name} of the design is not beside this checkout")
    audience = dict(re.findall(r"\{id: ([\w.]+), for: ([\w-]+)", DESIGN.read_text()))

    wrong = [
        (node.ref, node.audience)
        for file in FRAMEWORKS.values()
        for node in file.walk()
        for clause in node.clauses
        if node.audience != audience[clause]
    ]
    assert [one for one in wrong if one[0] != "sa.agenda.12"] == []


def test_the_two_main_frameworks_are_whole():
    counted = {name: sum(node.assessable for node in nodes_of(name)) for name in FRAMEWORKS}

    assert {name for name, count in counted.items() if count} == JUDGED
    assert (counted["south-ayrshire"], counted["england-employer-standards"]) == (145, 55)
    assert {node.ref for node in FRAMEWORKS["england-employer-standards"].statements} == {
        f"es{number}" for number in range(1, 9)
    }
    assert {f"sa.{area}" for area in range(1, 6)} <= {node.ref for node in FRAMEWORKS["south-ayrshire"].statements}


@pytest.mark.parametrize("name", sorted(JUDGED))
def test_every_statement_that_is_judged_can_be_judged(name):
    """A whole sentence, what good looks like, and by what one could know."""
    lacking = [
        node.ref
        for node in nodes_of(name)
        if node.assessable
        and not (node.text.endswith(".") and len(node.text) > 30 and node.good.endswith(".") and node.typical_evidence)
    ]
    assert lacking == []


def test_every_english_statement_says_its_edition():
    editions = {node.edition for node in nodes_of("england-employer-standards") if node.assessable}

    assert editions == {
        "2025",
        "2020",
        "2025 and 2020",
        "Department for Education guide",
        "2020 and Department for Education guide",
    }


def test_nothing_is_said_twice():
    texts = [node.text for name in JUDGED for node in nodes_of(name) if node.assessable]

    assert len(set(texts)) == len(texts)


def test_no_sentence_of_the_sources_is_copied():
    sources = ROOT.parent / "shared" / "sources"
    if not sources.exists():
        pytest.skip("the source documents are not beside this checkout")
    words = re.findall(r"[a-z']+", " ".join(path.read_text() for path in sorted(sources.glob("*.txt"))).lower())
    runs = {tuple(words[at : at + 9]) for at in range(len(words))}

    copied = []
    for file in FRAMEWORKS.values():
        for node in file.walk():
            said = re.findall(r"[a-z']+", f"{node.text} {node.good}".lower())
            copied += [node.ref for at in range(len(said) - 8) if tuple(said[at : at + 9]) in runs]
    assert copied == []


def test_a_changed_file_needs_a_new_version():
    """Where this fails: give the file a new version, then write its line anew in fingerprints.txt."""
    kept = dict(line.split(" = ") for line in (HERE / "fingerprints.txt").read_text().splitlines() if " = " in line)

    assert {f"{file.urn} {file.version}": file.fingerprint for file in FILES.values()} == kept


def test_crosswalks_reach_every_framework_that_standard_one_names():
    reached = {file.ends.urn for file in FILES.values() if isinstance(file, CrosswalkFile)}

    assert {f"urn:cairn:framework:{name}" for name in FRAMEWORKS} == reached | {"urn:cairn:framework:south-ayrshire"}


def test_the_library_fits_together(library):
    assert (Framework.objects.count(), Crosswalk.objects.count()) == (
        library.frameworks_added,
        library.crosswalks_added,
    )
    assert Statement.objects.filter(assessable=True).count() == 200
    assert not Statement.objects.filter(depth=0).exclude(area=None).exists()
    assert not Statement.objects.filter(depth__gt=0, area=None).exists()
