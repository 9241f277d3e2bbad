"""Which column of a source holds what: as somebody said once, and asked again where a heading is gone?

Files of other systems come under headings of their own. The first time, headings that we know are proposed, and a
person says what the others are. What they said is remembered under the name of the source. From then on it alone
counts: a heading that was renamed is asked about, never guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.core.words import joined
from cairn.foundation.imports.cells import clean
from cairn.foundation.imports.columns import SCANNED, Column, heading_row, plain, recognised

ASKED_FOR = "Say which column of the file stands for what, and choose the file again."
Headings = Mapping[str, str]  # the key of a column, and the heading of the source


class ChooseColumns(Refused):
    """Only the person can say which heading stands for which column."""

    def __init__(self, headings: Sequence[str], proposed: Headings, sentence: str):
        self.headings, self.proposed = list(headings), dict(proposed)
        super().__init__(sentence)


@dataclass
class Said:
    """What is known of a source's headings, and what was answered just now; `settled` is what to remember."""

    columns: Sequence[Column]
    remembered: Headings
    answered: Headings
    is_asked: bool = False
    settled: dict[str, str] = field(default_factory=dict)

    def settle(self, rows: Sequence[Sequence[str]]) -> list[Column]:
        """The columns under the headings of this file. Raises `ChooseColumns` where somebody has to be asked."""
        known = self.answered or self.remembered
        headings = self._headings(rows, known)
        by_plain = {plain(one): one for one in headings}
        proposed = {key: by_plain[plain(one)] for key, one in known.items() if one and plain(one) in by_plain}
        if not known:
            proposed = _proposed(headings, self.columns)
        if self.is_asked and not self.answered:
            raise ChooseColumns(headings, proposed, ASKED_FOR)
        gone = [one for one in known.values() if one and plain(one) not in by_plain]
        if gone:
            said = joined(f"“{one}”" for one in gone)
            sentence = f"The file no longer has {said}. Say which column stands for what, and choose the file again."
            raise ChooseColumns(headings, proposed, sentence)
        if new := self._new(headings):
            said = joined(f"“{one}”" for one in new.values())
            sentence = f"The file has {said} now. Say whether you want to use that, and choose the file again."
            raise ChooseColumns(headings, proposed | new, sentence)
        lacking = [one.title for one in self.columns if one.required and not proposed.get(one.key)]
        if lacking:
            said = joined(f"“{one}”" for one in lacking)
            sentence = f"Say which column of the file holds {said}, and choose the file again."
            raise ChooseColumns(headings, proposed, sentence)
        unused = {one.key: "" for one in self.columns} if self.answered else self.remembered
        self.settled = {**unused, **proposed}
        return [replace(one, aliases=(proposed[one.key],)) for one in self.columns if one.key in proposed]

    def _new(self, headings: Sequence[str]) -> dict[str, str]:
        """Headings that we know, for columns about which nobody was asked yet for this source."""
        if self.answered or not self.remembered:
            return {}
        return {key: one for key, one in _proposed(headings, self.columns).items() if key not in self.remembered}

    def _headings(self, rows: Sequence[Sequence[str]], known: Headings) -> list[str]:
        """The row of headings: by the columns that we or this source know; else the first row with two cells."""
        index, _ = heading_row(rows, under(self.columns, known))
        if index < 0:
            index, _ = heading_row(rows, self.columns)
        if index < 0:
            filled = (place for place, row in enumerate(rows[:SCANNED]) if sum(1 for one in row if clean(one)) > 1)
            index = next(filled, -1)
        return [clean(one) for one in rows[index] if clean(one)] if index >= 0 else []


def under(columns: Sequence[Column], known: Headings) -> list[Column]:
    """The columns, known as well under the headings of a source."""
    return [replace(one, aliases=(*one.aliases, *([known[one.key]] if known.get(one.key) else ()))) for one in columns]


def _proposed(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, column in recognised(headings, columns).items():
        found.setdefault(column.key, headings[place])
    return found
