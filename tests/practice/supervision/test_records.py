"""Is a record prepared, written, signed by both, disputed and added to as two people would expect (sa.4.d.5d, 5e)?"""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from tests.practice.supervision.sessions_made import SAID, days_ago, held, planned, recorded, signed
from tests.practice.supervision.terms_made import in_force

from cairn.cycle.duties.models import Duty
from cairn.cycle.improvement.models import Action
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, Stale
from cairn.foundation.ledger import verification
from cairn.foundation.notices.models import Notice
from cairn.practice.supervision.commands import preparations, records
from cairn.practice.supervision.models import CaseLine, Disagreement, PersonalRecord, Preparation, Session
from cairn.practice.supervision.queries import openings
from cairn.practice.supervision.queries import sessions as queries
from cairn.practice.supervision.rules import records as rules
from cairn.practice.supervision.rules import sessions as session_rules
from cairn.practice.supervision.said import Case, Said, hash_of

TODAY = clock.today()
EVERYBODY = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("wren", "ada", "ben", "col"),
)
BOTH = {"morag", "eilidh"}


@pytest.fixture
def agreement(cast, policy):
    """Morag supervises Eilidh since early 2025."""
    return in_force(cast)


def those(cast, question):
    return {who for who in EVERYBODY if question(cast[who])}


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return str(refused.value)


def waits_for(kind="sign_record"):
    found = Duty.objects.open().filter(kind=f"supervision.{kind}").select_related("bearer")
    return {duty.bearer.given_name for duty in found}


def told(person):
    return list(Notice.objects.filter(person=person).order_by("created_at").values_list("text", flat=True))


def is_clean(cast):
    return verification.verify_organisation(cast.north.pk).problems == []


# Who may, and who reads


def test_only_the_two_read_write_and_sign(cast, agreement):
    session = records.held(recorded(agreement))
    for asks in (rules.may_write, rules.may_sign, rules.may_begin_refusing, session_rules.may_raise_action):
        assert those(cast, lambda who, asks=asks: asks(who, session)) == BOTH
    assert those(cast, lambda who: PersonalRecord.objects.visible_to(who).exists()) == BOTH
    assert those(cast, lambda who: queries.record_of(who, session)) == BOTH
    assert those(cast, lambda who: queries.preparations(who, session)) == set()


def test_only_after_both_signed_it_is_added_to(cast, agreement):
    session = signed(agreement)
    assert those(cast, lambda who: rules.may_add(who, session)) == BOTH
    assert those(cast, lambda who: rules.may_write(who, records.held(session))) == set()


# Preparing


def test_a_preparation_is_private_until_it_is_shared(cast, agreement, entries):
    session = planned(agreement)
    texts = {"practice": "The Morrison Street visit.", "challenges": "Sleep."}
    kept = preparations.prepare(session, texts=texts, version=0, by=cast["eilidh"])
    assert [one.practice for one in queries.preparations(cast["eilidh"], session)] == ["The Morrison Street visit."]
    assert queries.preparations(cast["morag"], session) == []
    assert (waits_for("prepare"), entries("session.prepared")) == ({"Eilidh", "Morag"}, [])
    preparations.prepare(session, texts=texts, version=kept.version, share=True, by=cast["eilidh"])
    session.refresh_from_db()
    assert (session.supervisee_prepared_on, session.supervisor_prepared_on) == (TODAY, None)
    assert [one.challenges for one in queries.preparations(cast["morag"], session)] == ["Sleep."]
    assert waits_for("prepare") == {"Morag"}
    assert len(entries("session.prepared")) == 1
    assert told(cast["morag"])[-1] == "Somebody shared their preparation for a supervision session with you."


def test_nothing_is_no_preparation_and_two_windows_lose_nothing(cast, agreement):
    session = planned(agreement)
    said = refusal(preparations.prepare, session, texts={}, version=0, share=True, by=cast["eilidh"])
    assert said == "Write down at least a line of what you bring."
    preparations.prepare(session, texts={"practice": "One"}, version=0, by=cast["eilidh"])
    with pytest.raises(Stale) as stale:
        preparations.prepare(session, texts={"practice": "Two"}, version=0, by=cast["eilidh"])
    assert stale.value.current.practice == "One"
    assert Preparation.objects.get().practice == "One"


def test_what_was_prepared_stays_once_it_is_held(cast, agreement):
    session = held(agreement)
    said = refusal(preparations.prepare, session, texts={"practice": "x"}, version=0, by=cast["eilidh"])
    assert said == "The session has been held or cancelled, so what was prepared stays as it is."


