"""Which door does every page go through?"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from cairn.foundation.core import clock, kept_text
from cairn.foundation.core.models import ActKey
from cairn.foundation.core.verdicts import Refused

View = Callable[..., HttpResponse]


def page(act: str) -> Callable[[View], View]:
    """Sign in first; what you may not see does not exist; a refusal is a 403 with its reason.

    `act` names the line of the access policy that this page answers to, such as `round.sign`.
    """

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not request.user.knows_of(act):
                raise Http404
            try:
                return _once(view, request, *args, **kwargs)
            except ObjectDoesNotExist as missing:
                raise Http404 from missing
            except Refused as refusal:
                raise PermissionDenied(str(refusal)) from refusal

        guarded.is_page = True  # type: ignore[attr-defined]
        guarded.act = act  # type: ignore[attr-defined]
        return guarded

    return door


def public(view: View) -> View:
    """A page that needs no account."""
    view.is_page = True  # type: ignore[attr-defined]
    view.is_public = True  # type: ignore[attr-defined]
    return view


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a person to the sign-in page and bring them back afterwards, with what they had typed."""
    from django.contrib.auth.views import redirect_to_login

    if request.headers.get("X-Cairn-Autosave"):
        return HttpResponse("Sign in again to save.", status=401, content_type="text/plain; charset=utf-8")
    typed = kept_text.typed_in(request)
    if typed and kept_text.KEPT not in request.session and (person := kept_text.last_person(request)):
        kept_text.keep(request, person, typed)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _once(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer a form in one transaction and only once, however often its button is pressed.

    An answer that is not a redirect means that nothing was done: the form is shown again, and
    whatever had been written is taken back.
    """
    key = request.POST.get("act_key", "")[:40] if request.method == "POST" else ""
    if not key or request.headers.get("X-Cairn-Autosave"):  # saving as one types is no second press of the button
        return view(request, *args, **kwargs)
    try:
        with transaction.atomic():
            used = ActKey(key=key, person_id=str(request.user.pk), used_at=clock.now())
            used.save(force_insert=True)
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                used.location = response.url[:500]
                used.save(update_fields=["location"])
            else:
                transaction.set_rollback(True)
            return response
    except IntegrityError:
        before = ActKey.objects.filter(key=key, person_id=str(request.user.pk)).exclude(location="").first()
        if before is None:
            raise
        return redirect(before.location)
