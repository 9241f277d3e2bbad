"""Do two years of supervision tell what they were meant to, and is what waits today what the rooms would ask for?"""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cairn.config.demonstration import PASSWORD
from cairn.cycle.duties.models import Duty
from cairn.cycle.evidence.models import Annotation, Measurement, Revision
from cairn.foundation.core import clock
from cairn.foundation.core.xmr import xmr
from cairn.foundation.ledger.models import Entry, Signature
from cairn.foundation.people.models import Organisation, Person, Post
from cairn.foundation.standards.models import Statement
from cairn.practice.supervision.models import Agreement, DipSample, ParticularNeed, Session, ViewTally

# Half a minute of work: the whole of both employers is built once for this file.
pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
FREQUENCY = "sa.4.d.5b"


def months(indicator, unit):
    """The months of a figure that are over, oldest first."""
    found = Measurement.objects.filter(series__indicator=indicator, series__unit__code=unit).order_by("month")
    return [(one.month, one.numerator / one.denominator) for one in found if one.month < date(2026, 11, 1)]


def signs(indicator, unit):
    """The months that bear a sign of a special cause."""
    over = months(indicator, unit)
    marks = xmr([value for _, value in over]).marks
    return [month for (month, _), mark in zip(over, marks, strict=True) if mark]


@pytest.mark.parametrize("slug", ["strathcairn", "eldermarsh"])
def test_everybody_with_a_line_manager_is_supervised_for_two_years(slug):
    employer = Organisation.objects.get(slug__startswith=slug)
    managed = set(
        Post.objects.current().filter(organisation=employer, line_manager__isnull=False).values_list("person")
    )
    agreed = set(Agreement.objects.in_force().filter(organisation=employer, kind="line").values_list("supervisee"))
    assert len(managed - agreed) <= 3
    held = Session.objects.took_place().filter(organisation=employer)
    assert len(set(held.values_list("month", flat=True))) >= 25


def test_sessions_were_cancelled_cut_short_prepared_and_signed():
    assert {"cancelled", "held", "recorded", "disputed", "signed", "planned"} == set(
        Session.objects.values_list("state", flat=True)
    )
    assert Session.objects.filter(was_cut_short=True).count() > 200
    assert set(Session.objects.exclude(reason="").values_list("reason", flat=True)) == {
        *("sickness", "leave", "emergency", "court", "workload", "room", "other")
    }
    assert Session.objects.filter(state="signed", personal__sealed=False).count() == 0


def test_in_adults_north_supervision_falls_after_two_leaders_left_and_stays_low():
    low = [month for month, value in months("supervision.held", "AN") if value < 0.75]
    assert low == [date(2026, month, 1) for month in range(3, 11)]
    assert set(low) <= set(signs("supervision.held", "AN"))
    assert set(low) <= set(signs("supervision.signed", "AN"))


def test_elsewhere_it_stays_as_it_was():
    for unit in ("CF", "AS", "JU"):
        assert min(value for _, value in months("supervision.held", unit)) > 0.85, unit


def test_in_england_it_recovers_with_the_new_leader():
    found = dict(months("supervision.signed", "AD-SOU"))
    summer = [found[date(2026, month, 1)] for month in range(5, 10)]
    assert max(summer) < 0.75 < found[date(2026, 2, 1)]


def test_somebody_said_on_the_chart_what_happened():
    assert set(Annotation.objects.values_list("unit__code", "month")) == {
        ("AN", date(2026, 3, 1)),
        ("AN-LOC", date(2026, 3, 1)),
        ("AD-SOU", date(2026, 4, 1)),
    }


@pytest.fixture
def isla(client: Client) -> Client:
    """The chief social work officer, signed in."""
    client.post(reverse("account_login"), {"login": "isla.renwick@strathcairn.example", "password": PASSWORD})
    return client


def test_a_signed_judgement_stands_against_what_the_records_showed(isla):
    statement = Statement.objects.get(framework__urn="urn:cairn:framework:south-ayrshire", ref=FREQUENCY)
    said = isla.get(reverse("standards:statement", args=[statement.pk])).content.decode()
    assert "Judgement and evidence disagree." in said
    assert "Self-evaluation, spring 2026: judged 5" in said


def test_no_month_that_was_over_came_out_differently():
    assert Revision.objects.count() == 0


def test_what_is_owed_now_is_what_the_rooms_plan():
    """But for an agreement that nobody has made yet, and a turn or two of which the time has just come."""
    planned = [entry.facts for entry in Entry.objects.filter(act="duty.planned")]
    assert sum(facts["changed"] for facts in planned if facts["kind"].startswith("supervision.")) <= 3


def owed(email):
    """The kinds of what somebody owes now."""
    return set(Duty.objects.open().begun().filter(bearer__email=email).values_list("kind", flat=True))


def test_a_practitioner_finds_a_record_to_sign():
    assert "supervision.sign_record" in owed("eilidh.farrow@strathcairn.example")
    assert "supervision.sign_record" in owed("megan.oakshott@eldermarsh.example")


def test_a_team_leader_finds_something_of_everything():
    wanted = {f"supervision.{verb}" for verb in ("hold", "prepare", "rebook", "record", "sign_record")}
    assert wanted <= owed("morag.lindsay@strathcairn.example")


def test_the_newly_qualified_worker_has_prepared_for_the_next_session():
    priya = Person.objects.get(email="priya.nandakumar@strathcairn.example")
    booked = Session.objects.filter(supervisee=priya, planned_on__gte=clock.today(), state="planned").get()
    assert booked.supervisee_prepared_on is not None
    assert booked.supervisor_prepared_on is None


def test_what_lies_between_people_today_is_signed_in_the_ledger():
    signed = Session.objects.filter(supervisee__email="priya.nandakumar@strathcairn.example", state="signed")
    subject = f"supervision.Session:{signed.order_by('-held_on').first().pk}"
    assert Signature.objects.filter(subject=subject).count() == 2


def test_one_record_is_not_agreed_and_says_why():
    disputed = Session.objects.filter(state="disputed")
    assert [one.disagreements.count() for one in disputed] == [1, 1]


def test_there_is_a_group_a_stand_in_professional_supervision_and_more_than_the_policy_asks():
    assert Agreement.objects.filter(kind="group").count() == 3
    assert Agreement.objects.in_force().filter(stands_in_for__isnull=False).count() >= 8
    assert Agreement.objects.in_force().filter(kind="professional").count() >= 5
    assert ParticularNeed.objects.current().count() == 2
    assert Session.objects.filter(kind="group", attendances__was_there=True).exists()


def test_samples_are_read_and_supervisees_have_said_how_it_was():
    assert DipSample.objects.filter(finished_at__isnull=False).count() == 2
    assert DipSample.objects.filter(finished_at=None).count() == 2
    assert ViewTally.objects.count() > 500
