"""When several book, record or sign at the same moment: nothing twice, no text lost, no signature over other words."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from tests.at_once import ON_POSTGRESQL, at_once
from tests.practice.supervision.sessions_made import SAID, TODAY, facts, held, planned, recorded
from tests.practice.supervision.terms_made import in_force

from cairn.cycle.duties.models import Duty
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger import verification
from cairn.practice.supervision.commands import records, sessions
from cairn.practice.supervision.models import PersonalRecord, Session
from cairn.practice.supervision.said import hash_of

pytestmark = [
    ON_POSTGRESQL,
    pytest.mark.django_db(transaction=True),
]
SOON = TODAY + timedelta(days=7)


@pytest.fixture
def agreement(cast, policy):
    return in_force(cast)


def refused(said):
    return [str(one) for one in said if isinstance(one, Refused)]


def test_of_two_bookings_of_a_day_one_is_made(cast, agreement):
    acts = [partial(sessions.plan, agreement, on=SOON, by=cast[who]) for who in ("morag", "eilidh", "morag", "eilidh")]
    assert len(refused(at_once(*acts))) == 3
    assert Session.objects.count() == 1
    assert Duty.objects.filter(kind="supervision.prepare").count() == 2


def test_held_and_cancelled_at_once_is_one_of_them(cast, agreement):
    session = planned(agreement)
    cancel = partial(sessions.cancel, session, because_of="supervisor", reason="court", by=cast["eilidh"])
    said = at_once(partial(sessions.hold, session, facts=facts(), by=cast["morag"]), cancel)
    state = Session.objects.get().state
    assert (len(refused(said)), state in ("held", "cancelled")) == (1, True)
    assert PersonalRecord.objects.exists() == (state == "held")


def test_both_record_at_once_and_no_text_is_lost(cast, agreement):
    session = held(agreement)
    acts = [
        partial(records.write, session, said=replace(SAID, reflection=who), version=0, by=cast[who])
        for who in ("morag", "eilidh")
    ]
    said = at_once(*acts)
    assert refused(said) == [records.CHANGED_MEANWHILE]
    kept = next(one for one in said if not isinstance(one, Refused))
    assert PersonalRecord.objects.get().reflection == kept.personal.reflection


def test_both_sign_at_once_and_the_record_is_sealed_once(cast, agreement):
    session = recorded(agreement)
    acts = [partial(records.sign, session, by=cast[who]) for who in ("morag", "eilidh", "morag", "eilidh")]
    assert len(refused(at_once(*acts))) == 2
    assert Session.objects.get().state == "signed"
    assert verification.verify_organisation(cast.north.pk).problems == []


def test_one_signs_while_the_other_changes_and_nobody_signs_other_words(cast, agreement):
    session = recorded(agreement)
    seen = hash_of(session)
    at_once(
        partial(records.sign, session, seen=seen, by=cast["morag"]),
        partial(records.write, session, said=replace(SAID, reflection="Other"), version=1, by=cast["eilidh"]),
    )
    assert PersonalRecord.objects.get().supervisor_signed_at is None
    assert Session.objects.get().state == "recorded"
    assert verification.verify_organisation(cast.north.pk).problems == []
