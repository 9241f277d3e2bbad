"""A registration is removed, and what follows from it at once; and work over somebody's limit, with a plan."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cairn.config.demonstration import PASSWORD

FUNCTION = "child.protection_enquiry"
TALK = "Talked about on Monday; the visits are in the mornings."
PLAN = "Two reviews go to a colleague until the end of the month."


def today():
    """The day on which Cairn is: that of Britain."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def in_words(day):
    return f"{day.day} {day:%B %Y}"


def _fills_in(page, name, day):
    for part in ("day", "month", "year"):
        page.locator(f"#id_{name}_{part}").fill(str(getattr(day, part)))


def _address_of(page, selector):
    return urlsplit(page.locator(selector).first.evaluate("link => link.href")).path


def test_a_removal_and_what_follows_from_it(demonstration, visitor):
    def comes(name, **ways):
        return visitor(demonstration, **ways).signs_in(f"{name}@strathcairn.example", PASSWORD)

    # Given a worker with cases, to whom the chief social work officer delegates a function
    chief, manager, officer = comes("isla.renwick"), comes("morag.lindsay", width="phone"), comes("mairead.colquhoun")
    held = _delegates(chief, "heather.ironside@strathcairn.example")
    entry = _entry(officer, "Heather Ironside")
    assert "Yes, they may be accountable." in _asks(chief, today())
    # When the registration officer writes down that the registration is removed
    _removes(officer, entry)
    # Then by the next page view the delegation is suspended
    chief.goes_to(held)
    assert "It is suspended since" in chief.reads()
    assert "was removed from the register" in chief.reads()
    assert "From Isla Renwick to Heather Ironside" in chief.reads()  # what was delegated before stays readable
    # And reassignment stands with the line manager and with the chief, with the delegation and the cases
    for one in (manager, chief):
        one.goes_to("/")
        one.clicks("Reassign what Heather Ironside answered for", role="link")
        assert "Delegations that are suspended" in one.reads()
        assert re.search(r"Case [A-Z0-9-]+", one.reads())
        assert one.page.evaluate("document.documentElement.scrollWidth") <= one.across
    # And nobody can give them accountable work; what was typed is kept
    case = _waiting_case(manager)
    _gives(manager, case, "heather.ironside@strathcairn.example")
    assert "was removed from the register" in manager.reads()
    assert manager.page.locator("#id_conversation").input_value() == TALK
    # And for the day before they might be accountable, for today they may not
    assert "Yes, they may be accountable." in _asks(chief, today() - timedelta(days=1))
    assert "No. Heather Ironside was removed from the register" in _asks(chief, today())
    # When the chief revokes the delegation, then nothing of it is left to reassign
    chief.goes_to(f"{held}revoke/")
    chief.page.locator("#id_why").fill("It goes to a colleague.")
    chief.clicks("Revoke")
    assert "It was revoked on" in chief.reads()
    # And to somebody of another employer all of it is as if it were not there
    _finds_nothing(visitor(demonstration).signs_in("judith.amankwah@eldermarsh.example", PASSWORD), (entry, held, case))


def test_work_over_the_limit_is_given_with_a_plan_that_the_next_level_reads(demonstration, visitor):
    def comes(name, **ways):
        return visitor(demonstration, **ways).signs_in(f"{name}@strathcairn.example", PASSWORD)

    # Given a worker who has no room
    manager = comes("morag.lindsay")
    case = _waiting_case(manager)
    # When the manager gives them a case, then a plan is asked for, and what was typed is kept
    _gives(manager, case, "megan.macnaughton@strathcairn.example")
    assert "What will be done?" in manager.page.inner_text("main")
    assert manager.page.locator("#id_conversation").input_value() == TALK
    # When the plan is written down, then the case is theirs
    manager.page.get_by_label("Remove work").check()
    manager.page.locator("#id_plan_words").fill(PLAN)
    _fills_in(manager.page, "plan_due_on", today() + timedelta(days=20))
    manager.clicks("Give it to them")
    assert "The case was given to Megan MacNaughton." in manager.page.inner_text("body")
    # And whoever leads the service reads the plan and says so
    above = comes("hamish.orrock")
    above.goes_to("/")
    above.clicks("Look at the plan for Megan MacNaughton", role="link")
    assert PLAN in above.reads()
    above.clicks("Look at it", role="link")
    above.page.locator("#id_words").fill("Seen. Tell me if it does not hold.")
    above.clicks("I have read it")
    assert "Hamish Orrock" in above.reads()


def _delegates(chief, to):
    chief.goes_to(f"/registration/delegations/give/?function={FUNCTION}")
    page = chief.page
    page.locator("#id_function").select_option(FUNCTION)
    page.locator("#id_under").select_option("right")
    page.locator("[name=holder]").fill(to)
    page.get_by_label("All of it").check()
    _fills_in(page, "starts_on", today())
    page.locator("[name=declared]").check()
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    chief.looks()
    assert "It is delegated, and signed by you." in page.inner_text("body"), chief.reads()
    return urlsplit(page.url).path


def _entry(officer, name):
    officer.goes_to(f"/registration/?words={name.replace(' ', '+')}")
    return _address_of(officer.page, f"main a:has-text('{name}')")


def _removes(officer, entry):
    officer.goes_to(entry)
    officer.clicks("Write down what the regulator decided", role="link")
    officer.page.locator("#id_state").select_option("removed")
    _fills_in(officer.page, "starts_on", today())
    officer.page.locator("#id_words").fill("Removed after a hearing.")
    officer.clicks("Write it down")
    assert "It is in the register, and counts at once." in officer.page.inner_text("body"), officer.reads()


def _asks(chief, day):
    where = f"function={FUNCTION}&on_day={day.day}&on_month={day.month}&on_year={day.year}"
    chief.goes_to(f"/registration/ask/?person=heather.ironside@strathcairn.example&{where}")
    assert in_words(day) in chief.reads()
    return chief.reads()


def _waiting_case(manager):
    manager.goes_to("/caseload/waiting/")
    return _address_of(manager.page, "main a[href*='/caseload/cases/']").removesuffix("allocate/")


def _gives(manager, case, to):
    manager.goes_to(f"{case}allocate/")
    manager.page.locator("[name=to]").fill(to)
    manager.page.locator("#id_role").select_option("accountable")
    manager.page.locator("#id_conversation").fill(TALK)
    manager.clicks("Give it to them")


def _finds_nothing(outsider, addresses):
    missing = outsider.goes_to("/registration/people/00000000-0000-4000-8000-000000000000/").text()
    for address in addresses:
        answer = outsider.goes_to(address)
        assert answer.status == 404
        assert answer.text() == missing
