"""Pages about documents, links and references that people attach."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cairn.cycle.evidence import commands, forms, queries, rules
from cairn.cycle.evidence.models import Evidence
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.files.downloads import open_file
from cairn.foundation.ledger.commands import record_reading
from cairn.foundation.people.requests import Request
from cairn.foundation.standards.models import Statement
from cairn.foundation.standards.queries import statement_for


@page("evidence.see")
def evidence_list(request: Request) -> HttpResponse:
    """All evidence that the reader may see, in date or not."""
    form = forms.FilterForm(request.GET)
    found = Paginator(queries.evidence_list(request.user, **form.chosen()), 50).get_page(request.GET.get("page"))
    named = form.chosen().get("statement")
    context = {
        "page": found,
        "form": form,
        "chosen": form.chosen(),
        "statement": statement_for(request.user, named) if named else None,
        "may_add": rules.may_add(request.user),
    }
    return render(request, "evidence/list.html", context)


@page("evidence.see")
def evidence(request: Request, pk: UUID) -> HttpResponse:
    """One piece of evidence and the statements that it speaks to."""
    found = queries.evidence_for(request.user, pk)
    return render(
        request,
        "evidence/evidence.html",
        {
            "evidence": found,
            "statements": found.statements.select_related("framework"),
            "may_change": rules.may_change(request.user, found),
        },
    )


@page("evidence.add")
def add(request: Request) -> HttpResponse:
    """Add a document, a link or a reference, for a statement where one is named."""
    insist(rules.may_add(request.user))
    statement = _statement_named(request)
    form = forms.AddForm(
        request.POST or None, request.FILES or None, viewer=request.user, initial={"owner": request.user}
    )
    if form.is_valid():
        done = attempt(
            form,
            lambda: commands.add(by=request.user, statements=[statement] if statement else [], **form.cleaned_data),
        )
        if done:
            messages.success(request, "The evidence has been added.")
            return redirect("evidence:evidence", pk=done.pk)
    return render(request, "evidence/add.html", {"form": form, "statement": statement})


@page("evidence.change")
def change(request: Request, pk: UUID) -> HttpResponse:
    """Bring its title and dates up to date."""
    found = queries.evidence_for(request.user, pk)
    insist(rules.may_change(request.user, found))
    form = forms.ChangeForm(request.POST or None, viewer=request.user, initial=_as_typed(found))
    if form.is_valid() and attempt(form, lambda: commands.change(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "The evidence is up to date.")
        still = Evidence.objects.visible_to(request.user).filter(pk=pk).exists()  # whoever gave it away may not see it
        return redirect("evidence:evidence", pk=pk) if still else redirect("evidence:list")
    return render(request, "evidence/change.html", {"form": form, "evidence": found})


@page("evidence.change")
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Take it out of use, saying why."""
    found = queries.evidence_for(request.user, pk)
    insist(rules.may_change(request.user, found))
    form = forms.WithdrawForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.withdraw(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "The evidence has been withdrawn.")
        return redirect("evidence:list")
    return render(request, "evidence/withdraw.html", {"form": form, "evidence": found})


@page("evidence.see")
def file(request: Request, pk: UUID) -> HttpResponse:
    """The file itself, as a download; that it was read is recorded."""
    found = queries.evidence_for(request.user, pk)
    if found.file is None:
        raise Http404
    record_reading(found, by=request.user, purpose="downloaded")
    return open_file(found.file)


def _statement_named(request: Request) -> Statement | None:
    named = request.POST.get("statement") or request.GET.get("statement")
    if not named:
        return None
    try:
        return statement_for(request.user, UUID(named))
    except (ValueError, ValidationError):
        raise Http404 from None


def _as_typed(found: Evidence) -> dict[str, object]:
    return {name: getattr(found, name) for name in forms.ChangeForm.base_fields}
