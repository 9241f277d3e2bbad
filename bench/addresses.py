"""The product's addresses, and two to compare with: its own empty page, and Django's hello."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from cairn.foundation.core.pages import page

EMPTY = engines["jinja2"].env.from_string('{% extends "core/page.html" %}{% block heading %}Nothing{% endblock %}')


@page("home.see")
def empty(request: HttpRequest) -> HttpResponse:
    """A signed-in page with everything that all pages have, and nothing else."""
    made = type(engines["jinja2"].get_template("core/page.html"))(EMPTY, engines["jinja2"])
    return HttpResponse(made.render({}, request))


def hello(request: HttpRequest) -> HttpResponse:
    """What Django itself needs to greet whoever is signed in."""
    return HttpResponse(f"Hello {request.user}")


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/hello/", hello),
    path("", include("cairn.config.urls")),
]

handler400 = "cairn.foundation.core.refusals.not_understood"
handler403 = "cairn.foundation.core.refusals.forbidden"
handler404 = "cairn.foundation.core.refusals.not_found"
handler500 = "cairn.foundation.core.refusals.failed"
