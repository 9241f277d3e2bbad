"""Everything that can be done to a board: found it, change its terms, seat somebody, end a term, change its agenda."""

from datetime import date
from typing import Any

from django.db import transaction

from cairn.assurance.board.models import Board, Membership, Part, StandingItem
from cairn.assurance.board.rules import boards as rules
from cairn.assurance.board.seating import seat_again
from cairn.assurance.board.standing_agenda import shipped
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person

TERMS = ("name", "purpose", "quorum", "reports_to")


@transaction.atomic
def found(*, by: Person, name: str, purpose: str, quorum: int, reports_to: Board | None = None) -> Board:
    """A board with its terms of reference. It begins with the standing agenda of appendix 3 (sa.board.function)."""
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    insist(rules.may_found(by))
    _insist_on_name(by.organisation_id, name)
    now = clock.now()
    board = Board.objects.create(
        organisation_id=by.organisation_id,
        name=name,
        purpose=purpose,
        quorum=quorum,
        reports_to=reports_to,
        founded_at=now,
        changed_at=now,
    )
    StandingItem.objects.bulk_create(
        StandingItem(
            board=board,
            position=place,
            number=line.number,
            block=line.block,
            title=line.title,
            kind=line.kind,
            brief=line.brief,
        )
        for place, line in enumerate(shipped(), 1)
    )
    record("board.founded", by=by, subject=board, facts={"quorum": quorum})
    return board


@transaction.atomic
def change(board: Board, *, by: Person, **terms: Any) -> Board:
    """Change its terms of reference; the ledger keeps which."""
    board = _locked(board)
    insist(rules.may_change(by, board))
    if "reports_to" in terms:
        insist(rules.may_report_to(board, terms["reports_to"]))
    if "name" in terms and terms["name"] != board.name:
        _insist_on_name(board.organisation_id, terms["name"])
    changed = [name for name in TERMS if name in terms and getattr(board, name) != terms[name]]
    if not changed:
        return board
    for name in changed:
        setattr(board, name, terms[name])
    board.changed_at = clock.now()
    board.save(update_fields=[*changed, "changed_at"])
    record("board.changed", by=by, subject=board, facts={"changed": changed, "quorum": board.quorum})
    return board


@transaction.atomic
def seat(
    board: Board,
    *,
    by: Person,
    person: Person,
    capacity: str,
    starts_on: date,
    part: str = Part.MEMBER,
    ends_on: date | None = None,
    stands_in_for: Person | None = None,
) -> Membership:
    """Somebody sits on the board from a day on (sa.board.members). Meetings that were sent out make room for them."""
    board = _locked(board)
    insist(
        rules.may_seat(by, board, person, part=part, starts_on=starts_on, ends_on=ends_on, stands_in_for=stands_in_for)
    )
    membership = Membership.objects.create(
        board=board,
        person=person,
        part=part,
        capacity=capacity,
        starts_on=starts_on,
        ends_on=ends_on,
        stands_in_for=stands_in_for,
    )
    facts = {"board": board.pk, "person": person.pk, "part": part, "capacity": capacity, "from": starts_on}
    record("board.seated", by=by, subject=membership, facts=facts)
    seat_again(board)
    return membership


@transaction.atomic
def end(membership: Membership, *, by: Person, on: date) -> Membership:
    """A term ends with this day. What was decided with them stands."""
    board = _locked(membership.board)
    membership = Membership.objects.select_related("board", "person").get(pk=membership.pk)
    insist(rules.may_end(by, membership, on))
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])
    record("board.term_ended", by=by, subject=membership, facts={"board": board.pk, "on": on})
    seat_again(board)
    return membership


@transaction.atomic
def add_standing(board: Board, *, by: Person, after: StandingItem | None = None, **item: Any) -> StandingItem:
    """One more item on every agenda from the next planned meeting on."""
    board = _locked(board)
    insist(rules.may_change(by, board))
    rows = list(board.standing_items.all())
    place = len(rows) if after is None else next(n for n, one in enumerate(rows, 1) if one.pk == after.pk)
    added = StandingItem(board=board, position=place + 1, **item)
    rows.insert(place, added)
    added.save(force_insert=True)
    _put_in_order(rows)
    record("board.agenda_changed", by=by, subject=board, facts={"added": added.title})
    return added


@transaction.atomic
def remove_standing(item: StandingItem, *, by: Person) -> None:
    """No longer on every agenda; meetings that were planned keep it."""
    board = _locked(item.board)
    insist(rules.may_change(by, board))
    found = board.standing_items.filter(pk=item.pk).first()
    if found is None:
        raise Refused("It has been taken off the agenda already.")
    found.delete()
    _put_in_order(list(board.standing_items.all()))
    record("board.agenda_changed", by=by, subject=board, facts={"removed": found.title})


def _put_in_order(rows: list[StandingItem]) -> None:
    for place, one in enumerate(rows, 1):
        one.position = place
    StandingItem.objects.bulk_update(rows, ["position"])


def _insist_on_name(organisation_id: Any, name: str) -> None:
    if Board.objects.filter(organisation_id=organisation_id, name__iexact=name).exists():
        raise Refused("A board of this name is there already.")


def _locked(board: Board) -> Board:
    return Board.objects.select_for_update(of=("self",)).select_related("reports_to").get(pk=board.pk)
