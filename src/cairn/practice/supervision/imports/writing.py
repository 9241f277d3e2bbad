"""How is the plan of a file of past sessions carried out, all of it in one transaction?"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from cairn.cycle.duties import owing
from cairn.cycle.duties.models import Duty
from cairn.cycle.evidence.measuring.touching import touch
from cairn.foundation.imports.kinds import Plan, Progress
from cairn.practice.supervision.duties import HOLD, PROFESSIONAL
from cairn.practice.supervision.imports.changes import Work
from cairn.practice.supervision.models import OF_TWO, Agreement, Kind, Session

AT_A_TIME = 500
WRITTEN = (
    *("supervisor", "state", "held_on", "minutes", "was_cut_short", "cancelled_on", "because_of", "reason"),
    *("supervisor_prepared_on", "supervisee_prepared_on", "signed_on", "sign_by"),
)
DUTY_OF = {Kind.LINE.value: HOLD.key, Kind.PROFESSIONAL.value: PROFESSIONAL.key}


def write(plan: Plan, organisation_id: UUID, by: Any, progress: Progress) -> None:
    """Sessions, then the turns that they meet. Nothing is recorded here: the import itself is the act."""
    work: Work = plan.work
    total, done = len(work.new) + len(work.changed), 0
    for part in _parts(work.new):
        Session.objects.bulk_create(part)
        progress(done := done + len(part), total)
    for part in _parts(work.changed):
        Session.objects.bulk_create(part, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN)
        progress(done := done + len(part), total)
    _meet_turns(organisation_id, [*work.new, *work.changed])
    touch("supervision", organisation_id, *work.days)


def _parts(sessions: list[Session]) -> Iterable[list[Session]]:
    for at in range(0, len(sessions), AT_A_TIME):
        yield sessions[at : at + AT_A_TIME]


def _meet_turns(organisation_id: UUID, sessions: Iterable[Session]) -> None:
    """A turn that is open is met by the first of these sessions after the day from which it is counted.

    The worker raises the next turn within the hour, as after every other change.
    """
    held: dict[tuple[UUID | None, str], list[date]] = {}
    for session in sessions:
        if session.held_on is not None:
            held.setdefault((session.supervisee_id, session.kind), []).append(session.held_on)
    for kind, about, occasion, days in _open_turns(organisation_id, held):
        if later := [day for day in days if day.isoformat() > occasion]:
            owing.meet(kind, about, on=min(later), occasion=occasion)


def _open_turns(
    organisation_id: UUID, held: dict[tuple[UUID | None, str], list[date]]
) -> Iterable[tuple[str, str, str, list[date]]]:
    """The open turns of those who are in the file; two questions, however many they are."""
    agreements = Agreement.objects.in_force().filter(organisation_id=organisation_id, kind__in=OF_TWO).order_by()
    days = {
        f"{Agreement._meta.label}:{pk}": held[person, kind]
        for pk, person, kind in agreements.values_list("pk", "supervisee_id", "kind")
        if (person, kind) in held
    }
    duties = Duty.objects.open().filter(organisation_id=organisation_id, kind__in=DUTY_OF.values()).order_by()
    for kind, about, occasion in list(duties.values_list("kind", "about", "occasion")):
        if about in days:
            yield kind, about, occasion, days[about]
