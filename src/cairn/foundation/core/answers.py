"""How is a page made: Jinja templates of our rooms, with the design system's macros at hand."""

import re
import secrets
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.templatetags.static import static
from django.utils import timezone
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from cairn.foundation.core import clock, links, navigation, pristine, words

UNTOLD = ("version", "password", "go", "what", "seen", "source", "anonymous")
IDENTIFIER = re.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


class Careful(ChainableUndefined):
    """A name that does not exist is a mistake; a parameter left out of a macro of the design system is not."""

    def _answer(self, empty: Any) -> Any:
        left_out = isinstance(self._undefined_obj, (dict, ChainableUndefined))
        if left_out or self._undefined_name in ("caller", "undefined"):
            return empty
        return self._fail_with_undefined_error()

    def __str__(self) -> str:
        return str(self._answer(""))

    def __bool__(self) -> bool:
        return bool(self._answer(False))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._answer(()))

    def __len__(self) -> int:
        return len(self._answer(()))

    def __html__(self) -> str:
        return str(self)


def environment(**options: Any) -> Environment:
    """The one Jinja environment: every room's templates, strict about names that do not exist."""
    folders = [str(Path(app.path) / "templates") for app in apps.get_app_configs() if app.name.startswith("cairn.")]
    options["loader"] = ChoiceLoader(
        [
            FileSystemLoader(folders),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    options.update(undefined=Careful, trim_blocks=True, lstrip_blocks=True, autoescape=True)
    made = Environment(**options)  # noqa: S701 (autoescape is on for every template)
    made.globals.update(
        static=static,
        url=links.address,
        field_markup=pristine.field_markup,
        new_key=lambda: secrets.token_urlsafe(18),
        today=clock.today,
        entries_for=navigation.entries_for,
        plural=words.plural,
        number=words.number,
        joined=words.joined,
    )
    made.filters.update(
        day=day, moment=moment, short_day=short_day, days_from_now=words.days_from_now, capital=words.capital
    )
    return made


def render(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Answer with a page of a room."""
    made = engines["jinja2"].get_template(template)
    return HttpResponse(made.render(context or {}, request), status=status)


def plain_page(request: HttpRequest, *, heading: str, lead: str, typed: dict[str, Any] | None) -> str:
    """A page that needs neither the database nor a signed-in person."""
    made = engines["jinja2"].get_template("core/plain.html")
    known = {"heading": heading, "lead": lead, "typed": typed, "is_told": _is_told}
    return str(made.render(known, request))


def _is_told(name: str, text: str) -> bool:
    """Whether a short field says something to whoever typed it; names of buttons and identifiers do not."""
    return (
        bool(text) and name not in UNTOLD and not name.endswith(("_asked", "_choice")) and not IDENTIFIER.search(text)
    )


def day(value: date | datetime | None) -> str:
    """22 November 2026."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}"


def short_day(value: date | datetime | None) -> str:
    """Tue 24 Nov; with the year where it is not this year's."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    year = "" if local.year == clock.today().year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}"


def moment(value: datetime | None) -> str:
    """22 November 2026 at 14:05, in local time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{day(local)} at {local:%H:%M}"


def told(sentence: str, status: int) -> HttpResponse:
    """An answer to text that saves itself: a sentence that the page shows beside it."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def taken_away(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file that was made for this person: kept by nobody on the way, and run by no browser."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
