"""What exactly is signed when a round is signed? The same words and figures, read again, must give the same hash."""

from typing import Any
from uuid import UUID

from cairn.assurance.evaluation.models import (
    AskedUnit,
    Citation,
    Judgement,
    RemarkBox,
    Result,
    Round,
    StoodOn,
    Tally,
)
from cairn.cycle.evidence.models import Evidence
from cairn.foundation.ledger.canonical import fingerprint
from cairn.foundation.ledger.reading import as_stored

PARTS = (AskedUnit, Judgement, Citation, Tally, RemarkBox, Result)


def of_round(pk: UUID | str, round: Round | None = None) -> dict[str, Any]:
    """The whole round as it is read: every judgement, its evidence, every result. Three queries, and one for the round.

    The figures that stand beside the judgements are kept and signed as rows of their own (`signed`).
    """
    round = round or Round.objects.select_related("framework").get(pk=pk)
    return {
        "round": {
            "id": round.pk,
            "title": round.title,
            "framework": round.framework.urn,
            "framework_version": round.framework.version,
            "framework_fingerprint": round.framework.fingerprint,
            "scope": round.scope_id,
            "level": round.level,
            "scale": round.scale,
            "opens_on": round.opens_on,
            "closes_on": round.closes_on,
            "practitioners_are_asked": round.practitioners_are_asked,
            "sample_percent": round.sample_percent,
            "least_answers": round.least_answers,
            "opened_at": round.opened_at,
            "closed_at": round.closed_at,
            "moderated_at": round.moderated_at,
            "employers": [round.employers_asked, round.employers_answered],
            "practitioners": [round.practitioners_asked, round.practitioners_answered],
        },
        "judgements": _rows(
            Judgement.objects.filter(round=round),
            "id", "unit_id", "statement__urn", "grade", "not_applicable_because", "how_we_know", "what_next",
            "version", "by_id", "at", "moderated_grade", "moderation_reason", "moderated_by_id", "needs_confirming",
        ),
        "evidence": _evidence(round),
        "results": _rows(
            Result.objects.filter(round=round),
            "unit_id", "statement__urn", "is_area", "employers_n", "employers_mean", "employers_counts",
            "employers_previous", "practitioners_n", "practitioners_mean", "practitioners_counts",
            "practitioners_previous", "practitioners_withheld", "remarks", "gap", "evidence_count",
            "not_applicable_count",
        ),
    }  # fmt: skip


def signed(pk: UUID | str) -> dict[str, Any]:
    """What the signature bears: the round as it was read, and every stored byte of its rows, the seal included.

    Rounds that were signed before figures were kept with them go on having the content that was signed.
    """
    figures = as_stored(StoodOn, round_id=pk)
    return {
        "as_read": hash_of_round(pk),
        "round": as_stored(Round, id=pk),
        **{model._meta.model_name or "": as_stored(model, round_id=pk) for model in PARTS},
        **({"stoodon": figures} if figures else {}),
    }


def hash_of_round(pk: UUID | str, round: Round | None = None) -> str:
    """The fingerprint of the round as it is read now: what the signer has on the screen."""
    return fingerprint(of_round(pk, round))


def _evidence(round: Round) -> list[list[Any]]:
    """What each judgement names: as it was when the round was signed, or as it is now."""
    cited = Citation.objects.filter(round=round).select_related("evidence__owner", "evidence__file")
    rows = [
        [one.judgement_id, one.evidence_id, one.shows, one.by_id, one.at, one.as_signed or of_evidence(one.evidence)]
        for one in cited
    ]
    return sorted(rows, key=lambda row: (str(row[0]), str(row[1])))


def of_evidence(evidence: Evidence) -> dict[str, Any]:
    """A piece of evidence as it is now, with the hash of its file."""
    return {
        "title": evidence.title,
        "kind": evidence.kind,
        "owner": str(evidence.owner),
        "happened_on": _text(evidence.happened_on),
        "period_from": _text(evidence.period_from),
        "period_to": _text(evidence.period_to),
        "expires_on": _text(evidence.expires_on),
        "address": evidence.address,
        "reference": evidence.reference,
        "file": evidence.file.name if evidence.file else "",
        "sha256": evidence.file.sha256 if evidence.file else "",
        "withdrawn": evidence.withdrawn_at is not None,
    }


def _text(day: object) -> str:
    return "" if day is None else str(day)


def _rows(found: Any, *names: str) -> list[list[Any]]:
    """Plain rows in an order that depends on nothing but what they hold."""
    rows = [[_plain(value) for value in row] for row in found.order_by().values_list(*names)]
    return sorted(rows, key=lambda row: [str(value) for value in row])


def _plain(value: Any) -> Any:
    """Means as two-place text: the two databases give 3.5 and 3.50."""
    return f"{value:.2f}" if type(value).__name__ == "Decimal" else value
