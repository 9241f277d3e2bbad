"""For whom does a call speak? The key in its `Authorization` header says so; a browser's session does not count."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from cairn.front.api import commands, limits, queries
from cairn.front.api.models import Token


class TooManyCalls(Exception):
    """This key has made more calls than it may in a minute."""

    def __init__(self, wait: int):
        super().__init__(f"This key made {limits.CALLS} calls within a minute. Wait {wait} seconds, then go on.")
        self.wait = wait


class Key(HttpBearer):
    """A key made on the page /account/keys/ or with `cairn token create`, sent as `Authorization: Bearer cairn_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The call speaks for the key's person, whoever may be signed in otherwise."""
        found = queries.bearer_of(token)
        if found is None:
            return None
        if wait := limits.wait_before(found.pk):
            raise TooManyCalls(wait)
        commands.note_use(found)
        request.user = found.person
        return found
