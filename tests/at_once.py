"""Several acts in the same moment, each on a connection of its own: for tests of races, on PostgreSQL only."""

import threading
from contextvars import copy_context

import pytest
from django.db import connection

from cairn.foundation.core.verdicts import Refused

ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite in memory has one connection at a time"
)


def at_once(*acts):
    """Do all of them in the same moment, each on a connection of its own; give what each answered or was refused."""
    start, said = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait()
            said[place] = act()
        except Refused as refusal:
            said[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=copy_context().run, args=(run, place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said
