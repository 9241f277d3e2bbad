"""On which day are the evidence and the records of a round looked at?"""

from datetime import date

from django.utils import timezone

from cairn.assurance.evaluation.models import Round
from cairn.foundation.core import clock


def looked_at_on(round: Round) -> date:
    """On the day on which it closed; before that today."""
    return timezone.localdate(round.closed_at) if round.closed_at else clock.today()
