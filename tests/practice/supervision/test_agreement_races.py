"""When several draw up, sign or change at the same moment: never a circle, a second of a kind, or a lost signature."""

from datetime import timedelta
from functools import partial

import pytest
from tests.at_once import ON_POSTGRESQL, at_once
from tests.practice.supervision.terms_made import BEGUN, draft, sign, terms

from cairn.foundation.ledger import verification
from cairn.foundation.ledger.models import Entry, Signature
from cairn.foundation.people.commands import record_absence
from cairn.foundation.people.models import Absence, Post
from cairn.practice.supervision.commands import agreements as commands
from cairn.practice.supervision.models import Agreement, Terms

pytestmark = [ON_POSTGRESQL, pytest.mark.django_db(transaction=True)]


def test_of_two_drafts_of_a_kind_one_is_made(cast, policy):
    said = at_once(*[partial(draft, cast)] * 4)
    assert sum(isinstance(one, Agreement) for one in said) == Agreement.objects.count() == 1


def test_two_can_not_make_a_circle_together(cast, policy):
    Post.objects.filter(person=cast["morag"]).update(line_manager=cast["eilidh"])
    said = at_once(*[partial(draft, cast), partial(draft, cast, "morag", "eilidh")])
    assert sum(isinstance(one, Agreement) for one in said) == Agreement.objects.count() == 1


def test_both_sign_at_once_and_exactly_one_is_the_last(cast, policy):
    made = draft(cast)
    at_once(*[partial(commands.sign, made, by=cast[who]) for who in ("morag", "eilidh", "morag", "eilidh")])
    made = Agreement.objects.select_related("terms").get(pk=made.pk)
    assert (made.state, made.terms.sealed, Signature.objects.count()) == ("in force", True, 2)
    last = [entry for entry in Entry.objects.filter(act="terms.signed") if entry.facts.get("is_last")]
    assert (len(last), Entry.objects.filter(act="agreement.in_force").count()) == (1, 1)
    assert verification.verify_organisation(cast.north.pk).problems == []


def test_a_change_and_a_signature_at_once_never_leave_a_signature_under_other_words(cast, policy):
    for number in range(6):
        begins = BEGUN + timedelta(days=number)
        made = sign(cast, draft(cast, starts_on=begins), "morag")
        change = partial(commands.change, made, terms=terms(minutes=100), starts_on=begins, version=1)
        at_once(*[partial(change, by=cast["eilidh"]), partial(commands.sign, made, by=cast["eilidh"])])
        kept = Terms.objects.get(agreement=made)
        assert (kept.sealed, kept.minutes) in ((True, None), (False, 100)), number
        assert verification.verify_organisation(cast.north.pk).problems == []
        commands.end(made, reason="Again", on=begins, by=cast["morag"])


def test_of_absences_recorded_at_once_one_stands(cast):
    days = {"starts_on": BEGUN, "ends_on": BEGUN, "why": "leave"}
    at_once(*[partial(record_absence, cast["eilidh"], by=cast[who], **days) for who in ("morag", "una", "morag")])
    assert Absence.objects.count() == 1