# Writing


def test_a_draft_asks_nobody_and_a_finished_record_asks_both(cast, agreement, entries):
    session = held(agreement)
    draft = records.write(session, said=SAID, version=0, is_finished=False, by=cast["morag"])
    assert (draft.state, draft.personal.version, waits_for(), entries("session.recorded")) == ("held", 1, set(), [])
    done = records.write(session, said=SAID, version=1, by=cast["eilidh"])
    assert (done.state, done.recorded_on, waits_for(), waits_for("record")) == (
        *("recorded", TODAY, {"Eilidh", "Morag"}, set()),
    )
    assert Said.of(Session.objects.get()) == SAID
    assert entries("session.recorded")[-1].facts == {"version": 2}
    assert told(cast["morag"])[-1] == "A record of supervision waits for your signature."


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Said(), "Write down the main points first: a line under one heading is enough."),
        (Said(reflection="x", mood=6), "How you are is a figure from 1 to 5."),
        (Said(reflection="x", workload_points=5000), "Workload is counted in points from 0 to 1000."),
        (
            Said(reflection="x", cases=(Case("Agnes Orr"),)),
            "“Agnes Orr” is no reference. Give that of the case system, never a name.",
        ),
        (
            Said(reflection="x", cases=(Case("C-1", "y" * 301),)),
            "A case has a line of up to 300 characters; the rest is in its case record.",
        ),
    ],
)
def test_write_refuses_in_words_and_leaves_no_trace(cast, agreement, entries, said, sentence):
    session = held(agreement)
    before = len(entries())
    assert refusal(records.write, session, said=said, version=0, by=cast["morag"]) == sentence
    assert (PersonalRecord.objects.get().version, CaseLine.objects.count(), len(entries())) == (0, 0, before)


def test_two_people_recording_at_once_lose_nothing(cast, agreement):
    session = held(agreement)
    records.write(session, said=replace(SAID, reflection="Morag's"), version=0, by=cast["morag"])
    with pytest.raises(Stale) as stale:
        records.write(session, said=replace(SAID, reflection="Eilidh's"), version=0, by=cast["eilidh"])
    assert stale.value.current.personal.reflection == "Morag's"
    assert PersonalRecord.objects.get().reflection == "Morag's"


def test_only_the_supervisee_writes_their_comment(cast, agreement):
    session = recorded(agreement)
    records.write(session, said=replace(SAID, supervisee_comment="Mine"), version=1, by=cast["eilidh"])
    version = PersonalRecord.objects.get().version
    records.write(
        session, said=replace(SAID, reflection="New", supervisee_comment="Not yours"), version=version, by=cast["morag"]
    )
    assert PersonalRecord.objects.get().supervisee_comment == "Mine"


# Signing


def test_both_sign_and_nothing_changes_any_more(cast, agreement, entries):
    session = recorded(agreement)
    records.sign(session, by=cast["morag"], seen=hash_of(session))
    assert (waits_for(), Session.objects.get().state) == ({"Eilidh"}, "recorded")
    records.sign(session, by=cast["eilidh"], seen=hash_of(session))
    session = Session.objects.get()
    assert (session.state, session.signed_on, session.personal.sealed, session.cases.sealed, waits_for()) == (
        *("signed", TODAY, True, True, set()),
    )
    hashes = {entry.facts["content_hash"] for entry in entries("session.signed")}
    assert hashes == {hash_of(session)}
    for model in (PersonalRecord, CaseLine):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**{"reflection": "x"} if model is PersonalRecord else {"summary": "x"})
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseLine.objects.create(record=session.cases, position=9, reference="C-9")
    assert is_clean(cast)


def test_an_edit_before_both_have_signed_voids_the_first_signature(cast, agreement, entries):
    session = signed(agreement, cast["morag"])
    version = session.personal.version
    records.write(session, said=replace(SAID, reflection="Otherwise"), version=version, by=cast["eilidh"])
    session = records.held(session)
    assert (session.state, session.personal.supervisor_signed_at, waits_for()) == (
        "recorded",
        None,
        {"Eilidh", "Morag"},
    )
    assert [entry.act for entry in entries()][-2:] == ["session.signatures_voided", "session.record_changed"]
    assert told(cast["morag"])[-2].startswith("A record of supervision that you had signed was changed")
    assert is_clean(cast)
    for name in ("eilidh", "morag"):
        records.sign(session, by=cast[name])
    assert (Session.objects.get().state, is_clean(cast)) == ("signed", True)


