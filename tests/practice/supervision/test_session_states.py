"""Does any order of acts, by anybody, lead sessions, signatures and voids into a state that must not be? (20,000 steps)

After every step the tables say what a reader of the source document would say: a signed session has two signatures
over what it holds now, nothing that both signed has changed, a refused act left no trace, and each open duty fits the
state in which its session is.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.practice.supervision.sessions_made import SAID, facts
from tests.practice.supervision.terms_made import in_force

from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry, Signature
from cairn.practice.supervision.commands import preparations, records, sessions
from cairn.practice.supervision.models import NEXT, PersonalRecord, Session, State
from cairn.practice.supervision.said import Said, hash_of

WHO = ("morag", "eilidh", "catriona", "isla", "callum")
START = clock.now() - timedelta(days=60)
STEPS_IN_A_RUN = 80


def _write(session, by, number):
    version = PersonalRecord.objects.filter(session=session).values_list("version", flat=True).first() or 0
    return records.write(
        session, said=Said(reflection=f"Words {number % 3}", stress_was_raised=number % 2 == 0), version=version, by=by
    )


def _draft(session, by, number):
    version = PersonalRecord.objects.filter(session=session).values_list("version", flat=True).first() or 0
    return records.write(session, said=SAID, version=version, is_finished=False, by=by)


def _prepare(session, by, number):
    before = session.preparations.filter(person=by).values_list("version", flat=True).first() or 0
    return preparations.prepare(session, texts={"practice": "x"}, version=before, share=number % 2 == 0, by=by)


def _tomorrow():
    return clock.today() + timedelta(days=1)


ACTS = {
    "prepare": _prepare,
    "move": lambda session, by, number: sessions.move(session, on=_tomorrow() + timedelta(days=number), by=by),
    "cancel": lambda session, by, number: sessions.cancel(session, because_of="supervisor", reason="court", by=by),
    "rebook": lambda session, by, number: sessions.rebook(session, on=_tomorrow() + timedelta(days=number), by=by),
    "hold": lambda session, by, number: sessions.hold(session, facts=facts(minutes=60 + number), by=by),
    "cut short": lambda session, by, number: sessions.hold(
        session,
        facts=facts(minutes=40, was_cut_short=True, because_of="supervisee", reason="emergency"),
        by=by,
    ),
    "put right": lambda session, by, number: sessions.put_right(session, facts=facts(minutes=50 + number), by=by),
    "draft": _draft,
    "write": _write,
    "sign": lambda session, by, number: records.sign(session, by=by),
    "refuse": lambda session, by, number: records.refuse(session, reason="Not so.", by=by),
    "add": lambda session, by, number: records.add(session, text="Also.", by=by),
    "plan": lambda session, by, number: sessions.plan(
        session.agreement, on=_tomorrow() + timedelta(days=20 + number), by=by
    ),
}
# Mostly by the two, so that runs get far; often enough by others, so that every refusal is met.
BY = st.sampled_from([*("morag", "eilidh") * 4, *WHO])
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), BY, st.integers(0, 9)), min_size=STEPS_IN_A_RUN, max_size=STEPS_IN_A_RUN
)
OPEN_IN = {
    "supervision.prepare": {State.PLANNED},
    "supervision.tell": {State.PLANNED},
    "supervision.rebook": {State.CANCELLED},
    "supervision.record": {State.HELD},
    "supervision.sign_record": {State.RECORDED, State.DISPUTED},
}


@pytest.fixture
def agreement(cast, policy):
    """Morag supervises Eilidh, when the walks begin."""
    with clock.at(START):
        return in_force(cast)


def test_every_state_is_mapped_and_reachable():
    assert set(NEXT) == set(State)
    assert set().union(*NEXT.values()) == set(State) - {State.PLANNED}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_order_of_acts_leads_to_an_illegal_state(cast, agreement, steps):
    _walk(cast, agreement, steps)


@pytest.mark.long
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_twenty_thousand_steps_find_no_illegal_state(cast, agreement, steps):
    _walk(cast, agreement, steps)


def _walk(cast, agreement, steps):
    people = {name: cast[name] for name in WHO}
    with transaction.atomic():
        with clock.at(START):
            session = sessions.plan(agreement, on=clock.today(), by=people["morag"])
        sealed = {}
        for minute, (act, who, number) in enumerate(steps, 1):
            entries, before = Entry.objects.count(), _states()
            with clock.at(START + timedelta(minutes=minute)):
                refused = _try(ACTS[act], session, people[who], number)
            after = _states()
            assert not refused or (after, Entry.objects.count()) == (before, entries)
            assert who in ("morag", "eilidh") or refused, f"{who} may not {act}"
            for pk, state in after.items():
                was = before.get(pk, State.PLANNED)
                assert state == was or _reaches(was, state), f"{act} led from {was} to {state}"
            _look(sealed, session.pk, *(after.keys() - before.keys()))
            session = _onwards(session, number)
        _look(sealed, *_states())
        transaction.set_rollback(True)


def _reaches(was, state):
    """One command may record and undo in one step, so that two arrows of the table follow one another."""
    return state in NEXT[was] or any(state in NEXT[between] for between in NEXT[was])


def _states():
    return {pk: State(state) for pk, state in Session.objects.values_list("pk", "state")}


def _try(act, session, by, number):
    try:
        with transaction.atomic():
            act(session, by, number)
    except Refused:
        return True
    return False


def _onwards(session, number):
    """Mostly on with the same one, now and then with another that stands in the book."""
    found = list(Session.objects.order_by("planned_on", "pk"))
    return found[number % len(found)] if number > 6 else found[[one.pk for one in found].index(session.pk)]


def _look(sealed, *looked_at):
    """What must hold of these sessions, and of every duty that is open."""
    for session in Session.objects.filter(pk__in=looked_at).select_related("personal"):
        personal = getattr(session, "personal", None)
        took_place = session.state not in (State.PLANNED, State.CANCELLED)
        assert took_place == (personal is not None)
        if personal is None:
            continue
        signed_at = {personal.supervisor_signed_at, personal.supervisee_signed_at} - {None}
        assert (session.state == State.SIGNED) == (len(signed_at) == 2) == personal.sealed
        assert session.state != State.HELD or not signed_at
        now = hash_of(session)
        names = Signature.objects.filter(subject=f"supervision.Session:{session.pk}", at__in=signed_at)
        assert {one.content_hash for one in names} <= {now}
        if session.state == State.SIGNED:
            assert names.values("signer").distinct().count() == 2
            assert sealed.setdefault(session.pk, now) == now
    states = _states()
    for kind, pk in Duty.objects.open().filter(kind__in=OPEN_IN).values_list("kind", "about"):
        assert states[_identifier(pk)] in OPEN_IN[kind], f"{kind} is open in {states[_identifier(pk)]}"


def _identifier(about):
    from uuid import UUID

    return UUID(about.split(":")[1])
