"""What can be shown of frameworks, their statements and how these meet?"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from cairn.foundation.core.joined_text import JoinedText
from cairn.foundation.core.prepared import prepared
from cairn.foundation.standards.models import (
    Crosswalk,
    Framework,
    Statement,
    StatementClause,
    statement_seen_by,
)

if TYPE_CHECKING:
    from cairn.foundation.people.models import Person

MOST_WORDS = 8
# By what a statement is named on the page of another one.
NAMED = ("framework", "ref", "heading", "text")
# What is said beside it of its framework and of the heading above.
ITSELF = tuple(field.name for field in Statement._meta.concrete_fields)
AROUND = (
    *(f"framework__{name}" for name in ("organisation", "urn", "version", "title", "short_title", "source")),
    *(f"area__{name}" for name in NAMED),
)
Node = TypeVar("Node", bound="Statement | Line")


@dataclass(frozen=True)
class Branch(Generic[Node]):
    """A statement with everything below it."""

    statement: Node
    children: tuple[Branch[Node], ...]


def frameworks(viewer: Person) -> QuerySet[Framework]:
    """Every framework that the viewer may read, with how many statements it has and how many can be judged."""
    counted = Framework.objects.visible_to(viewer).annotate(
        statement_count=Count("statements"),
        assessable_count=Count("statements", filter=Q(statements__assessable=True)),
    )
    return counted.order_by("short_title", "-arrived_at", "-version")


def framework_for(viewer: Person, pk: Any) -> Framework:
    """One framework, if the viewer may read it."""
    return Framework.objects.visible_to(viewer).get(pk=pk)


def statements(viewer: Person, framework: Framework, audience: str = "") -> list[Statement]:
    """The statements in the order of the document, each with its area and its clauses, in two queries.

    With an audience: only the statements that speak to it, and no headings.
    """
    found = Statement.objects.visible_to(viewer).filter(framework=framework)
    if audience:
        found = found.filter(audience=audience)
    return list(found.select_related("area").prefetch_related("clauses").order_by("position"))


def tree(viewer: Person, framework: Framework, audience: str = "") -> tuple[Branch[Statement], ...]:
    """The statements as they hang together; with an audience, only the branches that speak to it."""
    return grown(statements(viewer, framework), audience)


class Line(NamedTuple):
    """As much of a statement as a page shows that lists a whole framework."""

    pk: UUID
    parent_id: UUID | None
    ref: str
    audience: str
    heading: str
    text: str
    edition: str
    assessable: bool


def lines(viewer: Person, framework: Framework) -> list[Line]:
    """A whole framework in the order of the document, in one query."""
    found = Statement.objects.visible_to(viewer).filter(framework=framework).order_by("position")
    return [Line(*row) for row in found.values_list(*Line._fields)]


def grown(nodes: Sequence[Node], audience: str = "") -> tuple[Branch[Node], ...]:
    """The tree that a list in the order of the document describes."""
    below: dict[Any, list[Branch[Node]]] = {}
    for node in reversed(nodes):
        children = tuple(reversed(below.pop(node.pk, [])))
        if not audience or node.audience == audience or children:
            below.setdefault(node.parent_id, []).append(Branch(node, children))
    return tuple(reversed(below.get(None, [])))


def statement_for(viewer: Person, pk: Any) -> Statement:
    """One statement with its clauses, if the viewer may read its framework. One query."""
    for found in _statement(seen=statement_seen_by(viewer), pk=pk):
        found.clause_names = tuple(sorted((found.clauses_joined or "").split()))
        return found
    raise Statement.DoesNotExist


@prepared
def _statement(*, seen: Q, pk: Any) -> QuerySet[Statement]:
    known = Statement.objects.filter(seen, pk=pk).select_related("framework", "area")
    return known.only(*ITSELF, *AROUND).annotate(clauses_joined=_clauses_joined())


def _clauses_joined() -> Subquery:
    named = StatementClause.objects.filter(statement=OuterRef("pk")).order_by().values("statement")
    return Subquery(named.annotate(joined=JoinedText("clause")).values("joined"))


def crosswalks(viewer: Person, framework: Framework) -> QuerySet[Crosswalk]:
    """The crosswalks that begin or end at a framework."""
    return (
        Crosswalk.objects.visible_to(viewer)
        .filter(Q(from_framework=framework) | Q(to_framework=framework))
        .select_related("from_framework", "to_framework")
        .only("from_framework__short_title", "to_framework__short_title")
        .annotate(pair_count=Count("pairs"))
        .order_by("title", "version")
    )


def statements_for_clause(viewer: Person, clause: str) -> QuerySet[Statement]:
    """The statements that make a clause of a source document real, such as `sa.4.d.5c`, or that bear this ref."""
    named = StatementClause.objects.filter(clause=clause).values("statement")
    found = Statement.objects.visible_to(viewer).filter(Q(pk__in=named) | Q(ref=clause))
    return found.select_related("framework", "area").order_by("framework__title", "framework__version", "position")


def named_in(framework_id: UUID, names: Collection[str]) -> list[tuple[UUID, str, str]]:
    """The statements of a framework that make one of these clauses real or bear one of these refs. One query.

    Identifier, ref and the name by which each was found, in the order of the document.
    """
    by_clause = StatementClause.objects.filter(statement__framework=framework_id, clause__in=names).order_by()
    by_ref = Statement.objects.filter(framework=framework_id, ref__in=names).order_by()
    columns = ("statement__position", "statement_id", "statement__ref", "clause")
    rows = by_clause.values_list(*columns).union(by_ref.values_list("position", "pk", "ref", "ref"))
    return [(pk, ref, name) for _, pk, ref, name in sorted(rows, key=lambda row: (row[0], row[3]))]


def statements_matching(viewer: Person, words: str) -> QuerySet[Statement]:
    """The statements in which every word occurs: in the ref, heading, text, what good looks like, or a clause."""
    found = Statement.objects.visible_to(viewer)
    wanted = words.replace("\0", " ").split()[:MOST_WORDS]
    if not wanted:
        return found.none()
    for word in wanted:
        found = found.filter(
            Q(ref__icontains=word)
            | Q(heading__icontains=word)
            | Q(text__icontains=word)
            | Q(good__icontains=word)
            | Q(clauses__clause__iexact=word)
        )
    ordered = found.select_related("framework", "area").order_by("framework__title", "framework__version", "position")
    return ordered.distinct()


def versions_of(viewer: Person, framework: Framework) -> list[Framework]:
    """Every version of a framework that the viewer may read, the newest first."""
    found = Framework.objects.visible_to(viewer).filter(urn=framework.urn, organisation=framework.organisation_id)
    return sorted(found.only("version"), key=newness, reverse=True)


def newness(framework: Framework) -> tuple[tuple[int, str], ...]:
    """Which of two versions is the newer one."""
    return newness_of(framework.version)


def newness_of(version: str) -> tuple[tuple[int, str], ...]:
    """A key that puts version 2021.10 after 2021.9, and words after figures."""
    parts = re.findall(r"\d+|[^\d.]+", version)
    return tuple((int(part), "") if part.isdecimal() else (10**9, part) for part in parts)


def version_of(viewer: Person, framework: Framework, pk: Any) -> Framework:
    """Another version of the same framework; any other framework does not exist here."""
    found = Framework.objects.visible_to(viewer).exclude(pk=framework.pk)
    return found.get(pk=pk, urn=framework.urn, organisation=framework.organisation_id)


def crosswalk_for(viewer: Person, pk: Any) -> Crosswalk:
    """One crosswalk, if the viewer may read it and both its frameworks."""
    return Crosswalk.objects.visible_to(viewer).select_related("from_framework", "to_framework").get(pk=pk)


class PairLine(NamedTuple):
    """A pair of a crosswalk, with as much of both statements as its page shows."""

    relation: str
    rationale: str
    from_statement_id: UUID
    from_statement__ref: str
    from_statement__heading: str
    from_statement__text: str
    to_statement_id: UUID
    to_statement__ref: str
    to_statement__heading: str
    to_statement__text: str


def pairs(crosswalk: Crosswalk) -> list[PairLine]:
    """The pairs of a crosswalk in the order of its file, in one query."""
    return [PairLine(*row) for row in crosswalk.pairs.order_by("position").values_list(*PairLine._fields)]


@dataclass(frozen=True)
class Shelf:
    """Frameworks as the list shows them: what can be judged against, what is there to refer to, what is older."""

    own: tuple[Framework, ...]
    judged: tuple[Framework, ...]
    referred_to: tuple[Framework, ...]
    older: tuple[Framework, ...]


def shelf(viewer: Person) -> Shelf:
    """The frameworks that the viewer may read, the newest version of each in front."""
    newest: dict[tuple[Any, str], Framework] = {}
    older = []
    for framework in sorted(frameworks(viewer), key=newness, reverse=True):
        key = (framework.organisation_id, framework.urn)
        if newest.setdefault(key, framework) is not framework:
            older.append(framework)
    first = sorted(newest.values(), key=lambda framework: framework.short_title)
    library = [framework for framework in first if framework.organisation_id is None]
    return Shelf(
        own=tuple(framework for framework in first if framework.organisation_id is not None),
        judged=tuple(framework for framework in library if judged_in(framework)),
        referred_to=tuple(framework for framework in library if not judged_in(framework)),
        older=tuple(older),
    )


def judged_in(framework: Framework) -> int:
    """How many of its statements can be judged, where a query has counted them."""
    return int(getattr(framework, "assessable_count", 0))


def installed() -> QuerySet[Framework]:
    """Every framework in the installation, for whoever runs it; no page asks this."""
    counted = Framework.objects.annotate(
        statement_count=Count("statements"),
        assessable_count=Count("statements", filter=Q(statements__assessable=True)),
    )
    return counted.select_related("organisation").order_by("title", "-arrived_at", "-version")


def statements_named(name: str) -> list[Statement]:
    """The statements with this URN, ref or clause, for whoever runs the installation; no page asks this."""
    named = Statement.objects.filter(Q(urn=name) | Q(ref=name) | Q(clauses__clause=name)).distinct()
    found = named.select_related("framework").prefetch_related("clauses")
    return list(found.order_by("framework__title", "framework__version", "position"))
