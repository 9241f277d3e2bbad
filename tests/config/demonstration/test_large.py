"""Is the large organisation what the rooms themselves would have made of its years?"""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from tests.groundwork import groundwork

from cairn.config.demonstration import PASSWORD, who
from cairn.config.demonstration.large.build import Built, build_large, measure_large
from cairn.cycle.duties.models import Duty
from cairn.cycle.evidence.measuring import measure
from cairn.cycle.evidence.models import Measurement
from cairn.foundation.core import clock, months
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.ledger.verification import verify_installation
from cairn.foundation.people.models import Organisation, Person, Post
from cairn.practice.supervision.models import Agreement, Session, Terms

TODAY = date(2026, 11, 19)
NOON = datetime.combine(TODAY, time(12), ZoneInfo("Europe/London"))
OF_TWO = {"kind__in": ("line", "professional")}

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@groundwork(at=NOON)
def large() -> Built:
    """150 people and three years, with all figures."""
    built = build_large(people=150, years=3, today=TODAY)
    measure_large(built)
    return built


@pytest.fixture(autouse=True)
def at_noon(large):
    """Noon of the day for which it was made."""
    with clock.at(NOON):
        yield


def test_so_many_people_work_there_with_three_years_behind_them(large):
    assert (large.first, large.counts["people"]) == (date(2023, 11, 1), 150)
    assert Person.objects.filter(is_active=True).count() == 150
    assert Session.objects.count() == large.counts["sessions"] > 5000
    assert Duty.objects.count() - large.counts["duties"] <= 5


def test_what_is_owed_now_is_what_the_rooms_themselves_plan(large):
    """But for agreements and registrations that nobody has yet, planning found nothing to raise, move or take back."""
    planned = Entry.objects.filter(act="duty.planned").values_list("facts", flat=True)
    assert {facts["kind"] for facts in planned} <= {"supervision.agree", "registration.join"}


def test_a_turn_is_met_by_a_session_of_its_day_and_counted_from_the_one_before(large):
    held = set(Session.objects.took_place().filter(**OF_TWO).values_list("supervisee_id", "kind", "held_on"))
    duties = Duty.objects.filter(kind__in=("supervision.hold", "supervision.professional"), awaited_by__isnull=False)
    kinds = {"supervision.hold": "line", "supervision.professional": "professional"}
    met = duties.filter(outcome__in=("met", "late")).values_list("awaited_by_id", "kind", "met_on")
    assert {(person, kinds[kind], day) for person, kind, day in met} == held
    assert duties.filter(outcome="met", met_on__gt=F("due_on")).count() == 0
    assert duties.filter(outcome="late", met_on__lte=F("due_on")).count() == 0
    firsts = {agreement.starts_on.isoformat() for agreement in Agreement.objects.all()}
    days = {day.isoformat() for _, _, day in held} | firsts
    assert set(duties.values_list("occasion", flat=True)) <= days


def test_unit_and_staff_group_are_as_on_the_day(large):
    posts = {}
    for post in Post.objects.all():
        posts.setdefault(post.person_id, []).append(post)
    for session in Session.objects.filter(**OF_TWO):
        held = [post for post in posts[session.supervisee_id] if post.holds_on(session.day)]
        assert [(post.unit_id, post.staff_group) for post in held] == [(session.unit_id, session.staff_group)]
        assert session.month == months.first_of(session.day)


def test_what_was_lost_says_why_and_was_booked_again(large):
    lost = Session.objects.filter(state="cancelled")
    assert lost.count() > 200
    assert lost.filter(reason="").count() == 0
    again = lost.filter(rebooked_to__isnull=False).select_related("rebooked_to")
    assert again.count() > 200
    assert [one for one in again if one.rebooked_to.planned_on <= one.planned_on] == []


def test_agreements_of_a_kind_follow_each_other(large):
    chains = {}
    for one in Agreement.objects.filter(**OF_TWO).order_by("starts_on"):
        chains.setdefault((one.supervisee_id, one.kind), []).append(one)
    followed = [(one, then) for chain in chains.values() for one, then in pairwise(chain)]
    assert len(followed) > 20
    assert {then.starts_on - one.ends_on for one, then in followed} == {timedelta(days=1)}
    assert {then.follows_id == one.pk for one, then in followed} == {True}


def test_the_guards_hold_for_it_as_for_everybody(large):
    assert Terms.objects.filter(sealed=False).count() == 0
    for change in (Terms.objects.update, Session.objects.filter(state="signed").update):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(**{"covers": "Less."} if change == Terms.objects.update else {"minutes": 1})


def test_one_entry_speaks_for_all_records_and_the_ledger_stands(large):
    entry = Entry.objects.get(act="organisation.invented")
    facts = entry.facts
    assert (facts["people"], facts["years"], facts["seed"]) == (150, 3, 7)
    assert facts["rows"]["sessions"] == large.counts["sessions"]
    assert [report.in_words() for report in verify_installation() if not report.is_whole] == []


def test_all_months_are_measured_and_nothing_changes_when_they_are_again(large):
    held = Measurement.objects.filter(series__indicator="supervision.held", series__unit=None, series__staff_group="")
    assert held.count() == 37  # the running one among them
    assert 0.6 < sum(one.numerator for one in held) / sum(one.denominator for one in held) < 0.97
    assert measure(large.organisation.pk, large.first, TODAY).changed == []


def test_somebody_can_look_round_in_each_place(large):
    people = list(who())
    assert len(people) == 12
    assert {password for _, password, _ in people} == {PASSWORD}
    for email, _, _ in people:
        assert Person.objects.get(email=email).check_password(PASSWORD)


def test_there_is_only_one(large):
    with pytest.raises(Refused, match="Glenmarrow Council, the large demonstration, is in this database already"):
        build_large(people=60, years=1)
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(("people", "years"), [(10, 1), (100, 0), (100, 40)])
def test_what_makes_no_sense_is_refused(people, years):
    with pytest.raises(Refused, match="at least 50 people, and 1 to 30 years"):
        build_large(people=people, years=years)
