"""Is an absence recorded by those who may, without overlaps, and known only to the few whom it concerns?"""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.people import commands, queries, rules
from cairn.foundation.people.models import Absence, Person, Post

TODAY = clock.today()
EVERYBODY = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("wren", "ada", "ben", "col"),
)
MARCH = {"starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 20), "why": "sickness"}


def those(cast, question):
    return {who for who in EVERYBODY if question(cast[who])}


def away(cast, who="eilidh", *, by="morag", **given):
    return commands.record_absence(cast[who], by=cast[by], **(MARCH | given))


def test_leaders_and_administrators_keep_absences_and_nobody_their_own(cast):
    assert those(cast, lambda who: rules.may_keep_absences(who, cast["eilidh"])) == {"morag", "una"}
    assert those(cast, lambda who: rules.may_keep_absences(who, cast["morag"])) == {"una"}
    assert those(cast, lambda who: rules.may_keep_absences(who, cast["una"])) == set()
    assert those(cast, lambda who: rules.may_keep_absences(who, cast["hamish"])) == {"una"}
    assert rules.may_keep_absences(cast["una"], cast["una"]).reason.startswith("Nobody records their own absence")


def test_an_absence_is_known_to_the_person_their_leader_and_administrators(cast):
    made = away(cast)
    assert those(cast, lambda who: Absence.objects.visible_to(who).filter(pk=made.pk).exists()) == {
        *("eilidh", "morag", "una"),
    }


def test_a_leader_of_long_ago_knows_nothing_of_it(cast):
    made = away(cast)
    Post.objects.filter(person=cast["eilidh"]).update(ends_on=TODAY - timedelta(days=1))
    Post.objects.create(
        organisation=cast.north, person=cast["eilidh"], unit=cast.team_b, job_title="Social worker",
        staff_group="social-worker", starts_on=TODAY,
    )  # fmt: skip
    assert those(cast, lambda who: Absence.objects.visible_to(who).filter(pk=made.pk).exists()) == {
        *("eilidh", "callum", "una"),
    }


def test_record_end_and_correct_leave_their_entries_without_the_word(cast, entries):
    made = away(cast, ends_on=None)
    commands.end_absence(made, on=date(2026, 3, 20), by=cast["una"])
    commands.correct_absence(made, starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 19), why="leave", by=cast["morag"])
    made.refresh_from_db()
    assert (made.starts_on, made.ends_on, made.why) == (date(2026, 3, 3), date(2026, 3, 19), "leave")
    recorded, ended, corrected = entries()
    assert [one.act for one in (recorded, ended, corrected)] == [
        *("absence.recorded", "absence.ended", "absence.corrected"),
    ]
    person = str(cast["eilidh"].pk)
    assert recorded.facts == {"person": person, "from": "2026-03-02", "to": None}
    assert ended.facts == {"person": person, "from": "2026-03-02", "to": "2026-03-20"}
    assert (corrected.facts["before"], corrected.facts["word_was_changed"]) == (ended.facts, True)
    assert not any("sickness" in str(one.facts) + one.reason for one in entries())


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"by": "callum"}, rules.KEEPS_ABSENCES),
        ({"who": "morag"}, "Nobody records their own absence. Ask whoever leads your unit, or an administrator."),
        ({"why": "sad"}, "Choose why they are away."),
        ({"ends_on": date(2026, 3, 1)}, "The absence would end before it begins. Look at the two dates."),
        ({"starts_on": TODAY + timedelta(days=800), "ends_on": None}, "That is more than two years ahead. Look at the "
         "year."),
        ({"starts_on": date(2020, 3, 31)}, "Eilidh Farrow had no post here on 31 March 2020. They began on 1 April "
         "2020."),
        ({"who": "hamish", "by": "una"}, "Hamish Rae had no post here on 2 March 2026."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_leaves_no_trace(cast, entries, given, sentence):
    with pytest.raises(Refused) as refused:
        away(cast, given.pop("who", "eilidh"), **given)
    assert (str(refused.value), Absence.objects.count(), entries()) == (sentence, 0, [])


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "overlaps"),
    [
        (date(2026, 3, 20), date(2026, 3, 25), True),
        (date(2026, 2, 1), date(2026, 3, 2), True),
        (date(2026, 2, 1), None, True),
        (date(2026, 3, 5), date(2026, 3, 6), True),
        (date(2026, 3, 21), None, False),
        (date(2026, 2, 1), date(2026, 3, 1), False),
    ],
)
def test_absences_do_not_overlap(cast, starts_on, ends_on, overlaps):
    away(cast)
    if not overlaps:
        assert away(cast, starts_on=starts_on, ends_on=ends_on)
        return
    with pytest.raises(Refused) as refused:
        away(cast, starts_on=starts_on, ends_on=ends_on)
    assert str(refused.value) == (
        "Eilidh Farrow is recorded as away from 2 March 2026 to 20 March 2026. Put that right instead."
    )


