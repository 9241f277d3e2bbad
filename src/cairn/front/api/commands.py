"""Everything that can be done to keys for programmes."""

from datetime import timedelta

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Person
from cairn.front.api import rules
from cairn.front.api.models import Token
from cairn.front.api.secrets import hash_of, new_secret

KEYS = "/account/keys/"


@transaction.atomic
def make(person: Person, *, by: Person | None, name: str, days: int) -> tuple[Token, str]:
    """Make a key for programmes that act as this person. The secret is given this once and never kept."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    insist(rules.may_make(by, person))
    if not 1 <= days <= rules.MOST_DAYS:
        raise Refused(f"A key is good for 1 to {rules.MOST_DAYS} days.")
    if not name.strip():
        raise Refused("Give the key a name by which you will know it.")
    secret, now = new_secret(), clock.now()
    token = Token.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        name=name.strip()[:100],
        secret_hash=hash_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    if by != person:
        notify(person, text="A key with which a programme can act for you was made.", link=KEYS)
    facts = {"name": token.name, "person": person.pk, "expires_at": token.expires_at}
    record("token.made", by=by, subject=token, facts=facts)
    return token, secret


@transaction.atomic
def revoke(token: Token, *, by: Person | None) -> Token:
    """End a key at once."""
    token = Token.objects.select_for_update(of=("self",)).select_related("person").get(pk=token.pk)
    insist(rules.may_revoke(by, token))
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    if by != token.person:
        notify(token.person, text="One of your keys for programmes was revoked.", link=KEYS)
    record("token.revoked", by=by, subject=token, facts={"name": token.name, "person": token.person_id})
    return token


def note_use(token: Token) -> None:
    """Remember the day on which a key was last used; the calls themselves leave their own records."""
    today = clock.today()
    if token.last_used_on != today:
        Token.objects.filter(pk=token.pk).update(last_used_on=today)
