"""Who owes a decision whether a concern is referred, and by when?"""

from collections.abc import Iterator
from datetime import date, timedelta

from cairn.cycle.duties.kinds import Owed, subject
from cairn.foundation.people.models import Organisation
from cairn.practice.registration.around import chief
from cairn.practice.registration.models import Concern

REFER = "registration.refer"
WITHIN = timedelta(days=5)


def to_decide(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Every concern about which nobody has decided."""
    undecided = list(Concern.objects.undecided().filter(organisation=organisation))
    if not undecided:
        return
    office = chief(organisation)
    yield from (owed for owed in (_owed(one, office) for one in undecided) if owed.due_on <= until)


def owed_for(concern: Concern, organisation: Organisation) -> Owed:
    """The same of one."""
    return _owed(concern, chief(organisation))


def _owed(concern: Concern, office: str) -> Owed:
    return Owed(about=subject(concern), office=office, opens_on=concern.raised_on, due_on=concern.raised_on + WITHIN)
