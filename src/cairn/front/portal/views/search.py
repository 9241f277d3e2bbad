"""Search over statements, people and actions, as far as the reader may see them."""

from django.http import HttpResponse

from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.people.requests import Request
from cairn.front.portal import forms, queries


@page("home.see")
def search(request: Request) -> HttpResponse:
    """What holds all of these words."""
    form = forms.SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    return render(
        request, "portal/search.html", {"form": form, "words": words, "found": queries.found(request.user, words)}
    )