def test_an_open_absence_is_named_as_such_and_can_be_corrected_in_place(cast):
    made = away(cast, ends_on=None)
    with pytest.raises(Refused, match="away from 2 March 2026 without an end yet"):
        away(cast, starts_on=TODAY, ends_on=None)
    corrected = commands.correct_absence(
        made, starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 10), why="leave", by=cast["una"]
    )
    assert corrected.ends_on == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 3, 1), "The absence began on 2 March 2026, so it can't end before that day."),
        (date(2026, 3, 20), "The absence ended on 20 March 2026 already. To put that right, correct it."),
        (TODAY, "The absence ended on 20 March 2026 already. To put that right, correct it."),
    ],
)
def test_nobody_is_back_before_they_left_or_twice(cast, on, sentence):
    made = away(cast)
    with pytest.raises(Refused) as refused:
        commands.end_absence(made, on=on, by=cast["morag"])
    assert str(refused.value) == sentence


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_a_leader_records_corrects_and_ends_on_the_pages(cast, signed_in):
    client, eilidh = signed_in(cast["morag"]), cast["eilidh"]
    page = f"/people/{eilidh.pk}/"
    answer = client.post(f"{page}absences/record/", {"why": "family", **day("starts_on", date(2026, 3, 2))})
    assert (answer.status_code, answer.url) == (302, page)
    made = Absence.objects.get()
    refused = client.post(f"{page}absences/record/", {"why": "family", **day("starts_on", date(2026, 4, 2))})
    assert "Put that right instead." in refused.content.decode()
    client.post(f"/people/absences/{made.pk}/correct/", {"why": "leave", **day("starts_on", date(2026, 3, 9))})
    client.post(f"/people/absences/{made.pk}/end/", day("on", date(2026, 3, 13)))
    made.refresh_from_db()
    assert (made.why, made.starts_on, made.ends_on) == ("leave", date(2026, 3, 9), date(2026, 3, 13))


def test_the_persons_page_shows_it_to_the_few(cast, signed_in):
    made = away(cast)
    shown = {}
    for who in ("eilidh", "morag", "una", "isla", "callum", "ruaridh", "fraser"):
        page = signed_in(cast[who]).get(f"/people/{cast['eilidh'].pk}/").content.decode()
        shown[who] = ("2 March 2026 to 20 March 2026" in page, "Record an absence" in page)
        status = signed_in(cast[who]).get(f"/people/absences/{made.pk}/end/").status_code
        assert status == {"eilidh": 403, "morag": 200, "una": 200}.get(who, 404), who
    assert shown == {
        "eilidh": (True, False), "morag": (True, True), "una": (True, True),
        **dict.fromkeys(("isla", "callum", "ruaridh", "fraser"), (False, False)),
    }  # fmt: skip


def test_foreign_and_missing_are_answered_alike(cast, signed_in):
    made, client = away(cast), signed_in(cast["col"])
    for address in ("/people/absences/{}/end/", "/people/absences/{}/correct/"):
        foreign, missing = (client.get(address.format(pk)) for pk in (made.pk, uuid4()))
        assert (foreign.status_code, foreign.content) == (404, missing.content)
    foreign, missing = (client.get(f"/people/{pk}/absences/record/") for pk in (cast["eilidh"].pk, uuid4()))
    assert (foreign.status_code, foreign.content) == (404, missing.content)


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_as_little_for_five_absences_as_for_one(cast, signed_in, django_assert_max_num_queries, count):
    for number in range(count):
        away(cast, starts_on=date(2026, 3 + number, 2), ends_on=date(2026, 3 + number, 6))
    client = signed_in(cast["morag"])
    client.get(f"/people/{cast['eilidh'].pk}/")
    with django_assert_max_num_queries(12):
        client.get(f"/people/{cast['eilidh'].pk}/")


def test_who_may_be_away_is_found_by_those_who_may_know(cast):
    def finds(who):
        try:
            return queries.person_who_may_be_away(who, cast["eilidh"].pk) is not None
        except Person.DoesNotExist:
            return False

    assert those(cast, finds) == {"eilidh", "morag", "una"}
