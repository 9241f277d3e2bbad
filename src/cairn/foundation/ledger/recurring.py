"""What does the ledger do by itself, day after day?"""

import logging
from datetime import timedelta

from django_tasks import task

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger import queries
from cairn.foundation.ledger.commands import seal

log = logging.getLogger("cairn")


@task()
def seal_every_ledger() -> int:
    """Sign a tree head for every organisation; where the clock is wrong, say so and go on with the next."""
    sealed = 0
    for organisation_id in queries.organisations():
        try:
            sealed += seal(organisation_id) is not None
        except Refused as refusal:
            log.error("The ledger of %s was not sealed: %s", organisation_id, refusal)
    return sealed


EVERY = [(seal_every_ledger, timedelta(days=1))]
