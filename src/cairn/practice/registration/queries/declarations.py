"""What has somebody declared that this reader may read, and what counts now?"""

from typing import Any

from cairn.foundation.people.models import Person
from cairn.practice.registration.models import Declaration
from cairn.practice.registration.models.declaration import Subject


def by_subject(viewer: Person, person: Person) -> list[tuple[Subject, list[Declaration]]]:
    """Each kind that the viewer may read with what was declared, the newest first. One question."""
    found = Declaration.objects.visible_to(viewer).filter(person=person).select_related("answered_by")
    of: dict[str, list[Declaration]] = {}
    for one in found.order_by("-made_at"):
        of.setdefault(one.subject, []).append(one)
    return [(subject, of[subject]) for subject in Subject if subject in of]


def declaration_for(viewer: Person, pk: Any) -> Declaration:
    """A declaration that the viewer may read."""
    return Declaration.objects.visible_to(viewer).select_related("person__organisation").get(pk=pk)
