"""Every identifier of another employer, put into every field of every form, is refused exactly as a missing one is."""

from datetime import timedelta
from html.parser import HTMLParser
from uuid import UUID

import pytest
from django.test import Client
from tests.house.test_access import ASKED, CHANGING, MISSING, filled, taken_back

from cairn.foundation.core import clock

ACTORS = ("isla", "morag", "una")


class Forms(HTMLParser):
    """The forms of a page that are sent: where to, their fields, and which of them hold identifiers."""

    def __init__(self, page):
        super().__init__()
        self.found, self.select = [], None
        self.feed(page)

    def handle_starttag(self, tag, given):
        given = dict(given)
        if tag == "form":
            self.found.append({"action": given.get("action") or "", "method": given.get("method"), "fields": []})
        if not self.found:
            return
        fields = self.found[-1]["fields"]
        if tag == "select":
            self.select = given.get("name")
        elif tag == "option" and self.select:
            fields.append((self.select, given.get("value") or ""))
        elif tag in ("input", "textarea") and given.get("name"):
            fields.append((given["name"], given.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None


def is_identifier(text):
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@pytest.fixture
def foreign(world):
    """A record of the South of each kind that a form of the North could name."""
    from tests.assurance.evaluation.conftest import make_framework

    from cairn.cycle.evidence import commands as evidence
    from cairn.cycle.improvement import commands as improvement

    cast = world.cast
    framework = make_framework(organisation=cast.south, urn="urn:south:framework")
    due = clock.today() + timedelta(days=9)
    return {
        "organisation": cast.south,
        "unit": cast.south_team,
        "person": cast["ben"],
        "framework": framework,
        "statement": framework.statements.get(ref="t.1.e"),
        "evidence": evidence.add(
            by=cast["ada"], title="South's", kind="record", reference="S1", happened_on=clock.today()
        ),
        "action": improvement.raise_action(by=cast["ada"], what="x", why="y", owner=cast["ben"], due_on=due),
    }


@pytest.mark.parametrize("who", ACTORS)
def test_a_foreign_identifier_is_refused_as_a_missing_one(who, world, foreign, signed_in):
    person = world[who]
    client = signed_in(person, Client(raise_request_exception=False))
    wrong, tried = [], 0
    for address, _ in ASKED:
        here, _ = filled(address, world, person)
        response = client.get(here)
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            continue
        for form in Forms(response.content.decode()).found:
            where = form["action"] or here
            typed = {name: value for name, value in form["fields"] if name != "act_key"}
            for name in sorted({name for name, value in form["fields"] if is_identifier(value) and name != "act_key"}):
                with taken_back():
                    none = _send(client, form, where, {**typed, name: str(MISSING)})
                for kind, record in foreign.items():
                    tried += 1
                    with taken_back():
                        real = _send(client, form, where, {**typed, name: str(record.pk)})
                    if real.status_code >= 500 or _plain(real, record.pk) != _plain(none, MISSING):
                        wrong.append(f"{where} {name}={kind}: {none.status_code} became {real.status_code}")
    assert not wrong, "\n".join(wrong)
    assert tried > 0


def _send(client, form, where, typed):
    return client.post(where, typed) if (form["method"] or "get").lower() == "post" else client.get(where, typed)


def _plain(response, identifier):
    content = CHANGING.sub(b"", response.content).replace(str(identifier).encode(), b"")
    return response.status_code, content, (response.headers.get("Location") or "").replace(str(identifier), "")
