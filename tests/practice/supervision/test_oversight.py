"""Is all that was opened by breaking glass reviewed by somebody else, and is the person told in time, and once?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.practice.supervision.recorded import WHY, add_officer, add_role, break_glass, recorded

from cairn.cycle.duties import commands as duty_commands
from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import LocalDay, Person, Post, ProfessionalRole
from cairn.practice.supervision import recurring, telling
from cairn.practice.supervision.commands import openings, oversight
from cairn.practice.supervision.duties import LOOK_AGAIN, REVIEW_OPENING
from cairn.practice.supervision.models import NEXT_OF_OPENING, Opening, OpeningState
from cairn.practice.supervision.rules import openings as rules

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
EVERYBODY = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("wren", "ada", "ben", "col", "imogen"),
)


def those(cast, question):
    return {who for who in EVERYBODY if question(cast[who])}


def told(cast, text):
    return sorted(who for who, pk in cast.people.items() for _ in Notice.objects.filter(person=pk, text=text))


def owing(kind):
    found = Duty.objects.open().filter(kind=kind.key).order_by("due_on").values_list("bearer__given_name", "due_on")
    return [(name, day.isoformat()) for name, day in found]


def anew(opening):
    return Opening.objects.get(pk=opening.pk)


@pytest.fixture
def opening(cast):
    """Isla opened Eilidh's record on a Monday morning; Imogen holds the privacy role."""
    add_officer(cast)
    with clock.at(MONDAY):
        return break_glass(cast, recorded(cast))


# Reviewing


def test_every_state_is_mapped_and_reachable():
    assert set(NEXT_OF_OPENING) == set(OpeningState)
    begins = {OpeningState.NOTED, OpeningState.WAITING, OpeningState.PASSED_UP}
    assert set().union(*NEXT_OF_OPENING.values()) | begins == set(OpeningState)


def test_who_may_review(cast, opening):
    assert those(cast, lambda who: rules.may_review(who, opening)) == {"imogen"}
    assert rules.may_review(cast["isla"], opening).reason == rules.OWN_REVIEW
    assert rules.may_review(cast["eilidh"], opening).reason == rules.OWN_RECORD
    assert rules.may_review(cast["hamish"], opening).reason == rules.REVIEWS
    opening.state = OpeningState.PASSED_UP
    assert those(cast, lambda who: rules.may_review(who, opening)) == {"imogen", "hamish"}
    add_role(cast, "torquil", "cswo")
    assert rules.may_review(cast["torquil"], opening)


def test_review_does_and_records_and_meets_what_was_owed(cast, opening, entries):
    assert owing(REVIEW_OPENING) == [("Imogen", "2026-11-23")]
    with clock.at(MONDAY + timedelta(hours=3)):
        made = oversight.review(opening, was_right=True, words=" Ordered by the court ", by=cast["imogen"])
    assert (made.state, made.was_right, made.review_words) == ("reviewed", True, "Ordered by the court")
    assert (made.reviewed_by, made.told_at) == (cast["imogen"], MONDAY + timedelta(hours=3))
    (entry,) = entries("opening.reviewed")
    assert (entry.facts, entry.reason) == ({"was_right": True, "told": True}, "")
    assert told(cast, telling.REVIEWED) == ["isla"]
    assert told(cast, telling.OPENED) == ["eilidh"]
    assert told(cast, telling.NOT_RIGHT) == []
    assert owing(REVIEW_OPENING) == []
    with pytest.raises(Refused, match="It was reviewed already"):
        oversight.review(opening, was_right=False, words="Not so", by=cast["imogen"])


def test_what_was_not_right_is_told_at_once_and_goes_to_those_above(cast, opening):
    oversight.put_off(opening, until=clock.today() + timedelta(days=20), words=WHY, by=cast["imogen"])
    made = oversight.review(opening, was_right=False, words="There was another way", by=cast["imogen"])
    assert made.told_at is not None
    assert told(cast, telling.OPENED) == ["eilidh"]
    assert told(cast, telling.NOT_RIGHT) == ["hamish"]


def test_what_was_right_and_put_off_stays_put_off(cast, opening):
    oversight.put_off(opening, until=clock.today() + timedelta(days=20), words=WHY, by=cast["imogen"])
    made = oversight.review(opening, was_right=True, words="A child is in danger", by=cast["imogen"])
    assert (made.told_at, told(cast, telling.OPENED)) == (None, [])


