"""Who may open a record whose it is not, read it for an hour, review that, and put off telling the person?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person, Unit
from cairn.practice.supervision.around import leads, posts_now, supervisors_now
from cairn.practice.supervision.models import Consent, Ground, Opening, Session
from cairn.practice.supervision.overseeing import LONGEST_DELAY, Overseers

LEAST_WORDS = 30  # characters
TO_BREAK_GLASS = (Ground.CONSENT, Ground.SAFETY, Ground.LAW, Ground.CONDUCT)
BY_RIGHT = "This record is yours: you read it by right, on the page of the session."
ASKS = (
    "One record can be asked for by the supervisor's own line manager, and by whoever supervises the person now, "
    "once it has been written."
)
BREAKS = "Glass is broken by the chief social work officer, their deputy or the principal social worker."
SAYS_WHY = f"Say why in at least {LEAST_WORDS} characters. The person reads it when they are told."
NOBODY_REVIEWS = (
    "Nobody could review it: no one but you holds the role of information governance officer, chief executive or "
    "chief social work officer. Ask your administrator to give somebody that role first."
)
HOLDS_NO_MORE = "What you opened it for holds no more, so it is closed."
ONLY_SUPERVISORS = "You can agree only for somebody who supervises you now."
OWN_REVIEW = "Nobody reviews their own opening. Somebody else is asked to."
MANAGES_READER = "Whoever read it, or manages the reader, does not decide when the person is told."
OWN_RECORD = "It is your own record, or you held the session, so somebody else decides."
REVIEWS = "Openings are reviewed by the information governance officer; after five working days by those above."
PUTS_OFF = "Only the information governance officer decides when the person is told."


@dataclass(frozen=True)
class Elsewhere:
    """A record as the access policy looks at it for somebody who did not hold the session."""

    organisation_id: UUID
    unit: Unit
    state: str
    parties: Collection[Any] = ()

    @classmethod
    def of(cls, session: Session, *parties: Any) -> "Elsewhere":
        return cls(session.organisation_id, session.unit, session.state, parties)


def is_theirs(actor: Person, session: Session) -> bool:
    """Whether they held the session, and so read its record by right."""
    return actor.pk in session.parties


def grounds_to_ask(actor: Person, session: Session) -> tuple[Ground, ...]:
    """On which grounds somebody can ask for one record as of right; none, where they can not."""
    if is_theirs(actor, session) or not permits(actor, "supervision_record.ask", Elsewhere.of(session, actor.pk)):
        return ()
    found: list[Ground] = []
    if _is_above(actor, session.supervisor):
        found.append(Ground.LINE)
    if supervises_now(actor, session):
        found += [Ground.HANDOVER, Ground.CONSENT] if has_consent(actor, session) else [Ground.HANDOVER]
    return tuple(found)


def supervises(actor: Person, person: Person) -> bool:
    """Whether they supervise somebody today."""
    return actor.pk in supervisors_now(person)


def supervises_now(actor: Person, session: Session) -> bool:
    """Whether they supervise today whom the record is about."""
    return session.supervisee is not None and supervises(actor, session.supervisee)


def agreed_that_reads(person: Person, reader: Person) -> bool:
    """Whether somebody agreed that a reader reads their earlier records, and has not taken it back."""
    return Consent.objects.filter(person=person, reader=reader, withdrawn_at=None).exists()


def has_consent(actor: Person, session: Session) -> bool:
    """Whether whom the record is about agreed that they read it."""
    return session.supervisee is not None and agreed_that_reads(session.supervisee, actor)


def _is_above(actor: Person, supervisor: Person) -> bool:
    """The supervisor's own line: their line manager, or whoever leads a unit in which they work."""
    manages = any(post.line_manager_id == actor.pk for post in posts_now(supervisor))
    return manages or leads(actor, supervisor, "supervision_record.ask")


def may_ask(actor: Person, session: Session) -> Verdict:
    """The supervisor's line manager, and whoever supervises the person now."""
    if is_theirs(actor, session):
        return Verdict(BY_RIGHT)
    return YES if grounds_to_ask(actor, session) else Verdict(ASKS)


def may_ask_on(actor: Person, session: Session, *, ground: str, words: str) -> Verdict:
    """On a ground that holds for them, with a stated reason."""
    if not (allowed := may_ask(actor, session)):
        return allowed
    return _stated(grounds_to_ask(actor, session), ground, words)


def may_break_glass(actor: Person, session: Session) -> Verdict:
    """One record, by those who answer for the profession, as long as somebody else can look at it afterwards."""
    if is_theirs(actor, session):
        return Verdict(BY_RIGHT)
    if not permits(actor, "supervision_record.break_glass", session):
        return Verdict(BREAKS)
    overseers = Overseers(session.organisation_id)
    reviewed = overseers.officers(actor.pk, session) or overseers.above(actor.pk, session)
    return YES if reviewed else Verdict(NOBODY_REVIEWS)


