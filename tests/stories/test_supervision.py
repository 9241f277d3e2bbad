"""Supervision between two people, from the book to two signatures; then who else sees what of it, and who is told."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cairn.config.demonstration import PASSWORD

BRINGS = "The visit to Morrison Street, and what I would do differently."
SAID = "What power the uniformed presence carried, and who named it."
COMMENT = "I said that I had asked for co-working before."
WHY = "A complaint about the visit names this conversation and has to be answered today."
NOWHERE = "/supervision/sessions/00000000-0000-4000-8000-000000000000/"


def today():
    """The day on which Cairn is: that of Britain."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def test_a_session_from_the_book_to_two_signatures(demonstration, visitor):
    def comes(name, **ways):
        return visitor(demonstration, **ways).signs_in(f"{name}@strathcairn.example", PASSWORD)

    # Given a supervisor and a supervisee with an agreement
    supervisor, worker = comes("morag.lindsay"), comes("eilidh.farrow", width="phone")
    agreement = _finds_the_agreement(supervisor)
    # When the supervisor books a session, the worker prepares for it, and what they share is read
    booked = _books(supervisor, f"{agreement}plan/")
    _prepares(worker, booked)
    supervisor.goes_to(booked)
    assert BRINGS in supervisor.reads()
    # When the worker has to cancel it, then it says why, and is booked again
    _cancels(worker, booked)
    assert "court or hearing" in worker.reads()
    assert "Booked again for" in worker.reads()
    # When the two meet without having booked it, and are cut short
    held = _notes(supervisor, f"{agreement}held/")
    assert "Cut short" in _read(supervisor, held)
    # And the supervisor writes down the main points, which save themselves, and signs
    _writes(supervisor, held)
    _signs(supervisor, held)
    # Then a comment of the worker undoes that signature, and both sign
    _comments(worker, held)
    assert supervisor_has_not_signed(supervisor, held)
    for one in (supervisor, worker):
        _signs(one, held)
    assert "Signed by both" in _read(worker, held)
    assert "Nobody else, as far as you have been told." in worker.reads()
    # And whoever leads the service sees that it was held and for how long, not what was said
    above = comes("hamish.orrock")
    assert "35 minutes" in _read(above, held)
    assert SAID not in above.page.content()
    # When the chief social work officer breaks glass, then they read it for an hour
    chief = comes("isla.renwick")
    _breaks_glass(chief, held)
    assert SAID in chief.reads()
    # And the privacy role, which learns of it at once, says whether that was right
    _reviews(comes("shabnam.rafiqi"))
    # Then the worker is told who read it and why
    _learns_of_it(worker, held)
    # And to an outsider all of it is as if it were not there
    _finds_nothing(visitor(demonstration).signs_in("judith.amankwah@eldermarsh.example", PASSWORD), (booked, held))


def _finds_the_agreement(supervisor):
    supervisor.goes_to("/supervision/")
    link = supervisor.page.get_by_role("link", name="Eilidh Farrow", exact=True).first
    return urlsplit(link.evaluate("link => link.href")).path


def _fills_in(page, name, day):
    for part in ("day", "month", "year"):
        page.locator(f"#id_{name}_{part}").fill(str(getattr(day, part)))


def _on_a_free_day(somebody, address, days, fill, button):
    """What the demonstration has on a day already is not in the way: the next day will do."""
    for day in days:
        somebody.goes_to(address)
        _fills_in(somebody.page, "on", day)
        fill(somebody.page)
        somebody.clicks(button)
        if "There is a problem" not in somebody.reads():
            return re.sub(r"record/$", "", urlsplit(somebody.page.url).path)
    raise AssertionError(somebody.reads())


def _books(supervisor, address):
    days = [today() + timedelta(days=count) for count in range(3, 12)]
    return _on_a_free_day(
        supervisor, address, days, lambda page: page.get_by_label("At what time?").fill("7:15"), "Book it"
    )


def _prepares(worker, session):
    worker.goes_to(f"{session}prepare/")
    with worker.page.expect_response("**/save/"):
        worker.page.get_by_label("Practice:").fill(BRINGS)
    worker.page.get_by_text("Saved a moment ago").wait_for()
    worker.clicks("Share it")
    assert "It is shared." in worker.reads()


def _cancels(worker, session):
    for count in range(12, 20):
        worker.goes_to(f"{session}cancel/")
        worker.page.get_by_label("The supervisee").check()
        worker.page.get_by_label("Court or hearing").check()
        _fills_in(worker.page, "rebook_on", today() + timedelta(days=count))
        worker.clicks("Cancel the session")
        if "There is a problem" not in worker.reads():
            return
    raise AssertionError(worker.reads())


def _notes(supervisor, address):
    def fill(page):
        page.get_by_label("For how many minutes?").fill("35")
        page.get_by_label("It was cut short", exact=True).check()
        page.locator("#id_because_of").select_option(label="The organisation")
        page.locator("#id_reason").select_option(label="Emergency or duty work")

    return _on_a_free_day(supervisor, address, [today() - timedelta(days=count) for count in range(9)], fill, "Save")


def _writes(supervisor, session):
    supervisor.goes_to(f"{session}record/")
    with supervisor.page.expect_response("**/save/"):
        supervisor.page.get_by_label("Reflection").fill(SAID)
    supervisor.page.get_by_text("Saved a moment ago").wait_for()
    supervisor.page.reload()
    assert supervisor.page.get_by_label("Reflection").input_value() == SAID
    supervisor.clicks("It is recorded")
    assert "Now both sign it." in supervisor.reads()


def _comments(worker, session):
    worker.goes_to(f"{session}record/")
    worker.page.get_by_label("The supervisee's own comment").fill(COMMENT)
    worker.clicks("Save the change")


def supervisor_has_not_signed(supervisor, session):
    """The signature that was given counts no more."""
    return "Morag Lindsay has not signed" in _read(supervisor, session)


def _signs(somebody, session):
    somebody.goes_to(f"{session}sign/")
    assert SAID in somebody.reads()
    somebody.page.get_by_label("I have read this record").check()
    somebody.clicks("Sign")
    somebody.confirms(PASSWORD)
    assert "Your name stands under the record." in somebody.reads()


def _read(somebody, address):
    somebody.goes_to(address)
    return somebody.reads()


def _breaks_glass(chief, session):
    chief.goes_to(session)
    chief.clicks("Break glass", role="link")
    chief.page.get_by_label("A formal matter of conduct").check()
    chief.page.get_by_label("Why this record, and why now?").fill(WHY)
    chief.clicks("Open it for an hour")
    chief.confirms(PASSWORD)


def _reviews(officer):
    officer.goes_to("/supervision/openings/")
    officer.clicks("Isla Renwick", role="link")
    assert SAID not in officer.page.content()
    assert WHY in officer.reads()
    officer.clicks("Review", role="link")
    officer.page.get_by_label("It was right to open it").check()
    officer.page.get_by_label("Why?").fill("The complaint names this conversation.")
    officer.clicks("Record it")
    assert "The review is on record" in officer.reads()


def _learns_of_it(worker, session):
    worker.goes_to("/notices/")
    assert "opened" in worker.reads()
    assert SAID not in worker.reads()
    text = _read(worker, f"{session}readings/")
    assert "Isla Renwick" in text
    assert WHY in text


def _finds_nothing(stranger, addresses):
    missing = stranger.context.request.get(stranger.installation.address + NOWHERE)
    for address in addresses:
        answer = stranger.context.request.get(stranger.installation.address + address)
        assert (answer.status, answer.body()) == (404, missing.body())