@pytest.mark.parametrize(
    ("by", "words", "sentence"),
    [
        ("isla", "Fine", rules.OWN_REVIEW),
        ("eilidh", "Fine", rules.OWN_RECORD),
        ("morag", "Fine", rules.OWN_RECORD),
        ("hamish", "Fine", rules.REVIEWS),
        ("imogen", "  ", "Say what you found."),
    ],
)
def test_a_refused_review_leaves_no_trace(cast, opening, entries, by, words, sentence):
    before = len(entries())
    with pytest.raises(Refused) as refused:
        oversight.review(opening, was_right=True, words=words, by=cast[by])
    assert (str(refused.value), anew(opening).state, len(entries())) == (sentence, "waiting", before)


def test_what_was_asked_for_as_of_right_is_not_reviewed(cast):
    add_officer(cast)
    Post.objects.filter(person=cast["morag"]).update(line_manager=cast["isla"])
    made = openings.ask(recorded(cast), ground="line", words=WHY, by=cast["isla"])
    assert rules.may_review(cast["imogen"], made).reason == "It was asked for as of right."
    assert oversight.pass_up_those_late(cast.north) == 0


# Passing up


def test_what_is_not_reviewed_within_five_working_days_goes_up_once(cast, opening, entries):
    add_role(cast, "torquil", "cswo")
    with clock.at(datetime(2026, 11, 23, 23, 0, tzinfo=UTC)):
        assert oversight.pass_up_those_late(cast.north) == 0
    with clock.at(datetime(2026, 11, 24, 8, 0, tzinfo=UTC)):
        assert (oversight.pass_up_those_late(cast.north), oversight.pass_up_those_late(cast.north)) == (1, 0)
        assert anew(opening).state == "passed up"
        assert told(cast, telling.PASSED_UP) == ["hamish", "torquil"]
        assert sorted(owing(REVIEW_OPENING)) == [
            ("Hamish", "2026-12-01"), ("Imogen", "2026-11-23"), ("Torquil", "2026-12-01"),
        ]  # fmt: skip
        assert len(entries("opening.passed_up")) == 1
        oversight.review(opening, was_right=True, words="Late, but right", by=cast["torquil"])
    assert owing(REVIEW_OPENING) == []


def test_local_holidays_count(cast, opening):
    LocalDay.objects.create(organisation=cast.north, day="2026-11-20", name="Fair")
    with clock.at(datetime(2026, 11, 24, 8, 0, tzinfo=UTC)):
        assert oversight.pass_up_those_late(cast.north) == 0


def test_when_the_privacy_role_falls_vacant_it_goes_up_at_once(cast, opening):
    ProfessionalRole.objects.filter(role="information_officer").update(ends_on=MONDAY.date())
    with clock.at(MONDAY + timedelta(days=1)):
        assert oversight.pass_up_those_late(cast.north) == 1
    assert told(cast, telling.PASSED_UP) == ["hamish"]


def test_the_worker_keeps_reviews_with_whoever_holds_the_role(cast, opening):
    with clock.at(MONDAY + timedelta(days=1)):
        assert duty_commands.plan_ahead(cast.north, REVIEW_OPENING) == 0
        ProfessionalRole.objects.filter(role="information_officer").update(ends_on=MONDAY.date())
        add_officer(cast, "ishbel")
        assert duty_commands.plan_ahead(cast.north, REVIEW_OPENING) == 2
        assert owing(REVIEW_OPENING) == [("Ishbel", "2026-11-23")]
        assert duty_commands.plan_ahead(cast.north, REVIEW_OPENING) == 0


# Telling


def test_the_person_is_told_within_a_day_and_once(cast, opening, entries):
    with clock.at(MONDAY + timedelta(hours=22, minutes=59)):
        assert oversight.tell_those_due() == 0
    with clock.at(MONDAY + timedelta(hours=23)):
        assert (oversight.tell_those_due(), oversight.tell_those_due()) == (1, 0)
    assert anew(opening).told_at == MONDAY + timedelta(hours=23)
    assert told(cast, telling.OPENED) == ["eilidh"]
    (entry,) = entries("opening.told")
    assert (entry.actor, entry.facts) == ("", {})


def test_after_an_outage_the_person_is_told_late_but_once(cast, opening):
    with clock.at(MONDAY + timedelta(days=9)):
        assert (oversight.tell_those_due(), oversight.tell_those_due()) == (1, 0)
    assert told(cast, telling.OPENED) == ["eilidh"]


