"""What does a person see when something can't be done: a clear page, never a bare error, and their text kept."""

import logging
import sys
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse

from cairn.foundation.core import kept_text
from cairn.foundation.core.answers import plain_page

log = logging.getLogger("cairn")


def _answer(request: HttpRequest, status: int, heading: str, lead: str, typed: dict[str, Any] | None = None) -> Any:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": lead}, status=status)
    return HttpResponse(plain_page(request, heading=heading, lead=lead, typed=typed), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What does not exist and what this person may not see get the same answer, byte for byte."""
    return _answer(
        request,
        HTTPStatus.NOT_FOUND,
        "There is nothing here that you can see",
        "It may have moved, or it is open to other people only. Go back, or begin at the start page.",
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A refusal says why."""
    reason = str(exception or "") or "Your role does not include this."
    return _answer(request, HTTPStatus.FORBIDDEN, "This can't be done", reason)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no page of Cairn makes."""
    return _answer(
        request,
        HTTPStatus.BAD_REQUEST,
        "This address can't be read",
        "It holds characters that no page of Cairn writes. Go back and follow a link.",
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere: what was typed is shown so that it can be sent again."""
    return _answer(
        request,
        HTTPStatus.FORBIDDEN,
        "This form was open for too long",
        "Nothing has been saved yet. What you typed is below: send it again, or copy it.",
        kept_text.typed_in(request),
    )


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody, or a programme, asks far more often than a person can."""
    return _answer(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        "That was too often",
        "Cairn counts attempts, so that nobody can guess. Wait a few minutes, then try again.",
        kept_text.typed_in(request),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """The database does not answer, or Cairn made a mistake: say which, and keep what was typed."""
    error = sys.exc_info()[1]
    typed = _typed_if_readable(request)
    if isinstance(error, (OperationalError, InterfaceError)):
        log.error("The database did not answer: %s", type(error).__name__)
        response = _answer(
            request,
            HTTPStatus.SERVICE_UNAVAILABLE,
            "Cairn can't reach its records just now",
            "Nothing was saved in the last step. Wait a minute and try again; nothing that was saved before is lost.",
            typed,
        )
        response.headers["Retry-After"] = "30"
        return response
    log.error("A page failed", exc_info=sys.exc_info())
    return _answer(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something in Cairn went wrong",
        "Nothing was saved in the last step. Try again; if it happens twice, tell whoever looks after Cairn for you.",
        typed,
    )


def _typed_if_readable(request: HttpRequest) -> dict[str, Any]:
    try:
        return kept_text.typed_in(request)
    except Exception:  # the body itself may be what could not be read
        return {}
