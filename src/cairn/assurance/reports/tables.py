"""Which tables does the report have, and what stands in their cells?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from cairn.assurance.reports.report import (
    WITHHELD,
    ActionLine,
    Area,
    Evidence,
    Figure,
    FigureLine,
    Finding,
    Judged,
    Participation,
    Scale,
    SignatureLine,
)
from cairn.foundation.core.blocks import Cell, Table, british, on, words
from cairn.foundation.core.charts import shade

MOST_REFS = 12


def figure(value: Figure, *, signed: bool = False) -> Cell:
    """A figure with one decimal or none; a difference carries its sign; a missing one says what is missing."""
    text = value.worded
    if signed and value.value is not None and value.value > 0:
        text = f"+{text}"
    return Cell(text.replace("-", "−") if value.value is not None else text, number=value.value)


def of_areas(areas: Iterable[Area], scale: Scale) -> Table:
    """The headline: one row per area."""
    rows = tuple(
        (
            words(area.ref),
            words(area.title),
            grade(area.grade, scale),
            figure(area.employers),
            figure(area.practitioners),
            figure(area.gap, signed=True),
            figure(area.change, signed=True),
            figure(area.answers),
        )
        for area in areas
    )
    heads = ("Ref", "Area", "Judgement", "Employers", "Practitioners", "Gap", "Change", "Answers")
    return Table("Areas", "Judgement by area", heads, (20, 42, 28, 22, 26, 20, 20, 20), rows)


def of_spread(areas: Iterable[Area], scale: Scale) -> Table:
    """How the answers spread over the scale, a row per area and side."""
    rows = []
    for area in areas:
        spread = area.spread
        for side, counts, missing in (
            ("employers", spread.employers, spread.employers_missing),
            ("practitioners", spread.practitioners, spread.practitioners_missing),
        ):
            shown = counts or ()
            cells = tuple(Cell(str(c), number=c) for c in shown) or tuple(
                Cell(missing or WITHHELD) for _ in scale.labels
            )
            rows.append((words(area.ref), words(area.title), words(side), *cells))
    points = tuple(str(point) for point in range(1, scale.top + 1))
    widths = (12, 28, 16, *(60 // scale.top for _ in points))
    return Table(
        "Spread", "Number of answers at each point of the scale", ("Ref", "Area", "Side", *points), widths, tuple(rows)
    )


def of_statements(sheet: str, caption: str, statements: Iterable[tuple[Area, Judged]], scale: Scale) -> Table:
    """Every statement in the order of the framework."""
    rows = tuple(
        (
            words(judged.ref),
            words(judged.title, judged.note),
            grade(judged.grade, scale),
            figure(judged.employers),
            figure(judged.practitioners),
            figure(judged.gap, signed=True),
            figure(judged.answers),
            Cell(str(judged.evidence), number=judged.evidence),
        )
        for _, judged in statements
    )
    heads = ("Ref", "Statement", "Judgement", "Employers", "Practitioners", "Gap", "Answers", "Evidence")
    return Table(sheet, caption, heads, (24, 74, 28, 24, 30, 18, 20, 21), rows)


def of_findings(sheet: str, caption: str, findings: Iterable[Finding], scale: Scale, *, why: bool = False) -> Table:
    """Statements picked out; with the sentence that says why, where the figures alone do not."""
    rows = tuple(
        (
            words(finding.ref),
            words(finding.title, finding.area),
            *((words(finding.why),) if why else ()),
            grade(finding.grade, scale),
            figure(finding.employers),
            figure(finding.practitioners),
            figure(finding.gap, signed=True),
        )
        for finding in findings
    )
    reason = ("Why",) if why else ()
    heads = ("Ref", "Statement", *reason, "Judgement", "Employers", "Practitioners", "Gap")
    widths = (26, 50, 37, 29, 21, 26, 16) if why else (26, 78, 30, 22, 26, 18)
    return Table(sheet, caption, heads, widths, rows)


def of_actions(actions: Iterable[ActionLine]) -> Table:
    """What is being done, by whom, by when, and how far it has come."""
    rows = tuple(
        (
            words(action.title, ", ".join(action.refs)),
            words(action.owner),
            words(action.priority),
            on(action.due_on, "no date set"),
            words(f"{action.state}, late" if action.is_late else action.state),
            words(action.effect),
        )
        for action in actions
    )
    heads = ("Action", "Owner", "Priority", "Due", "State", "Effect")
    return Table("Actions", "Actions from this round", heads, (38, 16, 11, 15, 13, 22), rows)


def of_figures(figures: Iterable[FigureLine]) -> Table:
    """What the records show, then and now, against the target."""
    rows = tuple(
        (
            words(line.title, ", ".join(line.refs[:MOST_REFS])),
            words(line.then),
            words(", ".join(filter(None, (line.target, line.verdict))) or "none"),
            words(line.now or "no figure"),
        )
        for line in figures
    )
    heads = ("Figure", "When the round closed", "Target", "Now")
    return Table("Figures", "Figures that the records prove", heads, (38, 30, 18, 30), rows)


def of_evidence(evidence: Iterable[Evidence], areas: Iterable[Area]) -> Table:
    """Every document that a judgement rests on, with the hash that proves its bytes."""
    area_of = {judged.ref: area.ref for area in areas for judged in area.statements}
    rows = tuple(
        (
            words(item.title, _named_for(item.refs, area_of)),
            words(item.owner),
            words(item.covers),
            on(item.expires_on, "no expiry"),
            words("out of date" if item.is_stale else "current"),
            words(item.sha256 or item.kept or "no file is held"),
        )
        for item in evidence
    )
    heads = ("Evidence", "Owner", "Covers", "Valid until", "State", "SHA-256, or where it is kept")
    return Table("Evidence", "Evidence that the judgements rest on", heads, (30, 15, 17, 14, 10, 28), rows)


def _named_for(refs: Sequence[str], area_of: Mapping[str, str]) -> str:
    """Each statement by its reference; where there are many, how many of each area."""
    if len(refs) <= MOST_REFS:
        return ", ".join(refs)
    counted = Counter(area_of.get(ref, ref) for ref in refs)
    return f"{len(refs)} statements: {', '.join(f'{many} of {area}' for area, many in counted.items())}"


def of_participation(participation: Iterable[Participation]) -> Table:
    """How many were asked and how many answered."""
    rows = tuple((words(side.side), figure(side.asked), figure(side.answered)) for side in participation)
    return Table("Participation", "Who was asked and who answered", ("Side", "Asked", "Answered"), (40, 30, 30), rows)


def of_signatures(signatures: Iterable[SignatureLine]) -> Table:
    """Who signed what, and when."""
    rows = tuple(
        (
            words(line.name, line.role),
            words(line.statement),
            Cell(moment(line.at), day=timezone.localdate(line.at)),
            words(line.content_hash),
        )
        for line in signatures
    )
    heads = ("Signed by", "Declaration", "When", "Hash of what was signed")
    return Table("Signatures", "Signatures", heads, (22, 34, 20, 38), rows)


def grade(value: Figure, scale: Scale) -> Cell:
    """'4, good' on its shade; the words say it, the colour only helps."""
    if value.value is None:
        return Cell(value.missing)
    return Cell(scale.worded(value), number=value.value, shade=shade(value.value, scale.top))


def moment(at: datetime) -> str:
    """22 November 2026 at 14:05, in local time."""
    local = timezone.localtime(at)
    return f"{british(local.date())} at {local:%H:%M}"
