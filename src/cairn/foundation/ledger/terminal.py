"""The command `cairn ledger`: verify, guard, seal, heads, export, show, dispose."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any
from uuid import UUID

from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger import disposal_terminal


def add_to(verbs: Any) -> None:
    """Offer the command."""
    ledger = verbs.add_parser("ledger", help="verify, seal, export and read the record of acts", description=__doc__)
    acts = ledger.add_subparsers(title="commands", metavar="COMMAND", dest="ledger_verb", required=True)
    verify = _act(acts, "verify", run_verify, "recompute everything; exit status 1 where something was changed")
    verify.add_argument("--heads", metavar="FILE", help="tree heads kept elsewhere, to compare with")
    _act(acts, "guard", run_guard, "raise the database's guards again, where one fell")
    _act(acts, "seal", run_seal, "sign a tree head over everything so far")
    _act(acts, "heads", run_heads, "write every tree head, one a line, to be kept elsewhere")
    export = _act(
        acts, "export", run_export, "write the whole ledger of one organisation, for verifier/cairn_verify.py"
    )
    export.add_argument("--to", metavar="FILE", help="where to (default: the terminal)")
    show = _act(acts, "show", run_show, "show the newest entries")
    show.add_argument("--about", metavar="SUBJECT", default="", help="only entries about this subject")
    show.add_argument("--last", type=int, default=20, metavar="N", help="how many (default: 20)")
    disposal_terminal.add_to(acts, _act)


def _act(acts: Any, name: str, function: Any, help_text: str) -> ArgumentParser:
    parser: ArgumentParser = acts.add_parser(name, help=help_text, description=f"{help_text.capitalize()}.")
    parser.add_argument("--organisation", type=_identifier, metavar="ID", help="only this organisation's ledger")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    # Given here too, so that it may stand after the second word; it was read before (see the command line).
    parser.add_argument("--database", metavar="URL", help="which database, as sqlite:///FILE or postgres://…")
    parser.set_defaults(func=function)
    return parser


def _identifier(text: str) -> UUID:
    return UUID(text)


def run_verify(arguments: Namespace) -> int:
    """Print what was found."""
    from cairn.foundation.ledger import exports, verification

    lines = Path(arguments.heads).read_text(encoding="utf-8").splitlines() if arguments.heads else []
    kept = exports.read_heads(lines)
    if arguments.organisation:
        reports = [verification.verify_organisation(arguments.organisation, kept)]
    else:
        reports = verification.verify_installation(kept)
    whole = all(report.is_whole for report in reports)
    if arguments.json:
        _print({"whole": whole, "reports": [report.as_content() for report in reports]})
    else:
        for report in reports:
            print(report.in_words())
        print("The ledger is whole." if whole else "THE LEDGER IS NOT WHOLE.")
    return 0 if whole else 1


def run_guard(arguments: Namespace) -> int:
    """Raise what fell, and name it."""
    from django.db import connection

    from cairn.foundation.ledger import guards

    fallen = [standing.trigger.name for standing in guards.inspect(connection) if not standing.is_whole]
    guards.raise_all()
    if arguments.json:
        _print({"raised": fallen})
    else:
        print("\n".join(f"Raised again: {name}" for name in fallen) or "Every guard stands.")
    return 0


def run_seal(arguments: Namespace) -> int:
    """Seal, and say over how much."""
    from cairn.foundation.ledger import commands, heads

    sealed = [head for one in _organisations(arguments) if (head := commands.seal(one))]
    if arguments.json:
        _print([heads.complete(head) for head in sealed])
        return 0
    for head in sealed:
        print(f"{head.organisation_id}: {head.size} entries, root {head.root_hex}")
    if not sealed:
        print("There is nothing to seal yet.")
    return 0


def run_heads(arguments: Namespace) -> int:
    """Write heads as lines; they are JSON in any case."""
    from cairn.foundation.ledger import exports

    sys.stdout.writelines(exports.head_lines(_organisations(arguments)))
    return 0


def run_export(arguments: Namespace) -> int:
    """Seal first, so that the file closes with a head over all of it."""
    from cairn.foundation.ledger import commands, exports

    found = _organisations(arguments)
    if len(found) != 1:
        raise Refused(f"A file holds one organisation's ledger and there are {len(found)}. Choose with --organisation.")
    head = commands.seal(found[0])
    if head is None:
        raise Refused("This organisation has no entries yet.")
    if arguments.to is None:
        sys.stdout.writelines(exports.ledger_lines(head))
        return 0
    with Path(arguments.to).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(exports.ledger_lines(head))
    said = {"file": arguments.to, "entries": head.size, "root": head.root_hex}
    if arguments.json:
        _print(said)
    else:
        print(f"{head.size} entries written to {arguments.to}; root {head.root_hex}.")
    return 0


def run_show(arguments: Namespace) -> int:
    """Newest first."""
    from cairn.foundation.ledger import queries

    entries = queries.newest(_organisations(arguments), about=arguments.about, count=arguments.last)
    if arguments.json:
        _print([queries.as_content(entry) for entry in entries])
        return 0
    for entry in entries:
        who = entry.actor_name or ("(disposed of)" if entry.is_disposed else "Cairn")
        print(f"{entry.sequence:>7}  {entry.at:%Y-%m-%d %H:%M:%S}  {who}  {entry.act}  {entry.subject}".rstrip())
    return 0


def _organisations(arguments: Namespace) -> list[UUID]:
    from cairn.foundation.ledger import queries

    return [arguments.organisation] if arguments.organisation else queries.organisations()


def _print(content: Any) -> None:
    print(json.dumps(content, indent=2, ensure_ascii=False))
