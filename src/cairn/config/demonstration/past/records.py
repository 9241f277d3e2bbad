"""What was written down after a session, in words that nobody real has said?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cairn.config.demonstration.library import words
from cairn.config.demonstration.past.course import Course, Rules
from cairn.config.demonstration.past.rows import Rows, identifier
from cairn.practice.supervision.models import CaseLine, CaseRecord, PersonalRecord

HEADINGS = ("workload_and_stress", "practice_and_policy", "reflection", "judgement", "development", "decisions")
PERSONAL = (
    *("id", "organisation_id", "version", "sealed", "session_id", *HEADINGS, "mood", "workload_points"),
    *("written_by_id", "written_at", "supervisor_signed_at", "supervisee_signed_at"),
)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
LIKELY_CASE, LIKELY_SAID = 0.25, 0.6


def moment(day: date, hour: int) -> str:
    """A moment of an office day as both databases read it, in UTC."""
    return f"{day.isoformat()} {hour:02}:00:00"


class Records:
    """The personal part and the case part of every session that was held."""

    def __init__(self, organisation: str, rules: Rules, *, before: Sequence[Rows] = ()) -> None:
        self.organisation = organisation
        self.rules = rules
        self.said: dict[str, list[str]] = words()["supervision"]["records"]
        self.personal = Rows(PersonalRecord, *PERSONAL, before=before)
        self.lines = Rows(CaseLine, "id", "record_id", "position", "reference", "summary")
        self.cases = Rows(CaseRecord, "id", "organisation_id", "version", "sealed", "session_id", before=[self.lines])

    def send(self) -> None:
        self.personal.send()
        self.cases.send()

    def begin(self, session: str) -> None:
        """It was held, and nothing is written yet."""
        chance = self.rules.chance
        texts = [""] * len(HEADINGS)
        self.personal.add(identifier(chance), self.organisation, 0, False, session, *texts, *(None,) * 6)
        self.cases.add(identifier(chance), self.organisation, 0, False, session)

    def write(
        self, course: Course, session: str, recorded_on: date, signed: dict[str, date], *, is_stressed: bool
    ) -> None:
        """`signed` says who has signed, and when; sealed when all have."""
        chance = self.rules.chance
        is_sealed = all(person in signed for person in course.signatories)
        at = [moment(signed[one], 10) if one in signed else None for one in (course.supervisor, course.supervisee)]
        mood = chance.choice((1, 2, 2)) if is_stressed else chance.choice((3, 3, 4, 4, 5))
        self.personal.add(
            identifier(chance), self.organisation, 1, is_sealed, session, *self._texts(is_stressed),
            mood, chance.randint(70, 115), course.supervisor, moment(recorded_on, 16), *at,
        )  # fmt: skip
        self._cases(session, is_sealed=is_sealed)

    def _texts(self, is_stressed: bool) -> list[str]:
        """Workload always; something under most of the other headings."""
        chance = self.rules.chance
        first = chance.choice(self.said["stress" if is_stressed else HEADINGS[0]])
        rest = [self.said[one] if chance.random() < LIKELY_SAID else [""] for one in HEADINGS[1:]]
        return [first, *(chance.choice(pool) for pool in rest)]

    def _cases(self, session: str, *, is_sealed: bool) -> None:
        chance = self.rules.chance
        record = identifier(chance)
        if chance.random() < LIKELY_CASE:
            self.lines.add(identifier(chance), record, 1, reference(chance), chance.choice(self.said["cases"]))
        self.cases.add(record, self.organisation, 1, is_sealed, session)


def reference(chance: Any) -> str:
    """As a case system may write it, for nobody."""
    return f"{chance.choice(LETTERS)}{chance.choice(LETTERS)}-{chance.randrange(1000):03}"
