"""What did supervisees say of their sessions, as counts of units and months that are linked to nobody?"""

from datetime import date

from cairn.config.demonstration.past.course import Rules
from cairn.config.demonstration.past.pace import Pace
from cairn.config.demonstration.past.rows import Rows, identifier
from cairn.foundation.core import months
from cairn.practice.supervision.models import ViewGiven, ViewTally
from cairn.practice.supervision.questions import ANSWERS, HELPED


class Views:
    """Some supervisees say on the day of their signature whether the session helped them to think."""

    def __init__(self, organisation: str, rules: Rules, likely: float) -> None:
        self.organisation, self.rules, self.likely = organisation, rules, likely
        self.given = Rows(ViewGiven, "id", "session_id")
        self._counts: dict[tuple[str, date], list[int]] = {}

    def ask(self, session: str, unit: str, day: date, pace: Pace) -> None:
        """Whether this supervisee answers, and what."""
        chance = self.rules.chance
        if chance.random() >= self.likely:
            return
        self.given.add(identifier(chance), session)
        first = 0 if chance.random() < pace.helps_to_think else HELPED
        counts = self._counts.setdefault((unit, months.first_of(day)), [0] * len(ANSWERS))
        counts[first + chance.randrange(HELPED)] += 1

    def send(self) -> None:
        """The counts as they stand by now."""
        self.given.send()
        tallies = [
            ViewTally(organisation_id=self.organisation, unit_id=unit, month=month, counts=counts)
            for (unit, month), counts in self._counts.items()
        ]
        ViewTally.objects.bulk_create(
            tallies, 500, update_conflicts=True, unique_fields=["unit", "month"], update_fields=["counts"]
        )
