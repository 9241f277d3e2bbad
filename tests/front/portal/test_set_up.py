"""Can an empty installation be set up, once, by whoever comes first?"""

import pytest
from django.test import Client

from cairn.foundation.people.models import Organisation, Person

ORGANISATION = {"name": "Strathcairn Partnership", "nation": "scotland"}
ADMINISTRATOR = {
    "given_name": "Una",
    "family_name": "Begg",
    "email": "una@strathcairn.example",
    "password": "many small stones",
    "password_again": "many small stones",
}

pytestmark = pytest.mark.django_db


def test_the_journey_from_nothing(client, library_stays_out):
    first = client.get("/", follow=True)
    assert first.redirect_chain[-1][0] == "/set-up/"
    assert "Welcome to Cairn" in first.content.decode()
    assert client.post("/set-up/organisation/", ORGANISATION).url == "/set-up/administrator/"
    assert client.post("/set-up/administrator/", ADMINISTRATOR).url == "/set-up/done/"

    assert "Cairn is set up. What comes next?" in client.get("/set-up/done/").content.decode()
    person = Person.objects.get()
    assert (person.organisation.name, person.organisation.nation) == ("Strathcairn Partnership", "scotland")
    assert client.get("/people/add/").status_code == 200


@pytest.fixture
def library_stays_out(monkeypatch):
    """Loading the standards takes seconds and has tests of its own."""
    from cairn.front.portal.views import set_up

    monkeypatch.setattr(set_up, "load_library", lambda **_: None)


def test_once_set_up_the_journey_does_not_exist(client, cast):
    for address in ("/set-up/", "/set-up/organisation/", "/set-up/administrator/"):
        assert client.get(address).status_code == 404
        assert client.post(address, ADMINISTRATOR).status_code == 404
    assert client.get("/set-up/done/").status_code == 302
    assert Organisation.objects.count() == 2


def test_of_two_who_set_up_at_once_one_is_told(monkeypatch, library_stays_out):
    from cairn.front.portal.views import set_up

    one, other = Client(), Client()
    for client in (one, other):
        client.post("/set-up/organisation/", ORGANISATION)
    assert one.post("/set-up/administrator/", ADMINISTRATOR).status_code == 302

    monkeypatch.setattr(set_up, "is_set_up", lambda: False)  # as the other saw it a moment before
    late = other.post("/set-up/administrator/", {**ADMINISTRATOR, "email": "late@strathcairn.example"})

    assert "Cairn has been set up already" in late.content.decode()
    assert (Organisation.objects.count(), Person.objects.count()) == (1, 1)


def test_steps_are_taken_in_their_order(client):
    assert client.get("/set-up/administrator/").url == "/set-up/organisation/"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "short", "password_again": "short"}, "at least 12 characters"),
        ({"password_again": "another"}, "The two passwords differ"),
        ({"email": "not an address"}, "Enter an address like name@example.org"),
        ({"password": "una@strathcairn", "password_again": "una@strathcairn"}, "too similar"),
        ({"given_name": ""}, "Enter given name"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, typed, said):
    client.post("/set-up/organisation/", ORGANISATION)
    page = client.post("/set-up/administrator/", {**ADMINISTRATOR, **typed}).content.decode()
    assert said in page
    assert 'value="Begg"' in page
    assert "many small stones" not in page
    assert not Organisation.objects.exists()


def test_pages_about_cairn_need_no_account(client, db):
    for address, words in (("/about/", "What Cairn is"), ("/accessibility/", "Accessibility")):
        assert words in client.get(address).content.decode()
