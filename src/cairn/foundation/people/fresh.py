"""Has this person shown within the last minutes that it is they who sit at the screen? Asked before a signature."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from cairn.foundation.core import kept_text

FRESH_FOR = 5 * 60  # seconds


def fresh_sign_in(request: HttpRequest) -> bool:
    """Whether this session signed in, or confirmed, within the last five minutes."""
    now = time.time()
    return any(now - record["at"] < FRESH_FOR for record in get_authentication_records(request, request.user))


def how_known(request: HttpRequest) -> str:
    """By what the person of this session was last known: for the signature that they give."""
    records = get_authentication_records(request, request.user)
    if not records:
        return "session"
    last = records[-1]
    if last["method"] == "mfa":
        return "passkey" if last.get("type") == "webauthn" else "second step"
    return "password"


def confirm_first(request: HttpRequest) -> HttpResponse | None:
    """Nothing where the person has just signed in; else the page that asks, with what was typed kept for afterwards."""
    if fresh_sign_in(request):
        return None
    there = request.get_full_path() if request.method == "GET" else "/"
    if typed := kept_text.typed_in(request):
        kept_text.keep(request, str(request.user.pk), typed, kept_text.CONFIRMED)
        there = reverse("core:kept")
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': there})}")
