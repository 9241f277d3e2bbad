"""Is a supervision policy whole, dated, adopted by those who answer for it, and never a change of the past?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import StaffGroup
from cairn.practice.supervision.asked import STARTING, Asked, fault_in
from cairn.practice.supervision.commands import policies as commands
from cairn.practice.supervision.models import Line, Period, Policy
from cairn.practice.supervision.queries import policies as queries
from cairn.practice.supervision.rules import policies as rules

MORNING, TODAY = datetime(2026, 9, 1, 9, 0, tzinfo=UTC), date(2026, 9, 1)
NORTH = ("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "petra")
NEW, AGENCY = StaffGroup.NEWLY_QUALIFIED, StaffGroup.AGENCY


@pytest.fixture(autouse=True)
def _one_morning():
    """Every test begins at nine on 1 September 2026."""
    with clock.at(MORNING):
        yield


def adopt(cast, *, by="isla", lines=STARTING, starts_on=TODAY, **given):
    given = {"title": "Our policy"} | given
    return commands.adopt(cast.north, lines=lines, starts_on=starts_on, by=cast[by], **given)


def with_weeks(*weeks):
    """The proposal, with other lines for newly qualified staff."""
    others = [line for line in STARTING if line.staff_group != NEW]
    return [*others, *(Asked(NEW, 1, Period.WEEK, 90, first, end) for first, end in weeks)]


def test_the_proposal_says_what_the_standards_ask():
    said = [(line.staff_group, line.from_week, line.to_week, line.every, line.period) for line in STARTING]
    assert said[:3] == [(NEW, 0, 6, 1, "week"), (NEW, 6, 26, 2, "week"), (NEW, 26, None, 1, "month")]
    assert {line.minutes for line in STARTING} == {90}
    assert {line.staff_group: (line.every, line.period) for line in STARTING[3:]} == (
        {group: (1, "month") for group in StaffGroup.values if group not in (NEW, AGENCY, StaffGroup.STUDENT)}
        | {AGENCY: (8, "shift"), StaffGroup.STUDENT: (1, "agreed")}
    )
    assert fault_in(STARTING) == ""


@pytest.mark.parametrize(
    ("weeks", "fault"),
    [
        ([(0, 6), (8, None)], "nothing is said about weeks 7 to 8."),
        ([(0, 6), (7, None)], "nothing is said about week 7."),
        ([(2, None)], "nothing is said about weeks 1 to 2."),
        ([(0, 6)], "nothing is said about week 7 and after."),
        ([(0, 6), (4, None)], "there are two lines for weeks 5 to 6."),
        ([(0, None), (6, 8)], "there are two lines for weeks 7 to 8."),
        ([(0, None), (6, None)], "there are two lines for week 7 and after."),
        ([(0, 0)], "the line that begins in week 1 ends before it begins."),
    ],
)
def test_weeks_without_a_line_or_with_two_are_named(cast, weeks, fault, entries):
    with pytest.raises(Refused) as refused:
        adopt(cast, lines=with_weeks(*weeks))
    assert str(refused.value) == f"Newly qualified social worker: {fault}"
    assert (Policy.objects.count(), entries()) == (0, [])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (Asked(AGENCY, 0, "shift"), "the frequency must be between 1 and 60."),
        (Asked(AGENCY, 61, "shift"), "the frequency must be between 1 and 60."),
        (Asked(AGENCY, 8, "shift", 0), "a session takes between 15 and 480 minutes."),
        (Asked(AGENCY, 8, "shift", 2000), "a session takes between 15 and 480 minutes."),
        (Asked(AGENCY, 8, "year"), "say in what the frequency is counted."),
    ],
)
def test_values_that_make_no_sense_are_named(line, fault):
    assert fault_in([*(one for one in STARTING if one.staff_group != AGENCY), line]) == f"Agency social worker: {fault}"


def test_a_staff_group_that_was_left_out_is_named():
    lines = [line for line in STARTING if line.staff_group not in (AGENCY, StaffGroup.STUDENT)]
    assert fault_in(lines) == (
        "Nothing is said about: Student on placement, Agency social worker. Every staff group needs a line."
    )
    assert fault_in([*STARTING, Asked("king", 1, "week")]) == "There is no staff group called king."


def test_those_who_answer_for_practice_adopt(cast):
    assert {who for who in NORTH if rules.may_adopt(cast[who], cast.north)} == {"isla", "catriona"}
    assert rules.may_adopt(cast["wren"], cast.north).reason == rules.ADOPTS


def test_adopt_keeps_records_and_tells(cast, entries):
    policy = adopt(cast, title=" Our policy ", sign_within=8, words="Booked a year ahead.")
    assert (policy.title, policy.sign_within, policy.rebook_within, policy.is_pro_rata) == ("Our policy", 8, 5, True)
    assert Line.objects.filter(policy=policy).count() == len(STARTING)
    (entry,) = entries()
    assert (entry.act, entry.actor) == ("supervision_policy.adopted", str(cast["isla"].pk))
    assert "newly-qualified: weeks 1 to 6: every week, at least 90 minutes" in entry.facts["lines"]
    assert "agency: every eight shifts worked, at least 90 minutes" in entry.facts["lines"]
    told = set(Notice.objects.values_list("person", flat=True))
    assert told == {cast[who].pk for who in NORTH if who not in ("hamish", "petra")}
    assert set(Notice.objects.values_list("text", flat=True)) == {commands.ADOPTED}


@pytest.mark.parametrize(
    ("starts_on", "sentence"),
    [
        (TODAY - timedelta(days=1), "A policy begins today or later. What was in force before stays as it was."),
        (TODAY + timedelta(days=800), "That is more than two years ahead. Look at the year."),
    ],
)
def test_a_policy_begins_today_or_soon(cast, starts_on, sentence):
    with pytest.raises(Refused) as refused:
        adopt(cast, starts_on=starts_on)
    assert str(refused.value) == sentence


def test_two_policies_can_not_begin_on_one_day(cast, policy, entries):
    adopt(cast, title="Second")
    with pytest.raises(Refused, match=r"Another policy begins on .*: Second\. Choose another day\."):
        adopt(cast, title="Third")
    assert len(entries("supervision_policy.adopted")) == 2


def test_what_held_on_a_day_is_what_held_then(cast, policy):
    monthly = [Asked(group, 1, Period.MONTH) for group in StaffGroup.values]
    with clock.at(datetime(2026, 3, 2, 9, 0, tzinfo=UTC)):
        second = adopt(cast, lines=monthly, title="Second", starts_on=date(2026, 3, 4))
    asked = {
        day: queries.policy_on(cast["eilidh"], day)
        for day in (date(2025, 1, 5), date(2025, 1, 6), date(2026, 3, 3), date(2026, 3, 4), TODAY)
    }
    assert list(asked.values()) == [None, policy, policy, second, second]
    assert queries.lines_of(policy) == queries.lines_of(None)
    assert [policy.title for policy in queries.policies(cast["eilidh"])] == ["Second", "Supervision policy"]
    assert list(queries.policies(cast["ben"])) == []


def test_what_has_not_begun_is_taken_back(cast, policy, entries):
    later = adopt(cast, title="Later", starts_on=TODAY + timedelta(days=9))
    with pytest.raises(Refused, match="Only the chief or principal social worker"):
        commands.take_back(later, by=cast["morag"])
    commands.take_back(later, by=cast["isla"])
    assert list(Policy.objects.all()) == [policy]
    assert entries("supervision_policy.taken_back")[0].facts["title"] == "Later"
    with pytest.raises(Refused, match="This policy has begun"):
        commands.take_back(policy, by=cast["isla"])


# Pages


def test_until_one_is_adopted_the_page_is_a_proposal(cast, signed_in):
    page = signed_in(cast["eilidh"]).get("/supervision/policy/").content.decode()
    assert "No supervision policy is in force yet" in page
    assert "Newly qualified social worker, weeks 1 to 6" in page
    assert "Adopt this from today" not in page
    assert "Adopt this from today" in signed_in(cast["isla"]).get("/supervision/policy/").content.decode()


def test_the_proposal_is_adopted_with_one_button(cast, signed_in):
    answer = signed_in(cast["isla"]).post("/supervision/policy/adopt-proposal/")
    assert (answer.status_code, answer.url) == (302, "/supervision/policy/")
    assert Policy.objects.get().starts_on == TODAY
    page = signed_in(cast["eilidh"]).get("/supervision/policy/").content.decode()
    assert "adopted by Isla Renwick" in page
    assert "Every eight shifts worked" in page


def test_the_policy_of_any_day_is_read(cast, policy, signed_in):
    adopt(cast, title="Second")
    client = signed_in(cast["eilidh"])
    asked = "/supervision/policy/?on_day=3&on_month=3&on_year={}"
    headings = [
        client.get(address).content.decode().split("<h1")[1].split("</h1>")[0].split(">")[1]
        for address in (
            "/supervision/policy/",
            asked.format(2025),
            asked.format(2024),
            f"/supervision/policy/{policy.pk}/",
        )
    ]
    nothing = "No supervision policy is in force on 3 March 2024"
    assert headings == ["Second", "Supervision policy", nothing, "Supervision policy"]


def sent(form, **changes):
    """What a browser sends when the form is left as it was drawn."""
    typed = {}
    for bound in form:
        value = bound.value()
        if bound.field.widget.__class__.__name__ == "DateParts":
            continue
        if value not in (None, False, ""):
            typed[bound.html_name] = "on" if value is True else value
        elif bound.name.endswith("-every"):
            typed[bound.html_name] = ""
    typed |= {"starts_on_day": TODAY.day, "starts_on_month": TODAY.month, "starts_on_year": TODAY.year}
    return typed | changes


def test_a_policy_of_ones_own_is_adopted_on_the_page(cast, signed_in):
    from cairn.practice.supervision.forms.policies import AdoptForm
    from cairn.practice.supervision.views.policies import _before

    client = signed_in(cast["isla"])
    drawn = client.get("/supervision/policy/adopt/")
    assert (drawn.status_code, len(drawn.content) < 100_000) == (200, True)
    form = AdoptForm(lines=STARTING, initial=_before(None))
    refused = client.post("/supervision/policy/adopt/", sent(form, **{"newly-qualified-1-until": "5"}))
    assert "Newly qualified social worker: the line that begins in week 7 ends before it begins." in (
        refused.content.decode()
    )
    changes = {"social-worker-0-until": "52", "social-worker-1-every": "6", "social-worker-1-period": "week"}
    open_end = client.post("/supervision/policy/adopt/", sent(form, **changes)).content.decode()
    assert "Say how many minutes" in open_end
    done = client.post("/supervision/policy/adopt/", sent(form, **changes, **{"social-worker-1-minutes": "60"}))
    assert (done.status_code, done.url) == (302, "/supervision/policy/")
    assert list(Line.objects.filter(staff_group="social-worker").values_list("from_week", "to_week", "minutes")) == [
        (0, 52, 90),
        (52, None, 60),
    ]
    assert Line.objects.count() == len(STARTING) + 1


def test_a_row_after_an_open_one_is_refused_where_it_stands(cast, signed_in):
    from cairn.practice.supervision.forms.policies import AdoptForm
    from cairn.practice.supervision.views.policies import _before

    form = AdoptForm(lines=STARTING, initial=_before(None))
    changes = {"social-worker-1-every": "6", "social-worker-1-period": "week", "social-worker-1-minutes": "60"}
    page = signed_in(cast["isla"]).post("/supervision/policy/adopt/", sent(form, **changes)).content.decode()
    assert "Social worker: say until which week the row before holds" in page
    assert not Policy.objects.exists()


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_as_little_for_five_policies_as_for_one(
    cast, signed_in, django_assert_max_num_queries, count, policy
):
    for number in range(1, count):
        adopt(cast, title=f"No {number}", starts_on=TODAY + timedelta(days=number))
    client = signed_in(cast["isla"])
    client.get("/supervision/policy/")
    with django_assert_max_num_queries(7):
        client.get("/supervision/policy/")
