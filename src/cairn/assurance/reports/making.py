"""How is the report made from a round's results, its evidence and the actions that followed?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from cairn.assurance.evaluation import content
from cairn.assurance.evaluation import queries as evaluation
from cairn.assurance.evaluation.models import Citation, Round, State
from cairn.assurance.evaluation.queries.flaws import Flaw, flaw_of
from cairn.assurance.reports import figures_of, findings, rounds_in_words
from cairn.assurance.reports.blocks import british
from cairn.assurance.reports.models import Commentary
from cairn.assurance.reports.report import (
    ActionLine,
    Area,
    AssuranceReport,
    Comment,
    Evidence,
    Finding,
    Judged,
    Participation,
    SignatureLine,
    TreeHead,
    count,
    sealed,
)
from cairn.cycle.evidence.models import STALE_AFTER
from cairn.cycle.improvement import queries as improvement
from cairn.cycle.improvement.models import Action
from cairn.cycle.improvement.models import State as ActionState
from cairn.foundation.core import clock
from cairn.foundation.core.words import plural
from cairn.foundation.ledger import queries as ledger
from cairn.foundation.people.models import Person


def report_of(viewer: Person, round: Round, commentary: Commentary | None, *, final: bool = False) -> AssuranceReport:
    """The report as it stands now, with the hash of what it says; when it is handed over, with the seal."""
    scale = rounds_in_words.scale(round)
    areas = figures_of.areas(round, evaluation.results(viewer, round, unit=None))
    framework = round.framework
    return sealed(
        AssuranceReport(
            organisation=viewer.organisation.name,
            round_title=round.title,
            state=round.get_state_display().lower(),
            framework=framework.title,
            framework_version=framework.version,
            framework_source=framework.source,
            purpose=rounds_in_words.PURPOSE,
            scope=round.part,
            led_by=rounds_in_words.led_by(viewer.organisation),
            opened_on=_local_day(round.opened_at) or round.opens_on,
            closed_on=_local_day(round.closed_at) or round.closes_on,
            scale=scale,
            participation=_participation(round),
            areas=areas,
            strengths=findings.strengths(areas, scale),
            gaps=findings.gaps(areas, scale),
            disagreements=findings.disagreements(areas),
            contradictions=_contradictions(viewer, round, areas),
            without_evidence=findings.without_evidence(areas),
            actions=tuple(_action(one) for one in improvement.actions_from(viewer, source_of(round))),
            commentary=_comments(commentary),
            method=rounds_in_words.method(round),
            limits=rounds_in_words.limits(round),
            evidence=_evidence(evaluation.evidence_of(viewer, round), _as_of(round)),
            signatures=_signatures(viewer, round),
            tree_head=_tree_head(round) if final else None,
            made_at=clock.now().replace(microsecond=0),
        )
    )


def source_of(round: Round) -> str:
    """How an action names the round that it came from."""
    return f"evaluation.Round:{round.pk}"


def _as_of(round: Round) -> date:
    """The day on which evidence is looked at: that of the signature, before it today."""
    return _local_day(round.signed_at) or clock.today()


def _local_day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _participation(round: Round) -> tuple[Participation, ...]:
    return (
        Participation("Employers, by unit", count(round.employers_asked), count(round.employers_answered)),
        Participation(
            "Practitioners, by person", count(round.practitioners_asked), count(round.practitioners_answered)
        ),
    )


def _contradictions(viewer: Person, round: Round, areas: tuple[Area, ...]) -> tuple[Finding, ...]:
    """Statements whose judgements their evidence, or the practitioners of the same unit, contradict. Two queries."""
    known = {judged.ref: (area, judged) for area in areas for judged in area.statements}
    lint = evaluation.lint(viewer, round, kind="contradicted")
    units: dict[str, list[UUID]] = defaultdict(list)
    for pk, ref in lint.values_list("pk", "statement__ref"):
        units[ref].append(pk)
    found = []
    for judgement in lint.filter(pk__in=[first for first, *_ in units.values()]):
        ref = judgement.statement.ref
        if ref in known:
            found.append(_contradicted(*known[ref], flaw_of(judgement), len(units[ref]) - 1))
    return tuple(found)


def _contradicted(area: Area, judged: Judged, flaw: Flaw, others: int) -> Finding:
    """What is said of the first unit, and in how many others it is likewise."""
    likewise = f" Likewise in {plural(others, 'other unit')}." if others else ""
    figures = (judged.grade, judged.employers, judged.practitioners, judged.gap)
    why = f"{flaw.judgement.of}: {flaw.sentence}{likewise}"
    return Finding(judged.ref, judged.title, area.title, *figures, why)


def _action(action: Action) -> ActionLine:
    effect = action.effect
    if not effect and action.check_on and action.state in (ActionState.OPEN, ActionState.DONE):
        effect = f"to be checked on {british(action.check_on)}"
    return ActionLine(
        title=action.what,
        refs=(action.statement.ref,) if action.statement else (),
        owner=action.owner.full_name,
        priority=action.get_priority_display().split(":")[0].lower(),
        due_on=action.due_on,
        state=action.get_state_display().lower(),
        is_late=action.is_overdue,
        effect=effect,
    )


def _comments(commentary: Commentary | None) -> tuple[Comment, ...]:
    if commentary is None:
        return ()
    who = commentary.by.full_name
    return tuple(Comment(head, text, who, commentary.at) for head, text in commentary.texts.items() if text.strip())


def _evidence(citations: Iterable[Citation], today: date) -> tuple[Evidence, ...]:
    """Each piece of evidence once, with every statement that it was named for, as it was when the round was signed."""
    refs: dict[Any, dict[str, None]] = {}
    first: dict[Any, Citation] = {}
    for citation in citations:
        first.setdefault(citation.evidence_id, citation)
        refs.setdefault(citation.evidence_id, {})[citation.judgement.statement.ref] = None
    return tuple(_piece(citation, tuple(refs[key]), today) for key, citation in first.items())


def _piece(citation: Citation, refs: tuple[str, ...], today: date) -> Evidence:
    """As it was when the round was signed; before that, as it is now."""
    told = citation.as_signed or content.of_evidence(citation.evidence)
    happened_on, start, end = (_day(told[name]) for name in ("happened_on", "period_from", "period_to"))
    expires_on, speaks_of = _day(told["expires_on"]), happened_on or end or today
    return Evidence(
        title=told["title"],
        owner=told["owner"],
        covers=f"{british(start)} to {british(speaks_of)}" if start else british(speaks_of),
        expires_on=expires_on,
        is_stale=(expires_on is not None and expires_on < today) or speaks_of < today - STALE_AFTER,
        sha256=told["sha256"],
        refs=refs,
        kept=told["address"] or told["reference"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _signatures(viewer: Person, round: Round) -> tuple[SignatureLine, ...]:
    if round.state != State.SIGNED:
        return ()
    return tuple(
        SignatureLine(one.signer_name, "", one.statement, one.at, one.content_hash)
        for one in evaluation.signatures(viewer, round)
    )


def _tree_head(round: Round) -> TreeHead | None:
    head = ledger.newest_head(round.organisation_id)
    return None if head is None else TreeHead(head.size, head.root_hex, head.at, head.key_id)
