"""What is a practitioner asked?"""

from cairn.assurance.evaluation.models import Asked, Round, Side
from cairn.assurance.evaluation.opening import statements_asked
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement


def asked_as_practitioner(viewer: Person, round: Round) -> Asked | None:
    """Whether this person is asked as a practitioner, and has answered."""
    asked = Asked.objects.filter(round=round, person=viewer, side=Side.PRACTITIONER).first()
    if asked is not None:
        asked.round = round
    return asked


def statements_to_answer(round: Round) -> list[Statement]:
    """The statements that practitioners answer, in the order of the document."""
    return statements_asked(round, round.asks_practitioners)
