"""What can be done with standards from a terminal: list them, load the library, check a file, show one."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.standards.faults import Unreadable


def add_to(verbs: Any) -> None:
    """`cairn standards list | load | check FILE | show URN`."""
    parser = verbs.add_parser("standards", help="list, load, check and show frameworks")
    does = parser.add_subparsers(metavar="WHAT", required=True)
    _verb(does, "list", _list, "every framework in this installation")
    _verb(does, "load", _load, "load the frameworks that Cairn ships; a second time changes nothing")
    check = _verb(does, "check", _check, "read a file and say what is wrong with it, line by line")
    check.add_argument("file", type=Path, metavar="FILE")
    show = _verb(does, "show", _show, "write a framework or one statement, found by URN, ref or clause")
    show.add_argument("urn", metavar="URN")


def _verb(does: Any, name: str, func: Any, said: str) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = does.add_parser(name, help=said, description=said)
    verb.add_argument("--json", action="store_true", help="answer with JSON")
    verb.add_argument("--database", metavar="URL", help=argparse.SUPPRESS)
    verb.set_defaults(func=func)
    return verb


def _list(chosen: argparse.Namespace) -> int:
    from cairn.foundation.standards.queries import installed, judged_in

    rows = [
        {
            "urn": framework.urn,
            "version": framework.version,
            "title": framework.title,
            "belongs_to": framework.organisation.slug if framework.organisation else "library",
            "statements": getattr(framework, "statement_count", 0),
            "to_judge": judged_in(framework),
            "fingerprint": framework.fingerprint,
        }
        for framework in installed()
    ]
    _answer(
        chosen, rows, [f"{row['urn']} {row['version']}  {row['to_judge']} to judge  {row['title']}" for row in rows]
    )
    return 0


def _load(chosen: argparse.Namespace) -> int:
    from cairn.foundation.standards.commands import load_library

    loaded = load_library()
    said = {"frameworks_added": loaded.frameworks_added, "crosswalks_added": loaded.crosswalks_added}
    _answer(chosen, said, [f"Added {loaded.frameworks_added} frameworks and {loaded.crosswalks_added} crosswalks."])
    return 0


def _check(chosen: argparse.Namespace) -> int:
    from cairn.foundation.standards.reading import file_from

    try:
        file = file_from(chosen.file.read_bytes())
    except Unreadable as unreadable:
        faults = [{"line": fault.line, "sentence": fault.sentence} for fault in unreadable.faults]
        if chosen.json:
            print(json.dumps({"faults": faults}, ensure_ascii=False, indent=1))
        else:
            print("\n".join(f"{chosen.file}:{fault['line']}: {fault['sentence']}" for fault in faults), file=sys.stderr)
        return 1
    said = {"urn": file.urn, "version": file.version, "fingerprint": file.fingerprint, "faults": []}
    _answer(chosen, said, [f"{chosen.file} can be read: {file.title}, version {file.version}."])
    return 0


def _show(chosen: argparse.Namespace) -> int:
    from cairn.foundation.standards.queries import installed, newness, statements_named
    from cairn.foundation.standards.writing import file_of, yaml_of

    framework = max(installed().filter(urn=chosen.urn), key=newness, default=None)
    if framework is not None:
        content = file_of(framework).content()
        _answer(chosen, content, [yaml_of(framework).decode()])
        return 0
    statements = statements_named(chosen.urn)
    if not statements:
        raise Refused(
            f"There is no framework, statement or clause {chosen.urn}. `cairn standards list` shows the URNs."
        )
    rows = [
        {
            "urn": node.urn,
            "ref": node.ref,
            "framework": node.framework.urn,
            "version": node.framework.version,
            "heading": node.heading,
            "text": node.text,
            "audience": node.audience,
            "good": node.good,
            "typical_evidence": node.typical_evidence,
            "clauses": [clause.clause for clause in node.clauses.all()],
        }
        for node in statements
    ]
    _answer(chosen, rows, [_told(row) for row in rows])
    return 0


def _told(row: dict[str, Any]) -> str:
    lines = [f"{row['ref']}  {row['heading'] or row['text']}", f"  {row['framework']} {row['version']}"]
    lines += [f"  {row['text']}"] if row["heading"] and row["text"] else []
    lines += [f"  Good: {row['good']}"] if row["good"] else []
    return "\n".join([*lines, *(f"  Evidence: {line}" for line in row["typical_evidence"])])


def _answer(chosen: argparse.Namespace, content: Any, lines: list[str]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1) if chosen.json else "\n".join(lines))
