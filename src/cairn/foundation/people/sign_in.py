"""How do people sign in: by e-mail, on invitation only, with a second step for whoever wants it."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from cairn.foundation.core import kept_text, sealed_fields
from cairn.foundation.people.models import Person


class Accounts(DefaultAccountAdapter):
    """Nobody signs up by themselves: an administrator invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Back to the text that waits, where the session had ended while somebody typed."""
        waiting = kept_text.after_sign_in(request)
        return waiting.url if waiting else super().get_login_redirect_url(request)


class SecondStep(DefaultMFAAdapter):
    """Secrets of the second step are sealed in the database, not stored in clear."""

    def encrypt(self, text: str) -> str:
        return sealed_fields.seal(text, place="mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return sealed_fields.unseal(encrypted_text, place="mfa")

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        from urllib.parse import urlsplit

        return {"id": urlsplit(settings.SITE_URL).hostname, "name": "Cairn"}


class ByEmail(AuthenticationBackend):
    """Signing in by e-mail; the person of a session comes with their organisation, which every page names."""

    def get_user(self, user_id: Any) -> Person | None:
        person = Person.objects.select_related("organisation").filter(pk=user_id, is_active=True).first()
        return cast("Person | None", person)
