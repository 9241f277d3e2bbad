"""What can a person agree to about their earlier records: that whoever supervises them now reads them, or no longer."""

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person
from cairn.practice.supervision import telling
from cairn.practice.supervision.models import Consent
from cairn.practice.supervision.rules import openings as rules


@transaction.atomic
def agree(*, reader: Person, by: Person) -> Consent:
    """Agree that a present supervisor reads what was recorded before. The ledger does not say between whom."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    insist(rules.may_agree(by, reader))
    consent = Consent.objects.create(organisation_id=by.organisation_id, person=by, reader=reader, given_at=clock.now())
    record("consent.given", by=by, subject=consent)
    telling.agreed(consent, telling.AGREED)
    return consent


@transaction.atomic
def withdraw(consent: Consent, *, by: Person) -> Consent:
    """Take it back. What was opened because of it is closed from now on."""
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    insist(rules.may_withdraw(by, consent))
    consent.withdrawn_at = clock.now()
    consent.save(update_fields=["withdrawn_at"])
    record("consent.withdrawn", by=by, subject=consent)
    telling.agreed(consent, telling.TAKEN_BACK)
    return consent
