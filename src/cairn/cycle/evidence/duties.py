"""What is owed in this room: evidence is renewed, or withdrawn, before it expires."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Kind, Owed, subject
from cairn.cycle.duties.models import Duty
from cairn.cycle.evidence.models import Evidence
from cairn.foundation.core import clock
from cairn.foundation.core.links import address
from cairn.foundation.people.models import Organisation
from cairn.foundation.people.queries import main_units

RENEW = "evidence.renew"
BEFORE = timedelta(days=30)
AHEAD = BEFORE + timedelta(days=5)


def keep(evidence: Evidence) -> None:
    """Hold what is owed for a piece of evidence to how it stands; what expires in a year is raised when its time comes.

    The day on which it expires tells one turn from the next.
    """
    expires_on = evidence.expires_on
    if expires_on is None or evidence.withdrawn_at is not None or expires_on > clock.today() + AHEAD:
        owed = []
    else:
        unit = evidence.unit_id or main_units(evidence.organisation_id, [evidence.owner_id]).get(evidence.owner_id)
        owed = [_to_renew(evidence, expires_on, unit)]
    owing.settle(RENEW, evidence, owed, organisation_id=evidence.organisation_id)


def renewed(evidence: Evidence, *, before: date | None) -> None:
    """Where it holds for longer than before, its owner has renewed it."""
    if before and evidence.expires_on and evidence.expires_on > before:
        owing.meet(RENEW, evidence, occasion=before.isoformat())


def withdrawn(evidence: Evidence) -> None:
    """To take it out of use is an answer too."""
    owing.meet(RENEW, evidence)


def _to_renew(evidence: Evidence, expires_on: date, unit: UUID | None) -> Owed:
    return Owed(
        about=subject(evidence),
        opens_on=expires_on - BEFORE,
        due_on=expires_on,
        bearer_id=evidence.owner_id,
        unit_id=unit,
        occasion=expires_on.isoformat(),
        words=evidence.title,
    )


def _plan(organisation: Organisation, until: date) -> Iterator[Owed]:
    units = main_units(organisation.pk)
    expiring = Evidence.objects.filter(organisation=organisation, withdrawn_at=None, expires_on__lte=until)
    for evidence in expiring.only("organisation_id", "unit_id", "owner_id", "expires_on", "title"):
        if evidence.expires_on is not None:
            unit = evidence.unit_id or units.get(evidence.owner_id)
            yield _to_renew(evidence, evidence.expires_on, unit)


def _page(duty: Duty) -> str:
    return address("evidence:evidence", UUID(duty.subject_id))


KINDS = (
    Kind(
        RENEW,
        "Renew evidence before it expires",
        "Renew or withdraw: {words}",
        page=_page,
        why="Evidence that you own runs out.",
        minutes=5,
        plan=_plan,
        ahead=AHEAD,
    ),
)
