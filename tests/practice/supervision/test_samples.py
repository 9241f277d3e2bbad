"""Are records drawn by chance, read by somebody independent only, redacted and told, and their results suppressed?"""

import hashlib
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.practice.supervision.past import agreement, session
from tests.practice.supervision.sampled import (
    FOUND,
    NOON,
    PRIVATE,
    TODAY,
    drawn,
    finished,
    judged,
    recorded,
    several,
)

from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Post
from cairn.practice.supervision.commands import quality as commands
from cairn.practice.supervision.models import DipSample, Finding
from cairn.practice.supervision.queries import quality as queries
from cairn.practice.supervision.rules import quality as rules

EVERYBODY = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("wren", "ada", "ben", "col"),
)


@pytest.fixture(autouse=True)
def _noon():
    """Every test begins at noon on 3 June 2026."""
    with clock.at(NOON):
        yield


def those(cast, question):
    return {who for who in EVERYBODY if question(cast[who])}


def sessions_of(sample):
    return set(sample.findings.values_list("session_id", flat=True))


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return str(refused.value)


# The draw


def test_who_may_draw(cast):
    assert those(cast, rules.may_sample) == {"fraser", "catriona", "wren"}


def test_draw_asks_the_reviewer_and_records_how_it_was_drawn(cast, entries):
    several(cast, 5)
    sample = drawn(cast)
    assert sample.readable_until == TODAY + timedelta(weeks=4)
    assert [(one.month, one.is_found) for one in sample.findings.all()] == [(date(2026, 3, 1), False)] * 3
    (entry,) = entries("dip_sample.drawn")
    assert (entry.actor_name, entry.facts) == ("Catriona Weir", {
        "seed": 7, "records": 3, "from": "2026-03-01", "to": "2026-05-31", "until": "2026-07-01", "unit": None,
        "reviewer": str(cast["fraser"].pk),
    })  # fmt: skip
    duty = Duty.objects.get(kind="supervision.sample")
    assert (duty.bearer, duty.due_on, duty.words, duty.awaited_by) == (
        cast["fraser"], sample.readable_until, "Spring", cast["catriona"],
    )  # fmt: skip
    notice = Notice.objects.get(person=cast["fraser"])
    assert (notice.text, notice.link) == (commands.ASKED, f"/supervision/samples/{sample.pk}/")


def test_the_same_seed_draws_the_same_records_and_anybody_can_compute_it(cast):
    records = several(cast, 9)
    first, second, other = drawn(cast), drawn(cast), drawn(cast, seed=8)
    by_hand = sorted(records, key=lambda one: hashlib.sha256(f"7:{one.pk}".encode()).hexdigest())[:3]
    assert sessions_of(first) == sessions_of(second) == {one.pk for one in by_hand}
    assert sessions_of(other) != sessions_of(first)
    assert drawn(cast, seed=None).seed > 0


def test_a_record_more_changes_nothing_for_the_others(cast):
    several(cast, 6)
    before = drawn(cast, count=5)
    several(cast, 6, "ruaridh")
    after = drawn(cast, count=12)
    assert sessions_of(before) < sessions_of(after)


def test_only_records_of_two_that_both_signed_here_before_today_are_drawn(cast):
    good = recorded(cast)
    recorded(cast, on=date(2026, 3, 11), state="recorded", signed_on=None)
    recorded(cast, on=date(2026, 3, 12), state="disputed", signed_on=None)
    recorded(cast, on=date(2026, 3, 13), is_imported=True)
    recorded(cast, on=date(2026, 3, 14), signed_on=TODAY)
    recorded(cast, on=date(2026, 3, 15), kind="group", supervisee=None)
    recorded(cast, on=date(2026, 2, 28))
    session(cast, on=date(2026, 3, 16))
    recorded(cast, "ben", on=date(2026, 3, 17), by="ada", unit=cast.south_team, organisation=cast.south)
    assert sessions_of(drawn(cast, count=1)) == {good.pk}
    assert "There is one signed record of these days" in refusal(lambda: drawn(cast, count=2))


