"""When several open, review or tell at the same moment: one opening, one review, and one word to the person."""

from datetime import timedelta
from functools import partial

import pytest
from tests.at_once import ON_POSTGRESQL, at_once
from tests.practice.supervision.recorded import WHY, add_officer, break_glass, recorded

from cairn.foundation.core import clock
from cairn.foundation.ledger import verification
from cairn.foundation.ledger.models import Entry
from cairn.foundation.notices.models import Notice
from cairn.practice.supervision import telling
from cairn.practice.supervision.commands import oversight
from cairn.practice.supervision.models import Opening

pytestmark = [
    ON_POSTGRESQL,
    pytest.mark.django_db(transaction=True),
]


def told(text):
    return Notice.objects.filter(text=text).count()


def test_the_button_pressed_four_times_at_once_opens_once(cast):
    add_officer(cast)
    made = recorded(cast)
    said = at_once(*[partial(break_glass, cast, made)] * 4)
    assert sum(isinstance(one, Opening) for one in said) == Opening.objects.count() == 1
    assert (told(telling.TO_REVIEW), Entry.objects.filter(act="supervision_record.opened").count()) == (1, 1)


def test_three_opened_at_once_are_counted(cast):
    add_officer(cast)
    made = [recorded(cast, on=clock.today() - timedelta(days=number)) for number in range(1, 4)]
    at_once(*(partial(break_glass, cast, one) for one in made))
    assert (Opening.objects.count(), told(telling.MANY)) == (3, 2)


def test_of_two_reviews_at_once_one_counts(cast):
    for name in ("imogen", "ishbel"):
        add_officer(cast, name)
    opening = break_glass(cast, recorded(cast))
    at_once(
        partial(oversight.review, opening, was_right=True, words="Right", by=cast["imogen"]),
        partial(oversight.review, opening, was_right=False, words="Not right", by=cast["ishbel"]),
    )
    opening.refresh_from_db()
    assert (opening.was_right, opening.review_words) in ((True, "Right"), (False, "Not right"))
    assert Entry.objects.filter(act="opening.reviewed").count() == told(telling.OPENED) == 1
    assert verification.verify_organisation(cast.north.pk).problems == []


def test_the_person_is_told_once_however_many_tell(cast):
    add_officer(cast)
    opening = break_glass(cast, recorded(cast))
    later = clock.now() + timedelta(hours=24)

    def work():
        with clock.at(later):
            return oversight.tell_those_due()

    at_once(work, work, partial(oversight.tell, opening, by=cast["imogen"]))
    assert told(telling.OPENED) == Entry.objects.filter(act="opening.told").count() == 1


def test_told_or_put_off_but_never_both(cast):
    add_officer(cast)
    for number in range(1, 5):
        opening = break_glass(cast, recorded(cast, on=clock.today() - timedelta(days=number)))
        until = clock.today() + timedelta(days=9)
        at_once(
            partial(oversight.put_off, opening, until=until, words=WHY, by=cast["imogen"]),
            partial(oversight.tell, opening, by=cast["imogen"]),
        )
        opening.refresh_from_db()
        assert (opening.told_at is not None) == bool(
            Notice.objects.filter(text=telling.OPENED, about__endswith=opening.pk)
        )
