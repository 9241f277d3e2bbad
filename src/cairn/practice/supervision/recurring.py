"""What comes round in this room: agreements follow their people; those whose record was opened are told in time."""

from datetime import timedelta

from django_tasks import task

from cairn.foundation.people.models import Organisation
from cairn.practice.supervision.commands.moves import follow_moves
from cairn.practice.supervision.commands.oversight import pass_up_those_late, tell_those_due


@task()
def let_agreements_follow() -> int:
    """Let agreements stand where their people work now; answer how many have moved."""
    return sum(follow_moves(organisation) for organisation in Organisation.objects.order_by("pk"))


@task()
def tell_of_openings() -> int:
    """Tell those whose record was opened, before their day is over; answer how many openings were told."""
    return tell_those_due()


@task()
def pass_up_openings() -> int:
    """Pass up what was not reviewed within five working days; answer how many."""
    return sum(pass_up_those_late(organisation) for organisation in Organisation.objects.order_by("pk"))


EVERY = [
    (let_agreements_follow, timedelta(hours=6)),
    (tell_of_openings, timedelta(minutes=15)),
    (pass_up_openings, timedelta(hours=1)),
]