def test_the_worker_does_it_by_itself(cast, opening):
    with clock.at(MONDAY + timedelta(days=9)):
        assert (recurring.tell_of_openings.call(), recurring.pass_up_openings.call()) == (1, 1)
    assert recurring.pass_up_openings.call() == 0


def test_who_decides_when_the_person_is_told(cast, opening):
    assert those(cast, lambda who: rules.may_decide_telling(who, opening)) == {"imogen"}
    assert rules.may_decide_telling(cast["hamish"], opening).reason == rules.PUTS_OFF
    Post.objects.filter(person=cast["isla"]).update(line_manager=cast["imogen"])
    assert rules.may_decide_telling(cast["imogen"], anew(opening)).reason == rules.MANAGES_READER


def test_put_off_moves_the_day_and_is_looked_at_again(cast, opening, entries):
    until = MONDAY.date() + timedelta(days=28)
    with clock.at(MONDAY):
        made = oversight.put_off(opening, until=until, words=f" {WHY} ", by=cast["imogen"])
    assert timezone.localtime(made.tell_by).isoformat() == "2026-12-14T16:00:00+00:00"
    assert (made.delayed_by, made.delay_words) == (cast["imogen"], WHY)
    assert entries("opening.put_off")[0].facts == {"until": "2026-12-14"}
    assert WHY not in str(entries("opening.put_off")[0].facts)
    assert owing(LOOK_AGAIN) == [("Imogen", "2026-12-14")]
    with clock.at(MONDAY + timedelta(days=27)):
        assert oversight.tell_those_due() == 0
        assert duty_commands.plan_ahead(cast.north, LOOK_AGAIN) == 0
        oversight.put_off(opening, until=until + timedelta(days=20), words=WHY, by=cast["imogen"])
        assert owing(LOOK_AGAIN) == [("Imogen", "2027-01-03")]
        assert duty_commands.plan_ahead(cast.north, LOOK_AGAIN) == 0
    with clock.at(MONDAY + timedelta(days=48, hours=6)):
        assert oversight.tell_those_due() == 1
    assert owing(LOOK_AGAIN) == []
    assert told(cast, telling.OPENED) == ["eilidh"]


@pytest.mark.parametrize(
    ("by", "days", "words", "sentence"),
    [
        ("imogen", 0, WHY, "Choose a day after today and at most 28 days ahead. Then you look at it again."),
        ("imogen", 29, WHY, "Choose a day after today and at most 28 days ahead. Then you look at it again."),
        ("imogen", 9, "Because", "Say in at least 30 characters what telling them now would harm."),
        ("isla", 9, WHY, rules.MANAGES_READER),
        ("eilidh", 9, WHY, rules.OWN_RECORD),
        ("hamish", 9, WHY, rules.PUTS_OFF),
        ("catriona", 9, WHY, rules.PUTS_OFF),
    ],
)
def test_a_refused_delay_leaves_no_trace(cast, opening, entries, by, days, words, sentence):
    before = len(entries())
    with pytest.raises(Refused) as refused:
        oversight.put_off(opening, until=clock.today() + timedelta(days=days), words=words, by=cast[by])
    assert (str(refused.value), anew(opening).tell_by, len(entries())) == (sentence, opening.tell_by, before)


def test_what_was_told_can_not_be_put_off(cast, opening, entries):
    oversight.tell(opening, by=cast["imogen"])
    for act in (
        lambda: oversight.tell(opening, by=cast["imogen"]),
        lambda: oversight.put_off(opening, until=clock.today() + timedelta(days=2), words=WHY, by=cast["imogen"]),
    ):
        with pytest.raises(Refused, match="The person has been told already"):
            act()
    assert (told(cast, telling.OPENED), len(entries("opening.told"))) == (["eilidh"], 1)


def test_somebody_who_left_is_told_by_letter(cast, opening):
    Person.objects.filter(pk=cast.people["eilidh"]).update(is_active=False)
    oversight.tell(opening, by=cast["imogen"])
    assert told(cast, telling.OPENED) == []
    assert told(cast, telling.BY_LETTER) == ["imogen"]


def test_notices_name_nobody(cast, opening):
    oversight.tell(opening, by=cast["imogen"])
    oversight.review(opening, was_right=False, words="No", by=cast["imogen"])
    said = " ".join(Notice.objects.values_list("text", flat=True))
    people = Person.objects.filter(organisation=cast.north)
    names = {name for person in people for name in (person.given_name, person.family_name)}
    assert [name for name in names - {"Extra"} if name in said] == []
    words = " ".join(Duty.objects.values_list("words", flat=True))
    assert words.strip() == ""
