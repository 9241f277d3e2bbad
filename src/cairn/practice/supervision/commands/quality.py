"""What can be done about the quality of records: draw some at random, read one, say what was found, finish."""

import secrets
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Owed, subject
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger import queries as ledger
from cairn.foundation.ledger.commands import record, record_reading
from cairn.foundation.notices.commands import notify, notify_each
from cairn.foundation.people.models import Person, Unit
from cairn.foundation.people.queries import main_units
from cairn.practice.supervision.duties import SAMPLE
from cairn.practice.supervision.models import DipSample, Finding, Session
from cairn.practice.supervision.queries import quality as queries
from cairn.practice.supervision.questions import QUESTIONS
from cairn.practice.supervision.rules import quality as rules
from cairn.practice.supervision.sampling import Draw, urn_of

ASKED = (
    "You are asked to read some supervision records, for a dip sample. Each reading is shown to whoever they are about."
)
WAS_READ = "A supervision record of yours was drawn at random and read for a dip sample. Look who read it."
FINISHED = "A dip sample that you drew is finished. Look what was found."


@transaction.atomic
def draw(
    *,
    title: str,
    reviewer: Person,
    held_from: date,
    held_to: date,
    count: int,
    unit: Unit | None = None,
    seed: int | None = None,
    readable_until: date | None = None,
    by: Person,
) -> DipSample:
    """Draw signed records for somebody independent to read within some weeks; without a seed one is thrown."""
    now, today = clock.now(), clock.today()
    seed = secrets.randbelow(rules.LARGEST_SEED) + 1 if seed is None else seed
    until = readable_until or today + rules.USUALLY
    asked = Draw(reviewer, unit, held_from, held_to, count, today)
    insist(rules.may_draw(by, asked, title=title, seed=seed, readable_until=until))
    urn = urn_of(asked)
    insist(rules.may_take(asked, urn))
    sample = DipSample.objects.create(
        organisation_id=by.organisation_id,
        title=title.strip(),
        unit=unit,
        held_from=held_from,
        held_to=held_to,
        seed=seed,
        reviewer=reviewer,
        drawn_by=by,
        drawn_at=now,
        readable_until=until,
    )
    _keep(sample, urn.drawn(seed, count))
    facts = {"seed": seed, "records": count, "from": held_from, "to": held_to, "until": until}
    facts |= {"unit": unit.pk if unit else None, "reviewer": reviewer.pk}
    record("dip_sample.drawn", by=by, subject=sample, facts=facts)
    _ask(sample)
    return sample


def _keep(sample: DipSample, drawn: Collection[UUID]) -> None:
    """One finding to be made for each record."""
    months = dict(Session.objects.filter(pk__in=drawn).values_list("pk", "month"))
    Finding.objects.bulk_create(Finding(sample=sample, session_id=one, month=months[one]) for one in drawn)


def _ask(sample: DipSample) -> None:
    reviewer = sample.reviewer
    owed = Owed(
        about=subject(sample),
        opens_on=clock.today(),
        due_on=sample.readable_until,
        bearer_id=reviewer.pk,
        unit_id=main_units(sample.organisation_id, [reviewer.pk]).get(reviewer.pk),
        words=sample.title,
        awaited_by_id=sample.drawn_by_id if sample.drawn_by_id != reviewer.pk else None,
    )
    owing.raise_each(SAMPLE.key, [owed], organisation_id=sample.organisation_id)
    if sample.drawn_by_id != reviewer.pk:
        notify(reviewer, text=ASKED, link=reverse("supervision:sample", args=[sample.pk]), about=sample)


@transaction.atomic
def read(finding: Finding, *, by: Person) -> queries.Redacted:
    """Read a drawn record, redacted. It is recorded each time; at the first time those whose record it is are told."""
    finding = _held(finding)
    insist(rules.may_read(by, finding))
    is_first = not ledger.times_of(finding.sample.organisation_id, queries.READ, [finding])
    shown = queries.redacted(finding.session)
    record_reading(finding, by=by, purpose=finding.sample.title)
    if is_first:
        _tell(finding)
    return shown


def _tell(finding: Finding) -> None:
    session = finding.session
    told = Person.objects.filter(pk__in=session.signatories, is_active=True)
    notify_each(told, text=WAS_READ, link=f"/supervision/sessions/{session.pk}/", about=session)


@transaction.atomic
def find(finding: Finding, *, reflective: int, shows: Mapping[str, bool], words: str = "", by: Person) -> Finding:
    """Say what a drawn record shows; it can be said anew until the sample is finished."""
    finding = _held(finding)
    insist(rules.may_find(by, finding, reflective=reflective))
    for question in QUESTIONS:
        setattr(finding, question.key, shows[question.key])
    finding.reflective, finding.words, finding.found_at = reflective, words.strip(), clock.now()
    finding.save()
    record("finding.made", by=by, subject=finding)
    return finding


@transaction.atomic
def finish(sample: DipSample, *, by: Person) -> DipSample:
    """From now on nobody reads the records for this sample; what was found counts in this month."""
    sample = (
        DipSample.objects.select_for_update(of=("self",)).select_related("reviewer__organisation").get(pk=sample.pk)
    )
    findings = list(Finding.objects.filter(sample=sample).select_related("session__unit"))
    insist(rules.may_finish(by, sample, findings))
    sample.finished_at = clock.now()
    sample.save(update_fields=["finished_at"])
    found = sum(1 for one in findings if one.is_found)
    record("dip_sample.finished", by=by, subject=sample, facts={"records": len(findings), "found": found})
    owing.meet(SAMPLE.key, sample)
    if sample.drawn_by_id != by.pk:
        notify(sample.drawn_by, text=FINISHED, link=reverse("supervision:sample", args=[sample.pk]), about=sample)
    return sample


def _held(finding: Finding) -> Finding:
    """The finding as it is now; nobody finishes its sample meanwhile."""
    DipSample.objects.select_for_update(of=("self",)).get(pk=finding.sample_id)
    joined = ("sample__reviewer__organisation", "session__unit", "session__supervisor", "session__supervisee")
    return Finding.objects.select_related(*joined).get(pk=finding.pk)
