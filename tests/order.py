"""Which of the tests run here, and in which order?"""

import pytest
from django.db import connection
from tests.groundwork import layers_of


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """What asks for no database is the same on PostgreSQL as on SQLite, where it has run."""
    if connection.vendor == "postgresql":
        left_out = [item for item in items if not asks_for_a_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if asks_for_a_database(item)]
    items[:] = neighbours(items)


def asks_for_a_database(item):
    """Without asking, a test can't reach one: pytest-django stands in the way."""
    return (
        "db" in item.fixturenames
        or "transactional_db" in item.fixturenames
        or bool(item.get_closest_marker("django_db"))
    )


def neighbours(items):
    """Tests that share their groundwork follow each other; all others stay where they are."""
    layers = {item: [layer.name for layer in layers_of(item)] for item in items}
    places = [place for place, item in enumerate(items) if layers[item]]
    ordered = list(items)
    for place, item in zip(places, sorted((items[place] for place in places), key=layers.get), strict=True):
        ordered[place] = item
    return ordered
