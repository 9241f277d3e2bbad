"""Which weighting holds for an employer on a day, and was it ever adopted?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairn.foundation.core import clock
from cairn.practice.caseload.models import Weighting
from cairn.practice.caseload.weighing import Weights, proposal, read_weights


@dataclass(frozen=True)
class InForce:
    """The weights of a day. Until one is adopted the proposal stands for them, and refuses nobody."""

    weights: Weights
    weighting: Weighting | None

    @property
    def is_adopted(self) -> bool:
        return self.weighting is not None


def weights_on(organisation_id: UUID, day: date | None = None) -> InForce:
    """What weighs how much on a day; today, where none is named."""
    found = Weighting.objects.in_force(organisation_id, day or clock.today())
    return InForce(read_weights(found.settings) if found else proposal(), found)
