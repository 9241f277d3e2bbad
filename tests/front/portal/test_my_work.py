"""Does the start page say what waits, soonest first, and lead to where it is done, for everybody at the same cost?"""

import re
from datetime import UTC, datetime, timedelta

import pytest

from cairn.cycle.duties.kinds import Owed
from cairn.cycle.duties.models import Duty
from cairn.cycle.duties.owing import raise_each
from cairn.cycle.evidence import commands as evidence
from cairn.cycle.improvement import commands as improvement
from cairn.foundation.core import clock


@pytest.fixture(autouse=True)
def _one_morning():
    """Every test begins at nine on 1 September 2026."""
    with clock.at(datetime(2026, 9, 1, 9, 0, tzinfo=UTC)):
        yield


def given(cast, *, owner="eilidh", by="morag", due=10, what="Sign before leaving"):
    due_on = clock.today() + timedelta(days=due)
    return improvement.raise_action(by=cast[by], what=what, why="Late records", owner=cast[owner], due_on=due_on)


def page(signed_in, person):
    return signed_in(person).get("/").content.decode()


def heading(content):
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", content, re.S).group(1)).strip()


def test_signed_out_there_is_nothing(client, db):
    assert client.get("/").url == "/sign-in/?next=/"


def test_nothing_waits(signed_in, cast):
    content = page(signed_in, cast["una"])
    assert heading(content) == "Nothing is waiting for you"
    assert "Everything that Cairn knows of is in order." in content


def test_what_waits_leads_to_where_it_is_done(signed_in, cast):
    action = given(cast)
    content = page(signed_in, cast["eilidh"])
    assert heading(content) == "One thing is waiting"
    assert f'<a class="govuk-link" href="/actions/{action.pk}/">Sign before leaving</a>' in content
    assert "Nothing is late." in content


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((1,), "One thing is waiting, and it is late"),
        ((1, 10), "Two things are waiting, one is late"),
        ((1, 2, 10), "Three things are waiting, two are late"),
    ],
)
def test_the_heading_says_what_is_late(signed_in, cast, days, said):
    for number, due in enumerate(days):
        given(cast, due=due, what=f"Thing {number}")
    with clock.at(clock.now() + timedelta(days=5)):
        content = page(signed_in, cast["eilidh"])
    assert heading(content) == said
    assert "Start with what is late." in content


def test_minutes_in_all(signed_in, cast):
    for number in (1, 2):
        evidence.add(
            by=cast["fraser"], title=f"Return {number}", kind="record", reference="R",
            happened_on=clock.today(), expires_on=clock.today() + timedelta(days=number),
        )  # fmt: skip
    assert "About 10 minutes in all." in page(signed_in, cast["fraser"])


def test_later_done_and_stuck_stand_apart(signed_in, cast):
    given(cast, due=29, what="Next quarter")
    shown = evidence.add(
        by=cast["fraser"], title="Minute", kind="record", reference="M", happened_on=clock.today(), owner=cast["eilidh"]
    )
    done = given(cast, what="Signed already")
    improvement.finish(
        done, by=cast["eilidh"], done_words="Done.", check_on=clock.today() + timedelta(days=60), evidence=[shown]
    )
    given(cast, due=0, what="Due today")
    eilidh, morag = page(signed_in, cast["eilidh"]), page(signed_in, cast["morag"])
    assert heading(eilidh) == "One thing is waiting"
    assert '<a class="govuk-link" href="#later">Later (1)</a>' in eilidh
    assert '<a class="govuk-link" href="#done">Done this month (1)</a>' in eilidh
    assert "#others" not in eilidh
    assert '<a class="govuk-link" href="#others">What others owe you (1)</a>' in morag
    assert 'Due today</a><p class="why">Eilidh Farrow</p>' in morag


def test_a_signature_is_marked(signed_in, cast):
    on = clock.today()
    owed = Owed(about="evaluation.Round:00000000-0000-4000-8000-000000000000", opens_on=on, due_on=on, office="cswo")
    raise_each("evaluation.sign", [owed], organisation_id=cast.north.pk)
    assert '<span class="tag tag--look">Waiting for you</span>' in page(signed_in, cast["isla"])


def test_more_than_a_page_can_hold_is_said(signed_in, cast):
    on, eilidh = clock.today(), cast["eilidh"]
    owed = [
        Owed(
            about=f"improvement.Action:{n:08}-0000-4000-8000-000000000000", opens_on=on, due_on=on, bearer_id=eilidh.pk
        )
        for n in range(150)
    ]
    raise_each("improvement.carry", owed, organisation_id=cast.north.pk)
    content = page(signed_in, eilidh)
    assert heading(content) == "More than 100 things are waiting"
    assert len(content) < 100_000


def test_nobody_sees_what_another_employer_owes(signed_in, cast):
    given(cast, owner="ben", by="ada", what="South only")
    assert "South only" not in page(signed_in, cast["isla"])


@pytest.mark.parametrize("who", ["eilidh", "morag", "isla", "fraser", "hamish", "una"])
def test_cost_does_not_grow(signed_in, cast, who, django_assert_max_num_queries):
    client = signed_in(cast[who])
    client.get("/")
    for rows in (1, 5):
        for number in range(rows):
            given(cast, owner=who if who != "hamish" else "eilidh", by="isla", what=f"{rows} {number}", due=0)
        with django_assert_max_num_queries(12):
            client.get("/")
    assert Duty.objects.count() == 6
