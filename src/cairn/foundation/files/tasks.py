"""What does the worker do for this room? It sweeps up files that no record points to."""

from django_tasks import task

from cairn.foundation.files.sweeping import sweep


@task()
def sweep_up() -> int:
    """Remove what uploads that were cut off have left behind; says how many files."""
    return sweep()
