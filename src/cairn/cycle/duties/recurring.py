"""What comes round in this room: what is owed is planned every hour, and people are reminded every day."""

from datetime import timedelta

from django_tasks import task

from cairn.cycle.duties import commands
from cairn.foundation.people.models import Organisation


@task()
def plan_what_is_owed() -> int:
    """Hold every kind of duty of every organisation to what the records say; answer how many duties changed."""
    return sum(commands.plan_everything(organisation) for organisation in Organisation.objects.order_by("pk"))


@task()
def remind_of_what_is_due() -> int:
    """One line for everybody of whom something is newly due; answer how many people were told."""
    return sum(commands.remind(organisation) for organisation in Organisation.objects.order_by("pk"))


EVERY = [(plan_what_is_owed, timedelta(hours=1)), (remind_of_what_is_due, timedelta(days=1))]
