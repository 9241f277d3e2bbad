"""Which actions wait for a person?"""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from cairn.cycle.improvement.models import State
from cairn.cycle.improvement.queries import waiting_for
from cairn.foundation.core import clock
from cairn.foundation.core.waiting import Waiting
from cairn.foundation.people.models import Person


def actions(person: Person) -> Iterator[Waiting]:
    """Actions to carry and effects to check within the next four weeks."""
    for action in waiting_for(person, until=clock.today() + timedelta(days=28))[:20]:
        href = reverse("improvement:action", args=[action.pk])
        if action.state == State.DONE:
            yield Waiting(
                title=f"Check whether it helped: {action.what}",
                href=href,
                due_on=action.check_on,
                why="The owner says that it is done. Somebody else looks at its effect.",
                minutes=10,
            )
        else:
            yield Waiting(
                title=action.what,
                href=href,
                due_on=action.due_on,
                why=action.source_words or "An action of yours.",
                tag="Action",
            )
