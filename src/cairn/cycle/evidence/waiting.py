"""Which evidence waits for its owner?"""

from collections.abc import Iterator

from django.urls import reverse

from cairn.cycle.evidence.queries import expiring
from cairn.foundation.core.waiting import Waiting
from cairn.foundation.people.models import Person


def evidence(person: Person) -> Iterator[Waiting]:
    """Evidence of one's own that has expired or will within 30 days."""
    for item in expiring(person)[:10]:
        yield Waiting(
            title=f"Renew or withdraw: {item.title}",
            href=reverse("evidence:evidence", args=[item.pk]),
            due_on=item.expires_on,
            why="Evidence that you own runs out.",
            minutes=5,
            tag="Evidence",
        )
