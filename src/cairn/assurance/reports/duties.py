"""What is owed in this room: the report of a signed round is commented on and handed over."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from cairn.assurance.evaluation.models import Round, State
from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Kind, Owed, subject
from cairn.cycle.duties.models import Duty
from cairn.foundation.core.links import address
from cairn.foundation.people.models import Organisation

HAND_OVER = "reports.hand_over"
WITHIN = timedelta(days=14)


def round_signed(round: Round, **more: Any) -> None:
    """The chief executive waits for its report (sa.purpose.4)."""
    owing.raise_each(HAND_OVER, [_to_hand_over(round)], organisation_id=round.organisation_id)


def handed_over(round: Round) -> None:
    """The report was handed over."""
    owing.meet(HAND_OVER, round)


def _to_hand_over(round: Round) -> Owed:
    begun = timezone.localdate(round.signed_at)
    return Owed(about=subject(round), opens_on=begun, due_on=begun + WITHIN, office="signatories", words=round.title)


def _plan(organisation: Organisation, until: date) -> Iterator[Owed]:
    waiting = Round.objects.filter(organisation=organisation, state=State.SIGNED, frozen_report=None)
    for round in waiting.order_by("pk"):
        yield _to_hand_over(round)


def _page(duty: Duty) -> str:
    return address("reports:report", UUID(duty.subject_id))


KINDS = (
    Kind(
        HAND_OVER,
        "Hand over an assurance report",
        "Comment on and hand over the report: {words}",
        page=_page,
        why="The round is signed; the chief executive waits for its report.",
        minutes=30,
        plan=_plan,
    ),
)
