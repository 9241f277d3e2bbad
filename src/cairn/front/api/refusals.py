"""What is a programme told when something can't be done? One sentence as JSON: `{"detail": "…"}`."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from cairn.foundation.core import refusals
from cairn.foundation.core.calls import NotUnderstood
from cairn.foundation.core.cursors import UnknownCursor
from cairn.foundation.core.verdicts import Refused
from cairn.front.api.bearer import TooManyCalls

NO_KEY = "Send a key that is in use, as 'Authorization: Bearer cairn_…'. Keys are made on the page /account/keys/."
NOT_JSON = "The body can't be read. Send one JSON document in UTF-8, with no name given twice in one object."
NO_CURSOR = "This list gave out no such cursor. Begin again without one, and use each `next` as it is."
SENTENCES = {
    400: "The call can't be read as HTTP with a JSON body.",
    401: "There is no key, or it is no longer in use.",
    403: "A rule refuses, and says why.",
    404: "There is no such record, or the key's person may not see it.",
    409: "Somebody else changed the record meanwhile.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "A part of the call is not what it should be; the sentence names it.",
    429: "Too many calls in a minute.",
    503: "The database does not answer just now.",
}


def told(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The sentence, as JSON."""
    return JsonResponse({"detail": sentence}, status=status, headers=dict(headers or {}))


def add_to(api: NinjaAPI) -> None:
    """Answer every refusal in words; what is a fault of ours goes on to the last door of all (core.refusals)."""
    unauthorised = {"WWW-Authenticate": 'Bearer realm="Cairn"'}
    answers: dict[type[Exception], Any] = {
        AuthenticationError: lambda request, _: told(401, NO_KEY, unauthorised),
        TooManyCalls: lambda request, why: told(429, str(why), {"Retry-After": str(why.wait)}),
        Refused: lambda request, why: told(403, str(why)),
        PermissionDenied: lambda request, why: refusals.forbidden(request, why),
        ObjectDoesNotExist: lambda request, _: refusals.not_found(request),
        Http404: lambda request, _: refusals.not_found(request),
        RequestDataTooBig: lambda request, _: told(413, "The body is too large. Send less at once."),
        HttpError: lambda request, why: told(400, NOT_JSON) if why.status_code == 400 else _as_said(why),
        NotUnderstood: lambda request, why: told(422, str(why)),
        UnknownCursor: lambda request, _: told(422, NO_CURSOR),
        ValidationError: lambda request, why: told(422, _worded(why.errors)),
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """A verb that this address does not know."""
    return told(405, f"This address answers to {allowed}, not to {request.method}.", {"Allow": allowed})


def _as_said(why: HttpError) -> HttpResponse:
    return told(why.status_code, str(why))


def _worded(errors: list[dict[str, Any]]) -> str:
    """Every fault with the place where it is: `due_on` must be a date such as 2026-11-22."""
    return " ".join(dict.fromkeys(_sentence(error) for error in errors[:10]))


def _sentence(error: dict[str, Any]) -> str:
    steps = error["loc"][2:] if error["loc"][0] == "body" else error["loc"][1:]
    place = ".".join(str(step) for step in steps) or "body"
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return f"'{place[:60]}' is not known here. Leave it out."
    return f"'{place[:60]}' {_fault(kind, context, error['msg'])}."


def _fault(kind: str, context: dict[str, Any], message: str) -> str:
    fixed = {
        "missing": "is missing",
        "string_pattern_mismatch": "holds a character that can't be kept",
        "string_unicode": "holds a character that can't be kept",
        "string_type": "must be text",
        "string_too_short": "must not be empty",
        "int_type": "must be a whole number",
        "bool_type": "must be true or false",
        "list_type": "must be a list",
        "model_type": "must be an object",
        "model_attributes_type": "must be an object",
        "uuid_parsing": "must be an identifier such as 6f1f0d3c-6a0e-4a43-9d0a-0c6a3f0f7b11",
    }
    if kind in fixed:
        return fixed[kind]
    if kind == "string_too_long":
        return f"must have at most {context['max_length']} characters"
    if kind == "greater_than_equal":
        return f"must be {context['ge']} or more"
    if kind == "less_than_equal":
        return f"must be {context['le']} or less"
    if kind in ("literal_error", "enum"):
        return f"must be one of {context['expected']}"
    return message.removeprefix("Value error, ").rstrip(".")
