"""What does evidence do by itself, hour after hour?"""

from datetime import timedelta

from django_tasks import task

from cairn.cycle.evidence.measuring import measure_what_is_due
from cairn.foundation.people.models import Organisation


@task()
def measure_figures() -> int:
    """Compute the running month, and closed months whose records changed. Says how many figures that were."""
    return sum(measure_what_is_due(organisation).count for organisation in Organisation.objects.order_by("slug"))


EVERY = [(measure_figures, timedelta(hours=1))]
