"""Who opens a record whose it is not: on which grounds, for how long, and who is told at once?"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import Error
from tests.practice.supervision.past import session
from tests.practice.supervision.recorded import WHY, add_officer, add_role, break_glass, recorded
from tests.practice.supervision.terms_made import in_force

from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Post, ProfessionalRole
from cairn.practice.supervision import telling
from cairn.practice.supervision.commands import consents
from cairn.practice.supervision.commands import openings as commands
from cairn.practice.supervision.models import Agreement, Attendance, Ground, Opening
from cairn.practice.supervision.queries import openings as queries
from cairn.practice.supervision.rules import openings as rules

NOW = clock.now()
EVERYBODY = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("wren", "ada", "ben", "col"),
)


def those(cast, question):
    return {who for who in EVERYBODY if question(cast[who])}


def anew(record):
    """As the database knows it now, with nothing remembered from before."""
    return type(record).objects.get(pk=record.pk)


def told(cast, text):
    return {who for who in cast.people if Notice.objects.filter(person=cast.people[who], text=text).exists()}


def ask(cast, made, by, ground="handover", words=WHY):
    return commands.ask(made, ground=ground, words=words, by=cast[by])


@pytest.fixture
def made(cast):
    """Eilidh's record with Morag, signed by both; Imogen holds the privacy role."""
    add_officer(cast)
    return recorded(cast)


# Who may


def test_who_may_break_glass(cast, made):
    add_role(cast, "dougal", "cswo_deputy")
    assert those(cast, lambda who: rules.may_break_glass(who, made)) == {"isla", "catriona"}
    assert rules.may_break_glass(cast["dougal"], made)
    assert rules.may_break_glass(cast["fraser"], made).reason == rules.BREAKS
    assert rules.may_break_glass(cast["morag"], made).reason == rules.BY_RIGHT
    held_by_her = recorded(cast, by="catriona", kind="professional")
    assert rules.may_break_glass(cast["catriona"], held_by_her).reason == rules.BY_RIGHT


@pytest.mark.parametrize("state", ["planned", "cancelled", "held"])
def test_nothing_is_opened_that_was_not_written(cast, state):
    facts = (
        {"cancelled_on": "2026-03-10", "because_of": "supervisor", "reason": "leave"} if state == "cancelled" else {}
    )
    made = session(cast, state=state, **facts)
    assert those(cast, lambda who: rules.may_break_glass(who, made)) == set()
    assert those(cast, lambda who: rules.grounds_to_ask(who, made)) == set()
    with pytest.raises(type(made).DoesNotExist):
        break_glass(cast, made)


def test_who_may_ask_as_of_right(cast, policy, made):
    assert those(cast, lambda who: rules.may_ask(who, made)) == set()
    Post.objects.filter(person=cast["morag"]).update(line_manager=cast["isla"])
    in_force(cast, supervisor="callum", by="morag")
    Post.objects.filter(person=cast["shona"]).update(unit=cast.service, leads_unit=True)
    grounds = {who: rules.grounds_to_ask(cast[who], anew(made)) for who in EVERYBODY}
    assert {who: found for who, found in grounds.items() if found} == {
        "isla": (Ground.LINE,), "callum": (Ground.HANDOVER,), "shona": (Ground.LINE,)
    }  # fmt: skip


def test_the_line_of_the_supervisee_is_not_the_line_of_the_supervisor(cast, made):
    """Professional supervision by Catriona: Morag, who manages Eilidh, has no right to its record."""
    professional = recorded(cast, by="catriona", kind="professional")
    assert rules.grounds_to_ask(cast["morag"], professional) == ()
    assert rules.may_ask(cast["morag"], professional).reason == rules.ASKS


def test_a_leader_below_the_supervisor_has_no_right(cast):
    """Callum leads team B; Catriona works in the service above it."""
    assert rules.grounds_to_ask(cast["callum"], recorded(cast, by="catriona")) == ()


