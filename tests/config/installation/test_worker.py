"""Does recurring work come round once, and is abandoned work picked up?"""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from cairn.config.installation import recurring, worker

pytestmark = pytest.mark.django_db

DONE: list[str] = []


@task()
def sweep() -> None:
    """A piece of recurring work that only leaves a trace."""
    DONE.append("swept")


@pytest.fixture(autouse=True)
def _every_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    DONE.clear()
    monkeypatch.setattr(recurring, "recurring_work", lambda: iter([(sweep, timedelta(hours=1))]))


def test_due_work_is_queued_once_and_again_after_its_interval() -> None:
    now = timezone.now()
    path = sweep.module_path
    assert recurring.put_due_work_into_the_queue(now=now) == [path]
    assert recurring.put_due_work_into_the_queue(now=now) == []
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=now)
    assert recurring.put_due_work_into_the_queue(now=now + timedelta(minutes=59)) == []
    assert recurring.put_due_work_into_the_queue(now=now + timedelta(minutes=61)) == [path]


def test_work_that_a_stopped_machine_left_is_offered_three_times_at_most() -> None:
    recurring.put_due_work_into_the_queue(now=timezone.now())
    begun = timezone.now()
    for attempt, expected in ((1, TaskResultStatus.READY), (2, TaskResultStatus.READY), (3, TaskResultStatus.FAILED)):
        DBTaskResult.objects.update(
            status=TaskResultStatus.RUNNING, started_at=begun, worker_ids=["w"] * attempt, finished_at=None
        )
        assert recurring.pick_up_abandoned_work(now=begun + timedelta(minutes=59)) == 0
        assert recurring.pick_up_abandoned_work(now=begun + timedelta(minutes=61)) == 1
        assert DBTaskResult.objects.get().status == expected


def test_old_work_is_forgotten_and_waiting_work_is_not() -> None:
    now = timezone.now()
    recurring.put_due_work_into_the_queue(now=now)
    assert recurring.forget_old_work(now=now + timedelta(days=30)) == 0
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=now)
    assert recurring.forget_old_work(now=now + timedelta(days=13)) == 0
    assert recurring.forget_old_work(now=now + timedelta(days=15)) == 1


def test_every_pair_that_a_room_declares_is_a_task_and_an_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    declared = list(recurring.recurring_work())
    assert [pair for pair in declared if not hasattr(pair[0], "enqueue") or pair[1] <= timedelta(0)] == []


@pytest.mark.django_db(transaction=True)
def test_one_round_leaves_a_sign_of_life_and_empties_the_queue(settings: object) -> None:
    cache.delete(worker.HEARTBEAT)
    assert worker.Background(once=True).work() == 0
    assert cache.get(worker.HEARTBEAT) is not None
    assert DONE == ["swept"]
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
