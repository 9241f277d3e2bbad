"""Cairn without JavaScript, and with text that must not get lost: in a refused form, and after too long a pause."""

import sqlite3
from contextlib import closing

from cairn.config.demonstration import PASSWORD

REMARK = "On duty days nobody has the time to write down why."


def test_a_statement_is_answered_without_a_script(demonstration, visitor):
    # Given a practitioner whose browser runs no scripts
    practitioner = visitor(demonstration, script=False, width="phone")
    practitioner.signs_in("tomasz.wieczorek@strathcairn.example", PASSWORD)
    # When they answer the first statement and go on
    practitioner.clicks("Answer in", role="link")
    practitioner.clicks("Begin", role="link")
    first = practitioner.heading
    practitioner.page.get_by_label("3 Adequate").check()
    practitioner.page.get_by_label("Is there anything you want to say about it?").fill(REMARK)
    practitioner.clicks("Next statement")
    # Then the next one is there, and the first is kept as it was typed
    assert practitioner.heading != first
    practitioner.clicks("Back")
    assert practitioner.heading == first
    assert practitioner.page.get_by_label("3 Adequate").is_checked()
    assert practitioner.page.get_by_label("Is there anything you want to say about it?").input_value() == REMARK


def test_a_refused_form_keeps_what_was_typed(demonstration, visitor):
    # Given a team leader without scripts, who forgets one answer of a form
    leader = visitor(demonstration, script=False).signs_in("callum.strang@strathcairn.example", PASSWORD)
    leader.goes_to("/actions/raise/")
    boxes = leader.page.locator("main textarea").all()
    for number, box in enumerate(boxes):
        box.fill(f"What I had typed, {number}")
    # When they send it
    leader.page.locator("main form button.govuk-button").last.click()
    # Then the page says what is missing, and every word is still there
    assert "There is a problem" in leader.reads()
    typed = [box.input_value() for box in leader.page.locator("main textarea").all()]
    assert typed == [f"What I had typed, {number}" for number in range(len(boxes))]
    assert typed != []


def test_text_outlives_a_session_that_has_ended(demonstration, visitor):
    # Given somebody who types a suggestion, and is called away until the session has ended
    somebody = visitor(demonstration).signs_in("callum.strang@strathcairn.example", PASSWORD)
    somebody.goes_to("/actions/suggestions/offer/")
    somebody.page.locator("main textarea").first.fill("Duty could begin with ten quiet minutes.")
    _the_session_ends(demonstration, somebody)
    # When they come back and send it
    somebody.page.locator("main form button.govuk-button").last.click()
    somebody.page.wait_for_load_state()
    # Then they are asked to sign in, and find their text where they left it
    assert "/sign-in/" in somebody.page.url
    somebody.looks()
    somebody.page.get_by_label("E-mail").fill("callum.strang@strathcairn.example")
    somebody.page.get_by_label("Password").fill(PASSWORD)
    somebody.clicks("Sign in")
    assert "your text is still here" in somebody.heading
    assert "Duty could begin with ten quiet minutes." in somebody.page.content()


def _the_session_ends(demonstration, somebody):
    """As after 30 minutes without a click: the server no longer knows the session of this browser."""
    key = next(one["value"] for one in somebody.context.cookies() if one["name"] == "cairn")
    with closing(sqlite3.connect(demonstration.folder / "cairn.sqlite3", timeout=30)) as database:
        gone = database.execute("DELETE FROM django_session WHERE session_key = ?", (key,))
        database.commit()
        assert gone.rowcount == 1
