"""The command `cairn report`: make a file of a round's assurance report, or list those that were handed over."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any
from uuid import UUID

from cairn.foundation.core.verdicts import Refused

KINDS = ("pdf", "docx", "xlsx", "json")


def add_to(verbs: Any) -> None:
    """Offer the command."""
    report = verbs.add_parser("report", help="make a file of an assurance report, or list them", description=__doc__)
    report.add_argument("--round", type=UUID, metavar="ID", help="of which round; without it, the reports are listed")
    report.add_argument("--format", choices=KINDS, help="default: by the ending of FILE, else json")
    report.add_argument("--output", type=Path, metavar="FILE", help="where to; JSON goes to the terminal without it")
    report.add_argument("--person", metavar="EMAIL", help="whose view of a draft; needed until it is handed over")
    report.add_argument("--json", action="store_true", help="answer as JSON")
    report.set_defaults(func=run)


def run(arguments: Namespace) -> int:
    """Make the file, and record that it was taken away."""
    return _list(arguments) if arguments.round is None else _make(arguments)


def _make(arguments: Namespace) -> int:
    from cairn.assurance.evaluation.models import Round
    from cairn.assurance.reports.commands import export

    kind = arguments.format or (arguments.output.suffix[1:].lower() if arguments.output else "json")
    if kind not in KINDS:
        raise Refused(f"Say with --format which file is wanted: {', '.join(KINDS)}.")
    if arguments.output is None and kind != "json":
        raise Refused("Say with --output where the file should go.")
    round = Round.objects.select_related("organisation", "framework", "scope").filter(pk=arguments.round).first()
    if round is None:
        raise Refused("There is no round with this identifier. `cairn report` lists those that were handed over.")
    content = export(round, by=_person(arguments.person), kind=kind)
    if arguments.output is None:
        sys.stdout.write(content.decode())
        return 0
    arguments.output.write_bytes(content)
    told = {"file": str(arguments.output), "bytes": len(content), "format": kind, "round": str(round.pk)}
    print(json.dumps(told) if arguments.json else f"Written: {arguments.output}, {len(content):,} bytes.")
    return 0


def _person(email: str | None) -> Any:
    from cairn.foundation.people.models import Person

    if email is None:
        return None
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refused(f"Nobody here signs in as {email}.")
    return person


def _list(arguments: Namespace) -> int:
    from cairn.assurance.reports.models import FrozenReport

    found = FrozenReport.objects.select_related("organisation", "round").defer("content").order_by("-made_at")
    told = [
        {
            "round": str(one.round_id),
            "title": one.round.title,
            "organisation": one.organisation.name,
            "made_at": one.made_at.isoformat(),
            "content_hash": one.content_hash,
        }
        for one in found
    ]
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for line in told:
        print(f"{line['round']}  {line['made_at'][:10]}  {line['organisation']}: {line['title']}")
    if not told:
        print("No report has been handed over yet.")
    return 0
