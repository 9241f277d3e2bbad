"""What is laid once, so that every test can build on it as if it were new?

A fixture marked `@groundwork` is built in a transaction that stays open, layer upon layer: `opened` upon `planned` upon
`cast`. Each test runs in a savepoint on top and leaves no trace; the next one keeps every layer that it shares with it
(tests/order.py makes that many). What a test gets are copies, so it may change them. A test that commits
(`transaction=True`) finds no groundwork and builds for itself, as with ordinary fixtures. A test that asks by
`request.getfixturevalue` says which of its parameters names the fixture: `@pytest.mark.groundwork("state")`.
"""

import pickle
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial, wraps
from inspect import Parameter, signature

import pytest
from django.db import connection, transaction

from cairn.foundation.core import clock

LAID = pytest.StashKey[dict]()


def groundwork(build=None, *, at=None):
    """A fixture that is laid once. It may ask for other groundwork only; `at` is the moment in which it is built."""
    if build is None:
        return partial(groundwork, at=at)

    @wraps(build)
    def given(request, db, **needs):
        laid = request.node.stash.get(LAID, {})
        return laid[build.__name__] if build.__name__ in laid else build(**needs)

    asked = [Parameter(name, Parameter.KEYWORD_ONLY) for name in ("request", "db", *signature(build).parameters)]
    given.__signature__ = signature(build).replace(parameters=asked)
    given.layer = Layer(build.__name__, build, tuple(signature(build).parameters), at)
    return pytest.fixture(given)


@dataclass(frozen=True)
class Layer:
    """How one fixture is built."""

    name: str
    build: object
    needs: tuple
    at: object = None

    def built_upon(self, laid):
        """What the fixture answers with, given what lies below it."""
        with clock.at(self.at) if self.at else nullcontext():
            return self.build(**{name: laid[name] for name in self.needs})


class Ground:
    """The layers that lie at the moment, each in a transaction within the one below."""

    def __init__(self):
        self.layers, self.blocks, self.copies = [], [], [pickle.dumps({})]

    def lay(self, wanted):
        """Take away what is not wanted, build what is missing; answers with copies of what was built."""
        while self.layers != wanted[: len(self.layers)]:
            self.take_one_away()
        for layer in wanted[len(self.layers) :]:
            self._add(layer)
        return pickle.loads(self.copies[-1])  # noqa: S301 - our own

    def _add(self, layer):
        laid = pickle.loads(self.copies[-1])  # noqa: S301 - our own
        block = transaction.atomic()
        block._from_testcase = True  # so that a command which insists on being outermost may run upon it
        block.__enter__()
        self.blocks.append(block)
        self.layers.append(layer)
        self.copies.append(self.copies[-1])
        laid[layer.name] = layer.built_upon(laid)
        if connection.vendor == "postgresql":
            connection.check_constraints()  # once here, and not again for every row below at the end of each test
        self.copies[-1] = pickle.dumps(laid)

    def take_one_away(self):
        """Undo the uppermost layer."""
        self.layers.pop()
        self.copies.pop()
        transaction.set_rollback(True)
        self.blocks.pop().__exit__(None, None, None)


@pytest.fixture(scope="session")
def ground(django_db_setup, django_db_blocker):
    """The one ground of this process."""
    ours = Ground()
    yield ours
    with django_db_blocker.unblock():
        while ours.layers:
            ours.take_one_away()


def layers_of(item):
    """The groundwork that a test asks for, in the order in which its fixtures ask for it."""
    found = {}

    def visit(name, seen=()):
        fixture = None if name in seen else _fixture(item, name)
        if fixture:
            for need in fixture.argnames:
                visit(need, (*seen, name))
            if layer := getattr(fixture.func, "layer", None):
                found.setdefault(layer)

    named = [item.callspec.params[name] for marker in item.iter_markers("groundwork") for name in marker.args]
    for name in () if commits(item) else (*item.fixturenames, *named):
        visit(name)
    return list(found)


def _fixture(item, name):
    known = item._fixtureinfo.name2fixturedefs.get(name)
    return (known or item.session._fixturemanager.getfixturedefs(name, item) or [None])[-1]


def commits(item):
    """Whether the test writes into the database for others to see."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


def pytest_configure(config):
    """The marker is known."""
    config.addinivalue_line("markers", "groundwork(parameter): which parameter names the groundwork that is asked for")


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """Before a test begins its own transaction, what it asks for is laid."""
    if fixturedef.argname == "_django_db_helper":
        ground = request.getfixturevalue("ground")
        with request.getfixturevalue("django_db_blocker").unblock():
            request.node.stash[LAID] = ground.lay(layers_of(request.node))
    return (yield)
