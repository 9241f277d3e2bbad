"""Which calls does the API answer, and what does its OpenAPI document say about them?"""

import json
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.parser import Parser

import cairn
from cairn.foundation.core.calls import JSON, Calls
from cairn.foundation.core.pages import public
from cairn.foundation.core.shapes import Problem
from cairn.front.api import refusals
from cairn.front.api.bearer import Key

# The rooms that offer calls, in the order of the document.
ROOMS = (
    "cairn.front.api.api",
    "cairn.foundation.standards.api",
    "cairn.foundation.people.api",
    "cairn.assurance.evaluation.api",
    "cairn.cycle.duties.api",
    "cairn.cycle.evidence.api",
    "cairn.practice.registration.api",
    "cairn.cycle.improvement.api",
    "cairn.assurance.reports.api",
)
EVERYWHERE = (400, 401, 403, 422, 429, 503)
WITH_BODY = (413, 415)
DESCRIPTION = (
    "Cairn's records for programmes: the same rules as its pages, and the same record of every act. A key is made on "
    "the page `/account/keys/` or with `cairn token create`; it can do what its person can, no more. Lists are given "
    "in stretches: `next` of one is `cursor` of the following one. `x-act` of each call names the line of the access "
    "policy that it answers to."
)


class OneDocument(Parser):
    """Bodies are JSON in UTF-8, and no name stands twice in one object."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_number)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


api = NinjaAPI(
    title="Cairn",
    version=cairn.__version__,
    description=DESCRIPTION,
    docs_url=None,  # the usual page of documentation would load scripts from elsewhere
    openapi_url="",
    urls_namespace="cairn-api",
    auth=Key(),
    parser=OneDocument(),
)
refusals.add_to(api)
rooms: list[Calls] = [import_module(room).calls for room in ROOMS if find_spec(room)]
for room in rooms:
    api.add_router("", room.router)


def acts() -> dict[str, tuple[str, str]]:
    """Every call by name, with its verb and the act of the access policy that it answers to."""
    return {name: pair for room in rooms for name, pair in room.acts.items()}


def addresses() -> list[URLPattern]:
    """Every address of the API behind one door, with its acts for whoever asks."""
    known = acts()
    found: dict[str, list[URLPattern]] = {}
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name in known:
            found.setdefault(str(pattern.pattern), []).append(pattern)
    return [_address(route, patterns, known) for route, patterns in found.items()]


def _address(route: str, patterns: list[URLPattern], known: dict[str, tuple[str, str]]) -> URLPattern:
    here = dict(known[str(pattern.name)] for pattern in patterns)
    return path(route, _door(patterns[0].callback, here), name=patterns[0].name)


def _door(view: Callable[..., HttpResponse], here: dict[str, str]) -> Callable[..., HttpResponse]:
    @csrf_exempt
    def called(request: HttpRequest, **values: Any) -> HttpResponse:
        if request.method not in here:
            return refusals.not_allowed(request, ", ".join(sorted(here)))
        if request.method in ("POST", "PATCH") and request.content_type != JSON:
            return refusals.told(415, "Send the body as JSON, with 'Content-Type: application/json'.")
        return view(request, **values)

    called.is_page = True  # type: ignore[attr-defined]
    called.acts = here  # type: ignore[attr-defined]
    called.act = next(iter(here.values()))  # type: ignore[attr-defined]
    return called


@public
def openapi(request: HttpRequest) -> HttpResponse:
    """The document is the same in every installation, so it needs no key."""
    if request.method not in ("GET", "HEAD"):
        return refusals.not_allowed(request, "GET")
    return HttpResponse(_document_text(), content_type=JSON)


@cache
def _document_text() -> bytes:
    return json.dumps(document(), ensure_ascii=False).encode()


def document() -> dict[str, Any]:
    """The OpenAPI document, every refusal declared."""
    written: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    schemas = written["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema(mode="serialization")
    for address, verbs in written["paths"].items():
        for call in verbs.values():
            for status in _refusals_of(address, call):
                call["responses"].setdefault(str(status), {"content": {JSON: {"schema": _PROBLEM}}})
                call["responses"][str(status)]["description"] = refusals.SENTENCES[status]
            call["responses"] = dict(sorted(call["responses"].items()))
    return written


_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def _refusals_of(address: str, call: dict[str, Any]) -> list[int]:
    more = set(WITH_BODY) if "requestBody" in call else set()
    named = any("uuid" in str(one.get("schema", "")) for one in call.get("parameters", ()))
    if "{" in address or named or more:
        more.add(404)
    return sorted({*EVERYWHERE, *more})
