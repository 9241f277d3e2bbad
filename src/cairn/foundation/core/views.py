"""Pages that belong to no room: the text that waited while somebody was signed out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import kept_text
from cairn.foundation.core.answers import plain_page
from cairn.foundation.core.pages import page

HEADINGS = {
    kept_text.ENDED: (
        "You are signed in again, and your text is still here",
        "Your session had ended, so nothing was saved. Send it now.",
    ),
    kept_text.CONFIRMED: (
        "Thank you: now send it",
        "You have confirmed that it is you. What you had chosen and typed is still here.",
    ),
}


@page("home.see")
def kept(request: HttpRequest) -> HttpResponse:
    """What you had typed when your session ended, or before you confirmed that it is you, ready to be sent again."""
    waiting = kept_text.take(request)
    if waiting is None:
        return redirect("/")
    typed, why = waiting
    heading, lead = HEADINGS[why]
    return HttpResponse(plain_page(request, heading=heading, lead=lead, typed=typed))
