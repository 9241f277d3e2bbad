"""How is a supervisee's own view of a session kept, so that nobody can tell whose it was? (docs/decisions/0010)

Two rows know nothing of each other. One says that a view was given of this session, and has no time. The other holds
the counts of the four answers of a unit in a month; all four are written anew with every view. The month is the one in
which the view is given, so that nothing comes to a month afterwards. That a view was given is no act for the ledger:
its entries stand in the order of time, and beside two backups of the counts they would say whose answer came between.
"""

from django.db import IntegrityError, transaction

from cairn.foundation.core import clock, months
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.people.models import Person
from cairn.practice.supervision.models import Session, ViewGiven, ViewTally
from cairn.practice.supervision.questions import ANSWERS
from cairn.practice.supervision.rules import quality as rules


@transaction.atomic
def give(session: Session, *, answer: int, by: Person) -> None:
    """Add one view to the counts of the unit, the first answer being number nought. It can't be seen or changed."""
    insist(rules.may_give_view(by, session))
    if answer not in range(len(ANSWERS)):
        raise Refused("Choose one of the four answers.")
    try:
        with transaction.atomic():
            ViewGiven.objects.create(session_id=session.pk)
    except IntegrityError as twice:
        raise Refused(rules.GIVEN) from twice
    _count(session, answer)


def _count(session: Session, answer: int) -> None:
    nothing = {"organisation_id": session.organisation_id, "counts": [0] * len(ANSWERS)}
    of_month = {"unit_id": session.unit_id, "month": months.first_of(clock.today())}
    ViewTally.objects.get_or_create(**of_month, defaults=nothing)
    tally = ViewTally.objects.select_for_update().get(**of_month)
    tally.counts = [count + (place == answer) for place, count in enumerate(tally.counts)]
    tally.save(update_fields=["counts"])
