"""Which pages show standards, and how does an employer bring in its own?"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.foundation.standards import commands, forms, panels, queries, versions, writing
from cairn.foundation.standards.around import around
from cairn.foundation.standards.crosswalk_file import CrosswalkFile
from cairn.foundation.standards.faults import Unreadable
from cairn.foundation.standards.models import Audience, Crosswalk, Framework, Relation
from cairn.foundation.standards.reading import file_from
from cairn.foundation.standards.rules import may_bring, may_download


@page("framework.see")
def frameworks(request: Request) -> HttpResponse:
    """The library and the employer's own frameworks."""
    may = may_bring(request.user, request.user.organisation)
    shelf = queries.shelf(request.user)
    return render(request, "standards/list.html", {"shelf": shelf, "may_bring": may})


@page("framework.see")
def framework(request: Request, pk: UUID) -> HttpResponse:
    """One framework as a tree, for everybody or for one audience."""
    shown = queries.framework_for(request.user, pk)
    statements = queries.lines(request.user, shown)
    form = forms.AudienceForm(request.GET or None, spoken_to={node.audience for node in statements})
    audience = form.chosen()
    context = {
        "framework": shown,
        "audiences": dict(Audience.choices),
        "form": form,
        "audience": audience,
        "counted": sum(1 for node in statements if node.assessable and audience in ("", node.audience)),
        "branches": queries.grown(statements, audience),
        "versions": queries.versions_of(request.user, shown),
        "crosswalks": queries.crosswalks(request.user, shown),
        "may_download": may_download(request.user, shown),
    }
    return render(request, "standards/framework.html", context)


@page("framework.see")
def statement(request: Request, pk: UUID) -> HttpResponse:
    """One statement: its words, what good looks like, and everything that other rooms know about it."""
    shown = queries.statement_for(request.user, pk)
    context = {
        "statement": shown,
        "around": around(request.user, shown),
        "panels": panels.shown(request.user, shown),
    }
    return render(request, "standards/statement.html", context)


@page("framework.see")
def clause(request: Request, clause: str) -> HttpResponse:
    """The statements that make one clause of a source document real."""
    found = list(queries.statements_for_clause(request.user, clause))
    if len(found) == 1:
        return redirect("standards:statement", found[0].pk)
    if not found:
        raise queries.Statement.DoesNotExist
    return render(request, "standards/clause.html", {"clause": clause, "statements": found})


@page("framework.see")
def crosswalk(request: Request, pk: UUID) -> HttpResponse:
    """One crosswalk, pair by pair."""
    shown = queries.crosswalk_for(request.user, pk)
    pairs = queries.pairs(shown)
    return render(
        request, "standards/crosswalk.html", {"crosswalk": shown, "pairs": pairs, "relations": dict(Relation.choices)}
    )


@page("framework.see")
def compare(request: Request, pk: UUID, other: UUID) -> HttpResponse:
    """Two versions of one framework side by side."""
    new = queries.framework_for(request.user, pk)
    old = queries.version_of(request.user, new, other)
    context = {"old": old, "new": new, "comparison": versions.comparison(old, new)}
    return render(request, "standards/compare.html", context)


@page("framework.see")
def download(request: Request, pk: UUID) -> HttpResponse:
    """The framework as a file, where its licence allows it."""
    shown = queries.framework_for(request.user, pk)
    insist(may_download(request.user, shown))
    answer = HttpResponse(writing.yaml_of(shown), content_type="application/yaml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{writing.file_name(shown)}"'
    return answer


@page("framework.bring")
def bring(request: Request) -> HttpResponse:
    """Bring in an own framework or crosswalk: errors by line, then a preview, then the confirmation."""
    insist(may_bring(request.user, request.user.organisation))
    is_sent = request.method == "POST"
    form = forms.BringForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if not form.is_valid():
        return render(request, "standards/bring.html", {"form": form, "text": form["text"].value() or ""})
    content = form.content()
    text = content.decode("utf-8", errors="replace")
    try:
        file = file_from(content)
        if "confirm" in request.POST and (made := attempt(form, lambda: _brought(request, file, content))):
            messages.success(request, f"{made.title} is now among your frameworks.")
            return redirect("standards:framework" if isinstance(made, Framework) else "standards:crosswalk", made.pk)
    except Unreadable as unreadable:
        return render(request, "standards/bring.html", {"form": form, "text": text, "faults": unreadable.faults})
    is_crosswalk = isinstance(file, CrosswalkFile)
    context = {"form": form, "text": text, "file": file, "is_crosswalk": is_crosswalk}
    return render(request, "standards/preview.html", context)


def _brought(request: Request, file: object, content: bytes) -> Framework | Crosswalk:
    organisation = request.user.organisation
    if isinstance(file, CrosswalkFile):
        return commands.bring_crosswalk(organisation, content, by=request.user)
    return commands.bring_framework(organisation, content, by=request.user)
