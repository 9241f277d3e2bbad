"""What does somebody write to a statement, given its topic and how well it goes?"""

import random
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from cairn.config.demonstration.days import months_from, season
from cairn.config.demonstration.library import topics, words

BANDS = {1: "low", 2: "low", 3: "fair", 4: "good", 5: "strong", 6: "strong"}
TAIL_EVERY = 3  # every so manieth text has a second thought
KNOW_USES, NEXT_USES, REMARK_USES, TAIL_USES, BRIEF_USES = 3, 4, 1, 40, 30
SPOKEN = {
    "scotland": {
        "regulator": "SSSC",
        "lead": "CSWO",
        "newly": "somebody in the supported year",
        "newly_many": "workers in the supported year",
    },
    "england": {
        "regulator": "Social Work England",
        "lead": "principal social worker",
        "newly": "somebody in their first year",
        "newly_many": "first-year workers",
    },
}


def topic_of(ref: str) -> str:
    """The topic that speaks to the statement of this clause."""
    return _topics_by_clause().get(ref, "accountability")


@cache
def _topics_by_clause() -> dict[str, str]:
    return {clause: key for key, topic in topics().items() for clause in topic["clauses"]}


@cache
def _parts() -> dict[str, str]:
    return {key: name[2:] for name, held in words().items() if name[0].isdigit() for key in held}


class Writer:
    """Takes texts from the bank in turn: none too often in one round, and none twice to the same statement."""

    def __init__(self, employer: dict[str, Any], day: date, chance: random.Random) -> None:
        self._chance = chance
        self._day = day
        self._spoken = SPOKEN[employer["nation"]] | {"people": employer["people"]}
        self._used: Counter[str] = Counter()
        self._said: set[tuple[str, str]] = set()

    def know(self, ref: str, strength: int, *, insist: bool = False) -> str:
        """How a leader knows it, of a strength from 1 to 6, in a sentence or two; nothing where all has been said."""
        band = BANDS[strength]
        uses = len(self._used) if insist else KNOW_USES
        text = self._next(topics()[topic_of(ref)]["know"].get(band, ()), ref, uses)
        if text and self._chance.randrange(TAIL_EVERY) == 0:
            text += " " + self._next(words()["tails"][band], ref, TAIL_USES)
        return self._filled(text.strip())

    def brief(self, ref: str, strength: int) -> str:
        """The same from somebody who has eighty statements to get through."""
        band, part = BANDS[strength], _parts().get(topic_of(ref), "any")
        pools = words()["briefs"][part][band], words()["briefs"]["any"][band]
        first, second = pools if self._chance.random() < 0.6 else pools[::-1]
        return self._filled(self._next(first, ref, BRIEF_USES) or self._next(second, ref, BRIEF_USES))

    def next_step(self, ref: str) -> str:
        """What will be done next; nothing where all has been said."""
        return self._filled(self._next(topics()[topic_of(ref)]["next"], ref, NEXT_USES))

    def remark(self, ref: str, strength: int) -> str:
        """What a practitioner adds, who has graded it from 1 to 6; nothing where all has been said."""
        band = "good" if strength > 3 else "low"
        return self._filled(self._next(topics()[topic_of(ref)]["remarks"].get(band, ()), ref, REMARK_USES))

    def _next(self, pool: Sequence[str], ref: str, uses: int) -> str:
        free = [text for text in pool if self._used[text] < uses and (ref, text) not in self._said]
        if not free:
            return ""
        text = min(free, key=lambda one: self._used[one])
        self._used[text] += 1
        self._said.add((ref, text))
        return text

    def _filled(self, text: str) -> str:
        if "{" not in text:
            return text
        sample = self._chance.randrange(12, 46, 2)
        part = self._chance.uniform
        slots = self._spoken | {
            "sample": str(sample),
            "most": str(round(sample * part(0.82, 0.93))),
            "half": str(round(sample * part(0.42, 0.58))),
            "few": str(max(2, round(sample * part(0.09, 0.2)))),
            "high": str(self._chance.randint(84, 96)),
            "middle": str(self._chance.randint(61, 78)),
            "low": str(self._chance.randint(31, 54)),
            "month": months_from(self._day, -self._chance.randint(1, 4)),
            "next_month": months_from(self._day, self._chance.randint(1, 3)),
            "season": season(date(2000, (self._day.month - 7) % 12 + 1, 1)),
        }
        return re.sub(r"(^|[.!?] )([a-z])", lambda found: found[1] + found[2].upper(), text.format_map(slots))
