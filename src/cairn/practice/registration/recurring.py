"""What comes round in this room: each night everybody who holds a function is held against the register again."""

from datetime import timedelta

from django_tasks import task

from cairn.foundation.people.models import Organisation
from cairn.practice.registration.rechecking import recheck


@task()
def recheck_delegations() -> int:
    """Suspend what may no longer be held; answer how many delegations."""
    return sum(recheck(organisation) for organisation in Organisation.objects.order_by("pk"))


EVERY = [(recheck_delegations, timedelta(hours=6))]
