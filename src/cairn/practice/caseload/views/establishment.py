"""Where is seen how many social work posts there ought to be and how many stand empty, and where are they set?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.access import permits
from cairn.foundation.people.requests import Request
from cairn.practice.caseload.commands import establishment as commands
from cairn.practice.caseload.forms.establishment import PostsForm
from cairn.practice.caseload.forms.spread import PartForm
from cairn.practice.caseload.queries import establishment as queries
from cairn.practice.caseload.rules import establishment as rules
from cairn.practice.caseload.views.cases import act_page


@page("establishment.see")
def listing(request: Request) -> HttpResponse:
    """Every unit with social work posts: how many there ought to be, who holds them, what stands empty."""
    form = PartForm(request.GET, viewer=request.user)
    part = form.cleaned_data.get("unit") if form.is_valid() else None
    context = {
        "form": form,
        "part": part,
        "places": queries.places(request.user, part),
        "may_set": permits(request.user, "establishment.set"),
    }
    return render(request, "caseload/establishment.html", context)


@page("establishment.see")
def of_unit(request: Request, pk: UUID) -> HttpResponse:
    """The posts of one unit, and what was said of them before."""
    unit = queries.unit_for(request.user, pk)
    places = queries.places(request.user, unit).rows
    context = {
        "unit": unit,
        "place": next((one for one in places if one.unit.pk == unit.pk), None),
        "history": queries.history(request.user, unit),
        "may_set": rules.may_set(request.user, unit),
    }
    return render(request, "caseload/posts.html", context)


@page("establishment.set")
def set_posts(request: Request, pk: UUID) -> HttpResponse:
    """Say how many posts there ought to be from a day on."""
    unit = queries.unit_for(request.user, pk)
    insist(rules.may_set(request.user, unit))
    form = PostsForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.set_posts(unit, by=request.user, **form.cleaned_data)):
        messages.success(request, "The posts are set. The vacancy rate follows within the hour.")
        return redirect("caseload:establishment_of", unit.pk)
    lead = "Social workers of every kind, newly qualified and senior ones among them; not team leaders."
    back = f"/caseload/establishment/{unit.pk}/"
    return act_page(request, form, heading=f"Social work posts in {unit.name}", button="Set them", back=back, lead=lead)


@page("establishment.set")
@require_POST
def take_back(request: Request, pk: UUID) -> HttpResponse:
    """Take back what was set by mistake."""
    found = queries.establishment_for(request.user, pk)
    commands.take_back(found, by=request.user)
    messages.success(request, "It is taken back. What was said before holds on.")
    return redirect("caseload:establishment_of", found.unit_id)
