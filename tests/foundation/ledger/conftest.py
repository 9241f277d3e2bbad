"""Who acts in the tests of the ledger: it stands below people, so these are people only as far as the ledger sees."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from cairn.foundation.ledger import commands, keys

NORTH = UUID("aaaaaaaa-0000-4000-8000-000000000001")
SOUTH = UUID("bbbbbbbb-0000-4000-8000-000000000002")


@dataclass
class Worker:
    """As much of a person as the ledger knows."""

    name: str
    organisation_id: UUID = NORTH
    pk: UUID = field(default_factory=uuid4)

    def __str__(self):
        return self.name


class Round:
    """As much of a signable record as the ledger knows."""

    class _meta:
        label = "evaluation.Round"
        model_name = "round"

    def __init__(self, pk="round-1", organisation_id=NORTH):
        self.pk, self.organisation_id = pk, organisation_id


@pytest.fixture(autouse=True)
def _keys_of_their_own(settings, tmp_path):
    settings.CAIRN_KEYS_DIR = tmp_path / "keys"
    keys.signing_key()


@pytest.fixture
def ann():
    return Worker("Ann Muir")


@pytest.fixture
def sam():
    """Somebody of another organisation."""
    return Worker("Sam Hale", SOUTH)


@pytest.fixture
def a_round():
    return Round()


@pytest.fixture
def do(db, ann):
    """Record an act, in a transaction of its own."""

    def act(name="round.opened", *, by=ann, subject="evaluation.Round:1", **more):
        with transaction.atomic():
            return commands.record(name, by=by, subject=subject, **more)

    return act