def test_a_unit_is_drawn_with_all_below_it(cast):
    in_b = recorded(cast, "shona", by="callum", unit=cast.team_b)
    in_a = recorded(cast)
    assert sessions_of(drawn(cast, count=1, unit=cast.team_b)) == {in_b.pk}
    assert sessions_of(drawn(cast, count=2, unit=cast.service)) == {in_a.pk, in_b.pk}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"by": "morag"}, rules.DRAWS),
        ({"by": "isla"}, rules.DRAWS),
        ({"title": " "}, "Say what the sample is called."),
        ({"held_from": date(2026, 6, 1)}, "The first day comes after the last one. Look at the two dates."),
        ({"held_to": date(2026, 6, 4)}, "Records are drawn of sessions that were held. Choose today or an earlier day "
         "as the last one."),
        ({"readable_until": TODAY}, "The records can be read until a day from tomorrow to 26 August 2026."),
        ({"readable_until": date(2026, 8, 27)}, "The records can be read until a day from tomorrow to 26 August 2026."),
        ({"count": 0}, "Draw between one and 50 records."),
        ({"count": 51}, "Draw between one and 50 records."),
        ({"seed": 0}, "The seed is a whole number from 1 to 2,147,483,647."),
        ({"reviewer": "petra"}, "Petra Blyth does not work here, or can't sign in any more. Choose somebody else."),
        ({"held_from": date(2026, 5, 1)}, "No record of these days was signed by both before today. Choose other days "
         "or another unit."),
        ({"count": 4}, "There are three signed records of these days to draw from, and four were asked for. "
         + rules.INSTEAD),
        ({"reviewer": "morag"}, "There are no signed records of these days to draw from, and three were asked for. "
         f"Morag Lindsay stands too near to three more: {rules.NEAR}. {rules.INSTEAD}"),
    ],
)  # fmt: skip
def test_what_can_not_be_drawn_is_refused_and_leaves_no_trace(cast, entries, given, sentence):
    several(cast, 3)
    assert refusal(lambda: drawn(cast, **given)) == sentence
    assert (DipSample.objects.count(), Finding.objects.count(), Duty.objects.count(), entries()) == (0, 0, 0, [])


# Independence


def can_be_drawn_for(cast, reviewer):
    return queries.urn_of(queries.Draw(cast[reviewer], None, date(2026, 3, 1), date(2026, 5, 31), 1, TODAY)).records


def test_nobody_reads_their_own_records_nor_those_of_where_they_work(cast):
    recorded(cast)
    assert {who for who in EVERYBODY[:12] if not can_be_drawn_for(cast, who)} == {"morag", "eilidh", "ruaridh"}


def test_nobody_reads_records_of_those_above_or_below_them(cast):
    recorded(cast)
    Post.objects.filter(person=cast["morag"]).update(line_manager=cast["catriona"], professional_lead=cast["isla"])
    Post.objects.filter(person=cast["catriona"]).update(line_manager=cast["hamish"])
    Post.objects.filter(person=cast["fraser"]).update(line_manager=cast["eilidh"])
    near = {"morag", "eilidh", "ruaridh", "catriona", "isla", "hamish", "fraser"}
    assert {who for who in EVERYBODY[:12] if not can_be_drawn_for(cast, who)} == near


def test_nobody_reads_records_from_a_unit_that_they_lead_from_above(cast):
    recorded(cast)
    Post.objects.filter(person=cast["catriona"]).update(leads_unit=True)
    assert not can_be_drawn_for(cast, "catriona")


def test_nobody_reads_records_of_their_supervisor_or_supervisee(cast):
    recorded(cast)
    agreement(cast, "fraser", by="morag")
    agreement(cast, "eilidh", by="callum", kind="professional", ends_on=date(2026, 4, 1))
    agreement(cast, "eilidh", by="isla", kind="professional", since=date(2026, 1, 6), ends_on=date(2026, 2, 1))
    near = {"morag", "eilidh", "ruaridh", "fraser", "callum"}
    assert {who for who in EVERYBODY[:12] if not can_be_drawn_for(cast, who)} == near


def test_a_line_that_had_ended_before_binds_nobody(cast):
    recorded(cast)
    Post.objects.create(
        organisation=cast.north, person=cast["callum"], unit=cast.team_a, job_title="Leader", leads_unit=True,
        staff_group="team-leader", starts_on=date(2019, 1, 1), ends_on=date(2026, 2, 28),
    )  # fmt: skip
    assert can_be_drawn_for(cast, "callum")


def test_whoever_comes_to_stand_near_reads_no_more_and_can_still_finish(cast):
    several(cast, 3)
    sample = drawn(cast)
    Post.objects.filter(person=cast["fraser"]).update(line_manager=cast["morag"])
    finding = sample.findings.first()
    assert refusal(lambda: commands.read(finding, by=cast["fraser"])) == rules.TOO_NEAR
    assert commands.finish(sample, by=cast["fraser"]).finished_at == NOON


