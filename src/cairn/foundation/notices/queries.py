"""What waits in the inbox, and which letters are due?"""

from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cairn.foundation.notices.models import Letter, Notice, State
from cairn.foundation.people.models import Person


def inbox(viewer: Person) -> QuerySet[Notice]:
    """Everything that was written to this person, newest first."""
    return Notice.objects.visible_to(viewer).order_by("-created_at", "id")


def notice_for(viewer: Person, pk: Any) -> Notice:
    """One notice of one's own."""
    return Notice.objects.visible_to(viewer).get(pk=pk)


def unread(viewer: Person) -> int:
    """How many notices this person has not read yet; on a page's own viewer without a query."""
    counted = getattr(viewer, "unread_notices", None)
    return Notice.objects.visible_to(viewer).unseen().count() if counted is None else counted


def unread_count() -> Coalesce:
    """The same number as a column of the person, so that every page's header has it without a query of its own."""
    mine = Notice.objects.filter(person=OuterRef("pk"), seen_at=None).order_by().values("person")
    return Coalesce(Subquery(mine.annotate(many=Count("pk")).values("many")), 0, output_field=IntegerField())


def due_letters(now: datetime) -> QuerySet[Letter]:
    """Letters whose time has come, the oldest first."""
    return Letter.objects.filter(state=State.WAITING, due_at__lte=now).order_by("due_at", "id")


def unmailed(since: datetime) -> QuerySet[Notice]:
    """Notices that nobody has read and no letter has told of, of people who can sign in."""
    waiting = Notice.objects.unseen().filter(mailed_at=None, created_at__gte=since, person__is_active=True)
    return waiting.select_related("person")
