"""Where does somebody prepare for a session? Text saves itself, and nobody else reads it until it is shared."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from cairn.foundation.core.answers import render, told
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.people.requests import Request
from cairn.practice.supervision.commands.preparations import TEXTS
from cairn.practice.supervision.commands.preparations import prepare as put
from cairn.practice.supervision.forms.sessions import PrepareForm
from cairn.practice.supervision.models import Preparation, Session
from cairn.practice.supervision.queries import sessions as queries
from cairn.practice.supervision.rules.sessions import may_prepare

IN_ANOTHER_WINDOW = "You changed this in another window. Your text is still here; press the button to see both."


@page("supervision.prepare")
def prepare(request: Request, pk: UUID) -> HttpResponse:
    """What one brings to a session."""
    found = queries.own_session_for(request.user, pk)
    insist(may_prepare(request.user, found))
    mine = found.preparations.filter(person=request.user).first() or Preparation(session=found)
    form = PrepareForm(request.POST or None, initial=_as_stored(mine))
    theirs: Any = None
    if form.is_valid():
        try:
            _put(request, found, form, share=request.POST.get("go") == "share")
            messages.success(request, "It is kept." if request.POST.get("go") != "share" else "It is shared.")
            return redirect("supervision:session", pk=pk)
        except Stale as stale:
            theirs = stale.current
            stored = _as_stored(theirs)
            form = PrepareForm(put_together(request.POST.dict(), stored) | {"version": str(theirs.version)})
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"session": found, "form": form, "mine": mine, "theirs": theirs}
    context |= {"last_time": queries.last_time(request.user, found), "earlier": queries.earlier_actions(found)}
    return render(request, "supervision/prepare.html", context, status=409 if theirs else 200)


@page("supervision.prepare")
def save(request: Request, pk: UUID) -> HttpResponse:
    """Text saves itself as it is typed: answers with the new version, or says in a sentence why not."""
    found = queries.own_session_for(request.user, pk)
    if not (may := may_prepare(request.user, found)):
        return told(may.reason, 403)
    if request.method != "POST":
        return redirect("supervision:prepare", pk=pk)
    if found.preparations.filter(person=request.user, shared_at__isnull=False).exists():
        return told("You have shared it. Press the button to save what you change.", 409)
    form = PrepareForm(request.POST)
    if not form.is_valid():
        return told(" ".join(text for _, text in form.problems()), 422)
    try:
        done = _put(request, found, form, share=False)
    except Stale:
        return told(IN_ANOTHER_WINDOW, 409)
    except Refused as refusal:
        return told(str(refusal), 403)
    return JsonResponse({"version": done.version})


def _put(request: Request, found: Session, form: PrepareForm, *, share: bool) -> Preparation:
    version = form.cleaned_data["version"]
    return put(found, texts=form.texts, version=version, share=share, by=request.user)


def _as_stored(mine: Preparation) -> dict[str, object]:
    return {name: getattr(mine, name) for name in (*TEXTS, "version")}


def put_together(typed: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """After two wrote at once: where one had written nothing, what is stored stands in the box, and nothing is lost."""
    kept = {name: value for name, value in stored.items() if value not in (None, "", False)}
    return kept | {name: value for name, value in typed.items() if value.strip() or name not in kept}