# Reading


def test_only_the_reviewer_reads_and_only_for_its_time(cast):
    several(cast, 3)
    finding = drawn(cast).findings.first()
    assert those(cast, lambda who: rules.may_read(who, finding)) == {"fraser"}
    with clock.at(NOON + timedelta(weeks=4)):
        assert rules.may_read(cast["fraser"], finding)
    with clock.at(NOON + timedelta(weeks=4, days=1)):
        assert refusal(lambda: commands.read(finding, by=cast["fraser"])) == (
            "The records could be read until 1 July 2026. That time is over."
        )


def test_each_reading_is_recorded_and_shown_and_those_concerned_are_told_once(cast, entries):
    recorded(cast)
    sample = drawn(cast, count=1)
    finding = sample.findings.get()
    for minutes in (0, 5):
        with clock.at(NOON + timedelta(minutes=minutes)):
            commands.read(finding, by=cast["fraser"])
    assert [(one.actor_name, one.reason) for one in entries("finding.read")] == [("Fraser Auld", "Spring")] * 2
    told = Notice.objects.filter(text=commands.WAS_READ)
    assert {(one.person.given_name, one.link) for one in told} == {
        (name, f"/supervision/sessions/{finding.session_id}/") for name in ("Morag", "Eilidh")
    }
    assert told.count() == 2
    (reading,) = queries.sampled_readings_of(finding.session)
    assert (reading.reviewer, reading.title, reading.readable_from, reading.readable_until) == (
        cast["fraser"], "Spring", TODAY, TODAY + timedelta(weeks=4),
    )  # fmt: skip
    assert reading.read_at == (NOON, NOON + timedelta(minutes=5))


def test_a_record_that_was_never_drawn_has_no_readings(cast):
    with CaptureQueriesContext(connection) as asked:
        assert queries.sampled_readings_of(recorded(cast)) == []
    assert not [one for one in asked if "ledger_entry" in one["sql"]]


def test_a_refused_reading_leaves_no_trace(cast, entries):
    recorded(cast)
    finding = drawn(cast, count=1).findings.get()
    before = len(entries())
    assert refusal(lambda: commands.read(finding, by=cast["catriona"])) == rules.REVIEWS
    assert (len(entries()), Notice.objects.filter(text=commands.WAS_READ).count()) == (before, 0)


def test_what_is_personal_is_not_even_asked_for(cast):
    recorded(cast)
    finding = drawn(cast, count=1).findings.get()
    with CaptureQueriesContext(connection) as asked:
        shown = commands.read(finding, by=cast["fraser"])
    assert (shown.reflection, shown.decisions) == ("What power the uniform carried", "Morag books the room by 3 April")
    assert [(one.reference, one.summary) for one in shown.cases] == [("C-1041", "Joint interview")]
    assert not [one["sql"] for one in asked for name in PRIVATE if f'"{name}"' in one["sql"]]


# Findings, and the end


def test_find_again_and_finish_meets_the_duty_and_ends_the_reading(cast, entries):
    several(cast, 3)
    sample = drawn(cast)
    first, *_ = sample.findings.all()
    commands.find(first, by=cast["fraser"], **FOUND)
    assert (
        refusal(lambda: commands.finish(sample, by=cast["fraser"]))
        == "Two of the records still wait for what you found."
    )
    judged(cast, sample, reflective=(1, 2, 4))
    commands.finish(sample, by=cast["fraser"])
    duty = Duty.objects.get(kind="supervision.sample")
    assert (duty.outcome, duty.met_on) == ("met", TODAY)
    assert [one.facts for one in entries("dip_sample.finished")] == [{"records": 3, "found": 3}]
    assert {one.facts == {} for one in entries("finding.made")} == {True}
    assert Notice.objects.get(person=cast["catriona"]).text == commands.FINISHED
    over = "The sample is finished, so its records can't be read any more."
    assert refusal(lambda: commands.read(first, by=cast["fraser"])) == over
    assert refusal(lambda: commands.find(first, by=cast["fraser"], **FOUND)) == over
    assert refusal(lambda: commands.finish(sample, by=cast["fraser"])) == "The sample is finished already."
    assert queries.sampled_readings_of(first.session)[0].readable_until == TODAY


