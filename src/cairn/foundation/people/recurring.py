"""What comes round in this room: the ledger of each organisation is sealed, and what has ended is cleared away."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django_tasks import task

from cairn.foundation.core import clock
from cairn.foundation.core.models import ActKey
from cairn.foundation.ledger.commands import seal
from cairn.foundation.people.models import Invitation, Organisation

KEYS_KEPT = timedelta(days=2)
INVITATIONS_KEPT = timedelta(days=90)


@task()
def seal_ledgers() -> int:
    """Sign the head of every organisation's ledger that has grown; answer how many there are."""
    return sum(seal(key) is not None for key in Organisation.objects.values_list("pk", flat=True))


@task()
def clear_what_ended() -> int:
    """Sessions that ended, one-time keys of forms, and invitations long past are thrown away."""
    now = clock.now()
    gone, _ = Session.objects.filter(expire_date__lt=now).delete()
    alive = Session.objects.values("session_key")
    for ended in (
        UserSession.objects.exclude(session_key__in=alive),
        ActKey.objects.filter(used_at__lt=now - KEYS_KEPT),
        Invitation.objects.filter(expires_at__lt=now - INVITATIONS_KEPT),
    ):
        gone += ended.delete()[0]
    return gone


EVERY = [(seal_ledgers, timedelta(minutes=15)), (clear_what_ended, timedelta(days=1))]
