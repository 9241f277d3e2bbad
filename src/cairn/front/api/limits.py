"""How many calls may one key make in a minute?"""

from typing import Any

from cairn.foundation.core.limits import Limit

CALLS = 600
SECONDS = 60.0

_limit = Limit(SECONDS)
forget = _limit.forget


def wait_before(key: Any) -> int:
    """Seconds that this key has to wait; 0 where its call can be answered now, which is then counted."""
    return _limit.wait_before(key, CALLS)
