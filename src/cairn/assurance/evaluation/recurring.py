"""What comes round in this room: rounds open on their day, and close after their last day."""

import logging
from datetime import timedelta

from django_tasks import task

from cairn.assurance.evaluation.commands import close_round, open_round
from cairn.assurance.evaluation.models import Round, State
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused

log = logging.getLogger("cairn")


def open_and_close_due() -> int:
    """Open what should be open today and close what is over; say how many. What is refused is tried again later."""
    today, done = clock.today(), 0
    for round in Round.objects.filter(state=State.OPEN, closes_on__lt=today):
        close_round(round, by=None)
        done += 1
    for round in Round.objects.filter(state=State.PLANNED, opens_on__lte=today, closes_on__gte=today):
        try:
            open_round(round, by=None)
            done += 1
        except Refused as refusal:
            log.warning("A round could not be opened on its day: %s", refusal)
    return done


@task()
def open_and_close() -> int:
    """Every hour, so that a round opens in the first hour of its day."""
    return open_and_close_due()


EVERY = [(open_and_close, timedelta(hours=1))]
