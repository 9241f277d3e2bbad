"""What can be done to a preparation: write it for oneself, and share it with the other (sa.4.d.5d)."""

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person
from cairn.practice.supervision import meeting
from cairn.practice.supervision.commands.records import held
from cairn.practice.supervision.models import Preparation, Session
from cairn.practice.supervision.rules.sessions import may_prepare

TEXTS = ("practice", "challenges", "solutions", "development")
CHANGED = "You changed this in another window. Both texts are below: keep one."


@transaction.atomic
def prepare(session: Session, *, texts: dict[str, str], version: int, share: bool = False, by: Person) -> Preparation:
    """Write down what one brings. Nobody else reads it until it is shared; sharing says that one is prepared."""
    session = held(session)
    insist(may_prepare(by, session))
    mine, _ = Preparation.objects.select_for_update().get_or_create(session=session, person=by)
    if version != mine.version:
        raise Stale(CHANGED, current=mine)
    for name in TEXTS:
        setattr(mine, name, texts.get(name, "").strip())
    if share and not any(getattr(mine, name) for name in TEXTS):
        raise Refused("Write down at least a line of what you bring.")
    mine.version += 1
    if share and mine.shared_at is None:
        mine.shared_at = clock.now()
        _note_prepared(session, by)
        meeting.prepared(session, by)
        record("session.prepared", by=by, subject=session)
    mine.save()
    return mine


def _note_prepared(session: Session, by: Person) -> None:
    """Of two, on which day each had prepared; how many of a group had is in their preparations."""
    side = {session.supervisor_id: "supervisor", session.supervisee_id: "supervisee"}.get(by.pk)
    if side:
        setattr(session, f"{side}_prepared_on", clock.today())
        session.save(update_fields=[f"{side}_prepared_on"])
