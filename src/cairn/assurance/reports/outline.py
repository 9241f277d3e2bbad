"""In which order, and under which headings, is the report read?

The outline turns the report into blocks. Every format renders these blocks and computes nothing, which is why the
same figures and sentences stand in all of them.
"""

from collections.abc import Iterable, Sequence

from cairn.assurance.reports import drawings, tables, wording
from cairn.assurance.reports.report import COMMENTARY_HEADS, AssuranceReport, Finding
from cairn.foundation.core.blocks import Block, Drawing, Facts, Heading, Items, Section, Table, Words, british
from cairn.foundation.core.words import capital, joined, plural

MOST = 10


def sections(report: AssuranceReport) -> tuple[Section, ...]:
    """The whole report, as a chief executive reads it: the answer first, the proof last."""
    return (
        Section("headline", "The headline", tuple(_headline(report))),
        Section("scope", "Purpose and scope", tuple(_scope(report))),
        Section("areas", "Judgement by area", tuple(_areas(report))),
        Section("strengths", "Strengths", tuple(_strengths(report))),
        Section("gaps", "What falls short", tuple(_gaps(report))),
        Section("disagreements", "Where employers and practitioners disagree", tuple(_disagreements(report))),
        *_records(report),
        Section("evidence-and-judgement", "Where judgement and evidence part", tuple(_conflicts(report))),
        Section("actions", "What is being done", tuple(_actions(report))),
        Section("commentary", f"Commentary by the {report.led_by}", tuple(_commentary(report))),
        Section("method", "Method and limits", tuple(_method(report))),
        Section("statements", "Every statement", tuple(_statements(report))),
        Section("evidence", "The evidence", tuple(_evidence(report))),
        Section("proof", "Signatures and seal", tuple(_proof(report))),
    )


def _headline(report: AssuranceReport) -> Iterable[Block]:
    if not report.signatures:
        yield Words("Draft. This round has not been signed, so its figures may still change.", strong=True)
    yield from (Words(sentence) for sentence in wording.headline(report))


def _scope(report: AssuranceReport) -> Iterable[Block]:
    yield Words(report.purpose)
    yield Facts("Particulars of the round", tuple(_particulars(report)))
    yield tables.of_participation(report.participation)


def _particulars(report: AssuranceReport) -> Iterable[tuple[str, str]]:
    yield "Organisation", report.organisation
    yield "Round", report.round_title
    yield "Framework", f"{report.framework}, version {report.framework_version}"
    yield "Source of the framework", report.framework_source
    yield "Scope", report.scope
    yield "Opened", british(report.opened_on)
    yield "Closed", british(report.closed_on) if report.closed_on else "not yet closed"
    yield "State", report.state
    yield "Scale", f"{report.scale.name}: {wording.points(report.scale)}"
    yield "Report made", tables.moment(report.made_at)


def _areas(report: AssuranceReport) -> Iterable[Block]:
    if not report.areas:
        yield Words("Nothing has been judged yet.")
        return
    yield Drawing("judgement-by-area", drawings.judgement_by_area(report))
    yield tables.of_areas(report.areas, report.scale)
    yield Words(
        "Employers and practitioners are means of their own answers. The gap is employers less practitioners, on the "
        "statements that both judged; the change is that of employers since the last round."
    )
    yield Drawing("spread-by-area", drawings.spread_by_area(report))
    yield Words(f"Number of answers at each point of the scale, {wording.points(report.scale)}.")
    yield tables.of_spread(report.areas, report.scale)


def _strengths(report: AssuranceReport) -> Iterable[Block]:
    table = tables.of_findings("Strengths", "The statements that stand best", report.strengths, report.scale)
    yield from _or(table, "No statement stands in the upper half of the scale.")


def _gaps(report: AssuranceReport) -> Iterable[Block]:
    table = tables.of_findings("Gaps", "The statements that fall furthest short", report.gaps, report.scale)
    yield from _or(table, "No statement stands in the lower half of the scale.")


