"""What every request passes before its page: clean input, sessions that end, pages that no browser keeps."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from cairn.foundation.core import clock, kept_text
from cairn.foundation.core.pages import to_sign_in
from cairn.foundation.core.refusals import not_understood

Answer = Callable[[HttpRequest], HttpResponse]
SEEN, BEGAN = "seen", "began"
ONE_MINUTE = timedelta(minutes=1)
LONGEST = timedelta(seconds=settings.SESSION_COOKIE_AGE)


class CleanInput:
    """An address with a NUL character is refused: one database takes it, the other fails on it."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "\0" in unquote_plus(request.META.get("QUERY_STRING", "")):
            return not_understood(request)
        return self.get_response(request)


class IdleSessions:
    """A session ends after 30 idle minutes, and after 12 hours in any case; what was typed waits for its person."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = clock.now()
        seen, began = (_moment(request.session.get(name)) for name in (SEEN, BEGAN))
        if (seen and now - seen > settings.CAIRN_IDLE) or (began and now - began > LONGEST):
            return self._end(request)
        if not began:
            request.session[BEGAN] = now.isoformat()
        if not seen or now - seen > ONE_MINUTE:
            request.session[SEEN] = now.isoformat()
        response = self.get_response(request)
        if not began and request.user.is_authenticated:
            kept_text.remember_person(response, request.user)
        return response

    def _end(self, request: HttpRequest) -> HttpResponse:
        person, typed = str(request.user.pk), kept_text.typed_in(request)
        logout(request)
        if typed and not request.headers.get("X-Cairn-Autosave"):
            kept_text.keep(request, person, typed)
        return to_sign_in(request)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


class PrivatePages:
    """No browser or proxy keeps a page about people, and signing out empties what the browser holds."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        request.view_act = getattr(view, "act", "")  # type: ignore[attr-defined]
