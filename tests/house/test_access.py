"""The access policy is the oracle: every address, every role, own and other unit, other employer, signed out.

What the policy does not allow must be refused, and what a person may not see must be answered byte for byte like
what does not exist. What the policy allows must not be hidden.
"""

import re
from uuid import UUID

import pytest
from django.test import Client
from tests.house.test_architecture import pages
from tests.house.world import SUBJECTS

from cairn.foundation.people.access import grants, permits

PEOPLE = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("deputy", "secretary", "learning", "registration", "complaints", "information"),
    *("wren", "ada", "ben", "col"),
)
MISSING = UUID("00000000-0000-4000-8000-000000000000")
CHANGING = re.compile(rb'(name="(csrfmiddlewaretoken|act_key)" value="[^"]*"|nonce="[^"]*")')
ADDRESSES = [(address, view) for address, view in pages() if not address.startswith("api/v1/")]
ASKED = [(a, v) for a, v in ADDRESSES if not getattr(v, "is_public", False)]


def plain(response):
    return response.status_code, CHANGING.sub(b"", response.content)


def sees(person, act, subject):
    """Whether the policy lets this person see the record at all."""
    record = act.split(".")[0]
    try:
        grants(f"{record}.see")
    except KeyError:
        return permits(person, act, subject)
    return permits(person, f"{record}.see", subject) or permits(person, act, subject)


def filled(address, world, missing=False):
    """The address with the identifiers of a record of the world, and that record."""
    subject = None
    name = re.sub(r"<[^>]+>", "*", address)
    for part in re.findall(r"<[^>]+>", address):
        found = SUBJECTS[(name, part)](world) if (name, part) in SUBJECTS else SUBJECTS[name](world)
        subject = subject or found
        value = MISSING if missing else getattr(found, "pk", found)
        address = address.replace(part, str(value), 1)
    return "/" + address, subject


@pytest.mark.parametrize(("address", "view"), [pytest.param(a, v, id=a or "/") for a, v in ASKED])
def test_signed_out_nobody_gets_in(address, view, world):
    for method in ("get", "post"):
        response = getattr(Client(), method)(filled(address, world)[0])
        assert response.status_code == 302, (method, response.status_code)
        assert response.url.startswith("/sign-in/"), response.url


@pytest.mark.parametrize(("address", "view"), [pytest.param(a, v, id=a or "/") for a, v in ASKED])
def test_the_policy_is_kept(address, view, world, signed_in):
    wrong = []
    for who in PEOPLE:
        person = world[who]
        here, subject = filled(address, world)
        for method in ("get", "post"):
            response = getattr(signed_in(person, Client()), method)(here)
            allowed = permits(world[who], view.act, subject)
            visible = sees(world[who], view.act, subject)
            if not allowed and response.status_code not in (403, 404, 405):
                wrong.append(f"{who} {method} got in: {response.status_code}")
            if not visible and subject is not None and response.status_code not in (404, 405):
                wrong.append(f"{who} {method} learnt that it exists: {response.status_code}")
            if allowed and response.status_code == 404:
                wrong.append(f"{who} {method} was shut out")
            if response.status_code >= 500:
                wrong.append(f"{who} {method} broke it: {response.status_code}")
    assert wrong == []


@pytest.mark.parametrize(("address", "view"), [pytest.param(a, v, id=a) for a, v in ASKED if "<uuid:" in a])
def test_foreign_is_answered_like_missing(address, view, world, signed_in):
    """What belongs to another employer, and what nobody has, get the same bytes."""
    client = signed_in(world["wren"], Client())
    foreign, subject = filled(address, world)
    if getattr(subject, "organisation_id", None) is None:
        return  # published standards belong to everybody
    for method in ("get", "post"):
        real = plain(getattr(client, method)(foreign))
        none = plain(getattr(client, method)(filled(address, world, missing=True)[0]))
        assert real == none
        assert real[0] in (404, 405)
