"""How many calls may one key make in a minute, so that a runaway programme does not slow down everybody's pages?"""

import math
from collections import deque
from threading import Lock
from time import monotonic
from typing import Any

CALLS = 600
SECONDS = 60.0

_calls: dict[Any, deque[float]] = {}
_lock = Lock()


def wait_before(key: Any) -> int:
    """Seconds that this key has to wait; 0 where its call can be answered now, which is then counted.

    Counted in the memory of each server process: simple, and without a write for each call. With two processes
    the limit is thus at most twice as high.
    """
    now = monotonic()
    with _lock:
        made = _calls.setdefault(key, deque())
        while made and made[0] <= now - SECONDS:
            made.popleft()
        if len(made) >= CALLS:
            return max(1, math.ceil(made[0] + SECONDS - now))
        made.append(now)
        return 0


def forget() -> None:
    """Begin to count anew."""
    with _lock:
        _calls.clear()
