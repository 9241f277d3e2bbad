"""What the privacy role does about openings, and what comes round by itself: review, put off, tell, pass up."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.supervision import watching
from cairn.practice.supervision.models import Opening, OpeningState
from cairn.practice.supervision.overseeing import STANDING, Deadlines, Overseers
from cairn.practice.supervision.rules import openings as rules

TOLD_AT = time(16)  # on the day until which telling was put off
NOT_LATER_THAN = timedelta(hours=1)  # before the day is over: the worker may be a little late


@transaction.atomic
def review(opening: Opening, *, was_right: bool, words: str, by: Person) -> Opening:
    """Say whether it was right to open it, and why. The person is told now; what was put off and right stays so."""
    opening = _locked(opening.pk)
    insist(rules.may_review(by, opening))
    if not words.strip():
        raise Refused("Say what you found.")
    opening.state, opening.was_right, opening.review_words = OpeningState.REVIEWED, was_right, words.strip()
    opening.reviewed_by, opening.reviewed_at = by, clock.now()
    opening.save(update_fields=["state", "was_right", "review_words", "reviewed_by", "reviewed_at"])
    overseers = Overseers(opening.organisation_id)
    told = (opening.delayed_by_id is None or not was_right) and watching.tell(opening, overseers)
    record("opening.reviewed", by=by, subject=opening, facts={"was_right": was_right, "told": told})
    watching.reviewed(opening, overseers)
    return opening


@transaction.atomic
def put_off(opening: Opening, *, until: date, words: str, by: Person) -> Opening:
    """The privacy role alone puts off telling the person, to a day at most 28 days ahead, on which it looks again."""
    opening = _locked(opening.pk)
    insist(rules.may_put_off(by, opening, until=until, words=words))
    opening.tell_by = timezone.make_aware(datetime.combine(until, TOLD_AT))
    opening.delayed_by, opening.delay_words = by, words.strip()
    opening.save(update_fields=["tell_by", "delayed_by", "delay_words"])
    record("opening.put_off", by=by, subject=opening, facts={"until": until})
    watching.put_off(opening, Overseers(opening.organisation_id))
    return opening


@transaction.atomic
def tell(opening: Opening, *, by: Person) -> Opening:
    """The privacy role tells the person before their day is over."""
    opening = _locked(opening.pk)
    insist(rules.may_decide_telling(by, opening))
    watching.tell(opening, Overseers(opening.organisation_id))
    record("opening.told", by=by, subject=opening)
    return opening


def tell_those_due() -> int:
    """Tell everybody whose time has come, each in a transaction of its own and once; says how many openings."""
    due = Opening.objects.filter(told_at=None, tell_by__lte=clock.now() + NOT_LATER_THAN).order_by("tell_by")
    return sum(_tell_if_due(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _tell_if_due(pk: UUID) -> bool:
    """What was put off or told a moment ago is left alone."""
    opening = _locked(pk)
    if opening.told_at is not None or opening.tell_by > clock.now() + NOT_LATER_THAN:
        return False
    watching.tell(opening, Overseers(opening.organisation_id))
    record("opening.told", by=None, subject=opening, organisation_id=opening.organisation_id)
    return True


def pass_up_those_late(organisation: Organisation) -> int:
    """What was not reviewed within five working days, or what nobody can review any more, goes up; says how many."""
    waiting = Opening.objects.filter(organisation=organisation, state=OpeningState.WAITING).order_by("opened_at")
    return sum(_pass_up_if_late(pk) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def _pass_up_if_late(pk: UUID) -> bool:
    opening = _locked(pk)
    if opening.state != OpeningState.WAITING:
        return False
    overseers = Overseers(opening.organisation_id)
    in_time = clock.today() <= Deadlines(opening.organisation).review_by(opening)
    if in_time and overseers.officers(opening.reader_id, opening.session):
        return False
    opening.state = OpeningState.PASSED_UP
    opening.save(update_fields=["state"])
    record("opening.passed_up", by=None, subject=opening, organisation_id=opening.organisation_id)
    watching.passed_up(opening, overseers)
    return True


def _locked(pk: UUID) -> Opening:
    """The opening as it is now, and nobody else decides about it at the same moment."""
    return Opening.objects.select_for_update(of=("self",)).select_related(*STANDING).get(pk=pk)
