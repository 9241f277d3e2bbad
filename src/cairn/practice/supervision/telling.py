"""Who is told that a record was opened? Neutral lines without names, each with the page where one reads more."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from cairn.foundation.notices.commands import notify_each
from cairn.foundation.people.models import Person
from cairn.practice.supervision.models import Consent, Opening
from cairn.practice.supervision.overseeing import Overseers

OPENED = "A record of your supervision was opened by somebody else. Read who it was, when and why."
TO_REVIEW = "A supervision record was opened behind glass. Review it within five working days."
COMES_TO_YOU = "The opening of a supervision record comes to you for review: nobody in the privacy role can do it."
PASSED_UP = "The opening of a supervision record was not reviewed within five working days, and comes to you."
MANY = "One person has opened three or more supervision records within seven days. Look into it."
REVIEWED = "Your opening of a supervision record was reviewed. Read what was found."
NOT_RIGHT = "The opening of a supervision record was found not to be right."
BY_LETTER = "Somebody whose supervision record was opened can't sign in any more. Tell them by letter."
AGREED = "Somebody whom you supervise agreed that you read their earlier records."
TAKEN_BACK = "Somebody whom you supervise no longer agrees that you read their earlier records."


def concerned(opening: Opening, overseers: Overseers) -> None:
    """Whose record it is; whoever can't sign in any more is told by the privacy role in another way."""
    people = opening.concerned
    here = set(Person.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))
    _tell(here, OPENED, opening)
    if here != set(people):
        _tell(overseers.officers(opening.reader_id, opening.session), BY_LETTER, opening)


def to_review(opening: Opening, overseers: Overseers) -> None:
    """The privacy role, at once; where nobody there can, those above."""
    if officers := overseers.officers(opening.reader_id, opening.session):
        _tell(officers, TO_REVIEW, opening)
    else:
        _tell(overseers.above(opening.reader_id, opening.session), COMES_TO_YOU, opening)


def passed_up(opening: Opening, overseers: Overseers) -> None:
    """The privacy role let the days go by."""
    _tell(overseers.above(opening.reader_id, opening.session), PASSED_UP, opening)


def many(opening: Opening, overseers: Overseers) -> None:
    """The privacy role and the chief executive, whoever they are but the reader; it does not say which records."""
    officers = overseers.officers(opening.reader_id, opening.session)
    people = officers | overseers.chief_executives(opening.reader_id)
    told = Person.objects.filter(pk__in=people, is_active=True)
    notify_each(told, text=MANY, link=reverse("supervision:openings"), about="supervision.Opening")


def reviewed(opening: Opening, overseers: Overseers) -> None:
    """The reader; and those above, where it was not right."""
    _tell([opening.reader_id], REVIEWED, opening)
    if opening.was_right is False:
        _tell(overseers.above(opening.reader_id, opening.session), NOT_RIGHT, opening)


def agreed(consent: Consent, text: str) -> None:
    """Whoever may read, or no longer may."""
    link = reverse("supervision:earlier", args=[consent.person_id])
    notify_each(Person.objects.filter(pk=consent.reader_id, is_active=True), text=text, link=link, about=consent)


def _tell(people: Iterable[UUID], text: str, opening: Opening) -> None:
    told = Person.objects.filter(pk__in=list(people), is_active=True)
    notify_each(told, text=text, link=reverse("supervision:opening", args=[opening.pk]), about=opening)
