"""What can be done to an agreement: draft it, change it until both have signed, sign, review and end it."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.ledger import commands as ledger
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.supervision import agreeing, meeting
from cairn.practice.supervision.models import Agreement, Kind, Review, Terms
from cairn.practice.supervision.models.agreement import State
from cairn.practice.supervision.queries.circumstances import Circumstances, circumstances
from cairn.practice.supervision.rules import agreements as rules
from cairn.practice.supervision.rules.agreements import Draft
from cairn.practice.supervision.terms import DECLARATION, Written, hash_of, signed

ONE_DAY = timedelta(days=1)
FOLLOWED = "A new agreement followed it."
CHANGED_MEANWHILE = "Somebody else changed these terms meanwhile. Read them as they are now, then write yours again."
READ_AGAIN = "The terms were changed while you were reading. Read them again, then sign."
VOIDED_BECAUSE = "The terms were changed before both had signed."


@transaction.atomic
def draft(
    supervisee: Person,
    *,
    supervisor: Person,
    terms: Written,
    starts_on: date,
    kind: str = Kind.LINE,
    follows: Agreement | None = None,
    stands_in_for: Agreement | None = None,
    by: Person,
) -> Agreement:
    """Write an agreement that both are to sign: a first one, one that follows another, or for somebody standing in."""
    hold_organisation(by)
    if supervisor.pk == supervisee.pk:
        raise Refused("Nobody supervises themselves. Choose somebody else.")
    situation = _situation(supervisee, starts_on)
    if situation is None:
        raise Refused(f"{supervisee} has no post here, so there is no supervision to agree on.")
    asked = Draft(supervisor, supervisee, kind, situation.unit, starts_on, follows, stands_in_for)
    insist(rules.may_draft(by, asked))
    insist(_fault_in(terms, kind, starts_on, situation))
    return drafted(asked, terms, by)


@transaction.atomic
def change(agreement: Agreement, *, terms: Written, starts_on: date, version: int, by: Person) -> Agreement:
    """Change the terms. A signature that one of the two gave already ends with it, and they are told."""
    agreement = held(agreement)
    insist(rules.may_change(by, agreement))
    if version != agreement.terms.version:
        raise Stale(CHANGED_MEANWHILE, current=agreement.terms)
    situation = _situation(agreement.supervisee, starts_on)
    insist(rules.may_begin(agreement, starts_on))
    insist(_fault_in(terms, agreement.kind, starts_on, situation))
    if (terms, starts_on) == (Written.of(agreement.terms), agreement.starts_on):
        return agreement
    had_signed = agreeing.signers(agreement)
    agreement.starts_on, agreement.state = starts_on, State.DRAFT
    agreement.save(update_fields=["starts_on", "state"])
    written = terms.put_into(agreement.terms)
    written.supervisor_signed_at = written.supervisee_signed_at = None
    written.version += 1
    written.save()
    record("agreement.changed", by=by, subject=agreement, facts={"version": written.version, "from": starts_on})
    if had_signed:
        ledger.void(written, by=by, reason=VOIDED_BECAUSE)
        agreeing.voided(agreement, had_signed, by=by)
    return agreement


@transaction.atomic
def sign(agreement: Agreement, *, by: Person, seen: str = "", method: str = "session") -> Any:
    """Put one's name to the terms as they were read. When all have, the database refuses every change to them."""
    agreement = held(agreement)
    insist(rules.may_sign(by, agreement))
    if seen and seen != hash_of(agreement.terms):
        raise Refused(READ_AGAIN)
    others = [one for one in agreement.signatories if one != by.pk]
    is_last = all(agreement.signed_at_by(one) for one in others)
    signature = ledger.sign(
        agreement.terms,
        by=by,
        content=signed(agreement.terms.pk),
        statement=DECLARATION,
        method=method,
        is_last=is_last,
    )
    _note_signature(agreement, by, signature.at)
    if is_last:
        _put_in_force(agreement, by)
    else:
        agreement.state = State.OFFERED
        agreement.save(update_fields=["state"])
        agreeing.offered(agreement, others, by=by)
    return signature


@transaction.atomic
def end(agreement: Agreement, *, on: date | None = None, reason: str, by: Person) -> Agreement:
    """Say on which day it ends and why; a draft is withdrawn. What both signed stays."""
    agreement = held(agreement)
    day = on or clock.today()
    insist(rules.may_end(by, agreement, on=day, reason=reason))
    was_in_force = agreement.terms.sealed
    _close(agreement, day, reason)
    facts = {"on": agreement.ends_on, "was_in_force": was_in_force, "taken_out": meeting.book_follows(agreement, None)}
    record("agreement.ended", by=by, subject=agreement, facts=facts)
    agreeing.ended(agreement, by=by)
    return agreement


