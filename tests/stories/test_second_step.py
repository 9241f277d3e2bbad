"""Somebody protects their account with a passkey, signs in with it alone, confirms with it, and takes it away again."""

from types import SimpleNamespace

import pytest

from cairn.config.demonstration import PASSWORD

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_home(demonstration, visitor):
    """A visitor whose browser has a device for passkeys; these need a name in the address, not a number."""
    named = SimpleNamespace(address=demonstration.address.replace("127.0.0.1", "localhost"))
    somebody = visitor(named)
    session = somebody.context.new_cdp_session(somebody.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return somebody


def test_a_passkey_from_the_first_day_to_the_last(at_home):
    # Given somebody who signs in with a password
    at_home.signs_in("gordon.pirie@strathcairn.example", PASSWORD)
    at_home.goes_to("/account/second-step/")
    assert at_home.heading == "Your account has no second step yet"
    # When they add a passkey that signs in alone
    at_home.goes_to("/account/second-step/passkeys/add/")
    at_home.page.get_by_label("Name of the passkey").fill("Laptop")
    at_home.page.get_by_label("Sign in with this passkey alone").check()
    at_home.page.get_by_role("button", name="Add the passkey").click()
    at_home.page.wait_for_url("**/codes/")
    # Then they get codes for the day on which the laptop is lost
    assert at_home.heading == "Ten recovery codes left"
    at_home.looks()
    # And the passkey alone lets them in
    _sign_out(at_home)
    at_home.goes_to("/sign-in/")
    at_home.page.get_by_role("button", name="Sign in with a passkey").click()
    at_home.page.wait_for_url(f"{at_home.installation.address}/")
    assert "Gordon Pirie" in at_home.page.inner_text("header")
    # And the password alone does not
    _sign_out(at_home)
    at_home.page.goto(at_home.installation.address + "/sign-in/")
    at_home.page.get_by_label("E-mail").fill("gordon.pirie@strathcairn.example")
    at_home.page.get_by_label("Password").fill(PASSWORD)
    at_home.page.get_by_role("button", name="Sign in", exact=True).click()
    assert at_home.heading == "The second step"
    at_home.looks()
    at_home.page.get_by_role("button", name="Use a passkey instead").click()
    at_home.page.wait_for_url(f"{at_home.installation.address}/")
    # When they take it away, the account is as it was
    at_home.goes_to("/account/second-step/passkeys/")
    at_home.clicks("Remove", role="link")
    at_home.clicks("Remove it")
    at_home.goes_to("/account/second-step/")
    assert at_home.heading == "Your account has no second step yet"


def _sign_out(somebody):
    somebody.goes_to("/account/")
    somebody.page.locator("main").get_by_role("button", name="Sign out").click()
    somebody.page.wait_for_url("**/sign-out/done/")
