"""What the tests of the board share: the acts in the ledger."""

import pytest


@pytest.fixture
def entries(db):
    """The acts in the ledger, in their order."""
    from cairn.foundation.ledger.models import Entry

    def acts(act=""):
        found = Entry.objects.order_by("sequence")
        return list(found.filter(act=act) if act else found)

    return acts
