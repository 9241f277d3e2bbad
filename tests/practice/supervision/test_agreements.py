"""Is an agreement drafted, signed, changed, followed and ended as two people would expect, and never round a circle?"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.practice.supervision.terms_made import BEGUN, draft, in_force, sign, terms

from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Stale
from cairn.foundation.ledger import verification
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Post
from cairn.practice.supervision.commands import agreements as commands
from cairn.practice.supervision.commands import groups
from cairn.practice.supervision.models import Agreement, AnotherDiscipline, Kind, Terms
from cairn.practice.supervision.models.agreement import State
from cairn.practice.supervision.queries import agreements as queries
from cairn.practice.supervision.rules import agreements as rules
from cairn.practice.supervision.terms import hash_of

TODAY = clock.today()
EVERYBODY = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("wren", "ada", "ben", "col"),
)


def those(cast, question):
    return {who for who in EVERYBODY if question(cast[who])}


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return str(refused.value)


def told(name, cast):
    return list(Notice.objects.filter(person=cast[name]).order_by("created_at").values_list("text", flat=True))


# Who may


def test_supervisors_and_leaders_draft(cast, policy):
    assert those(cast, lambda who: rules.may_draft_for(who, cast["eilidh"])) == {"morag"}
    Post.objects.filter(person=cast["eilidh"]).update(line_manager=cast["catriona"], professional_lead=cast["shona"])
    assert those(cast, lambda who: rules.may_draft_for(who, cast["eilidh"])) == {"morag", "catriona", "shona"}
    in_force(cast, supervisor="callum", by="morag")
    assert those(cast, lambda who: rules.may_draft_for(who, cast["eilidh"])) == {"morag", "catriona", "shona", "callum"}


def test_leaders_do_not_draft_for_themselves(cast):
    assert rules.may_draft_for(cast["morag"], cast["morag"]).reason == rules.DRAFTS


def test_who_may_change_sign_end_and_review(cast, policy):
    made = draft(cast)
    assert those(cast, lambda who: rules.may_change(who, made)) == {"morag", "eilidh"}
    assert those(cast, lambda who: rules.may_sign(who, made)) == {"morag", "eilidh"}
    assert those(cast, lambda who: rules.may_close(who, made)) == {"morag"}
    made = sign(cast, made, "eilidh", "morag")
    later = TODAY + timedelta(days=100)
    assert those(cast, lambda who: rules.may_change(who, made)) == set()
    assert those(cast, lambda who: rules.may_sign(who, made)) == set()
    assert those(cast, lambda who: rules.may_review(who, made, next_on=later)) == {"morag", "eilidh"}
    assert those(cast, lambda who: rules.may_follow(who, made)) == {"morag"}


def test_whoever_is_supervised_does_not_end_it_even_as_leader_of_the_unit(cast, policy):
    Post.objects.filter(person=cast["morag"]).update(line_manager=cast["catriona"])
    made = in_force(cast, "morag", "catriona")
    assert those(cast, lambda who: rules.may_close(who, made)) == {"catriona"}


def test_who_sees_an_agreement(cast, policy):
    made = in_force(cast)
    seen = those(cast, lambda who: Agreement.objects.visible_to(who).filter(pk=made.pk).exists())
    assert seen == {"morag", "eilidh", "catriona", "fraser"}


# Drafting


def test_draft_writes_records_and_tells(cast, policy, entries):
    made = draft(cast)
    assert (made.state, made.kind, made.unit, made.terms.version, made.terms.sealed) == (
        *("draft", "line", cast.team_a, 1, False),
    )
    (entry,) = entries("agreement.drafted")
    assert (entry.actor, entry.facts["supervisor"], entry.facts["from"]) == (
        *(str(cast["morag"].pk), str(cast["morag"].pk), "2025-01-06"),
    )
    assert "covers" not in entry.facts
    assert told("eilidh", cast)[-1] == "A supervision agreement is being written with you. Read it."
    assert "A supervision agreement is being written with you. Read it." not in told("morag", cast)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"supervisor": "eilidh", "by": "morag"}, "Nobody supervises themselves. Choose somebody else."),
        ({"by": "callum"}, rules.DRAFTS),
        ({"by": "eilidh"}, rules.DRAFTS),
        (
            {"starts_on": date(2020, 3, 31)},
            "Eilidh Farrow began here on 1 April 2020. An agreement begins on that day or later.",
        ),
        ({"supervisor": "petra", "by": "morag"}, "Petra Blyth has no post here on 6 January 2025, so can't supervise "
         "from then on."),
        ({"supervisor": "ben", "by": "morag"}, "Choose a supervisor who works here."),
        ({"starts_on": TODAY + timedelta(days=120)}, "That is more than three months ahead. Look at the date."),
        ({"kind": "group"}, "A group or circle of peers has members, not one supervisee."),
        ({"terms": terms(covers=" ")}, "Say what supervision covers."),
        ({"terms": terms(every=2)}, "Say both how often and in what it is counted, or leave both empty to follow the "
         "policy."),
        ({"terms": terms(every=8, period="shift")}, "Count the frequency in weeks or months."),
        ({"terms": terms(every=61, period="week")}, "The frequency must be between 1 and 60."),
        ({"terms": terms(minutes=2000)}, "A session takes between 15 and 480 minutes."),
        ({"terms": terms(review_on=TODAY)}, "The review comes after the agreement begins, and later than today."),
        ({"terms": terms(review_on=TODAY + timedelta(days=800))}, "Look at it again within two years. Choose an "
         "earlier day."),
    ],
)  # fmt: skip
def test_what_can_not_be_agreed_is_refused_in_words_and_leaves_no_trace(cast, policy, entries, given, sentence):
    before = len(entries())
    assert refusal(draft, cast, **given) == sentence
    assert (Agreement.objects.count(), len(entries())) == (0, before)


def test_somebody_who_left_has_no_agreement(cast, policy):
    Post.objects.filter(person=cast["eilidh"]).update(ends_on=date(2025, 6, 30))
    sentence = "Eilidh Farrow has no post here, so there is no supervision to agree on."
    assert refusal(draft, cast, starts_on=TODAY) == sentence


def test_where_the_policy_leaves_it_the_agreement_says_how_often(cast, policy):
    Post.objects.filter(person=cast["eilidh"]).update(staff_group="student")
    sentence = "Say how often: here the policy leaves it to those who agree."
    assert refusal(draft, cast) == sentence
    assert draft(cast, terms=terms(every=1, period="week")).terms.every == 1


def test_until_a_policy_is_adopted_the_agreement_says_how_often(cast):
    assert refusal(draft, cast) == "Say how often: here the policy leaves it to those who agree."


def test_a_circle_of_any_length_is_refused(cast, policy):
    for who, boss in (("morag", "callum"), ("callum", "eilidh"), ("eilidh", "morag")):
        Post.objects.filter(person=cast[who]).update(line_manager=cast[boss])
    draft(cast, "morag", "callum")
    in_force(cast, "callum", "eilidh")
    sentence = (
        "Morag Lindsay is supervised by Eilidh Farrow, directly or through others. "
        "Supervision can't go round in a circle."
    )
    assert refusal(draft, cast) == sentence
    assert refusal(draft, cast, kind=Kind.PROFESSIONAL, terms=terms(every=1, period="month", who_does_what="x")) == (
        sentence
    )


def test_a_circle_that_has_ended_is_none(cast, policy):
    Post.objects.filter(person=cast["morag"]).update(line_manager=cast["eilidh"])
    made = in_force(cast, "morag", "eilidh")
    commands.end(made, on=date(2026, 1, 31), reason="Changed places", by=cast["eilidh"])
    assert refusal(draft, cast).startswith("Morag Lindsay is supervised by Eilidh Farrow")
    assert draft(cast, starts_on=date(2026, 2, 1))


def test_a_second_open_agreement_of_a_kind_is_refused(cast, policy):
    made = draft(cast)
    assert refusal(draft, cast) == (
        "An agreement of this kind with Morag Lindsay is being written. Finish or withdraw it."
    )
    sign(cast, made, "morag", "eilidh")
    assert refusal(draft, cast) == (
        "Eilidh Farrow has an agreement of this kind with Morag Lindsay since 6 January 2025. "
        "Let the new one follow it, or end it first."
    )
    professional = {"kind": Kind.PROFESSIONAL, "terms": terms(every=1, period="month", who_does_what="Practice.")}
    assert draft(cast, **professional).kind == "professional"


def test_the_database_holds_to_one_as_well(cast, policy):
    made = in_force(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(
            organisation=cast.north, kind="line", supervisor=cast["callum"], supervisee=cast["eilidh"],
            unit=cast.team_a, starts_on=TODAY, state=made.state,
        )  # fmt: skip


# Signing


def test_both_sign_the_same_content_and_then_it_stays(cast, policy, entries):
    made = draft(cast)
    made = sign(cast, made, "morag")
    assert (made.state, made.terms.sealed) == ("offered", False)
    assert told("eilidh", cast)[-1] == "A supervision agreement waits for your signature."
    made = sign(cast, made, "eilidh")
    assert (made.state, made.terms.sealed, made.review_on) == ("in force", True, made.terms.review_on)
    first, second = entries("terms.signed")
    assert first.facts["content_hash"] == second.facts["content_hash"] == hash_of(made.terms)
    assert ("is_last" in first.facts, second.facts["is_last"]) == (False, True)
    assert [one.signer_name for one in queries.signatures(cast["eilidh"], made)] == ["Morag Lindsay", "Eilidh Farrow"]
    assert told("morag", cast)[-1] == "A supervision agreement is signed by all, and in force."
    assert [entry.act for entry in entries()][-1] == "agreement.in_force"


@pytest.mark.parametrize("change", [{"covers": "Else"}, {"review_on": TODAY}, {"sealed": False}, {"minutes": 10}])
def test_the_database_refuses_to_change_what_both_signed(cast, policy, change):
    made = in_force(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Terms.objects.filter(pk=made.terms.pk).update(**change)


@pytest.mark.parametrize("change", [{"starts_on": TODAY}, {"kind": "professional"}, {"title": "x"}])
def test_nor_between_whom_and_since_when(cast, policy, change):
    made = in_force(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=made.pk).update(**change)


def test_what_was_signed_is_verified_and_tampering_found(cast, policy):
    made = in_force(cast)
    assert verification.verify_organisation(cast.north.pk).problems == []
    from django.db import connection

    from cairn.foundation.ledger import guards

    connection.check_constraints()
    guards.lower(list(guards.expected(connection)))
    Terms.objects.filter(pk=made.terms.pk).update(minutes=10)
    connection.check_constraints()
    guards.raise_all()
    assert verification.verify_organisation(cast.north.pk).problems == [
        f"supervision.Terms:{made.terms.pk} has been changed since Eilidh Farrow signed it."
    ]


def test_a_change_before_both_signed_voids_the_first_signature_and_says_so(cast, policy, entries):
    made = sign(cast, draft(cast), "morag")
    made = commands.change(made, terms=terms(minutes=100), starts_on=BEGUN, version=1, by=cast["eilidh"])
    made = Agreement.objects.select_related("terms").get(pk=made.pk)
    assert (made.state, made.terms.version, made.terms.minutes, made.terms.supervisor_signed_at) == (
        *("draft", 2, 100, None),
    )
    assert told("morag", cast)[-1] == (
        "A supervision agreement that you had signed was changed, so your signature counts no more. Read it again."
    )
    assert [entry.act for entry in entries()][-2:] == ["agreement.changed", "terms.signatures_voided"]
    assert verification.verify_organisation(cast.north.pk).problems == []
    assert not Duty.objects.open().filter(kind="supervision.sign_terms").exists()
    assert sign(cast, made, "eilidh", "morag").state == "in force"
    assert verification.verify_organisation(cast.north.pk).problems == []


def test_a_change_that_changes_nothing_voids_nothing(cast, policy, entries):
    made = sign(cast, draft(cast), "morag")
    commands.change(made, terms=terms(), starts_on=BEGUN, version=1, by=cast["eilidh"])
    assert (entries("agreement.changed"), entries("terms.signatures_voided")) == ([], [])


def test_of_two_who_change_at_once_the_second_is_told(cast, policy):
    made = draft(cast)
    commands.change(made, terms=terms(minutes=100), starts_on=BEGUN, version=1, by=cast["eilidh"])
    with pytest.raises(Stale, match="Somebody else changed these terms meanwhile"):
        commands.change(made, terms=terms(minutes=60), starts_on=BEGUN, version=1, by=cast["morag"])


def test_nobody_signs_what_they_did_not_read(cast, policy):
    made = draft(cast)
    seen = hash_of(made.terms)
    commands.change(made, terms=terms(minutes=100), starts_on=BEGUN, version=1, by=cast["eilidh"])
    assert refusal(commands.sign, made, by=cast["morag"], seen=seen) == commands.READ_AGAIN


def test_nobody_signs_twice_or_for_another(cast, policy):
    made = sign(cast, draft(cast), "morag")
    assert refusal(commands.sign, made, by=cast["morag"]) == "You have signed it. It waits for the other."
    assert refusal(commands.sign, made, by=cast["callum"]) == "Only those whose agreement it is can sign it."
    made = sign(cast, made, "eilidh")
    assert refusal(commands.sign, made, by=cast["morag"]) == "Both have signed it already."
    assert refusal(commands.change, made, terms=terms(minutes=9), starts_on=BEGUN, version=1, by=cast["morag"]) == (
        "Both have signed. New terms need a new agreement, which follows this one."
    )


# Following, standing in, ending


def test_a_new_agreement_takes_the_place_of_the_one_it_follows(cast, policy):
    first = in_force(cast)
    second = draft(cast, supervisor="callum", by="morag", follows=first, starts_on=date(2026, 3, 2))
    first.refresh_from_db()
    assert (first.state, first.ends_on) == ("in force", None)
    sign(cast, second, "callum", "eilidh")
    first.refresh_from_db()
    assert (first.state, first.ends_on, first.ended_because) == ("ended", date(2026, 3, 1), commands.FOLLOWED)
    on = {day: list(Agreement.objects.in_force(day)) for day in (date(2026, 3, 1), date(2026, 3, 2))}
    assert on == {date(2026, 3, 1): [first], date(2026, 3, 2): [second]}


def test_what_can_be_followed(cast, policy):
    first = in_force(cast)
    assert refusal(draft, cast, follows=first) == "It follows one that began on 6 January 2025. Choose a later day."
    other = in_force(cast, "ruaridh")
    assert refusal(draft, cast, follows=other, starts_on=TODAY) == (
        "Only an agreement of the same kind that is in force can be followed."
    )


def test_somebody_stands_in_under_an_agreement_of_their_own(cast, policy):
    first = in_force(cast)
    given = {"supervisor": "callum", "by": "morag", "stands_in_for": first, "starts_on": TODAY}
    assert refusal(draft, cast, **{**given, "supervisor": "morag"}) == (
        "Morag Lindsay is the supervisor. Choose somebody else to stand in."
    )
    second = draft(cast, **given)
    assert (
        refusal(draft, cast, **{**given, "supervisor": "catriona"})
        == "Callum Drever stands in already. End that first."
    )
    sign(cast, second, "callum", "eilidh")
    assert set(Agreement.objects.in_force()) == {first, second}
    commands.end(second, reason="Morag is back", by=cast["callum"])
    assert set(Agreement.objects.in_force(TODAY + timedelta(days=1))) == {first}
    ruaridh = in_force(cast, "ruaridh")
    assert refusal(draft, cast, **{**given, "stands_in_for": ruaridh}) == (
        "Somebody stands in for an agreement of the same kind that is in force on that day."
    )


@pytest.mark.parametrize(
    ("on", "reason", "sentence"),
    [
        (TODAY, " ", "Say why it ends."),
        (date(2024, 12, 31), "x", "It began on 6 January 2025, so it can't end before that day."),
        (TODAY + timedelta(days=120), "x", "That is more than three months ahead. Say so when the day is nearer."),
    ],
)
def test_an_agreement_ends_on_a_day_with_a_reason(cast, policy, on, reason, sentence):
    made = in_force(cast)
    assert refusal(commands.end, made, on=on, reason=reason, by=cast["morag"]) == sentence


def test_end_keeps_what_was_signed(cast, policy, entries):
    made = in_force(cast)
    commands.end(made, on=TODAY, reason="Moves to Team B", by=cast["morag"])
    made = Agreement.objects.select_related("terms").get(pk=made.pk)
    assert (made.state, made.ends_on, made.ended_because) == ("ended", TODAY, "Moves to Team B")
    assert made.is_in_force_on(TODAY)
    (entry,) = entries("agreement.ended")
    assert (entry.facts, entry.reason) == ({"on": TODAY.isoformat(), "was_in_force": True, "taken_out": 0}, "")
    assert refusal(commands.end, made, reason="x", by=cast["morag"]) == (
        "It has ended, or its last day is known, already."
    )
    assert told("eilidh", cast)[-1] == "A supervision agreement of yours has ended, or its last day is known."
    assert verification.verify_organisation(cast.north.pk).problems == []


def test_until_its_last_day_nothing_else_begins(cast, policy):
    made = in_force(cast)
    last = TODAY + timedelta(days=20)
    commands.end(made, on=last, reason="Moves", by=cast["morag"])
    assert refusal(draft, cast, starts_on=TODAY).startswith("The agreement with Morag Lindsay goes on until")
    assert draft(cast, starts_on=last + timedelta(days=1))


def test_a_draft_is_withdrawn(cast, policy):
    made = draft(cast)
    commands.end(made, reason="Wrong person", by=cast["morag"])
    made.refresh_from_db()
    assert (made.state, list(Agreement.objects.in_force())) == ("ended", [])
    assert refusal(commands.sign, made, by=cast["eilidh"]) == "It has ended."
    assert draft(cast)


def test_review_keeps_the_terms_until_another_day(cast, policy, entries):
    made = in_force(cast)
    later = TODAY + timedelta(days=400)
    commands.review(made, next_on=later, words=" Fine. ", by=cast["eilidh"])
    made.refresh_from_db()
    assert (made.review_on, made.reviews.get().words) == (later, "Fine.")
    assert entries("agreement.reviewed")[0].facts == {"next_on": later.isoformat()}
    assert refusal(commands.review, made, next_on=TODAY, by=cast["eilidh"]) == (
        "The next review comes later than today."
    )
    assert refusal(commands.review, made, next_on=later, by=cast["callum"]) == (
        "The two whose agreement it is review it."
    )


# Another discipline


@pytest.mark.parametrize(
    ("group", "manager", "lead", "marked", "owed"),
    [
        ("social-worker", "occupational-therapist", "catriona", False, True),
        ("social-worker", "occupational-therapist", None, False, False),
        ("social-worker", "team-leader", "catriona", False, False),
        ("social-worker", "team-leader", "catriona", True, True),
        ("social-care-worker", "occupational-therapist", "catriona", False, False),
        ("newly-qualified", "other", "morag", False, False),
    ],
)
def test_when_professional_supervision_is_owed(cast, group, manager, lead, marked, owed):
    from cairn.practice.supervision.queries.circumstances import circumstances

    Post.objects.filter(person=cast["eilidh"]).update(staff_group=group, professional_lead=cast[lead] if lead else None)
    Post.objects.filter(person=cast["morag"]).update(staff_group=manager)
    if marked:
        AnotherDiscipline.objects.create(
            organisation=cast.north, person=cast["eilidh"], starts_on=BEGUN, marked_by=cast["morag"],
            marked_at=clock.now(),
        )  # fmt: skip
    assert circumstances(cast["eilidh"], TODAY).professional_is_owed is owed


def test_where_it_is_owed_the_agreement_says_who_supervises_what(cast, policy):
    Post.objects.filter(person=cast["eilidh"]).update(professional_lead=cast["catriona"])
    Post.objects.filter(person=cast["morag"]).update(staff_group="occupational-therapist")
    sentence = "Write down who supervises what: the line manager is of another discipline."
    assert refusal(draft, cast) == sentence
    assert draft(cast, terms=terms(who_does_what="Morag: work and leave. Catriona: practice."))
    professional = {"kind": Kind.PROFESSIONAL, "supervisor": "catriona"}
    assert refusal(draft, cast, **professional, terms=terms(every=1, period="month")) == sentence
    assert refusal(draft, cast, **professional, terms=terms(who_does_what="x")) == (
        "Say how often: here the policy leaves it to those who agree."
    )


# Groups


def group(cast, **given):
    given = {
        "title": "Reflective group", "kind": Kind.GROUP, "unit": cast.team_a, "supervisor": cast["morag"],
        "starts_on": BEGUN, "terms": terms(every=6, period="week"), "by": cast["morag"],
    } | given  # fmt: skip
    return groups.draft_group(**given)


def test_a_group_is_signed_by_whoever_holds_it_together_and_has_members(cast, policy, entries):
    made = group(cast)
    groups.add_member(made, person=cast["eilidh"], by=cast["morag"])
    assert refusal(groups.add_member, made, person=cast["eilidh"], by=cast["morag"]) == (
        "Eilidh Farrow belongs to it already."
    )
    assert refusal(groups.add_member, made, person=cast["petra"], by=cast["morag"]).startswith(
        "Petra Blyth has no post"
    )
    assert refusal(groups.add_member, made, person=cast["shona"], by=cast["eilidh"]) == rules.THEIRS
    assert sign(cast, made, "morag").state == "in force"
    assert told("eilidh", cast)[-2:] == [
        "You belong to a supervision group now. Read what it agreed on.",
        "A supervision agreement is signed by all, and in force.",
    ]
    seen = those(cast, lambda who: Agreement.objects.visible_to(who).filter(pk=made.pk).exists())
    assert seen == {"morag", "eilidh", "catriona", "fraser"}
    member = made.members.get()
    assert refusal(groups.end_membership, member, by=cast["shona"]) == rules.THEIRS
    groups.end_membership(member, by=cast["eilidh"])
    assert [entry.act for entry in entries()][-1] == "agreement.left"
    groups.add_member(made, person=cast["eilidh"], starts_on=TODAY + timedelta(days=1), by=cast["morag"])
    assert list(made.members.order_by("starts_on").values_list("ends_on", flat=True)) == [TODAY, None]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": " "}, "Say what it is called."),
        ({"kind": Kind.LINE}, "Choose whether it is a group or a circle of peers."),
        ({"terms": terms()}, "Say how often: here the policy leaves it to those who agree."),
    ],
)
def test_what_a_group_needs(cast, given, sentence):
    assert refusal(group, cast, **given) == sentence


def test_practitioners_draw_up_a_circle_of_peers_themselves(cast, policy):
    made = group(cast, kind=Kind.PEER, supervisor=cast["eilidh"], by=cast["eilidh"])
    assert made.state == State.DRAFT
    assert refusal(group, cast, supervisor=cast["callum"], by=cast["eilidh"]) == (
        "A group is drawn up by whoever leads it."
    )


# People who move


def test_an_agreement_follows_its_supervisee_to_another_unit(cast, policy, entries):
    from cairn.practice.supervision.commands.moves import follow_moves

    made, other = in_force(cast), in_force(cast, "shona", "callum")
    assert follow_moves(cast.north) == 0
    Post.objects.filter(person=cast["eilidh"]).update(unit=cast.team_b)
    assert (follow_moves(cast.north), follow_moves(cast.north)) == (1, 0)
    made.refresh_from_db()
    assert (made.unit, other.unit) == (cast.team_b, cast.team_b)
    (entry,) = entries("agreement.moved")
    assert (entry.actor, entry.facts) == ("", {"unit": str(cast.team_b.pk)})
    assert Agreement.objects.visible_to(cast["callum"]).filter(pk=made.pk).exists()
    assert verification.verify_organisation(cast.north.pk).problems == []
