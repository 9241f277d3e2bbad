"""Which work comes round by itself, and is it due?

A room that has such work offers a module `recurring` with `EVERY`: pairs of a django-tasks task and a timedelta.
The queue itself is the memory: work is due when the task was last put into the queue longer ago than its interval.
So no second table can disagree with it, and a round that failed simply comes round again.
"""

import importlib
import importlib.util
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

KEPT = timedelta(days=14)
ABANDONED_AFTER = timedelta(hours=1)
ATTEMPTS = 3
_LOCK = 727_001  # any number, the same for every worker of this database


def recurring_work() -> Iterator[tuple[Task, timedelta]]:
    """Every room's recurring work with its interval."""
    for app in apps.get_app_configs():
        if app.name.startswith("cairn.") and importlib.util.find_spec(f"{app.name}.recurring"):
            yield from importlib.import_module(f"{app.name}.recurring").EVERY


@transaction.atomic
def put_due_work_into_the_queue(*, now: datetime) -> list[str]:
    """Queue what is due; two workers that look at the same moment queue it once. Answers with the names queued."""
    if not _alone():
        return []
    queued = []
    for task, interval in recurring_work():
        last = DBTaskResult.objects.filter(task_path=task.module_path).order_by("-enqueued_at").first()
        if last is None or (last.enqueued_at <= now - interval and last.finished_at):
            task.enqueue()
            queued.append(task.module_path)
    return queued


def pick_up_abandoned_work(*, now: datetime) -> int:
    """What a worker began and never finished, because the machine stopped, is offered again, three times at most."""
    picked_up = 0
    begun = DBTaskResult.objects.running().filter(started_at__lt=now - ABANDONED_AFTER)
    for work in begun:
        again = len(work.worker_ids) < ATTEMPTS
        status = TaskResultStatus.READY if again else TaskResultStatus.FAILED
        picked_up += begun.filter(pk=work.pk).update(status=status, finished_at=None if again else now)
    return picked_up


def forget_old_work(*, now: datetime) -> int:
    """What was done long ago leaves the queue's table; it held no record of acts, the ledger does."""
    deleted, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    return deleted


def _alone() -> bool:
    """On SQLite the transaction itself lets one writer in; PostgreSQL is asked for a lock until its end."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
