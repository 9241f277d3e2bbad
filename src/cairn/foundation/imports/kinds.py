"""What kinds of file can be brought in? Each room registers its own; this room never learns what a row means."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.imports.columns import Column
from cairn.foundation.imports.problems import Problem
from cairn.foundation.imports.rows import Sheet

Progress = Callable[[int, int], None]
MOST_SAMPLED = 20


@dataclass(frozen=True)
class Option:
    """Something that the person who uploads can tick."""

    key: str
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What will happen, or happened, to one record.

    `what` is one of the kind's words; `about` names the record lastingly, such as its staff number;
    `subject` is its label and identifier, as in the ledger. `before` and `after` hold only what differs.
    """

    what: str
    about: str
    title: str
    subject: str
    row: int = 0
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What only a person can say of a file: which unit, colleague or type its words stand for.

    `text` is what the file says, empty for cells that say nothing. Without `choices` the answer is typed. The answer
    is remembered for the source, so that it is asked once.
    """

    column: str
    text: str
    sentence: str
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass
class Plan:
    """What a file would do to the records as they are now; `write` of the kind carries it out.

    As long as it has questions it is not carried out: whoever brought the file in answers them first.
    """

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    work: Any = None
    questions: list[Question] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many changes of each sort."""
        found: dict[str, int] = {}
        for change in self.changes:
            found[change.what] = found.get(change.what, 0) + 1
        return found

    def sample(self) -> list[dict[str, Any]]:
        """The first changes of each sort, to be shown before anything is done."""
        shown: dict[str, int] = {}
        chosen = []
        for change in self.changes:
            shown[change.what] = shown.get(change.what, 0) + 1
            if shown[change.what] <= MOST_SAMPLED:
                chosen.append(
                    {
                        "what": change.what,
                        "title": change.title,
                        "row": change.row,
                        "before": dict(change.before),
                        "after": dict(change.after),
                    }
                )
        return chosen

    def fingerprint(self) -> str:
        """The same plan has the same fingerprint: so that what is applied is what was shown."""
        said = [(one.what, one.about, one.row, dict(one.before), dict(one.after)) for one in self.changes]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class ImportKind:
    """One kind of import.

    `plan(sheet, organisation_id, options)` checks every row and says what would change; it writes nothing.
    `write(plan, organisation_id, by, progress)` carries the plan out, inside the transaction of the import.
    `permits(person, act, batch)` asks the access policy: acts are see, stage, apply and withdraw.
    `is_mapped` says that its files come out of other systems under headings of their own: whoever uploads one names
    the source and says once which column holds what; that is remembered, and asked again where a heading is gone.
    `words` gives each sort of change in the order of the page: key to (one, many), such as
    'joined': ('person joins', 'people join').
    """

    key: str
    title: str
    columns: Sequence[Column]
    words: Mapping[str, tuple[str, str]]
    plan: Callable[[Sheet, UUID, Mapping[str, bool]], Plan]
    write: Callable[[Plan, UUID, Any, Progress], None]
    permits: Callable[[Any, str, Any], bool]
    options: Sequence[Option] = ()
    guidance: Sequence[str] = ()
    is_mapped: bool = False


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """A room offers its kind of import when it is ready."""
    _kinds[kind.key] = kind


def kind_called(key: str) -> ImportKind:
    """The kind with this key."""
    if key not in _kinds:
        raise Refused("There is no such kind of import.")
    return _kinds[key]


def all_kinds() -> list[ImportKind]:
    """Every kind that a room has registered."""
    return list(_kinds.values())


def kinds_for(person: Any, act: str = "see") -> list[ImportKind]:
    """The kinds of import with which this person may do this."""
    return [kind for kind in _kinds.values() if kind.permits(person, act, None)]
