"""What was said in a session, as it is written down, and what exactly do both put their names to (sa.4.d.5e)?"""

from dataclasses import asdict, dataclass, fields
from typing import Any
from uuid import UUID

from cairn.foundation.ledger.canonical import fingerprint
from cairn.foundation.ledger.reading import as_stored
from cairn.practice.supervision.models import Attendance, CaseLine, CaseRecord, PersonalRecord, Session

DECLARATION = "This is a fair record of the main points of our supervision."

# Under which headings something is written (sa.4.d.5a, sa.4.d.5e).
TEXTS = ("workload_and_stress", "practice_and_policy", "reflection", "judgement", "development", "decisions")

# What signing sets, and what may still follow, is no part of what was said.
SET_LATER = {
    Session: frozenset({"state", "signed_on", "stress_has_action", "rebooked_to_id"}),
    PersonalRecord: frozenset({"supervisor_signed_at", "supervisee_signed_at", "sealed"}),
    CaseRecord: frozenset({"sealed"}),
}


@dataclass(frozen=True)
class Case:
    """One case that was talked about: its reference, and a line."""

    reference: str
    summary: str = ""


@dataclass(frozen=True)
class Said:
    """The main points of a session, and the cases that were talked about."""

    workload_and_stress: str = ""
    practice_and_policy: str = ""
    reflection: str = ""
    judgement: str = ""
    development: str = ""
    decisions: str = ""
    come_back_to: str = ""
    mood: int | None = None
    workload_points: int | None = None
    workload_is_agreed: bool | None = None
    supervisee_comment: str = ""
    stress_was_raised: bool = False
    cases: tuple[Case, ...] = ()

    @classmethod
    def of(cls, session: Session) -> "Said":
        """As it stands in the record now."""
        personal = session.personal
        kept = {name: getattr(personal, name) for name in PERSONAL}
        lines = tuple(Case(line.reference, line.summary) for line in session.cases.lines.all())
        return cls(**kept, stress_was_raised=session.stress_was_raised, cases=lines)

    @property
    def is_empty(self) -> bool:
        """Nothing was written under any heading."""
        return not any(getattr(self, name).strip() for name in TEXTS)

    def tidied(self) -> "Said":
        """Without the space around texts."""
        texts = {name: value.strip() for name, value in asdict(self).items() if isinstance(value, str)}
        return type(self)(**{field.name: texts.get(field.name, getattr(self, field.name)) for field in fields(self)})

    def put_into(self, personal: PersonalRecord) -> PersonalRecord:
        """The personal part; cases are lines of a record of their own."""
        for name in PERSONAL:
            setattr(personal, name, getattr(self, name))
        return personal


PERSONAL = tuple(field.name for field in fields(Said) if field.name not in ("stress_was_raised", "cases"))


def signed(pk: UUID | str) -> dict[str, Any]:
    """What each signature bears: the facts of the session and both parts of its record, every stored byte of them."""
    session_id = UUID(str(pk))
    session = as_stored(Session, id=session_id)
    if not session:
        raise Session.DoesNotExist(pk)
    cases = as_stored(CaseRecord, session_id=session_id)
    return {
        "session": _signable(Session, session),
        "attendances": as_stored(Attendance, session_id=session_id),
        "personal": _signable(PersonalRecord, as_stored(PersonalRecord, session_id=session_id)),
        "cases": _signable(CaseRecord, cases),
        "lines": [line for record in cases for line in as_stored(CaseLine, record_id=UUID(record["id"]))],
    }


def hash_of(session: Session) -> str:
    """The fingerprint of what the signer has on the screen."""
    return fingerprint(signed(session.pk))


def _signable(model: Any, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in SET_LATER[model]} for row in rows]
