"""How is a file brought in from a terminal? `cairn import people FILE --organisation SLUG`, and so for each kind."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from cairn.foundation.imports.kinds import ImportKind
    from cairn.foundation.imports.models import ImportBatch

TENTHS = 10
SHOWN = 50


def add_to(verbs: Any) -> None:
    """Offer the command."""
    parser = verbs.add_parser("import", help="bring in a file", description="Bring in a file, all of it or nothing.")
    from cairn.foundation.imports.kinds import all_kinds

    what = parser.add_subparsers(metavar="WHAT", required=True)
    for kind in all_kinds():
        _add_kind(what, kind)


def _add_kind(what: Any, kind: ImportKind) -> None:
    title = f"{kind.title[:1].lower()}{kind.title[1:]}"
    one = what.add_parser(kind.key, help=f"{title} from CSV or Excel", description=f"{kind.title}.")
    one.add_argument("file", type=Path, metavar="FILE", help="a CSV file or an Excel workbook (.xlsx)")
    one.add_argument("--organisation", required=True, metavar="SLUG", help="whose they are")
    for option in kind.options:
        one.add_argument(f"--{option.key}", action="store_true", help=f"{option.title}. {option.hint}".strip())
    one.add_argument("--dry-run", action="store_true", help="say what the file would do, and change nothing")
    one.add_argument("--sheet", default="", metavar="NAME", help="which sheet, where a workbook has several")
    if kind.is_mapped:
        one.add_argument("--source", required=True, metavar="NAME", help="from which system or list it comes")
    one.add_argument("--by", default="", metavar="EMAIL", help="in whose name it is recorded")
    one.add_argument("--json", action="store_true", help="answer as JSON")
    one.add_argument("--database", metavar="URL", help=argparse.SUPPRESS)
    one.set_defaults(func=bring_in, kind=kind)


def bring_in(chosen: argparse.Namespace) -> int:
    """Check the file, apply it unless only a look was asked for, and say what changed; 1 where it is refused."""
    from django.db import transaction

    content = chosen.file.read_bytes()
    if chosen.dry_run:
        with transaction.atomic():
            batch = _staged(chosen, content)
            transaction.set_rollback(True)
    else:
        batch = _applied(chosen, _staged(chosen, content))
    _answer(chosen, batch)
    return 1 if batch.problem_count else 0


def _staged(chosen: argparse.Namespace, content: bytes) -> ImportBatch:
    from cairn.foundation.imports.commands import stage

    print("Checking every row …", file=sys.stderr, flush=True)
    return stage(
        content,
        by=_person(chosen),
        kind=chosen.kind.key,
        file_name=chosen.file.name,
        organisation_id=_organisation_id(chosen),
        options={option.key: getattr(chosen, option.key) for option in chosen.kind.options},
        sheet=chosen.sheet,
        source=getattr(chosen, "source", ""),
    )


def _applied(chosen: argparse.Namespace, batch: ImportBatch) -> ImportBatch:
    from cairn.foundation.imports.commands import apply
    from cairn.foundation.imports.models import State

    if batch.state != State.STAGED:
        return batch
    return apply(batch, by=_person(chosen), progress=Shown(sys.stderr))


def _organisation_id(chosen: argparse.Namespace) -> Any:
    from cairn.foundation.core.verdicts import Refused
    from cairn.foundation.people.models import Organisation

    found = dict(Organisation.objects.values_list("slug", "pk"))
    if chosen.organisation not in found:
        known = f"There is: {', '.join(sorted(found))}." if found else "None is set up yet."
        raise Refused(f"There is no organisation “{chosen.organisation}”. {known}")
    return found[chosen.organisation]


def _person(chosen: argparse.Namespace) -> Any:
    from cairn.foundation.core.verdicts import Refused
    from cairn.foundation.people.models import Person

    if not chosen.by:
        return None
    person = Person.objects.filter(email=chosen.by.lower(), organisation=_organisation_id(chosen)).first()
    if person is None:
        raise Refused(f"Nobody in this organisation has the address {chosen.by}.")
    return person


class Shown:
    """Progress: a line that moves on a terminal, a line for each tenth where the output goes to a file."""

    def __init__(self, out: TextIO):
        self.out, self.last = out, -1

    def __call__(self, done: int, total: int) -> None:
        tenth = done * TENTHS // max(total, 1)
        if self.out.isatty():
            bar = "█" * (2 * tenth) + "·" * (2 * (TENTHS - tenth))
            end = "\n" if done == total else ""
            print(f"\r{bar} {done:,} of {total:,}", end=end, file=self.out, flush=True)
        elif tenth > self.last:
            print(f"{done:,} of {total:,} changes", file=self.out, flush=True)
        self.last = tenth


def _answer(chosen: argparse.Namespace, batch: ImportBatch) -> None:
    if chosen.json:
        said = {
            "file": batch.file_name,
            "sha256": batch.sha256,
            "rows": batch.total,
            "state": "checked" if chosen.dry_run and not batch.problem_count else batch.state,
            "changes": batch.counts,
            "notes": batch.notes,
            "problem_count": batch.problem_count,
            "problems": batch.problems,
        }
        print(json.dumps(said, ensure_ascii=False, indent=1))
    elif batch.problem_count:
        _say_problems(batch)
    else:
        _say_changes(chosen, batch)


def _say_problems(batch: ImportBatch) -> None:
    for one in batch.problems[:SHOWN]:
        where = f"{one['cell'] or 'row ' + str(one['row'])}: " if one["row"] else ""
        print(f"{where}{one['sentence']}", file=sys.stderr)
    if batch.problem_count > SHOWN:
        print(f"… and {batch.problem_count - SHOWN:,} more; --json lists up to 500.", file=sys.stderr)
    print("Nothing was changed. Correct the file and import it again.", file=sys.stderr)


def _say_changes(chosen: argparse.Namespace, batch: ImportBatch) -> None:
    from cairn.foundation.imports.queries import groups_of

    for note in batch.notes:
        print(note, file=sys.stderr)
    if not batch.counts:
        print("This file changes nothing: everything in it is known already.")
        return
    print("It would do this:" if chosen.dry_run else "Done:")
    for group in groups_of(batch):
        print(f"  {group.heading}")
