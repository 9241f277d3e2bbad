"""What stands around a statement: headings above, statements below, other frameworks, other versions?

The page of a statement is where the rooms above put their parts, so all of this is asked of the database at once: each
kind of thing is one part of a single query, in columns that they share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, IntegerField, Max, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from cairn.foundation.core.prepared import prepared
from cairn.foundation.standards.models import (
    TURNED,
    CrosswalkPair,
    Relation,
    Statement,
    crosswalk_seen_by,
    statement_seen_by,
)
from cairn.foundation.standards.queries import newness_of

if TYPE_CHECKING:
    from cairn.foundation.people.models import Person


class Nearby(NamedTuple):
    """A statement that another one's page names, with its framework."""

    pk: UUID
    ref: str
    heading: str
    text: str
    framework_id: UUID
    framework: str

    @property
    def wording(self) -> str:
        """What a page shows as its name."""
        return self.heading or self.text


@dataclass(frozen=True)
class Bridge:
    """A statement of another framework, and how it stands to the one being read."""

    statement: Nearby
    relation: Relation
    rationale: str

    @property
    def sentence(self) -> str:
        """The relation in words, read from the statement being shown: "takes in what is asked by"."""
        return self.relation.label


@dataclass(frozen=True)
class Version:
    """The same statement in another version of its framework; `meaning` tells whether a judgement carries over."""

    statement: Nearby
    version: str
    meaning: str


@dataclass(frozen=True)
class Around:
    """The headings above (the highest first), what is directly below, bridges, and versions (the newest first)."""

    path: tuple[Nearby, ...]
    below: tuple[Nearby, ...]
    bridges: tuple[Bridge, ...]
    versions: tuple[Version, ...]


class _Row(NamedTuple):
    """The columns that all parts share; what `word` and `note` say hangs on the kind."""

    kind: str
    pk: UUID
    ref: str
    heading: str
    text: str
    framework_id: UUID
    framework: str
    word: str
    note: str
    first: str
    second: int

    @property
    def statement(self) -> Nearby:
        return Nearby(self.pk, self.ref, self.heading, self.text, self.framework_id, self.framework)


def around(viewer: Person, statement: Statement) -> Around:
    """Everything around a statement that the viewer reads already. One query."""
    found = _parts(
        seen=statement_seen_by(viewer),
        crosswalks=crosswalk_seen_by(viewer, of="crosswalk"),
        statement=statement.pk,
        framework=statement.framework_id,
        position=statement.position,
        depth=statement.depth if statement.parent_id else 0,
        urns=(statement.urn, statement.framework.urn),
        organisation=statement.framework.organisation_id,
    )
    rows: dict[str, list[_Row]] = defaultdict(list)
    for row in sorted(map(_Row._make, found), key=lambda row: (row.first, row.second)):
        rows[row.kind].append(row)
    versions = sorted(rows["version"], key=lambda row: newness_of(row.framework), reverse=True)
    return Around(
        path=tuple(row.statement for row in rows["path"]),
        below=tuple(row.statement for row in rows["below"]),
        bridges=tuple(_bridge(row) for row in rows["from"] + rows["to"]),
        versions=tuple(Version(row.statement, row.framework, row.word) for row in versions),
    )


@prepared
def _parts(*, crosswalks: Q, statement: Any, **which: Any) -> QuerySet[Any]:
    """All parts in one question, which is long, and is written once."""
    first, *others = [*_beside(statement=statement, **which), *_bridges(crosswalks, statement)]
    return first.union(*others, all=True)


def _beside(
    *, seen: Q, statement: Any, framework: Any, position: Any, depth: Any, urns: Sequence[Any], organisation: Any
) -> list[QuerySet[Any]]:
    """Above and below in the same framework, and the same statement in other versions of it."""
    same = Statement.objects.filter(framework=framework)
    # In the order of the document, the node above at each depth is the last one of that depth before the statement.
    before = same.filter(position__lt=position, depth__lt=depth)
    last = before.order_by().values("depth").annotate(last=Max("position")).values("last")
    others = Statement.objects.filter(seen, urn=urns[0], framework__urn=urns[1], framework__organisation=organisation)
    return [
        _part(same.filter(position__in=last), "path", second="position"),
        _part(same.filter(parent=statement), "below", second="position"),
        _part(others.exclude(pk=statement), "version", framework="framework__version", word="meaning"),
    ]


def _bridges(crosswalks: Q, statement: Any) -> list[QuerySet[Any]]:
    """The statements of other frameworks that meet this one, whichever way the crosswalk was written."""
    seen = CrosswalkPair.objects.filter(crosswalks)
    said = {"word": "relation", "note": "rationale", "first": "crosswalk__title", "second": "position"}
    return [
        _part(seen.filter(from_statement=statement), "from", at="to_statement__", **said),
        _part(seen.filter(to_statement=statement), "to", at="from_statement__", **said),
    ]


def _part(found: QuerySet[Any], kind: str, *, at: str = "", **columns: str) -> QuerySet[Any]:
    """One kind of thing in the shared columns; `at` leads to its statement, `columns` names those of its own."""
    named = {"framework": f"{at}framework__short_title"} | columns
    texts = {f"as_{name}": Cast(F(named[name]), TextField()) if name in named else Value("") for name in TEXTS}
    place: Any = F(named["second"]) if "second" in named else Value(0)
    made = found.order_by().annotate(
        as_kind=Value(kind, output_field=CharField()), as_second=Cast(place, IntegerField()), **texts
    )
    statement = [f"{at}{name}" for name in ("pk", "ref", "heading", "text", "framework_id")]
    return made.values_list("as_kind", *statement, *texts, "as_second")


TEXTS = ("framework", "word", "note", "first")


def _bridge(row: _Row) -> Bridge:
    relation = Relation(row.word) if row.kind == "from" else TURNED[row.word]
    return Bridge(row.statement, relation, row.note)
