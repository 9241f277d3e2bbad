"""What changed between two versions of a framework, and which judgements can be carried over?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cairn.foundation.standards.models import Framework, Statement


class Carry(Enum):
    """What becomes of a judgement on a statement when a new version is judged."""

    UNCHANGED = "unchanged"
    CHANGED = "changed: the judgement needs confirming"
    GONE = "gone"
    NEW = "new"

    @property
    def needs_confirming(self) -> bool:
        """A judgement made on other words is shown, but somebody must say that it still holds."""
        return self is Carry.CHANGED


def carry_map(old: Framework, new: Framework) -> dict[str, Carry]:
    """For every statement of either version, by URN: whether a judgement on it can be carried. Two queries."""
    before, after = _meanings(old), _meanings(new)
    carried = {urn: _carry(before.get(urn), after.get(urn)) for urn in after}
    return carried | {urn: Carry.GONE for urn in before if urn not in after}


def _meanings(framework: Framework) -> dict[str, str]:
    nodes = framework.statements.filter(assessable=True).order_by("position")
    return dict(nodes.values_list("urn", "meaning"))


def _carry(before: str | None, after: str | None) -> Carry:
    if before is None:
        return Carry.NEW
    return Carry.UNCHANGED if before == after else Carry.CHANGED


@dataclass(frozen=True)
class Change:
    """A statement that both versions have, with the parts that differ, in words."""

    old: Statement
    new: Statement
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side; matched by URN, so a new ref alone is a change and not a new statement."""

    same: tuple[Statement, ...]
    changed: tuple[Change, ...]
    added: tuple[Statement, ...]
    removed: tuple[Statement, ...]


PARTS = {
    "ref": "ref",
    "heading": "heading",
    "text": "text",
    "audience": "audience",
    "assessable": "whether it is judged",
    "good": "what good looks like",
    "typical_evidence": "typical evidence",
    "edition": "edition",
}


def comparison(old: Framework, new: Framework) -> Comparison:
    """What is the same, what changed, what came and what went, in the order of the new document. Four queries."""
    before, after = _nodes(old), _nodes(new)
    changes = [Change(before[urn], node, _differing(before[urn], node)) for urn, node in after.items() if urn in before]
    return Comparison(
        same=tuple(change.new for change in changes if not change.parts),
        changed=tuple(change for change in changes if change.parts),
        added=tuple(node for urn, node in after.items() if urn not in before),
        removed=tuple(node for urn, node in before.items() if urn not in after),
    )


def _nodes(framework: Framework) -> dict[str, Statement]:
    nodes = framework.statements.select_related("parent").prefetch_related("clauses").order_by("position")
    return {node.urn: node for node in nodes}


def _differing(old: Statement, new: Statement) -> tuple[str, ...]:
    parts = [word for name, word in PARTS.items() if getattr(old, name) != getattr(new, name)]
    if [clause.clause for clause in old.clauses.all()] != [clause.clause for clause in new.clauses.all()]:
        parts.append("clauses")
    if (old.parent.urn if old.parent else "") != (new.parent.urn if new.parent else ""):
        parts.append("place")
    return tuple(parts)