@pytest.mark.parametrize("by", ["catriona", "eilidh", "isla"])
def test_nobody_else_says_what_was_found_or_finishes(cast, by):
    recorded(cast)
    sample = drawn(cast, count=1)
    assert refusal(lambda: commands.find(sample.findings.get(), by=cast[by], **FOUND)) == rules.REVIEWS
    assert refusal(lambda: commands.finish(sample, by=cast[by])) == "The reviewer finishes the sample."


def test_a_grade_is_one_of_four(cast):
    recorded(cast)
    finding = drawn(cast, count=1).findings.get()
    with pytest.raises(Refused, match="from one to four"):
        commands.find(finding, by=cast["fraser"], **FOUND | {"reflective": 0})
    with pytest.raises(Refused, match="from one to four"):
        commands.find(finding, by=cast["fraser"], **FOUND | {"reflective": 5})


def test_when_its_time_is_over_a_sample_can_be_finished_with_what_there_is(cast):
    several(cast, 3)
    sample = drawn(cast)
    commands.find(sample.findings.first(), by=cast["fraser"], **FOUND)
    with clock.at(NOON + timedelta(weeks=5)):
        commands.finish(sample, by=cast["fraser"])
    assert Duty.objects.get(kind="supervision.sample").outcome == "late"


# Results


def shown(cast, sample, who):
    found = queries.results(cast[who], sample)
    return {
        line.unit.name if line.unit else "": (line.records, line.reflective, line.yes["weighs_policy"])
        for line in found.lines
    }


def test_those_who_may_know_each_see_all_and_all_others_no_small_number(cast):
    several(cast, 6)
    several(cast, 2, "shona", by="callum", unit=cast.team_b)
    sample = finished(cast, count=8, reflective=(4, 4, 1))
    everything = shown(cast, sample, "catriona")
    assert {name: count for name, (count, *_) in everything.items()} == {"": 8, "Team A": 6, "Team B": 2}
    assert everything[""] == (8, 7, 8)
    assert shown(cast, sample, "fraser") == everything
    for who in ("isla", "morag", "callum", "eilidh", "una", "hamish"):
        seen = shown(cast, sample, who)
        assert seen == {"": (8, None, 8)}
        assert queries.results(cast[who], sample).leaves_out
        assert queries.findings_of(cast[who], sample) == []


def test_teams_of_five_are_shown_and_fewer_than_five_in_all_are_withheld(cast):
    several(cast, 5)
    several(cast, 5, "shona", by="callum", unit=cast.team_b)
    assert shown(cast, finished(cast, count=10), "eilidh").keys() == {"", "Team A", "Team B"}
    assert shown(cast, finished(cast, count=4), "eilidh") == {}


def test_nothing_comes_out_before_it_is_finished(cast):
    several(cast, 6)
    sample = judged(cast, drawn(cast, count=6))
    assert shown(cast, sample, "catriona") == {}


def test_who_sees_a_sample(cast):
    several(cast, 3)
    running = drawn(cast)
    assert those(cast, lambda who: queries.samples(who).exists()) == {"catriona", "fraser"}
    judged(cast, running)
    commands.finish(running, by=cast["fraser"])
    workers = set(EVERYBODY[:11])
    assert those(cast, lambda who: queries.samples(who).exists()) == workers


# The pages


def test_a_sample_from_the_draw_to_its_results_on_the_pages(cast, signed_in):
    several(cast, 6)
    client = signed_in(cast["catriona"])
    days = {"held_from_day": 1, "held_from_month": 3, "held_from_year": 2026,
            "held_to_day": 31, "held_to_month": 5, "held_to_year": 2026}  # fmt: skip
    typed = {"title": "Spring", "reviewer": "Fraser Auld", "count": "6", "seed": "", "unit": "", **days}
    refused = client.post("/supervision/samples/draw/", typed | {"count": "7"}).content.decode()
    assert "and seven were asked for" in refused
    assert 'value="Spring"' in refused
    answer = client.post("/supervision/samples/draw/", typed)
    sample = DipSample.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/supervision/samples/{sample.pk}/")
    assert "0 of 6 read" in client.get(answer.url).content.decode()
    check = client.get(f"{answer.url}check/").content.decode()
    assert "Drawn again, the same records come out" in check
    assert "six records of 6 that could be drawn" in check
    client = signed_in(cast["fraser"])
    assert "Six of the records still wait for what you found." in client.get(answer.url).content.decode()
    for finding in sample.findings.all():
        record = client.get(f"/supervision/samples/records/{finding.pk}/").content.decode()
        assert "What power the uniform carried" in record
        assert not [word for word in ("Sleeps badly", "31337") if word in record]
        found = {"reflective": "3", "words": "Names the worry first."}
        missing = client.post(f"/supervision/samples/records/{finding.pk}/", found).content.decode()
        assert "Names the worry first." in missing
        assert "Answer “Does it speak of the worker’s development?”" in missing
        found |= dict.fromkeys(FOUND["shows"], "yes")
        assert client.post(f"/supervision/samples/records/{finding.pk}/", found).status_code == 302
    assert client.post(f"{answer.url}finish/").status_code == 302
    everybody = signed_in(cast["eilidh"]).get(answer.url).content.decode()
    assert "The whole sample, 6" in everybody
    assert not [word for word in ("Names the worry first.", "Morag Lindsay", "Eilidh Farrow with") if word in everybody]


