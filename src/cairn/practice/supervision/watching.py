"""What follows from opening a record: the person is told, somebody else reviews it, and many raise an alarm."""

from cairn.cycle.duties import owing
from cairn.foundation.core import clock
from cairn.practice.supervision import telling
from cairn.practice.supervision.duties import LOOK_AGAIN, REVIEW_OPENING
from cairn.practice.supervision.models import Opening
from cairn.practice.supervision.overseeing import Deadlines, Overseers, looks_owed, reviews_owed


def opened(opening: Opening, *, alarming: bool, waits: bool) -> None:
    """Those who oversee are told at once; the person too, unless the privacy role is to look at it first."""
    overseers = Overseers(opening.organisation_id)
    if opening.broke_glass:
        telling.to_review(opening, overseers)
        keep_review(opening, overseers)
    if alarming:
        telling.many(opening, overseers)
    if not waits:
        tell(opening, overseers)


def tell(opening: Opening, overseers: Overseers) -> bool:
    """Tell the person now, once; says whether they were told by this."""
    if opening.told_at is not None:
        return False
    opening.told_at = clock.now()
    opening.save(update_fields=["told_at"])
    telling.concerned(opening, overseers)
    owing.meet(LOOK_AGAIN.key, opening)
    return True


def put_off(opening: Opening, overseers: Overseers) -> None:
    """The privacy role has looked at it, and looks again by the new day."""
    owing.meet(LOOK_AGAIN.key, opening)
    owed = looks_owed(opening, overseers)
    owing.raise_each(LOOK_AGAIN.key, owed, organisation_id=opening.organisation_id)


def passed_up(opening: Opening, overseers: Overseers) -> None:
    """Those above owe the review now, too."""
    telling.passed_up(opening, overseers)
    keep_review(opening, overseers)


def reviewed(opening: Opening, overseers: Overseers) -> None:
    """One has reviewed it, so nobody owes it any more."""
    owing.meet(REVIEW_OPENING.key, opening)
    telling.reviewed(opening, overseers)


def keep_review(opening: Opening, overseers: Overseers) -> None:
    """Hold the duty of the review to how the opening stands."""
    owed = reviews_owed(opening, overseers, Deadlines(opening.organisation))
    owing.settle(REVIEW_OPENING.key, opening, owed, organisation_id=opening.organisation_id)
