"""What does the worker do for this room? It applies files that are too long for a page to wait for."""

from django.contrib.auth import get_user_model
from django_tasks import task

from cairn.foundation.imports.commands import apply
from cairn.foundation.imports.models import ImportBatch, State
from cairn.foundation.imports.progress import Counter


@task(queue_name="imports")
def apply_in_the_background(batch_id: str, person_id: str) -> str:
    """Apply a file that somebody asked for, in their name; says how it ended."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != State.WORKING:
        return str(batch.state)
    by = get_user_model().objects.get(pk=person_id) if person_id else None
    with Counter(batch.pk) as counter:
        return str(apply(batch, by=by, progress=counter, by_worker=True).state)
