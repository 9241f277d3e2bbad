"""How does a letter say that something waits? Without a name, a case or a word of what it is about."""

from django.conf import settings

from cairn.foundation.core.words import capital, plural
from cairn.foundation.people.models import Person


def something_waits(person: Person, count: int) -> dict[str, str]:
    """The letter for one person and any number of notices."""
    waits = f"{capital(plural(count, 'notice'))} {'waits' if count == 1 else 'wait'} for you in Cairn."
    return {
        "subject": "Something waits for you in Cairn",
        "text": (
            f"Hello {person.given_name},\n\n{waits} What it is about stands there, not in this e-mail:\n"
            f"{settings.SITE_URL}/notices/\n"
        ),
    }
