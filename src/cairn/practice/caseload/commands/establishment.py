"""Everything that can be done with the posts that there ought to be: set them from a day on, take that back."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from cairn.cycle.evidence.measuring import touch
from cairn.foundation.core import clock, months
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person, Unit
from cairn.practice.caseload.models import Establishment
from cairn.practice.caseload.rules import establishment as rules


@transaction.atomic
def set_posts(unit: Unit, *, by: Person, posts: Decimal, starts_on: date, source: str) -> Establishment:
    """So many full-time posts from a day on. Said again for the same day, it puts right what was said before."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    insist(rules.may_set_to(by, unit, posts=posts, starts_on=starts_on))
    before = Establishment.objects.filter(unit=unit, starts_on=starts_on).first()
    said = {"posts": posts, "source": source, "set_by": by, "set_at": clock.now()}
    establishment, _ = Establishment.objects.update_or_create(
        defaults=said, create_defaults={**said, "organisation_id": unit.organisation_id}, unit=unit, starts_on=starts_on
    )
    facts = {"unit": unit.pk, "from": starts_on, "posts": posts, "before": before.posts if before else None}
    record("establishment.set", by=by, subject=establishment, facts=facts)
    _touch(establishment)
    return establishment


@transaction.atomic
def take_back(establishment: Establishment, *, by: Person) -> None:
    """It was set by mistake: what held before it holds on."""
    establishment = (
        Establishment.objects.select_for_update(of=("self",)).select_related("unit").get(pk=establishment.pk)
    )
    insist(rules.may_take_back(by, establishment))
    facts = {"unit": establishment.unit_id, "from": establishment.starts_on, "posts": establishment.posts}
    record("establishment.taken_back", by=by, subject=establishment, facts=facts)
    _touch(establishment)
    establishment.delete()


def _touch(establishment: Establishment) -> None:
    """Every month from its first day on has another number of posts to be filled."""
    since = months.between(establishment.starts_on, clock.today())
    touch("caseload", establishment.organisation_id, *since)
