"""Who may draw a sample of supervision records, who reads them, for how long; and who says how a session was?"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from cairn.foundation.core import clock
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.core.words import capital, number, plural
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person
from cairn.practice.supervision.independence import Held, standing_between
from cairn.practice.supervision.models import TOOK_PLACE, DipSample, Finding, Session
from cairn.practice.supervision.sampling import Draw, Urn

DRAWS = "Samples are drawn by the quality assurance officer or the principal social worker."
REVIEWS = "The drawn records are read by the reviewer alone."
TOO_NEAR = "You stand in the line of one of the two, or work where they do, so somebody else has to read this record."
NEAR = "in the line of one of the two, or at work where they are"
INSTEAD = "Ask for fewer, or choose other days, another unit or another reviewer."
MOST, USUALLY, LONGEST = 50, timedelta(weeks=4), timedelta(weeks=12)
VIEW_WITHIN = timedelta(weeks=4)
GIVEN = "You have said how this session was. Nobody can see or change it, not even you."
LARGEST_SEED = 2**31 - 1


def may_sample(actor: Person) -> Verdict:
    """Frequency and quality are monitored by those who answer for it (es1.whole, standard 5)."""
    return refuse_unless(actor, "supervision.sample", actor.organisation, DRAWS)


def may_draw(actor: Person, draw: Draw, *, title: str, seed: int, readable_until: date) -> Verdict:
    """By somebody who monitors quality, from past days, for a reviewer who works here, to be read within weeks."""
    if not (allowed := may_sample(actor)):
        return allowed
    if not title.strip():
        return Verdict("Say what the sample is called.")
    if not (fits := _days_make_sense(draw, readable_until)):
        return fits
    if not 1 <= draw.count <= MOST:
        return Verdict(f"Draw between one and {MOST} records.")
    if not 1 <= seed <= LARGEST_SEED:
        return Verdict(f"The seed is a whole number from 1 to {LARGEST_SEED:,}.")
    if not permits(draw.reviewer, "dip_sample.review"):
        return Verdict(f"{draw.reviewer} does not work here, or can't sign in any more. Choose somebody else.")
    return YES


def _days_make_sense(draw: Draw, readable_until: date) -> Verdict:
    if draw.held_from > draw.held_to:
        return Verdict("The first day comes after the last one. Look at the two dates.")
    if draw.held_to > draw.on:
        return Verdict("Records are drawn of sessions that were held. Choose today or an earlier day as the last one.")
    if not draw.on < readable_until <= draw.on + LONGEST:
        return Verdict(f"The records can be read until a day from tomorrow to {in_words(draw.on + LONGEST)}.")
    return YES


def may_take(draw: Draw, urn: Urn) -> Verdict:
    """There are as many records as are asked for; whoever reads them is never in the line of one of the two."""
    found = len(urn.records)
    if found >= draw.count:
        return YES
    if not found and not urn.too_near:
        return Verdict("No record of these days was signed by both before today. Choose other days or another unit.")
    near = f" {draw.reviewer} stands too near to {number(urn.too_near)} more: {NEAR}." if urn.too_near else ""
    there = f"There {'is' if found == 1 else 'are'} {plural(found, 'signed record')} of these days to draw from"
    return Verdict(f"{there}, and {number(draw.count)} were asked for.{near} {INSTEAD}")


def may_read(actor: Person, finding: Finding) -> Verdict:
    """The reviewer, until the sample is finished or its time is over, and never from within the line."""
    sample = finding.sample
    if actor.pk != sample.reviewer_id:
        return Verdict(REVIEWS)
    if sample.finished_at is not None:
        return Verdict("The sample is finished, so its records can't be read any more.")
    if not sample.is_readable:
        return Verdict(f"The records could be read until {in_words(sample.readable_until)}. That time is over.")
    return YES if finding.pk in independent(sample, [finding]) else Verdict(TOO_NEAR)


def independent(sample: DipSample, findings: Iterable[Finding]) -> set[UUID]:
    """Those of these findings whose record the reviewer may judge still, should posts have changed since the draw."""
    standing = standing_between(sample.reviewer, sample.held_from, clock.today())
    return {one.pk for one in findings if standing.is_independent_of(Held.of(one.session))}


def may_find(actor: Person, finding: Finding, *, reflective: int) -> Verdict:
    """Whoever may read the record says what they found, and may say it anew until the sample is finished."""
    if not (allowed := may_read(actor, finding)):
        return allowed
    return YES if reflective in (1, 2, 3, 4) else Verdict("Say how reflective the session was, from one to four.")


def may_finish(actor: Person, sample: DipSample, findings: Collection[Finding]) -> Verdict:
    """The reviewer, once nothing is left that they may still read; what they may not read any more is left out."""
    if actor.pk != sample.reviewer_id:
        return Verdict("The reviewer finishes the sample.")
    if sample.finished_at is not None:
        return Verdict("The sample is finished already.")
    left = [one for one in findings if not one.is_found]
    waiting = len(independent(sample, left)) if left and sample.is_readable else 0
    if waiting:
        wait = "waits" if waiting == 1 else "wait"
        return Verdict(f"{capital(number(waiting))} of the records still {wait} for what you found.")
    return YES


def may_see_each(actor: Person, sample: DipSample) -> bool:
    """Whether somebody may see what was found in each record; all others see figures without small numbers."""
    return actor.pk == sample.reviewer_id or permits(actor, "supervision.sample", sample)


def may_give_view(actor: Person, session: Session) -> Verdict:
    """The supervisee, once, within four weeks of a session of two that took place here."""
    if session.supervisee_id is None or actor.pk != session.supervisee_id:
        return Verdict("Only the supervisee says how a session was for them.")
    if session.is_imported or session.held_on is None or session.state not in TOOK_PLACE:
        return Verdict("Say how it was once the session has been held.")
    if clock.today() > session.held_on + VIEW_WITHIN:
        return Verdict("How a session was can be said within four weeks. That time is over.")
    return Verdict(GIVEN) if hasattr(session, "view_given") else YES
