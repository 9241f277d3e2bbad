"""How does what one owes come into one's own calendar: the address, and what is fetched there?"""

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_POST, require_safe

from cairn.cycle.duties import commands, queries
from cairn.cycle.duties.calendars import calendar_of, hash_of
from cairn.cycle.duties.models import CalendarAddress
from cairn.foundation.core import sealed_fields
from cairn.foundation.core.answers import render
from cairn.foundation.core.limits import Limit
from cairn.foundation.core.pages import page, public
from cairn.foundation.people.requests import Request

SHOWN_ONCE = "new calendar address"
MOST_EVENTS = 200
MOST_FETCHES = 60
fetches = Limit(seconds=3600)


@page("calendar.see")
def calendar(request: Request) -> HttpResponse:
    """Whether one has an address; its secret this once, where it was just made."""
    secret = _secret_to_show(request)
    context = {
        "address": queries.calendar_address_of(request.user),
        "shown": settings.SITE_URL + reverse("portal:feed", args=[secret]) if secret else "",
    }
    return render(request, "portal/calendar.html", context)


@page("calendar.make")
@require_POST
def make(request: Request) -> HttpResponse:
    """Make an address; the one before ends."""
    secret = commands.make_calendar_address(by=request.user)
    request.session[SHOWN_ONCE] = sealed_fields.seal(secret, place=SHOWN_ONCE)
    return redirect("portal:calendar")


@page("calendar.revoke")
@require_POST
def revoke(request: Request) -> HttpResponse:
    """End one's address at once."""
    if commands.revoke_calendar_address(by=request.user):
        messages.success(request, "The address is revoked. No calendar can fetch anything there any more.")
    return redirect("portal:calendar")


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What the person behind a secret address owes; any other address is as unknown as any page that is not there."""
    try:
        person = queries.person_behind(secret)
    except CalendarAddress.DoesNotExist as unknown:
        raise Http404 from unknown
    if wait := fetches.wait_before(person.pk, MOST_FETCHES):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    content = calendar_of(queries.coming(person, MOST_EVENTS))
    etag = quote_etag(hash_of(content.hex())[:32])
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if etag in {known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))}:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _secret_to_show(request: Request) -> str:
    sealed = request.session.pop(SHOWN_ONCE, "")
    try:
        return sealed_fields.unseal(sealed, place=SHOWN_ONCE) if sealed else ""
    except InvalidTag:
        return ""
