"""A framework or a crosswalk file: all that is wrong, at once, by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.foundation.standards.faults import Unreadable
from cairn.foundation.standards.reading import file_from, framework_in

AUDIENCES = "employer, cswo, psw, practitioner, everyone, board, chief-executive, elected-member, person, descriptor"


def faults_of(content):
    with pytest.raises(Unreadable) as refusal:
        file_from(content)
    return [str(fault) for fault in refusal.value.faults]


def test_a_framework_is_read_with_its_tree(small):
    file = file_from(small())

    nodes = list(file.walk())
    assert [(node.ref, node.audience, node.assessable) for node in nodes] == [
        ("v", "", False),
        ("v.1", "practitioner", True),
        ("v.2", "employer", True),
    ]
    assert (nodes[1].urn, nodes[1].line) == ("urn:north:framework:practice:v.1", 17)
    assert (nodes[1].typical_evidence, nodes[1].clauses) == (("Case audits",), ("sa.4.d.5c",))
    assert (file.version, file.may_be_copied, file.short_title) == ("2026.1", True, "Practice standards of the North")


def test_everything_that_is_wrong_is_told_at_once(small):
    broken = small(
        ("publisher: North Partnership\n", ""),
        ("status: current", "status: curent"),
        ("language: en-GB", "langauge: en-GB"),
        ("audience: practitioner", "audience: practitoner"),
        ("ref: v.2", "ref: v.1"),
        ("        text: There is time for visits.\n", ""),
        ("may_be_copied: yes", "may_be_copied: perhaps"),
    )

    assert faults_of(broken) == [
        "Line 1: “language” is missing from the framework.",
        "Line 1: “publisher” is missing from the framework.",
        "Line 7: “may_be_copied” must be yes or no, not “perhaps”.",
        "Line 9: “langauge” is not a key of the framework. Did you mean “language”?",
        "Line 11: “status” cannot be “curent”. Did you mean “current”? "
        "It is one of: draft, current, superseded, withdrawn.",
        f"Line 17: “audience” cannot be “practitoner”. Did you mean “practitioner”? It is one of: {AUDIENCES}.",
        "Line 23: Statement v.1 can be judged, so it needs a “text” that says what is judged.",
        "Line 23: The ref “v.1” is already used on line 16. Give each its own.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: framework", "kind: frame", "Line 1: “kind” cannot be “frame”. Did you mean “framework”?"),
        ("kind: framework\n", "", "Line 1: “kind” is missing from the file."),
        ("format: 1", "format: 2", "Line 2: “format” is “2”; this Cairn reads format 1."),
        ("urn: urn:north:framework:practice", "urn: practice standards", "Line 3: “practice standards” is not a URN."),
        ("title: Practice standards of the North", "title: ''", "Line 5: “title” of the framework is empty."),
        ("title: Practice", "title: " + "x" * 300, "Line 5: “title” of the framework has 323 characters; 300 is the"),
        (
            "title: Practice standards of the North",
            "title: [a]",
            "Line 5: “title” of the framework must be a text, not",
        ),
        ("ref: v.1", "ref: v 1", "Line 17: “v 1” cannot be a ref."),
        (
            "        audience: employer",
            "        assessable: yes",
            "Line 25: Statement v.2 can be judged, so it needs an",
        ),
        ("- Case audits", "- [Case audits]", "Line 22: Every entry of “typical_evidence” must be a text"),
        ("clauses: [sa.4.d.5c]", "clauses: [sa 4]", "Line 23: “sa 4” is not the id of a clause"),
        ("clauses: [sa.4.d.5c]", "clauses: [a, a]", "Line 23: “clauses” of statement v.1 says the same thing twice."),
        ("clauses: [sa.4.d.5c]", "clauses: sa.4", "Line 23: “clauses” of statement v.1 must be a list"),
        ("      - ref: v.2", "      - v.2\n      - ref: v.2", "Line 24: Every entry of “statements” must have keys"),
        ("    heading: Visits", "    edition: x", "Line 14: Statement v has neither a “heading” nor a “text”."),
    ],
)
def test_each_fault_has_its_line_and_its_sentence(small, old, new, told):
    assert [fault for fault in faults_of(small((old, new))) if fault.startswith(told)] != []


def test_a_framework_without_statements_is_refused(small):
    content = small()
    assert faults_of(content[: content.index(b"  - ref: v\n")]) == [
        "Line 13: The framework has no statements. Write at least one."
    ]


def test_a_ref_may_change_while_the_urn_stays(small):
    file = framework_in(small(("ref: v.2", "ref: v.9\n        urn: urn:north:framework:practice:v.2")))

    assert [(node.ref, node.urn) for node in file.walk()][-1] == ("v.9", "urn:north:framework:practice:v.2")


def test_scales_are_read(small):
    scales = (
        "scales:\n  - {name: two, grades: [{grade: 1, label: no}, {grade: 2, label: yes, meaning: Met.}]}\nstatements:"
    )
    assert framework_in(small(("statements:\n  - ref: v\n", scales + "\n  - ref: v\n"))).scales == (
        {
            "name": "two",
            "grades": [{"grade": "1", "label": "no", "meaning": ""}, {"grade": "2", "label": "yes", "meaning": "Met."}],
        },
    )


def test_the_look_of_a_file_does_not_count_but_every_word_does(small):
    plain = framework_in(small()).fingerprint

    assert framework_in(small(("format: 1\n", "format: 1\n# a remark\n"))).fingerprint == plain
    assert framework_in(small(("planned with the person.", "planned\n          with the person."))).fingerprint == plain
    assert framework_in(small(("planned with the person.", "planned for the person."))).fingerprint != plain
    assert framework_in(small(("licence: ours alone", "licence: open"))).fingerprint != plain


def test_a_crosswalk_is_read(crosswalk):
    file = file_from(crosswalk())

    assert (file.begins.urn, file.ends.version) == ("urn:north:framework:practice", "2021.1")
    assert [pair.content() for pair in file.pairs] == [
        ["v.1", "sa.1.d.3", "subset", "Planning together is one way to hear the person."]
    ]


def test_what_is_wrong_in_a_crosswalk_is_told_at_once(crosswalk):
    pair = "  - {from: v.1, to: sa.1.d.3, relation: subset, rationale: Planning"
    broken = crosswalk(
        (pair, f"  - {{from: v.1, to: sa.1.d.3, relation: subsett, rational: x}}\n{pair}"),
        ("version: 2026.1}", "versoin: 2026.1}"),
    )

    assert faults_of(broken) == [
        "Line 9: “version” is missing from “from”.",
        "Line 9: “versoin” is not a key of “from”. Did you mean “version”?",
        "Line 12: “rationale” is missing from the pair.",
        "Line 12: “rational” is not a key of the pair. Did you mean “rationale”?",
        "Line 12: “relation” cannot be “subsett”. Did you mean “subset”? "
        "It is one of: equal, subset, superset, intersects.",
        "Line 13: v.1 and sa.1.d.3 are already paired on line 12. Keep one.",
    ]


def test_a_crosswalk_is_no_framework(crosswalk):
    with pytest.raises(Unreadable, match="This file is a crosswalk"):
        framework_in(crosswalk())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_sentences(content):
    with pytest.raises(Unreadable) as refusal:
        file_from(content)

    assert all(fault.line >= 1 and fault.sentence.endswith((".", "?")) for fault in refusal.value.faults)


@given(st.text(alphabet="-:[]{}&*!|>'\"%@`#? \n\tab1", max_size=200))
def test_any_text_is_read_or_refused_with_sentences(text):
    with pytest.raises(Unreadable):
        file_from(b"kind: framework\nformat: 1\n" + text.encode())
