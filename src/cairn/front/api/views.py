"""Pages of keys for programmes, and whether this server is well."""

from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.contrib import messages
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import sealed_fields
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page, public
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.access import permits
from cairn.foundation.people.fresh import confirm_first
from cairn.foundation.people.requests import Request
from cairn.front.api import commands, forms, queries, rules

SHOWN_ONCE = "new key"


@page("token.see")
def keys(request: Request) -> HttpResponse:
    """One's own keys; the secret of one just made, this once; for administrators the keys of others."""
    return render(
        request,
        "api/keys.html",
        {
            "secret": _secret_to_show(request),
            "tokens": queries.own_tokens(request.user),
            "others": queries.others_tokens(request.user),
            "may_make": permits(request.user, "token.make"),
        },
    )


@page("token.make")
def make(request: Request) -> HttpResponse:
    """Make a key. Who asks is asked once more who they are, for a key outlives the session."""
    insist(rules.may_make(request.user, request.user))
    if first := confirm_first(request):
        return first
    form = forms.MakeForm(request.POST or None)
    if form.is_valid() and (
        made := attempt(form, lambda: commands.make(request.user, by=request.user, **form.cleaned_data))
    ):
        request.session[SHOWN_ONCE] = sealed_fields.seal(made[1], place=SHOWN_ONCE)
        return redirect("api:keys")
    return render(request, "api/make.html", {"form": form})


@page("token.revoke")
def revoke(request: Request, pk: UUID) -> HttpResponse:
    """End a key at once."""
    token = queries.token_for(request.user, pk)
    insist(rules.may_revoke(request.user, token))
    if request.method == "POST":
        commands.revoke(token, by=request.user)
        messages.success(request, f"The key “{token.name}” is revoked. No programme can use it any more.")
        return redirect("api:keys")
    return render(request, "api/revoke.html", {"token": token})


@public
def health(request: HttpRequest) -> HttpResponse:
    """Whether this server answers and reaches its database; nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("not now", status=503, content_type="text/plain", headers={"Retry-After": "30"})
    return HttpResponse("ok", content_type="text/plain")


def _secret_to_show(request: Request) -> str:
    sealed = request.session.pop(SHOWN_ONCE, "")
    try:
        return sealed_fields.unseal(sealed, place=SHOWN_ONCE) if sealed else ""
    except InvalidTag:
        return ""
