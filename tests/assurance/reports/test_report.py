"""The report is one value: it survives JSON, its hash notices any change, and a missing figure is never zero."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from cairn.assurance.reports import findings, outline, tables, wording
from cairn.assurance.reports.report import NOT_ASKED, WITHHELD, Figure, Scale, count, from_json, hash_of, mean


def test_a_report_kept_as_json_is_the_same_report(report):
    assert from_json(json.loads(report.as_text())) == report


def test_the_hash_covers_everything_but_itself(report):
    assert report.content_hash == hash_of(report) == hash_of(replace(report, content_hash=""))
    assert hash_of(replace(report, purpose=report.purpose + ".")) != report.content_hash


def test_a_report_of_the_time_before_figures_is_written_as_it_was(sample):
    old = sample(1, figures=())
    assert "figures" not in old.as_json()
    assert from_json(json.loads(old.as_text())) == old
    assert "records" not in [section.key for section in outline.sections(old)]


def test_the_hash_covers_the_figures(report):
    first, *others = report.figures
    changed = replace(report, figures=(replace(first, now="95%"), *others))
    assert hash_of(changed) != report.content_hash


@pytest.mark.parametrize(
    ("value", "worded"),
    [(4.25, "4.3"), (Decimal("4.24"), "4.2"), (-0.04, "0.0"), (3, "3.0"), (None, WITHHELD)],
)
def test_a_mean_is_rounded_half_up_as_it_is_read(value, worded):
    assert mean(value).worded == worded


def test_a_missing_figure_says_what_is_missing():
    assert [count(None).worded, count(0).worded, count(1204).worded] == [WITHHELD, "0", "1,204"]
    assert mean(None, NOT_ASKED) == Figure(None, NOT_ASKED)


def test_strengths_stand_above_the_middle_and_gaps_at_or_below_it(report):
    assert {finding.grade.value for finding in findings.strengths(report.areas, report.scale)} == {6}
    assert {finding.grade.value for finding in findings.gaps(report.areas, report.scale)} == {1}
    three = Scale("Three", ("not yet", "partly", "achieved"))
    assert {finding.grade.value for finding in findings.gaps(report.areas, three)} == {1}


def test_disagreements_begin_with_the_widest_and_say_who_is_higher(report):
    found = findings.disagreements(report.areas)

    gaps = [abs(finding.gap.value) for finding in found]
    assert gaps == sorted(gaps, reverse=True)
    assert found[0].why == "Practitioners rate this 5.0 higher than employers do."


def test_every_judgement_without_evidence_is_listed(report):
    bare = [s.ref for s in report.statements if s.grade.value is not None and not s.evidence]

    assert [finding.ref for finding in report.without_evidence] == bare


def test_the_headline_is_said_in_sentences(report):
    assert wording.headline(report) == [
        "Four areas of five stand in the upper half of the scale; "
        "the lowest is Knowledge and skills, judged 3, adequate.",
        "The two sides are furthest apart on Guidance, consultation and supervision, by 1.5: employers rate it higher.",
        "Evidence contradicts the judgement of two statements; one statement rests on old evidence only "
        "and 30 on none; one action is late.",
    ]


def test_among_areas_with_the_same_grade_the_one_with_the_lowest_mean_is_the_lowest(report):
    def area(title, mean):
        return replace(report.areas[0], title=title, grade=Figure(3), employers=Figure(mean))

    several = replace(report, areas=(area("First", 2.9), area("Second", 2.5), area("Third", 2.7)))
    assert "the lowest is Second, judged 3, adequate." in wording.headline(several)[0]


def test_evidence_named_for_many_statements_says_how_many_of_each_area(report):
    refs = tuple(judged.ref for area in report.areas[:2] for judged in area.statements)
    few, many = (replace(report.evidence[0], refs=given) for given in (refs[:2], refs))
    table = tables.of_evidence([few, many], report.areas)
    assert [row[0].detail for row in table.rows] == ["sa.1.1, sa.1.2", "70 statements: 35 of sa.1, 35 of sa.2"]


def test_actions_are_summed_up_with_how_many_are_late(report):
    in_time, late = (replace(report.actions[0], state="open", is_late=late) for late in (False, True))
    assert wording.actions([in_time, in_time]) == "Two actions from this round: two open. None is late."
    assert wording.actions([late, in_time]) == "Two actions from this round: two open. One is late."
    assert wording.actions([late, late, late]) == "Three actions from this round: three open. Three are late."


def test_a_report_with_nothing_in_it_says_so(sample):
    empty = sample(
        0, areas=(), figures=(), strengths=(), gaps=(), disagreements=(), contradictions=(), without_evidence=(),
        stale_evidence=(), actions=(),
        commentary=(), evidence=(), signatures=(), tree_head=None,
    )  # fmt: skip
    said = [block.text for section in outline.sections(empty) for block in section.blocks if block.kind == "Words"]

    assert said == [
        "Draft. This round has not been signed, so its figures may still change.",
        "No area has a headline judgement yet.",
        empty.purpose,
        "Nothing has been judged yet.",
        "No statement stands in the upper half of the scale.",
        "No statement stands in the lower half of the scale.",
        "Nowhere are the two sides far apart on a statement that both judged.",
        "No judgement is contradicted by its evidence.",
        "No judgement rests only on evidence that is out of date.",
        "Every judgement has evidence attached.",
        "No action has been set out from this round yet.",
        *["The chief social work officer has not yet written about this."] * 4,
        "No evidence has been attached in this round.",
        "Nobody has signed this round yet.",
    ]


def test_commentary_stands_under_its_four_heads(report):
    section = next(s for s in outline.sections(report) if s.key == "commentary")

    assert section.title == "Commentary by the chief social work officer"
    assert [block.text for block in section.blocks] == [
        "What this means", "Supervision is sound on paper.", "In the north it is not.",
        "Isla Renwick, 2 October 2026 at 14:05",
        "What will be put right", "@Every session is signed before the two part.",
        "Isla Renwick, 2 October 2026 at 14:05",
        "What others can learn from it", "The chief social work officer has not yet written about this.",
        "How it will be watched", "Monthly, by team, at the governance board.", "Isla Renwick, 2 October 2026 at 14:05",
    ]  # fmt: skip
