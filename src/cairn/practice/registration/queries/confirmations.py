"""Which functions of the catalogue has the employer confirmed, and who did?"""

from datetime import date

from cairn.foundation.people.models import Person
from cairn.practice.registration.models import Confirmation


def confirmed(viewer: Person, edition: date) -> dict[str, Confirmation]:
    """By function, for one edition of the catalogue."""
    found = Confirmation.objects.filter(organisation=viewer.organisation_id, edition=edition)
    return {one.function: one for one in found.select_related("confirmed_by")}
