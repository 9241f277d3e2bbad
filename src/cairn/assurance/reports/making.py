"""How is the report made from a round's results, its evidence and the actions that followed?"""

from datetime import date, datetime

from django.utils import timezone

from cairn.assurance.evaluation import queries as evaluation
from cairn.assurance.evaluation.models import Round, State
from cairn.assurance.reports import cited, figures_of, findings, records, rounds_in_words, rows
from cairn.assurance.reports.models import Commentary
from cairn.assurance.reports.report import (
    ActionLine,
    AssuranceReport,
    Comment,
    Participation,
    SignatureLine,
    TreeHead,
    count,
    sealed,
)
from cairn.cycle.improvement import queries as improvement
from cairn.cycle.improvement.models import Action
from cairn.cycle.improvement.models import State as ActionState
from cairn.foundation.core import clock
from cairn.foundation.core.blocks import british
from cairn.foundation.ledger import queries as ledger
from cairn.foundation.people.models import Person


def report_of(viewer: Person, round: Round, commentary: Commentary | None, *, final: bool = False) -> AssuranceReport:
    """The report as it stands now, with the hash of what it says; when it is handed over, with the seal."""
    scale = rounds_in_words.scale(round)
    kept = evaluation.open_figures(round)
    results = rows.results(viewer, round, {ref for row in kept for ref in row.refs})
    areas = figures_of.areas(round, results)
    named, pieces = rows.citations(viewer, round)
    by_records = records.conflicts(round, results, kept)
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
            disagreements=figures_of.disagreements(round, results, areas),
            contradictions=cited.contradictions(round, named, pieces, areas, by_records),
            stale_evidence=cited.stale_evidence(named, pieces, areas, _as_of(round)),
            without_evidence=findings.without_evidence(areas),
            actions=tuple(_action(one) for one in improvement.actions_from(viewer, source_of(round))),
            commentary=_comments(commentary),
            method=rounds_in_words.method(round),
            limits=rounds_in_words.limits(round),
            evidence=cited.evidence(named, pieces, _as_of(round)),
            signatures=_signatures(viewer, round),
            tree_head=_tree_head(round) if final else None,
            made_at=clock.now().replace(microsecond=0),
            figures=records.figures(viewer, round, kept),
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
