"""What can be done so that somebody can sign in: invite, accept, offer a new password to whoever forgot theirs."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people import letters, wording
from cairn.foundation.people.models import Invitation, Person
from cairn.foundation.people.rules import may_invite

VALID_FOR = timedelta(days=14)


@transaction.atomic
def invite(person: Person, *, by: Person) -> Invitation:
    """Send a letter with a link that works once and for 14 days. Only the hash of its secret is kept."""
    person = Person.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
    insist(may_invite(by, person))
    person.invitations.filter(used_at=None).delete()  # an earlier letter no longer opens the door
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    invitation = Invitation.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        secret_hash=hash_of(secret),
        invited_by=by,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    link = settings.SITE_URL + reverse("people:accept_invitation", args=[secret])
    letters.write(person, **wording.invitation(person, link, invitation.expires_at))
    record("person.invited", by=by, subject=person)
    return invitation


@transaction.atomic
def accept_invitation(secret: str, *, password: str) -> Person:
    """Set the first password with the link of the letter, once."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("person__organisation")
    invitation = found.filter(secret_hash=hash_of(secret), used_at=None, expires_at__gt=clock.now()).first()
    if invitation is None or not invitation.person.is_active:
        raise Refused(wording.INVITATION_IS_OVER)
    person = invitation.person
    person.set_password(password)
    person.save(update_fields=["password"])
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    record("invitation.accepted", by=person, subject=invitation)
    return person


@transaction.atomic
def offer_new_password(email: str) -> bool:
    """Write to whoever has this address, so that they can choose a new password. Nobody else learns whether they exist.

    Whoever was invited and never came gets the invitation's kind of letter: the link sets the first password too.
    """
    person = Person.objects.select_related("organisation").filter(email=email.lower(), is_active=True).first()
    if person is None:
        return False
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}).replace("UID-KEY", key)
    letters.write(person, **wording.new_password(person, settings.SITE_URL + path))
    record("person.offered_new_password", by=None, subject=person)
    return True


def hash_of(secret: str) -> str:
    """What is kept of a secret: enough to know it again, nothing to use."""
    return hashlib.sha256(secret.encode()).hexdigest()
