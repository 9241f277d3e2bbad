"""Which pages and calls are measured? Every address of the product that is read.

Addresses are read from the product itself, so that a new page is measured without a line here. For each address the
records and people that could stand behind it are tried until one is answered; what none can open is named at the end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from bench.caller import Caller
from bench.organisation import World
from cairn.assurance.evaluation.models import Citation, Judgement
from cairn.cycle.improvement.models import Suggestion
from cairn.foundation.ledger.models import Entry
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Post, ProfessionalRole
from cairn.foundation.standards.models import Crosswalk, Framework, Statement

VIEWERS = ("cswo", "psw", "administrator", "leader", "practitioner", "quality")
# Files are measured apart; these pages belong to signing in, change what they show, or need a second step set up.
LEFT_OUT = (
    r"^(sign-in|sign-out|invitation|set-up|healthz|kept|bench)",
    r"second-step|confirm/|^notices/<|download/$|/file/$|^api/v1/openapi",
    r"\.(csv|xlsx|pdf|docx|json)$",
)
WITH_QUERY = {
    "search/": "search/?q=supervision",
    "people/directory/": "people/directory/?words=airlie",
    "actions/": "actions/?show=all",
}


@dataclass(frozen=True)
class Place:
    """An address that somebody can open."""

    name: str
    address: str
    viewer: str
    is_call: bool


def pages(patterns: Any = None, at: str = "") -> Iterator[str]:
    """Every address of the product, as its pattern is written."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = at + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern) and not any(re.search(one, here) for one in LEFT_OUT):
            yield here


def find(world: World, browsers: dict[str, Caller], programmes: dict[str, Caller]) -> tuple[list[Place], list[str]]:
    """Everything that can be opened, and the patterns that nobody could open."""
    found, unopened = [], []
    for pattern in dict.fromkeys(pages()):
        is_call = pattern.startswith("api/v1/")
        place = _opened(pattern, world, programmes if is_call else browsers, is_call)
        if place:
            found.append(place)
        else:
            unopened.append(pattern)
    more = [address for pattern, address in WITH_QUERY.items() if any(one.address == f"/{pattern}" for one in found)]
    found += [Place(address, f"/{address}", "cswo", False) for address in more]
    return found, unopened


def _opened(pattern: str, world: World, callers: dict[str, Caller], is_call: bool) -> Place | None:
    name = re.sub(r"<\w+:(\w+)>", r"<\1>", pattern) or "(start page)"
    for address in _filled(pattern, world):
        for viewer in VIEWERS:
            if callers[viewer].get(f"/{address}").status == 200:
                return Place(name, f"/{address}", viewer, is_call)
    return None


def _filled(pattern: str, world: World) -> Iterator[str]:
    part = re.search(r"<(\w+):(\w+)>", pattern)
    if part is None:
        yield pattern
        return
    for value in _candidates(pattern, part.group(2), world):
        yield from _filled(pattern.replace(part.group(0), str(value), 1), world)


def _candidates(pattern: str, name: str, world: World) -> list[Any]:
    """The identifiers that could stand at the first open place of an address."""
    begins = pattern[: pattern.index("<")].removeprefix("api/v1/")
    named = {"unit": "people/units/", "statement": "standards/statements/", "other": "standards/", "clause": "clause"}
    if name == "statement" and "areas/" in pattern:
        return _ids(Statement.objects.filter(framework=world.framework, area=None))
    if name == "unit" and "judging/" in pattern:
        return [world.services[0].pk, world.services[5].pk, "whole"]
    if name == "statement" and "answering/" in pattern:
        return _ids(Statement.objects.filter(framework=world.framework, audience="practitioner"))
    if name == "clause":
        return ["bench.b.1"]
    if name in named and not begins.startswith(named[name]):
        begins = named[name]
    return next((find(world) for start, find in RECORDS if begins.startswith(start)), [])


def _ids(found: Any, most: int = 2) -> list[Any]:
    return [one.pk for one in found[:most]]


def _rounds(world: World) -> list[Any]:
    """One in each state; and, where there is one, a signed round whose report has not been handed over."""
    kept = world.records
    return [round.pk for state in ("signed", "opened", "closed", "planned", "copied") for round in kept.get(state, [])]


def _judgements(world: World) -> list[Any]:
    opened, closed = (world.records[state][0] for state in ("opened", "closed"))
    mine = Judgement.objects.filter(round=opened, unit=world.services[0])
    return [*_ids(mine, 1), *_ids(Judgement.objects.filter(round=closed, unit=world.services[1]), 1)]


def _actions(world: World) -> list[Any]:
    by_state = {action.state: action.pk for action in reversed(world.records["actions"])}
    return list(by_state.values())


RECORDS: tuple[tuple[str, Any], ...] = (
    ("rounds/judgements/", _judgements),
    ("judgements/", _judgements),
    ("rounds/citations/", lambda w: _ids(Citation.objects.filter(round=w.records["opened"][0]))),
    ("rounds/", _rounds),
    ("reports/", _rounds),
    ("actions/suggestions/", lambda w: _ids(Suggestion.objects.all())),
    ("actions/", _actions),
    ("evidence/", lambda w: [one.pk for one in w.records["evidence"][:10]]),
    ("standards/statements/", lambda w: _ids(Statement.objects.filter(framework=w.framework, assessable=True))),
    ("standards/crosswalks/", lambda w: _ids(Crosswalk.objects.all())),
    ("standards/", lambda w: [w.framework.pk, *_ids(Framework.objects.exclude(pk=w.framework.pk))]),
    ("frameworks/", lambda w: [w.framework.pk]),
    ("units/", lambda w: [w.services[0].pk]),
    ("people/units/", lambda w: [w.services[0].pk, w.teams[0].pk]),
    ("people/roles/", lambda w: _ids(ProfessionalRole.objects.exclude(person=w["administrator"]))),
    ("people/posts/", lambda w: _ids(Post.objects.filter(leads_unit=False))),
    ("people/", lambda w: [w["practitioner"].pk, w.records["left"][0].pk]),
    ("organisation/days/", lambda w: [one.pk for one in w.records["days"]]),
    ("imports/", lambda w: [one.pk for one in w.records["batches"]]),
    ("ledger/", lambda w: _ids(Entry.objects.order_by("-sequence"))),
    ("notices/", lambda w: _ids(Notice.objects.filter(person=w["cswo"]))),
    ("account/keys/", lambda w: [one.pk for one in w.records["tokens"]]),
)
