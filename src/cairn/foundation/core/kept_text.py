"""What becomes of text that was typed when the session had ended? It waits in the new session for the same person."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import sealed_fields

KEPT = "kept text"
NOT_TYPED = ("csrfmiddlewaretoken", "act_key", "credential")
ANONYMOUS = "anonymous"
MOST = 200_000
ENDED, CONFIRMED = "ended", "confirmed"


def typed_in(request: HttpRequest) -> dict[str, Any]:
    """The fields of a form that was sent, and where it was sent to; empty where nothing was typed. Never a password."""
    if request.method != "POST":
        return {}
    fields = [[name, text] for name, texts in request.POST.lists() if not _is_secret(name) for text in texts]
    if not fields or sum(len(text) for _, text in fields) > MOST:
        return {}
    return {"path": request.get_full_path(), "fields": fields}


def _is_secret(name: str) -> bool:
    return name in NOT_TYPED or "password" in name


def keep(request: HttpRequest, person: str, typed: dict[str, Any], why: str = ENDED) -> None:
    """Put what was typed into the session, sealed for this person only: whoever else signs in here never sees it.

    A form with a field called `anonymous` is not kept: nothing that the server holds may say whose answer it is.
    """
    if any(name == ANONYMOUS for name, _ in typed["fields"]):
        return
    sealed = sealed_fields.seal(json.dumps(typed), place=_place_of(person))
    request.session[KEPT] = {"person": person, "sealed": sealed, "why": why}


def waits_for(request: HttpRequest) -> bool:
    """Whether this person had typed something that waits."""
    kept = request.session.get(KEPT)
    return kept is not None and kept["person"] == str(request.user.pk)


def take(request: HttpRequest) -> tuple[dict[str, Any], str] | None:
    """What this person had typed, and why it waited; it is given once. Another person's is thrown away."""
    kept = request.session.pop(KEPT, None)
    if not kept or kept["person"] != str(request.user.pk):
        return None
    return json.loads(sealed_fields.unseal(kept["sealed"], place=_place_of(kept["person"]))), kept["why"]


def after_sign_in(request: HttpRequest) -> HttpResponse | None:
    """Back to the page with the kept text, where there is some; another person's is forgotten."""
    if waits_for(request):
        return redirect("core:kept")
    request.session.pop(KEPT, None)
    return None


def remember_person(response: HttpResponse, person: Any) -> None:
    """Note in the browser who was last signed in, so that text can wait for them after their session is gone."""
    kept_for = settings.SESSION_COOKIE_AGE
    response.set_signed_cookie(
        _cookie(), str(person.pk), max_age=kept_for, secure=settings.SECURE, httponly=True, samesite="Lax"
    )


def last_person(request: HttpRequest) -> str:
    """Who was last signed in with this browser; empty where nobody was, or the cookie is not ours."""
    return str(request.get_signed_cookie(_cookie(), default="", max_age=settings.SESSION_COOKIE_AGE) or "")


def forget_person(response: HttpResponse) -> None:
    """After signing out nothing in the browser says who was here."""
    response.delete_cookie(_cookie(), samesite="Lax")


def _cookie() -> str:
    return "__Host-cairn-last" if settings.SECURE else "cairn-last"


def _place_of(person: str) -> str:
    return f"kept text of {person}"