def has_officer(actor: Person, session: Session) -> bool:
    """Whether somebody in the privacy role can look at it afterwards; else it goes straight to those above."""
    return bool(Overseers(session.organisation_id).officers(actor.pk, session))


def may_look_for_one(actor: Person) -> Verdict:
    """Those who may break glass say whose record they mean."""
    return YES if permits(actor, "supervision_record.break_glass") else Verdict(BREAKS)


def may_oversee(actor: Person) -> Verdict:
    """The privacy role sees every opening, those above what was passed up to them."""
    return YES if permits(actor, "opening.review") else Verdict(REVIEWS)


def may_break_glass_on(actor: Person, session: Session, *, ground: str, words: str) -> Verdict:
    """On a ground from the list, with at least thirty characters of reason."""
    if not (allowed := may_break_glass(actor, session)):
        return allowed
    return _stated(TO_BREAK_GLASS, ground, words)


def _stated(grounds: Collection[str], ground: str, words: str) -> Verdict:
    if ground not in grounds:
        return Verdict("Choose the ground on which you open it.")
    return YES if len(words.strip()) >= LEAST_WORDS else Verdict(SAYS_WHY)


def may_see_summary(actor: Person, session: Session) -> Verdict:
    """Whoever supervises the person now goes on from the decisions and actions."""
    if is_theirs(actor, session):
        return Verdict(BY_RIGHT)
    known = Elsewhere.of(session, actor.pk)
    if supervises_now(actor, session) and permits(actor, "supervision_record.summary", known):
        return YES
    return Verdict("Decisions and actions are read by whoever supervises the person now.")


def may_read(actor: Person, opening: Opening) -> Verdict:
    """The reader, within the hour, and only as long as they still could open it."""
    if actor.pk != opening.reader_id:
        return Verdict("It was opened for somebody else.")
    if not opening.is_running:
        return Verdict("The hour is over.")
    if opening.was_right is False:
        return Verdict(HOLDS_NO_MORE)
    if opening.broke_glass:
        return refuse_unless(actor, "supervision_record.break_glass", opening.session, BREAKS)
    if opening.ground in grounds_to_ask(actor, opening.session):
        return YES
    return Verdict(HOLDS_NO_MORE)


def may_review(actor: Person, opening: Opening) -> Verdict:
    """The privacy role, or those above once it was passed up; never the reader, nor those whose record it is."""
    if not opening.is_open_to_review:
        return Verdict("It was reviewed already." if opening.broke_glass else "It was asked for as of right.")
    if actor.pk == opening.reader_id:
        return Verdict(OWN_REVIEW)
    if is_theirs(actor, opening.session):
        return Verdict(OWN_RECORD)
    return refuse_unless(actor, "opening.review", opening, REVIEWS)


def may_decide_telling(actor: Person, opening: Opening) -> Verdict:
    """The privacy role alone; not the reader, not the reader's line, not those whose record it is."""
    if opening.told_at is not None:
        return Verdict("The person has been told already.")
    if is_theirs(actor, opening.session):
        return Verdict(OWN_RECORD)
    if actor.pk == opening.reader_id or _is_above(actor, opening.reader):
        return Verdict(MANAGES_READER)
    return refuse_unless(actor, "opening.delay", opening, PUTS_OFF)


def may_put_off(actor: Person, opening: Opening, *, until: date, words: str) -> Verdict:
    """To a day within the next 28 days, on which somebody looks again, with a stated reason."""
    if not (allowed := may_decide_telling(actor, opening)):
        return allowed
    if not clock.today() < until <= clock.today() + LONGEST_DELAY:
        return Verdict("Choose a day after today and at most 28 days ahead. Then you look at it again.")
    if len(words.strip()) < LEAST_WORDS:
        return Verdict(f"Say in at least {LEAST_WORDS} characters what telling them now would harm.")
    return YES


def may_agree(actor: Person, reader: Person) -> Verdict:
    """Whoever is supervised agrees that their present supervisor reads the earlier records."""
    if reader.pk not in supervisors_now(actor):
        return Verdict(ONLY_SUPERVISORS)
    return Verdict("You have agreed to that already.") if agreed_that_reads(actor, reader) else YES


def may_withdraw(actor: Person, consent: Consent) -> Verdict:
    """Whoever agreed takes it back at any time."""
    if actor.pk != consent.person_id:
        return Verdict("Only whoever agreed can take it back.")
    return YES if consent.withdrawn_at is None else Verdict("You have taken it back already.")
