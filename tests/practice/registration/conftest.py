"""The register's keeper, and registrations as they are usually entered."""

from datetime import date

import pytest

from cairn.foundation.core import clock
from cairn.foundation.people.models import Person, ProfessionalRole
from cairn.practice.registration.commands import register as commands

SSSC = "scottish-social-services-council"


@pytest.fixture(autouse=True)
def rhona(cast):
    """Rhona keeps the register of the North."""
    person = Person.objects.create(
        organisation=cast.north, email="rhona@north.example", given_name="Rhona", family_name="Register",
        created_at=clock.now(),
    )  # fmt: skip
    ProfessionalRole.objects.create(
        organisation=cast.north, person=person, role="registration_officer", starts_on=date(2020, 4, 1)
    )
    cast.people["rhona"] = person.pk
    return person


def registered(cast, name="eilidh", number="3012345", since=date(2021, 6, 1), part="social_worker", by="rhona"):
    """Somebody registered as a social worker since a day."""
    return commands.enter(
        cast[name], regulator=SSSC, part=part, number=number, first_registered_on=since, source="The register.",
        by=cast[by],
    )  # fmt: skip