def test_saving_without_a_change_voids_nothing(cast, agreement, entries):
    session = signed(agreement, cast["morag"])
    before = len(entries())
    records.write(session, said=SAID, version=session.personal.version, by=cast["eilidh"])
    assert (len(entries()), PersonalRecord.objects.get().supervisor_signed_at is None) == (before, False)


def test_what_changed_while_reading_is_not_signed(cast, agreement):
    session = recorded(agreement)
    seen = hash_of(session)
    records.write(session, said=replace(SAID, reflection="Otherwise"), version=1, by=cast["eilidh"])
    assert refusal(records.sign, session, by=cast["morag"], seen=seen) == records.READ_AGAIN


def test_each_signs_once_and_nobody_before_there_is_a_record(cast, agreement):
    session = held(agreement)
    assert refusal(records.sign, session, by=cast["morag"]) == "There is no record to sign yet."
    session = signed(agreement, cast["morag"], on=days_ago(2))
    assert refusal(records.sign, session, by=cast["morag"]) == "You have signed it. It waits for the other."
    assert refusal(records.sign, session, by=cast["callum"]) == rules.THEIRS


# Not agreeing


def test_not_to_sign_is_an_answer_with_a_reason(cast, agreement, entries):
    session = signed(agreement, cast["morag"])
    assert refusal(records.refuse, session, reason=" ", by=cast["eilidh"]) == "Say with what you don't agree."
    said = records.refuse(session, reason="I never agreed to that.", by=cast["eilidh"])
    assert (Session.objects.get().state, said.content_hash, waits_for()) == ("disputed", hash_of(session), set())
    assert "I never agreed" not in str(entries("session.disputed")[-1].facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disagreement.objects.update(reason="Fine.")
    assert is_clean(cast)


def test_whoever_refused_signs_what_was_put_right(cast, agreement):
    session = signed(agreement, cast["morag"])
    records.refuse(session, reason="Not so.", by=cast["eilidh"])
    version = PersonalRecord.objects.get().version
    records.write(session, said=replace(SAID, decisions="None."), version=version, by=cast["morag"])
    assert (Session.objects.get().state, waits_for()) == ("recorded", {"Eilidh", "Morag"})
    for name in ("morag", "eilidh"):
        records.sign(session, by=cast[name])
    assert Session.objects.get().state == "signed"


def test_whoever_refused_can_still_sign_it_as_it_is(cast, agreement):
    session = signed(agreement, cast["morag"])
    records.refuse(session, reason="Not so.", by=cast["eilidh"])
    records.sign(session, by=cast["eilidh"])
    assert (Session.objects.get().state, Disagreement.objects.count(), is_clean(cast)) == ("signed", 1, True)


# Adding, and actions


def test_add_stands_beside_the_record(cast, agreement, entries):
    session = recorded(agreement)
    assert not rules.may_add(cast["morag"], session)
    session = signed(agreement, on=days_ago(1))
    records.add(session, text="She has slept since.", by=cast["eilidh"])
    assert (session.additions.get().text, len(entries("session.added"))) == ("She has slept since.", 1)
    assert is_clean(cast)


def test_an_action_follows_and_nothing_in_the_log_leads_back(cast, agreement, entries):
    session = recorded(agreement, replace(SAID, stress_was_raised=True))
    action = records.let_action_follow(
        session, what="Quiet room on Thursdays", owner=cast["morag"], due_on=TODAY, is_about_stress=True,
        by=cast["eilidh"],
    )  # fmt: skip
    assert (action.why, action.unit, Session.objects.get().stress_has_action) == (
        "Agreed in supervision.",
        cast.team_a,
        True,
    )
    assert openings.actions_of(cast["eilidh"], session) == [action]
    said = refusal(records.let_action_follow, session, what="x", owner=cast["morag"], due_on=TODAY, by=cast["callum"])
    assert (said, Action.objects.count()) == (session_rules.THEIRS, 1)


def test_last_time_is_brought_along(cast, agreement):
    before = recorded(agreement, on=days_ago(14))
    records.let_action_follow(before, what="Quiet room", owner=cast["morag"], due_on=TODAY, by=cast["morag"])
    session = held(agreement)
    last = queries.last_time(cast["eilidh"], session)
    assert (last.session, last.record.mood, last.record.workload_points, last.record.come_back_to) == (
        *(before, 3, 94, "Sleep"),
    )
    assert [action.what for action in queries.earlier_actions(session)] == ["Quiet room"]
    assert queries.last_time(cast["catriona"], session) is None
