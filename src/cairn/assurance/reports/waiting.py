"""Which report waits for somebody's commentary, or to be handed over?"""

from collections.abc import Iterator

from django.urls import reverse

from cairn.assurance.evaluation.models import Round, State
from cairn.assurance.reports.models import Draft
from cairn.foundation.core.waiting import Waiting
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person


def reports(person: Person) -> Iterator[Waiting]:
    """Signed rounds whose report has not been handed over, for whoever may do that."""
    if not permits(person, "report.freeze", Draft(Round(organisation_id=person.organisation_id))):
        return
    waiting = Round.objects.filter(
        organisation_id=person.organisation_id, state=State.SIGNED, frozen_report__isnull=True
    ).order_by("-signed_at")
    for round in waiting[:5]:
        yield Waiting(
            title=f"Comment on and hand over the report: {round.title}",
            href=reverse("reports:report", args=[round.pk]),
            why="The round is signed; the chief executive waits for its report.",
            minutes=30,
            tag="Report",
            tag_kind="look",
        )
