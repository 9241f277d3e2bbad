"""How often may one key be used in a while, so that one programme does not slow down everybody's pages?"""

import math
from collections import deque
from threading import Lock
from time import monotonic
from typing import Any


class Limit:
    """Counts uses in the memory of each server process: simple, and without a write for each of them.

    With two processes the limit is thus at most twice as high.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._uses: dict[Any, deque[float]] = {}
        self._lock = Lock()

    def wait_before(self, key: Any, most: int) -> int:
        """Seconds that this key has to wait; 0 where it can be used now, which is then counted."""
        now = monotonic()
        with self._lock:
            used = self._uses.setdefault(key, deque())
            while used and used[0] <= now - self.seconds:
                used.popleft()
            if len(used) >= most:
                return max(1, math.ceil(used[0] + self.seconds - now))
            used.append(now)
            return 0

    def forget(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._uses.clear()
