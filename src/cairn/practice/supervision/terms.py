"""What do two people agree about supervision, with which words does it begin, and what exactly do both sign?"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cairn.foundation.core import months
from cairn.foundation.ledger.canonical import fingerprint
from cairn.foundation.ledger.reading import as_stored
from cairn.practice.supervision.models import Agreement, Terms

REVIEWED_AFTER = 12  # months
DECLARATION = (
    "I agree to supervise, or to be supervised, on these terms, and to look at them again on the day they name."
)

COVERS = (
    "Accountability: how the work goes, decisions, standards and priorities.\n"
    "Workload and stress: what there is to do, what it costs, and what helps.\n"
    "Development: reflection, learning, professional judgement.\n"
    "Mediation: what the organisation and the worker need to hear of each other."
)
PREPARATION = (
    "Both prepare: practice, challenges, possible solutions, development. Time and a private room are kept free; "
    "a session is cancelled only for a reason that the policy accepts, and booked again at once."
)
DISAGREEMENT = (
    "Whoever does not agree says so in the record. What the two can't settle goes to the supervisor's line manager."
)

# What signing and ending set, and where somebody works, are no part of what was agreed.
SET_LATER = {
    Agreement: frozenset({"state", "ends_on", "ended_because", "review_on", "unit_id"}),
    Terms: frozenset({"supervisor_signed_at", "supervisee_signed_at", "sealed"}),
}


@dataclass(frozen=True)
class Written:
    """The terms as they are written: empty frequency and minutes mean what the policy asks."""

    covers: str
    review_on: date
    every: int | None = None
    period: str = ""
    minutes: int | None = None
    preparation: str = ""
    disagreement: str = ""
    who_does_what: str = ""

    @classmethod
    def of(cls, terms: Terms) -> "Written":
        return cls(**{name: getattr(terms, name) for name in cls.__dataclass_fields__})

    @classmethod
    def beginning(cls, starts_on: date) -> "Written":
        """With which words a new agreement begins."""
        return cls(COVERS, months.add(starts_on, REVIEWED_AFTER), preparation=PREPARATION, disagreement=DISAGREEMENT)

    def put_into(self, terms: Terms) -> Terms:
        for name, value in asdict(self).items():
            setattr(terms, name, value.strip() if isinstance(value, str) else value)
        return terms


def signed(pk: UUID | str) -> dict[str, Any]:
    """What each signature bears: every stored byte of the agreement and its terms, apart from what is set later."""
    terms = as_stored(Terms, id=pk)
    if not terms:
        raise Terms.DoesNotExist(pk)
    agreement = as_stored(Agreement, id=UUID(terms[0]["agreement_id"]))
    return {"agreement": _signable(Agreement, agreement[0]), "terms": _signable(Terms, terms[0])}


def hash_of(terms: Terms) -> str:
    """The fingerprint of what the signer has on the screen."""
    return fingerprint(signed(terms.pk))


def _signable(model: Any, row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in SET_LATER[model]}
