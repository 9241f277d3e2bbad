"""Where are the tree of units and each unit's page?"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people import commands, queries, rules
from cairn.foundation.people.forms import keeping as forms
from cairn.foundation.people.requests import Request

AT_ONCE = 200  # more units than this are shown from the top only, so that the page stays light


def day_asked_for(request: Request) -> date:
    """The day in the address, as `?on=2026-03-31`; today where there is none or it is no day."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


@page("unit.see")
def tree(request: Request) -> HttpResponse:
    """The whole tree with its leaders, today or as it stood on a day."""
    insist(rules.may_see_units(request.user))
    day = day_asked_for(request)
    rows = queries.units_tree(request.user, day)
    shown = rows if len(rows) <= AT_ONCE else [row for row in rows if row.depth <= 1]
    may_change = rules.may_add_unit(request.user, request.user.organisation)
    context = {"rows": shown, "many": len(rows), "day": day, "may_change": may_change}
    return render(request, "people/units.html", context)


@page("unit.see")
def unit(request: Request, pk: Any) -> HttpResponse:
    """Who works in a unit and who leads it, today or on a day, and where it stood."""
    insist(rules.may_see_units(request.user))
    found, day = queries.unit_for(request.user, pk), day_asked_for(request)
    context = {
        "unit": found,
        "day": day,
        "parent": queries.parent_on(request.user, found, day),
        "under": queries.units_under(request.user, found, day),
        "posts": list(queries.posts_in(request.user, found, day)),
        "leaders": list(queries.leaders_of(request.user, found)),
        "placements": list(queries.placements_of(request.user, found)),
        "may_change": rules.may_change_unit(request.user, found),
    }
    return render(request, "people/unit.html", context)


@page("unit.change")
def add(request: Request) -> HttpResponse:
    """Open a unit."""
    organisation = request.user.organisation
    insist(rules.may_add_unit(request.user, organisation))
    form = forms.NewUnitForm(request.POST or None, viewer=request.user)
    if form.is_valid() and (
        added := attempt(form, lambda: commands.add_unit(organisation, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, f"{added.name} was added.")
        return redirect("people:unit", added.pk)
    return render(request, "people/form.html", _page(form, "Add a unit", "Add the unit", "people:units"))


@page("unit.change")
def change(request: Request, pk: Any) -> HttpResponse:
    """Rename a unit, or say what it is."""
    found = queries.unit_for(request.user, pk)
    insist(rules.may_change_unit(request.user, found))
    before = {"name": found.name, "kind": found.kind, "service_area": found.service_area}
    form = forms.UnitForm(request.POST or None, initial=before)
    if form.is_valid() and attempt(form, lambda: commands.change_unit(found, by=request.user, **form.cleaned_data)):
        return redirect("people:unit", found.pk)
    return render(request, "people/form.html", _page(form, f"Change {found.name}", "Save", "people:unit", found.pk))


@page("unit.change")
def move(request: Request, pk: Any) -> HttpResponse:
    """Put a unit under another one from a day on."""
    found = queries.unit_for(request.user, pk)
    insist(rules.may_change_unit(request.user, found))
    form = forms.MoveUnitForm(request.POST or None, viewer=request.user, initial={"parent": found.parent_id})
    if form.is_valid() and attempt(form, lambda: commands.move_unit(found, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{found.name} was moved, with all that stands under it.")
        return redirect("people:unit", found.pk)
    return render(request, "people/form.html", _page(form, f"Move {found.name}", "Move it", "people:unit", found.pk))


@page("unit.change")
def close(request: Request, pk: Any) -> HttpResponse:
    """Close a unit in which nobody works any more."""
    found = queries.unit_for(request.user, pk)
    insist(rules.may_change_unit(request.user, found))
    form = forms.DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: commands.close_unit(found, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{found.name} was closed. Its history stays.")
        return redirect("people:unit", found.pk)
    return render(request, "people/form.html", _page(form, f"Close {found.name}", "Close it", "people:unit", found.pk))


def _page(form: Any, heading: str, button: str, back: str, *at: Any) -> dict[str, Any]:
    return {"form": form, "heading": heading, "button": button, "back": back, "at": at}