def test_an_unfinished_sample_does_not_exist_for_others_and_its_records_for_nobody_but_the_reviewer(cast, signed_in):
    several(cast, 3)
    sample = drawn(cast)
    record = f"/supervision/samples/records/{sample.findings.first().pk}/"
    answers = {
        who: (signed_in(cast[who]).get(f"/supervision/samples/{sample.pk}/").status_code,
              signed_in(cast[who]).get(record).status_code)
        for who in ("fraser", "catriona", "eilidh", "isla", "wren")
    }  # fmt: skip
    assert answers == {
        "fraser": (200, 200), "catriona": (200, 403), "eilidh": (404, 404), "isla": (404, 404), "wren": (404, 404),
    }  # fmt: skip


def questions_of(client, address):
    """How many questions a page asks of the database, when it is opened a second time."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["", "check/"])
@pytest.mark.parametrize("who", ["fraser", "eilidh"])
def test_a_page_asks_as_often_for_five_as_for_one(cast, signed_in, who, address):
    several(cast, 5)
    client = signed_in(cast[who])
    one, five = (f"/supervision/samples/{finished(cast, count=count).pk}/{address}" for count in (1, 5))
    assert questions_of(client, one) <= questions_of(client, five) <= 12
    assert who == "eilidh" or questions_of(client, one) == questions_of(client, five)


def test_a_running_sample_and_a_record_ask_seldom(cast, signed_in):
    several(cast, 5)
    client, one, five = signed_in(cast["fraser"]), drawn(cast, count=1), drawn(cast, count=5)
    pages = [questions_of(client, f"/supervision/samples/{sample.pk}/") for sample in (one, five)]
    assert pages[0] == pages[1] <= 12
    record = questions_of(client, f"/supervision/samples/records/{five.findings.first().pk}/")
    assert record <= 24  # one in four of them writes that it was read


def test_the_list_asks_as_often_for_five_as_for_one(cast, signed_in):
    several(cast, 5)
    client = signed_in(cast["fraser"])
    drawn(cast)
    once = questions_of(client, "/supervision/samples/")
    for _ in range(4):
        drawn(cast)
    assert questions_of(client, "/supervision/samples/") == once <= 12


def test_whose_record_it_is_sees_who_read_it_for_a_sample(cast, signed_in):
    made = recorded(cast)
    recorded(cast, "ruaridh", on=date(2026, 3, 12))
    sample = drawn(cast, count=2)
    pages = ("/supervision/readings/", f"/supervision/sessions/{made.pk}/readings/")
    card = signed_in(cast["eilidh"]).get(f"/supervision/sessions/{made.pk}/").content.decode()
    assert "drawn for the dip sample “Spring”, not read" in card
    assert "Nobody else, as far" not in card
    unread = [signed_in(cast["eilidh"]).get(page).content.decode() for page in pages]
    assert ["Has not read it." in page for page in unread] == [True, True]
    commands.read(sample.findings.get(session=made), by=cast["fraser"])
    for page in (signed_in(cast["eilidh"]).get(one).content.decode() for one in pages):
        assert "<strong>Fraser Auld</strong>, for “Spring”" in page
        assert "Read on 3 June 2026 at 13:00." in page
        assert "Nobody else that you" not in page
    assert "Read on 3 June" in signed_in(cast["morag"]).get(pages[1]).content.decode()
    mine = signed_in(cast["ruaridh"]).get(pages[0]).content.decode()
    assert "Has not read it." in mine
    assert "Read on" not in mine
    assert "Drawn for a dip sample" not in signed_in(cast["morag"]).get(pages[0]).content.decode()