def test_consent_adds_a_ground_until_it_is_taken_back(cast, policy, made, entries):
    with pytest.raises(Refused, match="only for somebody who supervises you now"):
        consents.agree(reader=cast["callum"], by=cast["eilidh"])
    in_force(cast, supervisor="callum", by="morag")
    consent = consents.agree(reader=cast["callum"], by=cast["eilidh"])
    with pytest.raises(Refused, match="You have agreed to that already"):
        consents.agree(reader=cast["callum"], by=cast["eilidh"])
    assert rules.grounds_to_ask(cast["callum"], anew(made)) == (Ground.HANDOVER, Ground.CONSENT)
    opening = ask(cast, made, "callum", "consent")
    assert rules.may_read(cast["callum"], opening)
    with pytest.raises(Refused, match="Only whoever agreed can take it back"):
        consents.withdraw(consent, by=cast["callum"])
    consents.withdraw(consent, by=cast["eilidh"])
    assert rules.grounds_to_ask(cast["callum"], anew(made)) == (Ground.HANDOVER,)
    assert (
        rules.may_read(cast["callum"], anew(opening)).reason == "What you opened it for holds no more, so it is closed."
    )
    with pytest.raises(Refused, match="You have taken it back already"):
        consents.withdraw(consent, by=cast["eilidh"])
    acts = [(entry.act, entry.facts) for entry in entries() if entry.act.startswith("consent")]
    assert acts == [("consent.given", {}), ("consent.withdrawn", {})]
    assert told(cast, telling.AGREED) == told(cast, telling.TAKEN_BACK) == {"callum"}


# What it does


def test_break_glass_tells_the_privacy_role_at_once_and_is_owed_a_review(cast, made, entries):
    opening = break_glass(cast, made)
    assert (opening.state, opening.broke_glass, opening.told_at) == ("waiting", True, None)
    assert opening.ends_at - opening.opened_at == timedelta(hours=1)
    assert opening.tell_by - opening.opened_at == timedelta(hours=24)
    assert told(cast, telling.TO_REVIEW) == {"imogen"}
    assert told(cast, telling.OPENED) == set()
    (duty,) = Duty.objects.open().filter(kind="supervision.review_opening")
    assert (duty.bearer_id, duty.about) == (cast.people["imogen"], f"supervision.Opening:{opening.pk}")
    (entry,) = entries("supervision_record.opened")
    assert entry.subject == f"supervision.Opening:{opening.pk}"
    assert {name: entry.facts[name] for name in ("ground", "broke_glass", "method", "within_seven_days")} == {
        "ground": "law", "broke_glass": True, "method": "session", "within_seven_days": 1
    }  # fmt: skip
    for secret in (made.pk, cast.people["eilidh"], cast.people["morag"], WHY):
        assert str(secret) not in f"{entry.facts}{entry.reason}"


def test_on_consent_the_person_is_told_at_once(cast, made):
    opening = break_glass(cast, made, ground="consent")
    assert opening.told_at >= opening.opened_at
    assert told(cast, telling.OPENED) == {"eilidh"}


@pytest.mark.parametrize("missing", ["nobody", "the reader", "whose it is"])
def test_where_nobody_in_the_privacy_role_can_review_those_above_do_and_the_person_is_told(cast, missing):
    made = recorded(cast)
    if missing != "nobody":
        holder = cast["catriona" if missing == "the reader" else "eilidh"]
        ProfessionalRole.objects.create(
            organisation=cast.north, person=holder, role="information_officer", starts_on="2020-04-01"
        )
    opening = break_glass(cast, made, by="catriona")
    assert opening.state == "passed up"
    assert opening.told_at is not None
    assert told(cast, telling.COMES_TO_YOU) == {"hamish", "isla"}
    assert told(cast, telling.TO_REVIEW) == set()
    bearers = set(Duty.objects.open().filter(kind="supervision.review_opening").values_list("bearer", flat=True))
    assert bearers == {cast.people["hamish"], cast.people["isla"]}


def test_without_anybody_to_review_no_glass_is_broken(cast, entries):
    ProfessionalRole.objects.filter(role="chief_executive").delete()
    made = recorded(cast)
    with pytest.raises(Refused) as refused:
        break_glass(cast, made)
    assert str(refused.value) == rules.NOBODY_REVIEWS
    assert (Opening.objects.count(), entries()) == (0, [])


def test_ask_is_noted_and_the_person_is_told_at_once(cast, policy, made, entries):
    in_force(cast, supervisor="callum", by="morag")
    opening = ask(cast, made, "callum")
    assert (opening.state, opening.broke_glass, opening.told_at is not None) == ("noted", False, True)
    assert told(cast, telling.OPENED) == {"eilidh"}
    assert told(cast, telling.TO_REVIEW) == set()
    assert Duty.objects.filter(kind="supervision.review_opening").count() == 0
    assert entries("supervision_record.opened")[0].facts["broke_glass"] is False


