"""The access policy is the oracle: every address, every role, own and other unit, other employer, signed out.

What the policy does not allow must be refused, and what a person may not see must be answered byte for byte like
what does not exist. What the policy allows must not be hidden.
"""

import re
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from tests.house.test_architecture import pages
from tests.house.world import SUBJECTS

from cairn.foundation.people.access import acts_of, permits

FIRST = ("isla", "morag", "eilidh", "wren")
OTHERS = (
    *("fraser", "una", "hamish", "petra", "catriona", "callum", "ruaridh", "shona", "nadia", "ada", "ben", "col"),
    *("deputy", "secretary", "learning", "registration", "complaints", "information"),
)
PEOPLE = [*FIRST, *(pytest.param(who, marks=pytest.mark.long) for who in OTHERS)]
MISSING = UUID("00000000-0000-4000-8000-000000000000")
CHANGING = re.compile(rb'name="(csrfmiddlewaretoken|act_key)" value="[^"]*"')
# One's own second step: what there is none of can't be shown; tests/foundation/people holds those pages.
OWN_ONLY = re.compile(r"<int:pk>|^account/second-step/(codes|app/remove)")
ASKED = [
    (address, view)
    for address, view in pages()
    if not address.startswith("api/v1/") and not getattr(view, "is_public", False) and not OWN_ONLY.search(address)
]
WITH_RECORD = [(address, view) for address, view in ASKED if "<uuid:" in address]


@contextmanager
def taken_back():
    """Whatever the request did is undone, so that the next person finds the world as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def filled(address, world, person, missing=False):
    """The address with the identifiers of a record of the world, and that record."""
    subject = None
    name = re.sub(r"<[^>]+>", "*", address)
    for part in re.findall(r"<[^>]+>", address):
        found = SUBJECTS.get((name, part), SUBJECTS[name])(world, person)
        subject = subject or found
        address = address.replace(part, str(MISSING if missing else found.pk), 1)
    return "/" + address, subject


def sees(person, act, subject):
    """Whether the policy lets this person see the record, or the round in which it stands: then a refusal is a 403."""
    record = act.split(".")[0]
    if permits(person, act, subject) or ("see" in acts_of(record) and permits(person, f"{record}.see", subject)):
        return True
    return hasattr(subject, "within") and permits(person, "round.see", subject.within)


def test_signed_out_nobody_gets_in(world):
    wrong = []
    for address, _ in ASKED:
        for method in ("get", "post"):
            response = getattr(Client(), method)(filled(address, world, world["eilidh"])[0])
            if response.status_code != 302 or not response.url.startswith("/sign-in/"):
                wrong.append((method, address, response.status_code))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("who", PEOPLE)
def test_the_policy_is_kept(who, world, signed_in):
    person = world[who]
    client = signed_in(person, Client(raise_request_exception=False))
    wrong = []
    for address, view in ASKED:
        here, subject = filled(address, world, person)
        allowed, visible = permits(person, view.act, subject), sees(person, view.act, subject)
        for method in ("get", "post"):
            with taken_back():
                status = getattr(client, method)(here).status_code
            if status >= 500:
                wrong.append(f"{method} /{address} broke: {status}")
            elif not visible and status not in (404, 405):
                wrong.append(f"{method} /{address} told that it exists: {status}")
            elif not allowed and status not in (403, 404, 405):
                wrong.append(f"{method} /{address} let them in: {status}")
            elif allowed and status == 404:
                wrong.append(f"{method} /{address} shut them out")
    assert not wrong, "\n".join(map(str, wrong))


def test_foreign_is_answered_like_missing(world, signed_in):
    """What belongs to another employer, and what nobody has, get the same bytes."""
    person = world["wren"]
    client = signed_in(person, Client())
    wrong = []
    for address, _ in WITH_RECORD:
        foreign, _ = filled(address, world, person)
        none, _ = filled(address, world, person, missing=True)
        for method in ("get", "post"):
            with taken_back():
                real, missing = (getattr(client, method)(where) for where in (foreign, none))
            same = CHANGING.sub(b"", real.content) == CHANGING.sub(b"", missing.content)
            if real.status_code not in (404, 405) or real.status_code != missing.status_code or not same:
                wrong.append((method, address, real.status_code, missing.status_code, same))
    assert not wrong, "\n".join(map(str, wrong))
