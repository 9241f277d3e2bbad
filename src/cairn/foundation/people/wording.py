"""How do letters about signing in read? No names of others, and nothing that a stranger could use."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from cairn.foundation.people.models import Person

INVITATION_IS_OVER = (
    "This link has been used or is too old. If you have a password, sign in with it; "
    "else ask the administrator who invited you for a new invitation."
)


def invitation(person: Person, link: str, expires_at: datetime) -> dict[str, str]:
    """The letter with which somebody sets their first password."""
    until = timezone.localtime(expires_at)
    return {
        "subject": "Your way into Cairn",
        "text": (
            f"Hello {person.given_name},\n\n"
            f"{person.organisation.name} uses Cairn for the governance of social work. "
            "There you see what you owe and by when, say how good the conditions for your work are, and follow what "
            "becomes of it.\n\n"
            f"Choose your password here:\n{link}\n\n"
            f"The link works once, until {until.day} {until:%B %Y}. Nobody from Cairn will ever ask you for it.\n\n"
            "If you did not expect this e-mail, you can leave it unanswered.\n"
        ),
    }


def new_password(person: Person, link: str) -> dict[str, str]:
    """The letter to somebody who forgot their password."""
    return {
        "subject": "A new password for Cairn",
        "text": (
            f"Hello {person.given_name},\n\n"
            "somebody asked for a new password for your account. If it was you, choose one here:\n"
            f"{link}\n\n"
            "The link works once and for one hour. If it was not you, do nothing: your password stays as it is.\n"
        ),
    }


# What happened to an account, told to its owner so that they notice if it was not them.
HAPPENED = {
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_set": "A password was set for your account.",
    "account/email/password_reset": "Your password was changed with a link that was sent to this address.",
    "mfa/email/totp_activated": "An authenticator app was added to your account as the second step.",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account.",
    "mfa/email/webauthn_added": "A passkey was added to your account.",
    "mfa/email/webauthn_removed": "A passkey was removed from your account.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account.",
}


def happened(person: Person, sentence: str) -> dict[str, str]:
    """The letter that tells somebody about a change to their own account."""
    return {
        "subject": "Your Cairn account was changed",
        "text": (
            f"Hello {person.given_name},\n\n{sentence}\n\n"
            "If it was you, there is nothing to do. If it was not, tell the administrator of your organisation today "
            f"and choose a new password: {settings.SITE_URL}/sign-in/forgotten/\n"
        ),
    }
