"""Has this person shown within the last minutes that it is they who sit at the screen? Asked before a signature."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from cairn.foundation.core import kept_text

FRESH_FOR = 5 * 60  # seconds


def fresh_sign_in(request: HttpRequest) -> bool:
    """Whether this session signed in, or confirmed, within the last five minutes."""
    return bool(_fresh_ways(request))


def _fresh_ways(request: HttpRequest) -> set[str]:
    """By what the person of this session was known within the last five minutes."""
    now = time.time()
    records = get_authentication_records(request, request.user)
    return {record["method"] for record in records if now - record["at"] < FRESH_FOR}


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
    return None if fresh_sign_in(request) else _to_confirm(request, "account_reauthenticate")


def confirm_by_second_step_first(request: HttpRequest) -> HttpResponse | None:
    """Before what is graver than a signature: whoever has a second step confirms by it, not by the password alone."""
    kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    if not kinds & {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
        return confirm_first(request)
    if "mfa" in _fresh_ways(request):
        return None
    by_code = Authenticator.Type.TOTP in kinds
    return _to_confirm(request, "mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")


def _to_confirm(request: HttpRequest, page: str) -> HttpResponse:
    there = request.get_full_path() if request.method == "GET" else "/"
    if typed := kept_text.typed_in(request):
        kept_text.keep(request, str(request.user.pk), typed, kept_text.CONFIRMED)
        there = reverse("core:kept")
    return redirect(f"{reverse(page)}?{urlencode({'next': there})}")
