"""The command `cairn pack`: make the pack of a board's next meeting, freezing it first where that was not done."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from cairn.foundation.core.verdicts import Refused


def add_to(verbs: Any) -> None:
    """Offer the command."""
    pack = verbs.add_parser("pack", help="make the pack of a board's next meeting", description=__doc__)
    pack.add_argument("--board", required=True, metavar="NAME", help="the name of the board")
    pack.add_argument("--output", required=True, type=Path, metavar="FILE", help="where the PDF goes")
    pack.add_argument("--organisation", metavar="SLUG", help="needed where several have a board of this name")
    pack.set_defaults(func=run)


def run(arguments: Namespace) -> int:
    """Freeze what is not frozen yet, and write the PDF."""
    from cairn.assurance.board.commands import packs
    from cairn.assurance.board.queries.boards import next_of

    board = _board(arguments.board, arguments.organisation)
    meeting = next_of(board)
    if meeting is None:
        raise Refused(f"No meeting of {board.name} has been sent out. Send one out first.")
    if not meeting.packs.exists():
        packs.freeze(meeting, by=None)
    content = packs.hand_out(meeting, by=None)
    arguments.output.write_bytes(content)
    print(f"Written: {arguments.output}, meeting {meeting.number} on {meeting.held_on}, {len(content):,} bytes.")
    return 0


def _board(name: str, organisation: str | None) -> Any:
    from cairn.assurance.board.models import Board

    found = Board.objects.filter(name__iexact=name).select_related("organisation")
    if organisation:
        found = found.filter(organisation__slug=organisation)
    boards = list(found[:2])
    if not boards:
        raise Refused("There is no board of this name.")
    if len(boards) > 1:
        raise Refused("Several organisations have a board of this name. Say which with --organisation.")
    return boards[0]
