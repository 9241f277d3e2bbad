"""What can be done to the supervision policy: adopt one from a day on, take back one that has not begun."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify_each
from cairn.foundation.people.models import Organisation, Person, Post
from cairn.practice.supervision.asked import STARTING, STARTING_TITLE, Asked
from cairn.practice.supervision.models import Line, Policy, Reason
from cairn.practice.supervision.rules.policies import may_adopt_this, may_take_back
from cairn.practice.supervision.wording import says

ADOPTED = "A supervision policy has been adopted. Read what it asks for."
USUAL_REASONS = (Reason.SICKNESS, Reason.EMERGENCY, Reason.COURT)


@transaction.atomic
def adopt(
    organisation: Organisation,
    *,
    title: str,
    starts_on: date,
    lines: Sequence[Asked],
    rebook_within: int = 5,
    sign_within: int = 10,
    is_pro_rata: bool = True,
    accepted_reasons: Sequence[str] = USUAL_REASONS,
    words: str = "",
    by: Person,
) -> Policy:
    """Set minimum time and frequency by staff group, from a day on (sa.4.d.5b); what held before stays as it was."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    insist(may_adopt_this(by, organisation, starts_on=starts_on, lines=lines))
    policy = Policy.objects.create(
        organisation=organisation,
        title=title.strip(),
        starts_on=starts_on,
        rebook_within=rebook_within,
        sign_within=sign_within,
        is_pro_rata=is_pro_rata,
        accepted_reasons=[str(reason) for reason in accepted_reasons],
        words=words.strip(),
        adopted_by=by,
        adopted_at=clock.now(),
    )
    Line.objects.bulk_create(_line(policy, asked) for asked in lines)
    notify_each(_everybody_in_post(organisation, starts_on), text=ADOPTED, link="/supervision/policy/", about=policy)
    record("supervision_policy.adopted", by=by, subject=policy, facts=_said_of(policy, lines))
    return policy


def adopt_starting(organisation: Organisation, *, by: Person) -> Policy:
    """Adopt what Cairn proposes, from today on."""
    return adopt(organisation, title=STARTING_TITLE, starts_on=clock.today(), lines=STARTING, by=by)


@transaction.atomic
def take_back(policy: Policy, *, by: Person) -> None:
    """Take back a policy that has not begun, so that the one before it goes on."""
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    insist(may_take_back(by, policy))
    lines = [Asked.of(line) for line in policy.lines.all()]
    facts = _said_of(policy, lines)
    subject, organisation_id = f"{policy._meta.label}:{policy.pk}", policy.organisation_id
    policy.delete()
    record("supervision_policy.taken_back", by=by, subject=subject, facts=facts, organisation_id=organisation_id)


def _everybody_in_post(organisation: Organisation, day: date) -> list[Person]:
    posts = Post.objects.filter(organisation=organisation).on(day).values("person")
    return list(Person.objects.filter(pk__in=posts, is_active=True))


def _line(policy: Policy, asked: Asked) -> Line:
    return Line(
        policy=policy,
        staff_group=asked.staff_group,
        from_week=asked.from_week,
        to_week=asked.to_week,
        every=asked.every,
        period=asked.period,
        minutes=asked.minutes,
    )


def _said_of(policy: Policy, lines: Sequence[Asked]) -> dict[str, Any]:
    return {
        "title": policy.title,
        "from": policy.starts_on,
        "rebook_within": policy.rebook_within,
        "sign_within": policy.sign_within,
        "is_pro_rata": policy.is_pro_rata,
        "accepted_reasons": policy.accepted_reasons,
        "lines": [f"{line.staff_group}: {says(line)}" for line in lines],
        "words": policy.words,
    }
