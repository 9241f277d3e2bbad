"""What the tests of people share: a person who waits for an invitation."""

import pytest

from cairn.foundation.core import clock


@pytest.fixture
def newcomer(cast):
    """Somebody in the directory who has no password yet."""
    from cairn.foundation.people.models import Person

    person = Person(
        organisation=cast.north,
        email="ishbel@north.example",
        given_name="Ishbel",
        family_name="Moir",
        created_at=clock.now(),
    )
    person.set_unusable_password()
    person.save()
    return person
