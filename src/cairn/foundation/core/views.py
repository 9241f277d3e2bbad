"""Pages that belong to no room: the text that waited while somebody was signed out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import kept_text
from cairn.foundation.core.answers import plain_page
from cairn.foundation.core.pages import page


@page("home.see")
def kept(request: HttpRequest) -> HttpResponse:
    """What you had typed when your session ended, ready to be sent again."""
    waiting = kept_text.waiting_for(request)
    if waiting is None:
        return redirect("/")
    del request.session[kept_text.KEPT]
    return HttpResponse(
        plain_page(
            request,
            heading="You are signed in again, and your text is still here",
            lead="Your session had ended after 30 minutes without a click, so nothing was saved. Send it now.",
            typed=waiting,
        )
    )
