"""What can be shown of the ledger: the history of a subject, its signatures, and all acts, newest first.

A viewer sees only the ledger of their own organisation. Pages go from entry to entry and never count, so the
millionth costs what the first does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.canonical import moment
from cairn.foundation.ledger.models import Entry, Signature, Tail, TreeHead
from cairn.foundation.ledger.rules import may_see

PAGE = 50
KINDS = """
WITH RECURSIVE kinds(act) AS (
    SELECT min(act) FROM ledger_entry WHERE organisation_id = %s
    UNION ALL
    SELECT (SELECT min(act) FROM ledger_entry WHERE organisation_id = %s AND act > kinds.act)
    FROM kinds WHERE kinds.act IS NOT NULL
) SELECT act FROM kinds WHERE act IS NOT NULL
"""


@dataclass(frozen=True)
class Sought:
    """What a reader of the history looks for. Days are local and inclusive."""

    act: str = ""
    actor: str = ""
    subject: str = ""
    first_day: date | None = None
    last_day: date | None = None

    @property
    def is_anything(self) -> bool:
        return self != Sought()


@dataclass(frozen=True)
class Page:
    """A stretch of history, newest first, and where its neighbours begin."""

    entries: list[Entry]
    newer: int | None
    older: int | None


def about(viewer: Any, subject: Any) -> QuerySet[Entry]:
    """What was done to a subject, newest first. Whoever may see the subject may see this."""
    return _entries(viewer.organisation_id).filter(subject=_text_of(subject))


def times_of(organisation_id: UUID, act: str, subjects: Iterable[Any]) -> dict[Any, list[datetime]]:
    """When an act was done to each of these subjects, by their identifiers, earliest first. One query.

    For a room that shows the person concerned who has read something of theirs.
    """
    named = {_text_of(one): one.pk for one in subjects}
    rows = (
        _entries(organisation_id).filter(act=act, subject__in=named).order_by("sequence").values_list("subject", "at")
    )
    found: dict[Any, list[datetime]] = {}
    for subject, at in rows:
        found.setdefault(named[subject], []).append(at)
    return found


def signatures_of(viewer: Any, subject: Any) -> QuerySet[Signature]:
    """Who signed a subject, first signature first."""
    return Signature.objects.filter(organisation_id=viewer.organisation_id, subject=_text_of(subject)).order_by(
        "entry_sequence"
    )


def history(viewer: Any, sought: Sought, *, before: int | None = None, after: int | None = None) -> Page:
    """Fifty entries before or after a place in the ledger, for those who may read all of it."""
    insist(may_see(viewer))
    found = _matching(viewer.organisation_id, sought)
    if after is not None:
        rising = list(found.filter(sequence__gt=after).order_by("sequence")[: PAGE + 1])
        entries, is_more = rising[:PAGE][::-1], len(rising) > PAGE
        return Page(entries, _place(entries[:1], is_more), _place(entries[-1:], True))
    if before is not None:
        found = found.filter(sequence__lt=before)
    entries = list(found[: PAGE + 1])
    is_more = len(entries) > PAGE
    return Page(entries[:PAGE], _place(entries[:1], before is not None), _place(entries[PAGE - 1 : PAGE], is_more))


def entry_for(viewer: Any, pk: UUID) -> Entry:
    """One entry of the viewer's own organisation; for others it does not exist."""
    found = _entries(viewer.organisation_id) if may_see(viewer) else Entry.objects.none()
    return found.get(pk=pk)


def head_over(entry: Entry) -> TreeHead | None:
    """The first tree head that covers an entry."""
    covering = TreeHead.objects.filter(organisation_id=entry.organisation_id, size__gte=entry.sequence)
    return covering.order_by("size").first()


def certificate_of(entry: Entry) -> Entry | None:
    """The entry that records the disposal of this one."""
    if entry.certificate is None:
        return None
    return _entries(entry.organisation_id).filter(sequence=entry.certificate).first()


def acts_on_record(organisation_id: UUID) -> list[str]:
    """Every kind of act that was ever recorded; from one to the next in the index, however many entries there are."""
    identifier = organisation_id if connection.features.has_native_uuid_field else organisation_id.hex
    with connection.cursor() as cursor:
        cursor.execute(KINDS, [identifier, identifier])
        return [act for (act,) in cursor.fetchall()]


def newest_head(organisation_id: UUID) -> TreeHead | None:
    """The head that is printed on what leaves Cairn."""
    return TreeHead.objects.filter(organisation_id=organisation_id).order_by("-size").first()


def size(organisation_id: UUID) -> int:
    """How many entries there are."""
    return Tail.objects.filter(pk=organisation_id).values_list("size", flat=True).first() or 0


def organisations() -> list[UUID]:
    """Every organisation that has a ledger."""
    return list(Tail.objects.order_by("pk").values_list("pk", flat=True))


def newest(organisation_ids: list[UUID], *, about: str = "", count: int = 20) -> list[Entry]:
    """The newest entries, for the terminal."""
    found = Entry.objects.filter(organisation_id__in=organisation_ids).order_by("-at", "-sequence")
    return list((found.filter(subject=about) if about else found)[: max(count, 0)])


def to_dispose_of(
    organisation_id: UUID, *, places: list[int] | None = None, about: str | None = None, before: date | None = None
) -> list[Entry]:
    """The entries at these places, or about this subject, recorded before this day; in the order of the ledger."""
    found = _entries(organisation_id).order_by("sequence")
    found = found.filter(subject=about) if places is None else found.filter(sequence__in=places)
    return list(found if before is None else found.filter(at__lt=clock.of_day(before)))


def as_content(entry: Entry) -> dict[str, Any]:
    """An entry as JSON."""
    return {
        "organisation": str(entry.organisation_id),
        "sequence": entry.sequence,
        "at": moment(entry.at),
        "act": entry.act,
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "subject": entry.subject,
        "reason": entry.reason,
        "facts": entry.facts,
        "disposed": entry.is_disposed,
    }


def _entries(organisation_id: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(organisation_id=organisation_id).order_by("-sequence")


def _matching(organisation_id: UUID, sought: Sought) -> QuerySet[Entry]:
    exact = {name: value for name in ("act", "actor", "subject") if (value := getattr(sought, name))}
    found = _entries(organisation_id).filter(**exact)
    if sought.first_day:
        found = found.filter(sequence__gte=_first_at_or_after(organisation_id, clock.of_day(sought.first_day)))
    if sought.last_day:
        end = _first_at_or_after(organisation_id, clock.of_day(sought.last_day + timedelta(days=1)))
        found = found.filter(sequence__lt=end)
    return found


def _first_at_or_after(organisation_id: UUID, at: datetime) -> int:
    """Time and sequence rise together, so a day is a stretch of the sequence."""
    later = Entry.objects.filter(organisation_id=organisation_id, at__gte=at).order_by("at", "sequence")
    found = later.values_list("sequence", flat=True).first()
    return found if found is not None else size(organisation_id) + 1


def _place(entries: list[Entry], is_there: bool) -> int | None:
    return entries[0].sequence if entries and is_there else None


def _text_of(subject: Any) -> str:
    return subject if isinstance(subject, str) else f"{subject._meta.label}:{subject.pk}"