def _disagreements(report: AssuranceReport) -> Iterable[Block]:
    table = tables.of_findings(
        "Disagreements",
        "Statements on which the two sides are furthest apart",
        report.disagreements,
        report.scale,
        why=True,
    )
    yield from _or(table, "Nowhere are the two sides far apart on a statement that both judged.")


def _records(report: AssuranceReport) -> Iterable[Section]:
    """A report that was handed over before there were figures has no such section."""
    if report.figures:
        said = (
            "Computed from the records of the work itself: the three months before the round closed, and the latest "
            "three months when this report was made. What would tell of fewer than five records is left out."
        )
        yield Section("records", "What the records show", (Words(said), tables.of_figures(report.figures)))


def _conflicts(report: AssuranceReport) -> Iterable[Block]:
    for sheet, title, findings, why, otherwise in (
        (
            "Contradictions",
            "Judgements that their evidence contradicts",
            report.contradictions,
            True,
            "No judgement is contradicted by its evidence.",
        ),
        (
            "Old evidence",
            "Judgements that rest on old evidence only",
            report.stale_evidence,
            False,
            "No judgement rests only on evidence that is out of date.",
        ),
        (
            "Without evidence",
            "Judgements without evidence",
            report.without_evidence,
            False,
            "Every judgement has evidence attached.",
        ),
    ):
        yield Heading(title)
        yield from _or(tables.of_findings(sheet, title, findings[:MOST], report.scale, why=why), otherwise)
        yield from _and_others(findings)


def _and_others(findings: Sequence[Finding]) -> Iterable[Block]:
    """Whatever a table has no room for is named; its figures stand among all statements."""
    others = [finding.ref for finding in findings[MOST:]]
    if others:
        said = f"{plural(len(others), 'other statement')}, with figures under “Every statement”: {joined(others)}."
        yield Words(capital(said))


def _actions(report: AssuranceReport) -> Iterable[Block]:
    yield Words(wording.actions(report.actions))
    if report.actions:
        yield tables.of_actions(report.actions)


def _commentary(report: AssuranceReport) -> Iterable[Block]:
    written = {comment.head: comment for comment in report.commentary if comment.text.strip()}
    for head, title in COMMENTARY_HEADS.items():
        yield Heading(title)
        if comment := written.get(head):
            yield from (Words(paragraph.strip()) for paragraph in comment.text.split("\n") if paragraph.strip())
            yield Words(f"{comment.by}, {tables.moment(comment.at)}")
        else:
            yield Words(f"The {report.led_by} has not yet written about this.")


def _method(report: AssuranceReport) -> Iterable[Block]:
    yield Items(report.method)
    yield Heading("What this report cannot show")
    yield Items(report.limits)


def _statements(report: AssuranceReport) -> Iterable[Block]:
    for area in report.areas:
        yield Heading(f"{area.ref} {area.title}".strip())
        placed = [(area, judged) for judged in area.statements]
        yield tables.of_statements("Statements", f"Statements of {area.title}", placed, report.scale)


def _evidence(report: AssuranceReport) -> Iterable[Block]:
    yield from _or(tables.of_evidence(report.evidence, report.areas), "No evidence has been attached in this round.")


def _proof(report: AssuranceReport) -> Iterable[Block]:
    yield from _or(tables.of_signatures(report.signatures), "Nobody has signed this round yet.")
    yield Facts("The seal", tuple(_seal(report)))


def _seal(report: AssuranceReport) -> Iterable[tuple[str, str]]:
    head = report.tree_head
    if head is None:
        yield "Ledger", "Sealed when the report is handed over."
    else:
        yield "Entries in the ledger", f"{head.size:,}"
        yield "Root of the ledger", head.root
        yield "Sealed", tables.moment(head.at)
        yield "Sealing key", head.key_id
    yield "Hash of this report", report.content_hash or "not yet sealed"


def _or(table: Table, otherwise: str) -> Iterable[Block]:
    yield table if table.rows else Words(otherwise)
