"""The access policy is the oracle: every call, every role, own and other unit, other employer, without a key."""

import json
import re
import uuid
from types import SimpleNamespace

import pytest
from tests.assurance.evaluation.conftest import START
from tests.groundwork import groundwork
from tests.house.world import EXTRA_ROLES, add_roles

from cairn.assurance.evaluation.models import Judgement
from cairn.cycle.improvement import commands as improvement
from cairn.foundation.core import clock
from cairn.foundation.people.access import permits
from cairn.foundation.standards.models import Framework
from cairn.front.api import document

WRITTEN = document.document()
CALLS = [
    pytest.param(address.removeprefix("/api/v1"), verb, call["x-act"], id=call["operationId"])
    for address, verbs in WRITTEN["paths"].items()
    for verb, call in verbs.items()
]
NORTH = ("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia")
SOUTH = ("wren", "ada", "ben", "col")
# An indicator is declared for everybody; its figures are each employer's own.
DECLARED = "{key}"
WITH_RECORD = [one for one in CALLS if "{" in one.values[0] and DECLARED not in one.values[0]]
BODIES = {
    "change_judgement": {"version": 99, "grade": 3},
    "raise_action": {"what": "Mend it", "why": "It is broken", "due_on": "2030-01-31"},
    "note_action": {"text": "Half done"},
    "finish_action": {"done_words": "Done", "check_on": "2030-02-28"},
}


@groundwork(at=START)
def records(cast, opened, crowd):
    """One record behind each name that stands in an address; all of the North, in team A where it has a unit."""
    add_roles(cast)
    action = improvement.raise_action(
        by=cast["morag"], what="Sign", why="Late", owner=cast["eilidh"], due_on=clock.today(), unit=cast.team_a
    )
    own = Framework.objects.get()
    own.pk, own.organisation, own.urn, own._state.adding = None, cast.north, "urn:north:own", True
    own.save()
    return {
        "framework": own,
        "unit": cast.team_a,
        "round": opened,
        "judgement": Judgement.objects.filter(round=opened, unit=cast.team_a).first(),
        "action": action,
        "key": SimpleNamespace(pk="improvement.on_time"),
    }


def asked(caller, address, verb, owner, act):
    body = next((body for name, body in BODIES.items() if document.acts()[name] == (verb.upper(), act)), {})
    if act == "action.raise":
        body = body | {"owner": owner}
    if verb == "get":
        return caller.get(address)
    return caller.send(verb, address, json.dumps(body, default=str))


def record_in(address, records):
    return next((found for name, found in records.items() if f"{{{name}}}" in address), None)


def filled(address, pk):
    return re.sub(r"{\w+}", str(pk), address)


@pytest.mark.parametrize(("address", "verb", "act"), CALLS)
def test_the_policy_is_kept(cast, call, records, address, verb, act):
    subject, wrong = record_in(address, records), []
    for name in (*NORTH, *EXTRA_ROLES, "petra", *SOUTH):
        answer = asked(call(name), filled(address, getattr(subject, "pk", "")), verb, cast.people[name], act)
        kind = type(subject).__name__.lower()
        judges = subject if act.split(".")[0] == kind else None  # an act on what hangs below the record is asked anew
        allowed = permits(cast[name], act, judges)
        foreign = subject is not None and name in SOUTH and DECLARED not in address
        if answer.status_code >= 500:
            wrong.append(f"{name} broke it")
        if (foreign or not allowed) and answer.status_code not in (403, 404):
            wrong.append(f"{name} got in: {answer.status_code}")
        if foreign and answer.status_code != 404:
            wrong.append(f"{name} learnt that it exists: {answer.status_code}")
        if allowed and not foreign and judges is not None and answer.status_code == 404:
            wrong.append(f"{name} was shut out")
    assert wrong == []


@pytest.mark.parametrize(("address", "verb", "act"), WITH_RECORD)
def test_foreign_is_answered_like_missing(cast, call, records, address, verb, act):
    caller, subject = call("wren"), record_in(address, records)
    foreign, missing = (
        asked(caller, filled(address, pk), verb, cast.people["wren"], act) for pk in (subject.pk, uuid.uuid4())
    )
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert missing.status_code == 404


@pytest.mark.parametrize(("address", "verb", "act"), CALLS)
def test_without_a_key_nobody_gets_in(cast, nobody, records, address, verb, act):
    subject = record_in(address, records)
    there, missing = (
        asked(nobody, filled(address, pk), verb, cast.people["wren"], act)
        for pk in (getattr(subject, "pk", ""), uuid.uuid4())
    )
    assert (there.status_code, missing.status_code) == (401, 401)
    assert there.content == missing.content
