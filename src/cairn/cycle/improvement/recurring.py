"""What does improvement do by itself, day after day?"""

from datetime import timedelta

from django_tasks import task

from cairn.cycle.improvement.commands import remind
from cairn.foundation.people.models import Organisation


@task()
def remind_of_actions() -> int:
    """Tell owners and checkers what is overdue or due within a week, at most once a week each."""
    return sum(remind(organisation) for organisation in Organisation.objects.all())


EVERY = [(remind_of_actions, timedelta(days=1))]
