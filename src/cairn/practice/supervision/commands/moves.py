"""What follows when people move: an agreement stands in the unit where the supervisee works now."""

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.ledger.commands import record_each
from cairn.foundation.people.models import Organisation
from cairn.practice.supervision.models import OF_TWO, Agreement
from cairn.practice.supervision.models.agreement import State
from cairn.practice.supervision.queries.turns import known_of


@transaction.atomic
def follow_moves(organisation: Organisation) -> int:
    """Let every open agreement stand where its supervisee works, so that whoever leads there knows of it.

    Between whom it is, since when and on which terms stays as it was signed. Says how many have moved.
    """
    today = clock.today()
    found = Agreement.objects.filter(organisation=organisation, kind__in=OF_TWO).exclude(state=State.ENDED)
    agreements = list(found.only("organisation", "supervisee", "unit"))
    known = known_of(organisation, {one.supervisee_id: today for one in agreements if one.supervisee_id}, today)
    moved = []
    for agreement in agreements:
        place = known.place_of(agreement.supervisee_id, today)
        if place is not None and place.unit_id != agreement.unit_id:
            agreement.unit_id = place.unit_id
            moved.append(agreement)
    Agreement.objects.bulk_update(moved, ["unit"], batch_size=500)
    return record_each(
        "agreement.moved",
        by=None,
        subjects=moved,
        facts=lambda one: {"unit": one.unit_id},
        organisation_id=organisation.pk,
    )
