"""Which keys are there, and for whom does a call speak?"""

from typing import Any

from django.db.models import QuerySet

from cairn.foundation.people.models import Person
from cairn.front.api.models import Token
from cairn.front.api.secrets import MARK, hash_of


def bearer_of(secret: str) -> Token | None:
    """The live key with this secret, with its person and organisation; nothing where it opens no door any more."""
    if not secret.startswith(MARK) or len(secret) > 100:
        return None
    found = Token.objects.live().select_related("person__organisation")
    return found.filter(secret_hash=hash_of(secret), person__is_active=True).first()


def own_tokens(viewer: Person) -> QuerySet[Token]:
    """The viewer's own keys, newest first, with those that have ended."""
    return Token.objects.visible_to(viewer).filter(person=viewer)


def others_tokens(viewer: Person) -> QuerySet[Token]:
    """Live keys of colleagues, which an administrator can revoke."""
    return Token.objects.visible_to(viewer).live().exclude(person=viewer).select_related("person")


def token_for(viewer: Person, pk: Any) -> Token:
    """One key; DoesNotExist where the viewer may not see it."""
    return Token.objects.visible_to(viewer).select_related("person").get(pk=pk)


def all_tokens(email: str = "") -> QuerySet[Token]:
    """Every key in the installation, for whoever runs it; no page asks this."""
    found = Token.objects.select_related("person__organisation").order_by("person__email", "-created_at")
    return found.filter(person__email=email.strip().lower()) if email else found
