"""What can be done about the catalogue: confirm that a function of it holds for this employer."""

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.registration.functions import catalogue_on
from cairn.practice.registration.models import Confirmation
from cairn.practice.registration.rules import confirmations as rules


@transaction.atomic
def confirm(function: str, *, words: str = "", by: Person) -> Confirmation:
    """The employer held the entry of today's catalogue against its own scheme of delegation and the law."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    catalogue = catalogue_on(organisation.nation, clock.today())
    insist(rules.may_confirm(by, catalogue.functions.get(function), catalogue.since))
    made = Confirmation.objects.create(
        organisation=organisation, function=function, edition=catalogue.since, words=words.strip()[:300],
        confirmed_at=clock.now(), confirmed_by=by,
    )  # fmt: skip
    record("function.confirmed", by=by, subject=made, facts={"function": function, "edition": catalogue.since})
    return made
