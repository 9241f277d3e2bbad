"""What does somebody carry themselves, against their limit?"""

from dataclasses import dataclass, field

from cairn.foundation.people.models import Person
from cairn.practice.caseload.models import Allocation, Circumstance, Load, Relief
from cairn.practice.caseload.weighed import InForce, weights_on

SHOWN = 200


@dataclass
class Home:
    """One's own work."""

    in_force: InForce
    load: Load | None
    carried: list[Allocation] = field(default_factory=list)
    circumstances: list[Circumstance] = field(default_factory=list)
    reliefs: list[Relief] = field(default_factory=list)


def home(viewer: Person) -> Home:
    """One's own cases by reference, points and limit; five questions however many there are."""
    return of_person(viewer)


def of_person(person: Person) -> Home:
    """What somebody carries."""
    live = Allocation.objects.live().filter(person=person).select_related("case__unit")
    return Home(
        weights_on(person.organisation_id),
        Load.objects.filter(person=person).select_related("unit").first(),
        list(live.order_by("role", "-points", "case__reference_key")[:SHOWN]),
        list(Circumstance.objects.current().filter(person=person)),
        list(Relief.objects.open().filter(person=person).select_related("made_by", "seen_by")),
    )