@transaction.atomic
def review(agreement: Agreement, *, next_on: date, words: str = "", by: Person) -> Review:
    """Both have looked at it, and it stays as it is until another day; new terms would need a new agreement."""
    agreement = held(agreement)
    insist(rules.may_review(by, agreement, next_on=next_on))
    made = Review.objects.create(
        agreement=agreement, reviewed_on=clock.today(), next_on=next_on, words=words.strip(), by=by, at=clock.now()
    )
    agreement.review_on = next_on
    agreement.save(update_fields=["review_on"])
    record("agreement.reviewed", by=by, subject=agreement, facts={"next_on": next_on})
    agreeing.reviewed(agreement, by=by)
    return made


def drafted(asked: Draft, terms: Written, by: Person, title: str = "") -> Agreement:
    """The agreement and its terms, written but not signed."""
    agreement = Agreement.objects.create(
        organisation_id=asked.organisation_id,
        kind=asked.kind,
        supervisor=asked.supervisor,
        supervisee=asked.supervisee,
        unit=asked.unit,
        title=title,
        starts_on=asked.starts_on,
        follows=asked.follows,
        stands_in_for=asked.stands_in_for,
    )
    terms.put_into(Terms(agreement=agreement)).save(force_insert=True)
    record("agreement.drafted", by=by, subject=agreement, facts=_said_of(agreement))
    agreeing.drafted(agreement, by=by)
    return agreement


def hold_organisation(by: Person) -> Organisation:
    """Nobody else here draws up an agreement at the same moment: so two can't make a circle, or a second of a kind."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)


def held(agreement: Agreement) -> Agreement:
    """The agreement as it is now, its terms read after the lock."""
    standing = ("supervisor", "supervisee", "unit", "organisation")
    found = Agreement.objects.select_for_update(of=("self",)).select_related(*standing).get(pk=agreement.pk)
    found.terms = Terms.objects.get(agreement=found)
    return found


def _situation(supervisee: Person | None, starts_on: date) -> Circumstances | None:
    """How somebody stands on the first day, or today where that day has passed."""
    if supervisee is None:
        return None
    return circumstances(supervisee, max(starts_on, clock.today())) or circumstances(supervisee, starts_on)


def _fault_in(terms: Written, kind: str, starts_on: date, situation: Circumstances | None) -> Any:
    leaves_it = situation is not None and situation.policy_leaves_it
    owed = situation is not None and situation.professional_is_owed
    return rules.fault_in(
        terms,
        starts_on=starts_on,
        says_how_often=rules.needs_a_frequency(kind, leaves_it),
        says_who_does_what=owed or kind == Kind.PROFESSIONAL,
    )


def _note_signature(agreement: Agreement, by: Person, at: Any) -> None:
    side = "supervisor" if by.pk == agreement.supervisor_id else "supervisee"
    setattr(agreement.terms, f"{side}_signed_at", at)
    agreement.terms.save(update_fields=[f"{side}_signed_at"])


def _put_in_force(agreement: Agreement, by: Person) -> None:
    """From now on the terms stay; the agreement before this one ends the day before it begins."""
    before = held(agreement.follows) if agreement.follows else None
    if before is not None:
        _make_way(before, agreement.starts_on - ONE_DAY)
    agreement.terms.sealed = True
    agreement.terms.save(update_fields=["sealed"])
    agreement.state, agreement.review_on = State.IN_FORCE, agreement.terms.review_on
    agreement.save(update_fields=["state", "review_on"])
    record("agreement.in_force", by=by, subject=agreement, facts=_said_of(agreement))
    agreeing.in_force(agreement, by=by)
    if before is not None:
        meeting.book_follows(before, agreement)


def _make_way(before: Agreement, day: date) -> None:
    """It ends the day before the new one begins, where it had not ended sooner."""
    if before.ends_on is None or before.ends_on > day:
        _close(before, day, FOLLOWED)
        agreeing.followed(before)


def _close(agreement: Agreement, day: date, reason: str) -> None:
    agreement.ends_on, agreement.ended_because = max(day, agreement.starts_on), reason.strip()[:200]
    agreement.state = State.ENDED
    agreement.save(update_fields=["ends_on", "ended_because", "state"])


def _said_of(agreement: Agreement) -> dict[str, Any]:
    return {
        "kind": agreement.kind,
        "supervisor": agreement.supervisor_id,
        "supervisee": agreement.supervisee_id,
        "from": agreement.starts_on,
        "follows": agreement.follows_id,
        "stands_in_for": agreement.stands_in_for_id,
    }
