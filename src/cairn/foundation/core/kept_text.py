"""What becomes of text that was typed when the session had ended? It waits in the new session for the same person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

KEPT = "kept text"
NOT_TYPED = {"csrfmiddlewaretoken", "act_key"}
MOST = 200_000


def typed_in(request: HttpRequest) -> dict[str, Any]:
    """The fields of a form that was sent, and where it was sent to; empty where nothing was typed."""
    if request.method != "POST":
        return {}
    fields = [[name, text] for name, texts in request.POST.lists() if name not in NOT_TYPED for text in texts]
    if not fields or sum(len(text) for _, text in fields) > MOST:
        return {}
    return {"path": request.get_full_path(), "fields": fields}


def keep(request: HttpRequest, person: str, typed: dict[str, Any]) -> None:
    """Put what was typed into the session that now begins, for this person only."""
    request.session[KEPT] = {**typed, "person": person}


def waiting_for(request: HttpRequest) -> dict[str, Any] | None:
    """What this person had typed before their session ended."""
    kept = request.session.get(KEPT)
    return kept if kept and kept["person"] == str(request.user.pk) else None


def after_sign_in(request: HttpRequest) -> HttpResponse | None:
    """Back to the page with the kept text, where there is some; another person's is forgotten."""
    if waiting_for(request):
        return redirect("core:kept")
    request.session.pop(KEPT, None)
    return None
