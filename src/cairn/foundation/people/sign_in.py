"""How do people sign in: by e-mail, on invitation only, with a second step for whoever wants it."""

import html
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from cairn.foundation.core import kept_text, sealed_fields
from cairn.foundation.people import letters, wording
from cairn.foundation.people.fresh import fresh_sign_in
from cairn.foundation.people.models import Person

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_alongside: dict[str, Any] = {}

TOO_MANY = "There were too many attempts. Wait five minutes, or ask for a new password below."
WRONG_CODE = "This code is not right. Codes change every half minute: wait for the next one and type it again."

# What is said on the next page, in our words; what is not named here is not said.
SAID = {
    "account/messages/password_changed.txt": "Your password was changed. Other devices have been signed out.",
    "mfa/messages/totp_activated.txt": "The authenticator app is your second step from now on.",
    "mfa/messages/totp_deactivated.txt": "The authenticator app was removed.",
    "mfa/messages/webauthn_added.txt": "The passkey was added.",
    "mfa/messages/webauthn_removed.txt": "The passkey was removed.",
    "mfa/messages/recovery_codes_generated.txt": "New recovery codes were made. Keep them where only you find them.",
    "usersessions/messages/sessions_logged_out.txt": "Your other devices have been signed out.",
}


def come_with(**columns: Any) -> None:
    """A room above says what every page needs to know of its viewer, so that one query brings both."""
    _alongside.update(columns)


class ByEmail(AuthenticationBackend):
    """Signing in by e-mail; the person of a session comes with their organisation, which every page names."""

    def get_user(self, user_id: Any) -> Person | None:
        known = Person.objects.select_related("organisation").annotate(**_alongside).order_by()
        return cast("Person | None", known.filter(pk=user_id, is_active=True).first())


class Accounts(DefaultAccountAdapter):
    """Nobody signs up by themselves: an administrator invites."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This e-mail address and password don't belong together. Look at both, try again.",
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": "This is not your password. Look at it and try again.",
        "enter_current_password": "This is not your password now. Look at it and try again.",
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """To where the person was going, but first to the text that waits, if their session had ended as they typed."""
        response = super().post_login(request, user, **kwargs)
        return kept_text.after_sign_in(request) or response

    def is_safe_url(self, url: str) -> bool:
        """After signing in one stays on this site: only a path is followed, never an address."""
        return url.startswith("/") and url.isprintable() and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever signed in within the last five minutes need not confirm again."""
        return not fresh_sign_in(context.request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say on the next page what was done, in our own words."""
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, html.unescape(said))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner of an account what happened to it, so that they notice if it was not them."""
        if sentence := wording.HAPPENED.get(template_prefix):
            letters.write(user, **wording.happened(user, sentence))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters leave through the outbox only; what it does not know is not sent."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts are counted for an address from one place, so that nobody shuts another person out from afar."""
        login = str(credentials.get("email", "")).lower()
        return f"{self.get_client_ip(request)}:{login}"


class SecondStep(DefaultMFAAdapter):
    """Secrets of the second step are sealed in the database, not stored in clear."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "Add an authenticator app or a passkey first; codes stand in for those.",
    }

    def encrypt(self, text: str) -> str:
        return sealed_fields.seal(text, place="mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return sealed_fields.unseal(encrypted_text, place="mfa")

    def get_totp_issuer(self) -> str:
        return "Cairn"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "My passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """Passkeys belong to the name of this site. Browsers know none for a bare number, so on one's own machine
        they work where Cairn was opened as localhost."""
        name = urlsplit(settings.SITE_URL).hostname
        asked = context.request.get_host().partition(":")[0]
        if name in LOOPBACK and asked == "localhost":
            name = asked
        return {"id": name, "name": "Cairn"}
