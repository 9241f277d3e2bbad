"""How does a framework leave Cairn: as the same kind of file that it came in as?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

from cairn.foundation.standards.framework_file import FrameworkFile, StatementEntry
from cairn.foundation.standards.models import Framework, Statement
from cairn.foundation.standards.reading import FORMAT
from cairn.foundation.standards.rows import HEADING, NODE


def file_of(framework: Framework) -> FrameworkFile:
    """The framework as its file gave it, read back from the database in two queries."""
    nodes = list(framework.statements.prefetch_related("clauses").order_by("position"))
    below: dict[Any, list[StatementEntry]] = {}
    for node in reversed(nodes):
        children = tuple(reversed(below.pop(node.pk, [])))
        below.setdefault(node.parent_id, []).append(_entry(node, children))
    heading = {name: getattr(framework, name) for name in HEADING if name != "fingerprint"}
    return FrameworkFile(**heading, scales=tuple(framework.scales), statements=tuple(reversed(below.get(None, []))))


def _entry(node: Statement, children: tuple[StatementEntry, ...]) -> StatementEntry:
    return StatementEntry(
        line=0,
        typical_evidence=tuple(node.typical_evidence),
        clauses=tuple(clause.clause for clause in node.clauses.all()),
        statements=children,
        **{name: getattr(node, name) for name in NODE},
    )


def yaml_of(framework: Framework) -> bytes:
    """The framework as a file in the format of docs/standards-format.md; read again, it has the same fingerprint."""
    content = {"kind": "framework", "format": FORMAT, **file_of(framework).content()}
    written: str = yaml.safe_dump(_tidied(content, framework.urn), sort_keys=False, allow_unicode=True, width=110)
    return written.encode()


def _tidied(content: dict[str, Any], urn: str) -> dict[str, Any]:
    """Without what says nothing: empty keys, and URNs and answers that the reader would fill in by itself."""
    kept = {key: value for key, value in content.items() if value not in ("", [], None)}
    kept["may_be_copied"] = "yes" if content["may_be_copied"] else "no"
    return kept | {"statements": [_tidied_node(node, urn) for node in content["statements"]]}


def _tidied_node(node: dict[str, Any], urn: str) -> dict[str, Any]:
    kept = {key: value for key, value in node.items() if value not in ("", [], None) and key != "assessable"}
    if kept["urn"] == f"{urn}:{node['ref']}":
        del kept["urn"]
    if node["assessable"] != bool(node["audience"]):
        kept["assessable"] = "yes" if node["assessable"] else "no"
    if node["statements"]:
        kept["statements"] = [_tidied_node(below, urn) for below in node["statements"]]
    return kept


def file_name(framework: Framework) -> str:
    """A name for the file that every computer accepts."""
    words: Sequence[str] = re.findall(r"[a-z0-9]+", f"{framework.short_title} {framework.version}".lower())
    return "-".join(words)[:100] + ".yaml"
