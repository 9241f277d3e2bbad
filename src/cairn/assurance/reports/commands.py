"""Everything that can be done to an assurance report: comment, hand over, take away."""

from hashlib import sha256

from django.db import transaction

from cairn.assurance.evaluation.models import Round
from cairn.assurance.reports import duties, making, queries, rules, signing
from cairn.assurance.reports.formats import FORMATS
from cairn.assurance.reports.models import Commentary, FrozenReport
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.ledger.commands import record, seal, sign
from cairn.foundation.people.models import Person

STALE = "Somebody else has changed the commentary meanwhile. Both texts are below: keep what should stand."


@transaction.atomic
def write_commentary(
    round: Round,
    *,
    by: Person,
    version: int,
    implications: str = "",
    remedy: str = "",
    shared_learning: str = "",
    monitoring: str = "",
) -> Commentary:
    """Write what the findings mean, their remedy, what others can learn and how it is watched (sa.cswo.comment)."""
    round = _locked(round)
    insist(rules.may_comment(by, rules.subject_of(round, _frozen(round))))
    texts = {
        "implications": implications,
        "remedy": remedy,
        "shared_learning": shared_learning,
        "monitoring": monitoring,
    }
    commentary = queries.commentary_on(round) or Commentary(organisation_id=round.organisation_id, round=round)
    if commentary.version and commentary.version != version:
        raise Stale(STALE, current=commentary)
    if commentary.version and commentary.texts == texts:
        return commentary
    changed = sorted(head for head, text in texts.items() if getattr(commentary, head) != text)
    for head, text in texts.items():
        setattr(commentary, head, text)
    commentary.version, commentary.by, commentary.at = commentary.version + 1, by, clock.now()
    commentary.save()
    record("report.commented", by=by, subject=round, facts=_facts(commentary, changed))
    return commentary


@transaction.atomic
def freeze(round: Round, *, by: Person, method: str = "session") -> FrozenReport:
    """Hand the report over: from now on every file is made from the same text, and the commentary stands."""
    round = _locked(round)
    commentary = queries.commentary_on(round)
    insist(rules.may_freeze(by, rules.subject_of(round, _frozen(round)), commentary))
    seal(round.organisation_id)
    report = making.report_of(by, round, commentary, final=True)
    Commentary.objects.filter(round=round).update(sealed=True)
    frozen = FrozenReport.objects.create(
        organisation_id=round.organisation_id,
        round=round,
        content=report.as_text(),
        content_hash=report.content_hash,
        made_at=report.made_at,
        by=by,
    )
    duties.handed_over(round)
    sign(frozen, by=by, content=signing.content(frozen), statement=signing.STATEMENT, method=method)
    record("report.frozen", by=by, subject=frozen, facts={"content_hash": frozen.content_hash, "round": round.pk})
    return frozen


@transaction.atomic
def export(round: Round, *, by: Person | None, kind: str) -> bytes:
    """Make a file of the report and record that it was taken away, by whom and in which format."""
    if kind not in FORMATS:
        raise Refused(f"A report can be had as {', '.join(FORMATS)}.")
    found = queries.Found(round, _frozen(round), queries.commentary_on(round))
    insist(rules.may_export(by, found.subject))
    content, content_hash = _file_of(found, by, kind)
    facts = {"format": kind, "content_hash": content_hash, "state": found.subject.state}
    record("report.exported", by=by, subject=found.frozen or round, facts=facts, organisation_id=round.organisation_id)
    return content


def _file_of(found: queries.Found, by: Person | None, kind: str) -> tuple[bytes, str]:
    """The file and the hash of what it says. As JSON, a report that was handed over is the very text that was kept."""
    if kind == "json" and found.frozen is not None:
        return found.frozen.content.encode(), found.frozen.content_hash
    report = queries.report_in(by, found)
    return FORMATS[kind].render(report), report.content_hash


def _facts(commentary: Commentary, changed: list[str]) -> dict[str, object]:
    """Which heads were written, and a hash of the words: the ledger proves them without holding them."""
    words = "".join(f"{len(text)}:{text}" for text in commentary.texts.values())
    return {"heads": changed, "version": commentary.version, "words": sha256(words.encode()).hexdigest()}


def _locked(round: Round) -> Round:
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("organisation", "framework", "scope")
        .get(pk=round.pk)
    )


def _frozen(round: Round) -> FrozenReport | None:
    return FrozenReport.objects.filter(round=round).first()
