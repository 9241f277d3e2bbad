"""What comes round in this room: letters are posted every minute, notices are told every quarter of an hour."""

from datetime import timedelta

from django_tasks import task

from cairn.foundation.core import clock
from cairn.foundation.notices import commands
from cairn.foundation.notices.models import Letter, Notice, State

LETTERS_KEPT = timedelta(days=30)
READ_NOTICES_KEPT = timedelta(days=400)


@task()
def post_letters() -> int:
    """Post what is due."""
    return commands.send_letters()


@task()
def tell_of_notices() -> int:
    """Write to those for whom something waits."""
    return commands.tell_of_notices()


@task()
def forget_old() -> int:
    """Letters that were sent, and notices that were read long ago, are thrown away; the ledger keeps the acts."""
    now = clock.now()
    over = Letter.objects.filter(state__in=(State.SENT, State.GIVEN_UP), created_at__lt=now - LETTERS_KEPT)
    letters, _ = over.delete()
    notices, _ = Notice.objects.filter(seen_at__lt=now - READ_NOTICES_KEPT).delete()
    return letters + notices


EVERY = [
    (post_letters, timedelta(minutes=1)),
    (tell_of_notices, timedelta(minutes=15)),
    (forget_old, timedelta(days=1)),
]
