"""What comes round in this room: what everybody carries follows posts and hours; the month's figures are drawn up."""

from datetime import timedelta

from django.db.models import QuerySet
from django_tasks import task

from cairn.foundation.core import clock
from cairn.foundation.people.models import Organisation
from cairn.practice.caseload.commands.figures import draw_up
from cairn.practice.caseload.commands.weightings import weigh_anew
from cairn.practice.caseload.models import Weighting


@task()
def keep_loads() -> int:
    """Reckon anew what everybody carries, by the weighting of today; answer how many cases weigh otherwise now."""
    return sum(weigh_anew(organisation.pk) for organisation in _organisations())


@task()
def draw_up_figures() -> int:
    """The figures of the running month, where a weighting was adopted; answer how many changed."""
    begun = Weighting.objects.filter(starts_on__lte=clock.today()).values("organisation")
    return sum(draw_up(organisation) for organisation in _organisations().filter(pk__in=begun))


def _organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("pk")


EVERY = [(keep_loads, timedelta(hours=6)), (draw_up_figures, timedelta(hours=12))]
