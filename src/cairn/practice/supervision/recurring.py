"""What comes round in this room: agreements follow the people whom they are about."""

from datetime import timedelta

from django_tasks import task

from cairn.foundation.people.models import Organisation
from cairn.practice.supervision.commands.moves import follow_moves


@task()
def let_agreements_follow() -> int:
    """Let agreements stand where their people work now; answer how many have moved."""
    return sum(follow_moves(organisation) for organisation in Organisation.objects.order_by("pk"))


EVERY = [(let_agreements_follow, timedelta(hours=6))]
