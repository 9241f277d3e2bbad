"""The chief social work officer is a registered social worker: asked when the role is given, and when they are not.

In Scotland by law (Social Work (Scotland) Act 1968, section 3; sa.cswo.reserved). Elsewhere the same is asked of
whoever holds the role here.
"""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.models import Person, ProfessionalRole, Role
from cairn.practice.registration.accountable import is_registered_on
from cairn.practice.registration.around import of_these
from cairn.practice.registration.facts import facts_of
from cairn.practice.registration.models import Registration
from cairn.practice.registration.stakes import Stake

CHIEFS = (Role.CSWO, Role.CSWO_DEPUTY)


def may_hold(person: Person, role: str, on: date) -> Verdict:
    """Whether somebody may be given a role. Before anybody's registration is entered, nothing can be known of it."""
    begun = role in CHIEFS and Registration.objects.filter(organisation=person.organisation_id).exists()
    if not begun:
        return YES
    registered = is_registered_on(facts_of([person])[person.pk], person.organisation.nation, on=on)
    return registered or Verdict(f"{registered.reason} The {Role(role).label.lower()} is a registered social worker.")


def stakes_of(person: Person) -> Iterator[Stake]:
    """The role, as something that must be given to another."""
    for held in ProfessionalRole.objects.current().filter(person=person, role__in=CHIEFS):
        yield Stake(held.get_role_display(), reverse("people:person", args=[person.pk]))


def pairs(organisation_id: UUID, people: Collection[UUID] | None) -> Iterator[tuple[UUID, str]]:
    """Whoever holds one of these roles today."""
    held = ProfessionalRole.objects.current().filter(role__in=CHIEFS, **of_these(organisation_id, people))
    return ((person, "") for person in held.values_list("person", flat=True))
