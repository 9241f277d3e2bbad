"""Making and revoking keys: they do what they say, record it, and a refusal leaves no trace."""

from datetime import UTC, datetime, timedelta

import pytest

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.notices.models import Notice
from cairn.front.api import commands, queries
from cairn.front.api.models import Token

MADE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def made(cast):
    with clock.at(MADE):
        return commands.make(cast["eilidh"], by=cast["eilidh"], name="  Dashboard ", days=30)


def test_make_does_and_records(cast, made):
    token, secret = made
    assert (token.name, token.person, token.organisation) == ("Dashboard", cast["eilidh"], cast.north)
    assert token.expires_at == MADE + timedelta(days=30)
    assert secret.startswith("cairn_")
    assert len(secret) == 49
    entry = Entry.objects.get()
    assert (entry.act, entry.subject, entry.actor) == ("token.made", f"api.Token:{token.pk}", str(cast["eilidh"].pk))
    assert entry.facts == {
        "name": "Dashboard",
        "person": str(cast["eilidh"].pk),
        "expires_at": "2026-04-01T09:00:00.000000Z",
    }


def test_the_secret_is_not_kept(made):
    _, secret = made
    kept = [str(value) for row in Token.objects.values_list() for value in row]
    kept += [str(value) for row in Entry.objects.values_list() for value in row]
    assert not any(secret in value or secret[6:] in value for value in kept)


def test_the_person_is_told_of_a_key_that_they_did_not_make(cast):
    commands.make(cast["eilidh"], by=None, name="Nightly export", days=1)
    told = Notice.objects.get()
    assert (told.person, told.link) == (cast["eilidh"], "/account/keys/")


@pytest.mark.parametrize("days", [0, -1, 366])
def test_make_refused_for_too_long_or_no_time(cast, days):
    with pytest.raises(Refused, match=r"^A key is good for 1 to 365 days\.$"):
        commands.make(cast["eilidh"], by=cast["eilidh"], name="Dashboard", days=days)
    assert (Token.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("actor", "person", "sentence"),
    [
        ("morag", "eilidh", "A key is made by the person for whom it acts, who works here."),
        ("una", "eilidh", "A key is made by the person for whom it acts, who works here."),
        ("petra", "petra", "A key is made by the person for whom it acts, who works here."),
    ],
)
def test_make_refused_to_others(cast, actor, person, sentence):
    with pytest.raises(Refused) as refusal:
        commands.make(cast[person], by=cast[actor], name="Dashboard", days=1)
    assert str(refusal.value) == sentence
    assert (Token.objects.count(), Entry.objects.count()) == (0, 0)


def test_make_refused_beyond_twenty(cast):
    for number in range(20):
        commands.make(cast["eilidh"], by=cast["eilidh"], name=f"Key {number}", days=1)
    with pytest.raises(Refused, match=r"^There are 20 keys in use already\. Revoke one"):
        commands.make(cast["eilidh"], by=cast["eilidh"], name="One more", days=1)


def test_make_refused_for_whoever_left(cast):
    person = cast["eilidh"]
    person.is_active = False
    person.save()
    with pytest.raises(Refused, match=r"^This person can't sign in any more"):
        commands.make(person, by=None, name="Dashboard", days=1)


@pytest.mark.parametrize("actor", ["eilidh", "una", None])
def test_revoke_does_and_records(cast, made, actor):
    token, secret = made
    with clock.at(MADE + timedelta(days=1)):
        assert queries.bearer_of(secret) == token
        revoked = commands.revoke(token, by=actor and cast[actor])
        assert revoked.revoked_at == MADE + timedelta(days=1)
        assert queries.bearer_of(secret) is None
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject) == ("token.revoked", f"api.Token:{token.pk}")
    assert Notice.objects.count() == (0 if actor == "eilidh" else 1)


@pytest.mark.parametrize("actor", ["morag", "isla", "col"])
def test_revoke_refused_leaves_no_trace(cast, made, actor):
    with pytest.raises(Refused, match=r"^A key is revoked by its person or by an administrator\.$"):
        commands.revoke(made[0], by=cast[actor])
    assert (Token.objects.live().count(), Entry.objects.count()) == (0 if clock.now() > made[0].expires_at else 1, 1)


def test_revoke_refused_twice(cast, made):
    commands.revoke(made[0], by=cast["eilidh"])
    with pytest.raises(Refused, match=r"^This key was revoked already\.$"):
        commands.revoke(made[0], by=cast["eilidh"])


def test_a_key_ends_by_itself(made):
    token, secret = made
    with clock.at(token.expires_at - timedelta(seconds=1)):
        assert queries.bearer_of(secret) == token
    with clock.at(token.expires_at):
        assert queries.bearer_of(secret) is None


def test_a_key_ends_with_its_person(cast, made):
    person = cast["eilidh"]
    person.is_active = False
    person.save()
    with clock.at(MADE + timedelta(days=1)):
        assert queries.bearer_of(made[1]) is None


def test_only_the_day_of_use_is_kept(made, django_assert_num_queries):
    token, _ = made
    with clock.at(MADE + timedelta(days=3)):
        commands.note_use(token)
        token.refresh_from_db()
        assert token.last_used_on == (MADE + timedelta(days=3)).date()
        with django_assert_num_queries(0):
            commands.note_use(token)
