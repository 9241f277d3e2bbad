"""Who may found and change a board, and who may sit on it?"""

from datetime import date

from cairn.assurance.board.models import Board, Membership, Part
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person

KEEPS = "Boards are kept by the board secretary and the chief or principal social worker."
MOST_QUORUM = 50


def may_found(actor: Person) -> Verdict:
    """By whoever keeps boards."""
    return YES if permits(actor, "board.found") else Verdict(KEEPS)


def may_change(actor: Person, board: Board) -> Verdict:
    """Terms, members and standing agenda, by whoever keeps boards."""
    return refuse_unless(actor, "board.change", board, KEEPS)


def may_report_to(board: Board | None, above: Board | None) -> Verdict:
    """Boards report upwards, never in a circle (sa.board.reach)."""
    seen = set()
    while above is not None and above.pk not in seen:
        if board is not None and above.pk == board.pk:
            return Verdict("Then this board would report to itself, by way of others.")
        seen.add(above.pk)
        above = above.reports_to
    return YES


def may_seat(
    actor: Person,
    board: Board,
    person: Person,
    *,
    part: str,
    starts_on: date,
    ends_on: date | None,
    stands_in_for: Person | None,
) -> Verdict:
    """Somebody who works here, once at a time; a deputy says for whom."""
    if not (allowed := may_change(actor, board)):
        return allowed
    if person.organisation_id != board.organisation_id or not person.is_active:
        return Verdict("Choose somebody who works here now.")
    if ends_on and ends_on < starts_on:
        return Verdict("The term would end before it begins.")
    if (part == Part.DEPUTY) != (stands_in_for is not None):
        return Verdict("Say of a deputy, and only of a deputy, in whose place they come.")
    if stands_in_for is not None and stands_in_for.pk == person.pk:
        return Verdict("Nobody is their own deputy.")
    terms = board.memberships.between(starts_on, ends_on)
    if terms.filter(person=person).exists():
        return Verdict(f"{person.full_name} sits on this board already in that time.")
    if part == Part.CHAIR and terms.filter(part=Part.CHAIR).exists():
        return Verdict("The board has a chair in that time. End that term first.")
    return YES


def may_end(actor: Person, membership: Membership, on: date) -> Verdict:
    """A term ends on a day; it does not end before it began."""
    if not (allowed := may_change(actor, membership.board)):
        return allowed
    if on < membership.starts_on:
        return Verdict("The term would end before it begins.")
    return YES if membership.ends_on is None or on < membership.ends_on else Verdict("This term has an earlier end.")
