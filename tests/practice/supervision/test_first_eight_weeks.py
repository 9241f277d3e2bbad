"""The first eight weeks of a newly qualified worker, week by week, and who sees what of them afterwards.

Given a policy that asks for a session every week, six are held and signed, one is cancelled and booked again, and one
is cut short. The supervisor sees all of it, whoever leads the service that and how long, the chief social work officer
only behind broken glass and not without telling, and an outsider nothing at all.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.groundwork import groundwork
from tests.practice.supervision.sessions_made import facts
from tests.practice.supervision.terms_made import in_force, terms

from cairn.cycle.duties.commands.planning import plan_ahead
from cairn.cycle.duties.models import Duty
from cairn.cycle.evidence.measuring import measure
from cairn.foundation.core import clock
from cairn.foundation.ledger import verification
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Post
from cairn.practice.supervision.commands import policies, preparations, records, sessions
from cairn.practice.supervision.duties import HOLD
from cairn.practice.supervision.models import Session
from cairn.practice.supervision.said import Said

FIRST = date(2026, 8, 3)  # a Monday
WEEK = timedelta(weeks=1)
SECRET = "I lay awake before my first removal."
WHY = "A formal concern about her first removal has to be looked at today."


def at(day, hour=9):
    return datetime.combine(day, time(hour), ZoneInfo("Europe/London"))


@groundwork
def eight_weeks(cast):
    """Eilidh began on 3 August as a newly qualified worker under Morag; eight weeks go by."""
    with clock.at(at(FIRST - WEEK)):
        policies.adopt_starting(cast.north, by=cast["isla"])
    Post.objects.filter(person=cast["eilidh"]).update(starts_on=FIRST, staff_group="newly-qualified")
    with clock.at(at(FIRST)):
        agreement = in_force(cast, starts_on=FIRST, terms=terms(review_on=date(2027, 7, 1)))
        plan_ahead(cast.north, HOLD)
    for week in range(1, 9):
        _week(cast, agreement, week, FIRST + week * WEEK - timedelta(days=1))
    return agreement


def _week(cast, agreement, week, sunday):
    """Booked on Monday, prepared by both, held on Thursday and signed on Friday, but for the third and the sixth."""
    monday, thursday = sunday - timedelta(days=6), sunday - timedelta(days=3)
    with clock.at(at(monday)):
        plan_ahead(cast.north, HOLD)
        session = sessions.plan(agreement, on=thursday, at=time(10), by=cast["morag"])
        for name in ("morag", "eilidh"):
            preparations.prepare(session, texts={"practice": f"Week {week}"}, version=0, share=True, by=cast[name])
    if week == 3:
        with clock.at(at(thursday, 8)):
            sessions.cancel(
                session, because_of="supervisor", reason="court", rebook_on=thursday + timedelta(days=1),
                by=cast["morag"],
            )  # fmt: skip
        session, thursday = Session.objects.get(state="planned"), thursday + timedelta(days=1)
    cut = {"minutes": 35, "was_cut_short": True, "because_of": "organisation", "reason": "emergency"}
    with clock.at(at(thursday, 12)):
        sessions.hold(session, facts=facts(**cut if week == 6 else {"minutes": 95}), by=cast["morag"])
    with clock.at(at(sunday, 12)):
        said = Said(workload_and_stress=SECRET if week == 5 else "", reflection=f"What week {week} was like.")
        records.write(session, said=said, version=0, by=cast["morag"])
    for hour, name in ((13, "morag"), (14, "eilidh")):
        with clock.at(at(sunday, hour)):
            records.sign(session, by=cast[name])


def test_every_week_was_owed_and_met(cast, eight_weeks):
    turns = Duty.objects.filter(kind="supervision.hold", awaited_by=cast["eilidh"]).exclude(outcome="")
    # What was cancelled in the third week was held a day after it was due, and no week was left out.
    assert [one.outcome for one in turns.order_by("due_on")] == ["met"] * 2 + ["late"] + ["met"] * 5
    waiting = Duty.objects.open().filter(kind="supervision.hold").get()
    last = Session.objects.took_place().order_by("-held_on").values_list("held_on", flat=True)[0]
    # Since the seventh week a session every two weeks is asked for.
    assert waiting.due_on == last + 2 * WEEK
    left = Duty.objects.open().filter(kind__startswith="supervision.").exclude(kind__in=["supervision.hold"])
    assert [duty.kind for duty in left if duty.awaited_by_id == cast["eilidh"].pk] == []


def test_the_record_of_eight_weeks(cast, eight_weeks):
    states = list(Session.objects.order_by("planned_on").values_list("state", "was_cut_short"))
    assert states.count(("signed", False)) == 7
    assert states.count(("signed", True)) == 1
    assert states.count(("cancelled", False)) == 1
    cancelled = Session.objects.get(state="cancelled")
    assert (cancelled.because_of, cancelled.reason, cancelled.rebooked_to.state) == ("supervisor", "court", "signed")
    assert verification.verify_organisation(cast.north.pk).problems == []


def test_the_supervisor_sees_everything(cast, eight_weeks, signed_in):
    fifth = _fifth(cast)
    for name in ("morag", "eilidh"):
        page = signed_in(cast[name]).get(fifth).content.decode()
        assert SECRET in page
        assert "Nobody else, as far as you have been told." in page


def test_whoever_leads_the_service_sees_that_and_how_long(cast, eight_weeks, signed_in):
    client = signed_in(cast["catriona"])
    page = client.get("/supervision/sessions/?words=Farrow").content.decode()
    assert "Nine sessions" in page
    assert "35 minutes, cut short: emergency or duty work" in page
    assert "cancelled on" in page
    assert SECRET not in client.get(_fifth(cast)).content.decode()
    for month in (date(2026, 8, 1), date(2026, 9, 1)):
        measure(cast.north.pk, month, month)
    figure = client.get(f"/evidence/figures/supervision.cut_short/units/{cast.team_a.pk}/").content.decode()
    assert SECRET not in figure


def test_the_chief_breaks_glass_and_the_person_is_told(cast, eight_weeks, signed_in):
    chief, fifth = signed_in(cast["isla"]), _fifth(cast)
    page = chief.get(fifth)
    assert page.status_code == 404 or SECRET not in page.content.decode()
    answer = chief.post(f"{fifth}break-glass/", {"ground": "conduct", "words": WHY, "declared": "on"})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert SECRET in chief.get(answer.url).content.decode()
    assert Notice.objects.filter(person=cast["eilidh"], text__icontains="opened").exists()
    mine = signed_in(cast["eilidh"]).get(f"{fifth}readings/").content.decode()
    assert cast["isla"].full_name in mine
    assert "A formal matter of conduct" in mine
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert SECRET not in signed_in(cast["isla"]).get(answer.url).content.decode()


def test_an_outsider_sees_nothing(cast, eight_weeks, signed_in):
    fifth = _fifth(cast)
    nothing = f"/supervision/sessions/{'0' * 8}-0000-4000-8000-{'0' * 12}/"
    for name in ("ben", "callum"):
        client = signed_in(cast[name])
        real, missing = client.get(fifth), client.get(nothing)
        assert (real.status_code, missing.status_code) == (404, 404)
        assert real.content == missing.content
        assert "Farrow" not in client.get("/supervision/sessions/").content.decode()


def _fifth(cast):
    """The session of the fifth week, in which she said what nobody else is to read."""
    session = Session.objects.get(personal__workload_and_stress=SECRET)
    return f"/supervision/sessions/{session.pk}/"
