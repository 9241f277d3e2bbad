"""When does Python look for circles of objects that nobody holds any more?"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_tidying() -> Iterator[None]:
    """Not meanwhile: among hundreds of thousands of short-lived rows the search alone takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
