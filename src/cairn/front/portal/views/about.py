"""What is Cairn, and can everybody use it? Pages that need no account."""

from django.http import HttpRequest, HttpResponse

import cairn
from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import public


@public
def about(request: HttpRequest) -> HttpResponse:
    """What Cairn is, in a minute."""
    return render(request, "portal/about.html", {"version": cairn.__version__})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How Cairn is made usable by everybody, and whom to tell where it is not."""
    return render(request, "portal/accessibility.html")
