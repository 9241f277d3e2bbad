"""The command `cairn ledger dispose`: shows what would go, and does it only when it is told once more, with a code."""

import hashlib
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import date
from typing import Any

from cairn.foundation.core.verdicts import Refused, insist

CODE_LENGTH = 8
KEPT_ELSEWHERE = "Backups hold the content until they go themselves."


def add_to(acts: Any, act: Callable[..., ArgumentParser]) -> None:
    """Offer it beside the other commands of the ledger."""
    said = "dispose of the content of entries whose time is over; shows first, does it with --confirm"
    dispose = act(acts, "dispose", run, said)
    chosen = dispose.add_mutually_exclusive_group(required=True)
    chosen.add_argument(
        "--entry", type=int, action="append", metavar="N", help="this entry; can be given several times"
    )
    chosen.add_argument("--about", metavar="SUBJECT", help="every entry about this subject that need not stay")
    dispose.add_argument(
        "--before", type=date.fromisoformat, metavar="DAY", help="only what was recorded before 2026-05-03"
    )
    dispose.add_argument("--reason", required=True, help="under which rule; it stays in the ledger, so name nobody")
    dispose.add_argument("--person", required=True, metavar="EMAIL", help="who answers for it, as they sign in")
    dispose.add_argument("--confirm", metavar="CODE", default="", help="the code that the first step printed")


def run(arguments: Namespace) -> int:
    """First step: what would go, with its code. Second step, with the code: it goes, and is certified."""
    from cairn.foundation.ledger import commands, readers, rules

    by = readers.signing_in_as(arguments.person)
    if by is None:
        raise Refused(f"Nobody here signs in as {arguments.person}.")
    insist(rules.may_begin_disposal(by))
    goes, stays = _chosen(by, arguments)
    code = _code(goes, arguments.reason)
    if not arguments.confirm:
        return _show(goes, stays, code, as_json=arguments.json)
    if arguments.confirm != code:
        raise Refused(f"The code is not that of what would go now; it is {code}. Look at it again without --confirm.")
    certificates = commands.dispose_each(goes, by=by, reason=arguments.reason)
    return _tell(goes, certificates, as_json=arguments.json)


def _chosen(by: Any, arguments: Namespace) -> tuple[list[Any], list[str]]:
    """The entries that would go, and why others have to stay. An entry that was asked for by number has to be there."""
    from cairn.foundation.ledger import queries, rules

    if arguments.organisation not in (None, by.organisation_id):
        raise Refused("This person belongs to another organisation.")
    found = queries.to_dispose_of(
        by.organisation_id, places=arguments.entry, about=arguments.about, before=arguments.before
    )
    for place in sorted(set(arguments.entry or ()) - {entry.sequence for entry in found}):
        raise Refused(f"There is no entry {place} to be disposed of in this ledger.")
    verdicts = [(entry, rules.may_dispose(by, entry)) for entry in found]
    stays = [verdict.reason for _, verdict in verdicts if not verdict]
    if stays and arguments.entry:
        raise Refused(stays[0])
    goes = [entry for entry, verdict in verdicts if verdict]
    if not goes:
        raise Refused(stays[0] if stays else "There is no entry about this subject.")
    return goes, stays


def _code(goes: list[Any], reason: str) -> str:
    """Other entries or another reason have another code, so what is done is what was shown."""
    bound = [reason, *(bytes(entry.commitment).hex() for entry in goes)]
    return hashlib.sha256("\n".join(bound).encode()).hexdigest()[:CODE_LENGTH]


def _show(goes: list[Any], stays: list[str], code: str, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"disposed": [], "would_go": [e.sequence for e in goes], "stays": stays, "confirm": code}))
        return 0
    for entry in goes:
        print(_line(entry))
    for reason in stays:
        print(f"Stays: {reason}")
    count = "The content of this entry" if len(goes) == 1 else f"The content of these {len(goes)} entries"
    print(f"{count} would go, and can't be brought back. That something of its kind was done at that moment stays.")
    print(f"Nothing has been disposed of yet. To do it, give the same command with --confirm {code}")
    return 0


def _tell(goes: list[Any], certificates: list[Any], *, as_json: bool) -> int:
    pairs = [(entry.sequence, certificate.sequence) for entry, certificate in zip(goes, certificates, strict=True)]
    if as_json:
        print(json.dumps({"disposed": [{"entry": gone, "certificate": by} for gone, by in pairs]}))
        return 0
    for gone, by in pairs:
        print(f"Entry {gone}: its content is gone. Entry {by} certifies it.")
    print(KEPT_ELSEWHERE)
    return 0


def _line(entry: Any) -> str:
    from cairn.foundation.ledger.wording import act_in_words, subject_in_words

    words = [act_in_words(entry.act), f"by {entry.actor_name or 'Cairn'}"]
    words += [subject_in_words(entry.subject)] if entry.subject else []
    return f"{entry.sequence:>7}  {entry.at:%Y-%m-%d %H:%M}  {', '.join(words)}"
