"""Who does the work in the background? One quiet loop beside the web server, over the same database."""

import signal
import time
from types import FrameType

from django.core.cache import cache
from django.db import close_old_connections
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from cairn.config.installation import recurring

HEARTBEAT = "worker.heartbeat"
BEATS_EVERY = 30.0
PAUSE_WITHOUT_DATABASE = 5.0


class Background(Worker):
    """The queue's own worker, which also looks for recurring work and leaves a sign of life."""

    def __init__(self, *, once: bool = False):
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=1.0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        self.once = once
        self.next_beat = 0.0

    def work(self) -> int:
        """Empty the queue, look what is due, rest; until told to stop. The exit status of the command."""
        while self.running:
            try:
                self._beat()
                self.run()
            except DatabaseError:
                if self.once:
                    raise
                # The database may be restarting. Nothing is lost: what was not finished is still in the queue.
                close_old_connections()
                time.sleep(PAUSE_WITHOUT_DATABASE)
            if self.once:
                break
            if self.running:
                time.sleep(self.interval)
        return 0

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish the piece in hand, then stop; a second signal stops at once."""
        if not self.running or not self.running_task:
            raise SystemExit(0)
        self.running = False

    def _beat(self) -> None:
        if time.monotonic() < self.next_beat:
            return
        now = timezone.now()
        cache.set(HEARTBEAT, now.isoformat(), timeout=None)
        recurring.pick_up_abandoned_work(now=now)
        recurring.put_due_work_into_the_queue(now=now)
        recurring.forget_old_work(now=now)
        self.next_beat = time.monotonic() + BEATS_EVERY


def run(*, once: bool = False) -> int:
    """Work until a signal comes, or with `once` until the queue is empty."""
    background = Background(once=once)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, background.shutdown)
    return background.work()
