"""A round is planned, changed while it is a plan, or withdrawn."""

from datetime import date
from typing import Any

from django.db import transaction

from cairn.assurance.evaluation import duties
from cairn.assurance.evaluation.locking import held_round
from cairn.assurance.evaluation.models import Asking, Draft, Level, RemarkBox, Round, State, Tally
from cairn.assurance.evaluation.opening import statements_asked
from cairn.assurance.evaluation.rules import may_change, may_plan, may_withdraw
from cairn.assurance.evaluation.scales import Scale
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.standards.models import Framework

FIELDS = {
    "title", "framework", "opens_on", "closes_on", "scope", "level", "scale", "practitioners_are_asked",
    "sample_percent", "previous",
}  # fmt: skip


@transaction.atomic
def plan(
    organisation: Organisation,
    *,
    by: Person,
    title: str,
    framework: Framework,
    opens_on: date,
    closes_on: date,
    scope: Unit | None = None,
    level: str = Level.TEAM,
    scale: str = Scale.SIX,
    practitioners_are_asked: str = Asking.OWN,
    sample_percent: int = 100,
    previous: Round | None = None,
) -> Round:
    """Plan a round; where no earlier round is named, it is compared with the last one like it."""
    insist(may_plan(by))
    round = Round(
        organisation=organisation,
        title=title,
        framework=framework,
        opens_on=opens_on,
        closes_on=closes_on,
        scope=scope,
        level=level,
        scale=scale,
        practitioners_are_asked=practitioners_are_asked,
        sample_percent=sample_percent,
    )
    _insist_on_own(by, round, previous)
    round.previous = previous or _last_like(round)
    _insist_on_sense(round)
    round.save(force_insert=True)
    record("round.planned", by=by, subject=round, facts=_facts(round))
    return round


@transaction.atomic
def change(round: Round, *, by: Person, **changes: Any) -> Round:
    """Change a plan before it opens."""
    if unknown := changes.keys() - FIELDS:
        raise TypeError(f"A round has no {sorted(unknown)}.")
    round = held_round(round)
    insist(may_change(by, round))
    for name, value in changes.items():
        setattr(round, name, value)
    _insist_on_own(by, round, round.previous)
    _insist_on_sense(round)
    round.save(update_fields=sorted(changes))
    record("round.changed", by=by, subject=round, facts=_facts(round))
    return round


@transaction.atomic
def withdraw(round: Round, *, by: Person, reason: str) -> Round:
    """Take a round back before it closes. What practitioners had answered is destroyed; judgements are kept."""
    round = held_round(round)
    insist(may_withdraw(by, round))
    for kept in (Draft, Tally, RemarkBox):
        kept.objects.filter(round=round).delete()
    round.state = State.WITHDRAWN
    round.save(update_fields=["state"])
    duties.withdrawn(round, by=by)
    record("round.withdrawn", by=by, subject=round, reason=reason)
    return round


def _facts(round: Round) -> dict[str, Any]:
    return {
        "title": round.title,
        "framework": round.framework.urn,
        "version": round.framework.version,
        "scope": round.scope_id,
        "level": round.level,
        "scale": round.scale,
        "opens_on": round.opens_on,
        "closes_on": round.closes_on,
        "practitioners_are_asked": round.practitioners_are_asked,
        "sample_percent": round.sample_percent,
    }


def _last_like(round: Round) -> Round | None:
    """The last finished round on the same framework, in any version, about the same part."""
    earlier = Round.objects.finished().filter(
        organisation=round.organisation, framework__urn=round.framework.urn, scope=round.scope
    )
    return earlier.order_by("-opens_on", "-closed_at").first()


def _insist_on_own(by: Person, round: Round, previous: Round | None) -> None:
    """Nothing of another organisation's can be named."""
    own = by.organisation_id
    named = [round.organisation_id, round.framework.organisation_id or own]
    named += [one.organisation_id for one in (round.scope, previous) if one is not None]
    if any(organisation != own for organisation in named):
        raise Refused("A round can be about your own organisation only.")


def _insist_on_sense(round: Round) -> None:
    """What would leave somebody with nothing to answer is said now, not on the day it opens."""
    if round.closes_on < round.opens_on:
        raise Refused("The round would close before it opens. Check the two dates.")
    if round.closes_on < clock.today():
        raise Refused("The closing date has passed. Choose a later one.")
    if round.previous is not None and round.previous.pk == round.pk:
        raise Refused("A round can't be compared with itself.")
    audiences = round.asks_of(whole=False) + round.asks_of(whole=True)
    if not statements_asked(round, audiences):
        raise Refused("This framework has no statements that employers could judge. Choose another framework.")
    if not statements_asked(round, round.asks_practitioners):
        raise Refused(
            "This framework speaks to employers only, so practitioners would be asked nothing. "
            "Choose to ask practitioners about the statements to employers too."
        )