@pytest.mark.parametrize(
    ("by", "given", "sentence"),
    [
        ("isla", {"words": " " * 40}, rules.SAYS_WHY),
        ("isla", {"words": "Twenty-nine characters, no mo"}, rules.SAYS_WHY),
        ("isla", {"ground": "line"}, "Choose the ground on which you open it."),
        ("isla", {"ground": "handover"}, "Choose the ground on which you open it."),
        ("isla", {"ground": ""}, "Choose the ground on which you open it."),
        ("fraser", {}, rules.BREAKS),
        ("imogen", {}, rules.BREAKS),
        ("una", {}, rules.BREAKS),
        ("morag", {}, rules.BY_RIGHT),
        ("eilidh", {}, rules.BY_RIGHT),
    ],
)
def test_a_refused_opening_leaves_no_trace(cast, made, entries, by, given, sentence):
    with pytest.raises(Refused) as refused:
        break_glass(cast, made, by=by, **given)
    assert str(refused.value) == sentence
    assert (Opening.objects.count(), Notice.objects.count(), Duty.objects.count(), entries()) == (0, 0, 0, [])


def test_ask_is_refused_on_grounds_that_do_not_hold(cast, policy, made):
    in_force(cast, supervisor="callum", by="morag")
    for ground in ("line", "consent", "safety", "law", "conduct", ""):
        with pytest.raises(Refused, match="Choose the ground"):
            ask(cast, made, "callum", ground)
    with pytest.raises(Refused) as refused:
        ask(cast, made, "isla")
    assert str(refused.value) == rules.ASKS
    assert Opening.objects.count() == 0


def test_one_runs_at_a_time_and_after_the_hour_another_can_begin(cast, made):
    first = break_glass(cast, made)
    with pytest.raises(Refused, match=r"You have opened this record already\. It is open until"):
        break_glass(cast, made)
    with clock.at(first.ends_at):
        assert break_glass(cast, made).pk != first.pk


def test_another_organisation_finds_no_session(cast, made):
    with pytest.raises(type(made).DoesNotExist):
        break_glass(cast, made, by="wren")


# Reading


def test_read_within_the_hour_is_on_record_each_time_and_afterwards_refused(cast, made, entries):
    opening = break_glass(cast, made)
    for _ in range(2):
        commands.read(opening, by=cast["isla"])
    assert [entry.subject for entry in entries("opening.read")] == [f"supervision.Opening:{opening.pk}"] * 2
    for who in ("catriona", "imogen", "hamish"):
        with pytest.raises(Refused, match="It was opened for somebody else"):
            commands.read(opening, by=cast[who])
    with clock.at(opening.ends_at), pytest.raises(Refused, match="The hour is over"):
        commands.read(opening, by=cast["isla"])
    assert len(entries("opening.read")) == 2


def test_the_hour_ends_with_the_role_or_the_supervision(cast, policy, made):
    glass = break_glass(cast, made)
    in_force(cast, supervisor="callum", by="morag")
    asked = ask(cast, made, "callum")
    ProfessionalRole.objects.filter(role="cswo").update(ends_on=clock.today() - timedelta(days=1))
    assert rules.may_read(cast["isla"], Opening.objects.get(pk=glass.pk)).reason == rules.BREAKS
    Agreement.objects.update(ends_on=clock.today() - timedelta(days=1), state="ended")
    assert not rules.may_read(cast["callum"], Opening.objects.get(pk=asked.pk))


def test_the_database_keeps_who_opened_what_and_why(cast, made):
    opening = break_glass(cast, made)
    for change in ({"words": "x" * 40}, {"ends_at": NOW + timedelta(days=1)}, {"reader": cast["catriona"]}):
        with pytest.raises(Error), transaction.atomic():
            Opening.objects.filter(pk=opening.pk).update(**change)
    with pytest.raises(Error), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(
            state="reviewed", reviewed_by=cast["isla"], was_right=True, reviewed_at=NOW
        )


# Decisions and actions only


def test_look_at_summary_is_seen_by_the_person_once_a_day_without_a_notice(cast, policy, made):
    assert those(cast, lambda who: rules.may_see_summary(who, made)) == set()
    in_force(cast, supervisor="callum", by="morag")
    assert those(cast, lambda who: rules.may_see_summary(who, anew(made))) == {"callum"}
    first = commands.look_at_summary(made, by=cast["callum"])
    assert commands.look_at_summary(made, by=cast["callum"]) == first
    assert (first.is_of_summary, first.is_running, first.state) == (True, False, "noted")
    (reading,) = queries.readings_of(cast["eilidh"], made)
    assert (reading.who, reading.is_of_summary) == ("Callum Drever", True)
    assert Notice.objects.filter(text=telling.OPENED).count() == 0
    with clock.at(NOW + timedelta(days=1)):
        assert commands.look_at_summary(made, by=cast["callum"]) != first
    with pytest.raises(Refused, match="read by whoever supervises the person now"):
        commands.look_at_summary(made, by=cast["shona"])


# Many in a week


def test_three_within_seven_days_tell_the_privacy_role_and_the_chief_executive(cast, made):
    others = [recorded(cast, on=made.held_on + timedelta(days=number)) for number in range(1, 4)]
    with clock.at(NOW - timedelta(days=7)):
        break_glass(cast, made)
    for other in others[:2]:
        break_glass(cast, other)
        assert told(cast, telling.MANY) == set()
    break_glass(cast, others[2])
    assert told(cast, telling.MANY) == {"imogen", "hamish"}
    assert Notice.objects.filter(text=telling.MANY, link="/supervision/openings/").count() == 2


def test_looks_at_the_summary_raise_no_alarm(cast, policy, made):
    in_force(cast, supervisor="callum", by="morag")
    for number in range(1, 5):
        commands.look_at_summary(recorded(cast, on=made.held_on + timedelta(days=number)), by=cast["callum"])
    assert told(cast, telling.MANY) == set()


# Who has read


def test_readings_are_known_to_the_two_and_the_reason_to_the_person(cast, made):
    opening = break_glass(cast, made, ground="consent")
    for who in EVERYBODY:
        found = queries.readings_of(cast[who], made)
        shown = [(one.who, one.role, one.ground, one.at, one.words) for one in found]
        words = WHY if who == "eilidh" else ""
        ground = "The person concerned asked for it or agreed"
        expected = [("Isla Renwick", "Chief social work officer", ground, opening.opened_at, words)]
        assert shown == (expected if who in ("eilidh", "morag") else []), who


def test_what_one_was_not_told_does_not_exist(cast, made):
    opening = break_glass(cast, made)
    assert queries.readings_of(cast["eilidh"], made) == queries.readings_of(cast["morag"], made) == []
    assert list(queries.readings_of_mine(cast["eilidh"])) == []
    seen = those(cast, lambda who: Opening.objects.visible_to(who).filter(pk=opening.pk).exists())
    assert seen == {"isla"}
    assert Opening.objects.visible_to(cast["imogen"]).count() == 1


def test_the_privacy_role_does_not_see_what_is_kept_from_themselves(cast):
    add_officer(cast)
    ProfessionalRole.objects.create(
        organisation=cast.north, person=cast["eilidh"], role="information_officer", starts_on="2020-04-01"
    )
    opening = break_glass(cast, recorded(cast))
    assert list(Opening.objects.visible_to(cast["eilidh"])) == []
    assert list(Opening.objects.visible_to(cast["imogen"])) == [opening]
    assert told(cast, telling.TO_REVIEW) == {"imogen"}


def test_a_group_is_opened_and_told_to_all_who_belong(cast):
    add_officer(cast)
    group = recorded(cast, None, state="recorded", kind="group")
    for who in ("eilidh", "ruaridh"):
        Attendance.objects.create(session=group, person=cast[who])
    break_glass(cast, group, ground="consent")
    assert told(cast, telling.OPENED) == {"morag", "eilidh", "ruaridh"}
    assert len(queries.readings_of(cast["ruaridh"], group)) == 1
    assert [queries.readings_of_mine(cast[who]).count() for who in ("eilidh", "morag", "shona")] == [1, 1, 0]
    assert queries.readings_of(cast["shona"], group) == []


def test_the_one_record_that_is_meant(cast, made):
    later = recorded(cast, on=made.held_on + timedelta(days=30))
    professional = recorded(cast, by="catriona", kind="professional", on=made.held_on + timedelta(days=40))
    recorded(cast, "ruaridh")
    find = queries.last_written
    assert find(cast["isla"], cast["eilidh"]) == later
    assert find(cast["isla"], cast["eilidh"], day=later.held_on - timedelta(days=1)) == made
    assert find(cast["isla"], cast["eilidh"], "professional") == professional
    assert find(cast["isla"], cast["eilidh"], "group") is None
    assert find(cast["wren"], cast["eilidh"]) is None
