"""Pages about the evidence of a round: cited for a judgement, taken away, listed."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cairn.assurance.evaluation import commands, forms, queries, rules
from cairn.assurance.evaluation.models import Judgement, State
from cairn.cycle.evidence import commands as evidence_commands
from cairn.cycle.evidence import queries as evidence_queries
from cairn.cycle.evidence.models import Evidence
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import Form, attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request


@page("judgement.see")
def cite(request: Request, pk: UUID) -> HttpResponse:
    """Name evidence for a judgement: one that is there, or a new one."""
    found = queries.judgement_for(request.user, pk)
    insist(rules.may_cite(request.user, found))
    adding = request.POST.get("what") == "add"
    chosen = forms.CiteForm(request.POST if request.method == "POST" and not adding else None)
    added = forms.EvidenceForm(*((request.POST, request.FILES) if adding else ()))
    if chosen.is_valid() and _cite(request, found, chosen):
        return _back(request, found)
    if added.is_valid() and _add(request, found, added):
        return _back(request, found)
    cited = {citation.evidence_id for citation in found.citations.all()}
    words = request.GET.get("words", "")[:100]
    there = _there(request, found, words)
    return render(
        request,
        "evaluation/cite.html",
        {
            "judgement": found,
            "round": found.round,
            "chosen": chosen,
            "added": added,
            "words": words,
            "there": [one for one in there[:30] if one.pk not in cited],
            "back": _address(found),
        },
    )


def _there(request: Request, found: Judgement, words: str) -> Sequence[Evidence] | QuerySet[Evidence]:
    """Evidence for the same statement; with words: all evidence with these in its title."""
    if words:
        return evidence_queries.evidence_list(request.user, show="all", words=words)
    return evidence_queries.evidence_for_statement(request.user, found.statement)


def _cite(request: Request, found: Judgement, form: forms.CiteForm) -> object:
    evidence = evidence_queries.evidence_for(request.user, form.cleaned_data["evidence"])
    shows = form.cleaned_data["shows"]
    return attempt(form, lambda: commands.cite(found, evidence, by=request.user, shows=shows))


def _add(request: Request, found: Judgement, form: forms.EvidenceForm) -> object:
    made = attempt(
        form,
        lambda: evidence_commands.add(
            by=request.user, unit=found.unit, statements=[found.statement], **form.cleaned_data
        ),
    )
    return made and attempt(form, lambda: commands.cite(found, made, by=request.user))


def _back(request: Request, found: Judgement) -> HttpResponse:
    messages.success(request, "The evidence is named.")
    return redirect(_address(found))


def _address(found: Judgement) -> str:
    name = "evaluation:moderate" if found.round.state == State.CLOSED else "evaluation:judgement"
    return reverse(name, args=[found.pk])


@page("judgement.see")
def uncite(request: Request, pk: UUID) -> HttpResponse:
    """Take evidence away from a judgement."""
    citation = queries.citation_for(request.user, pk)
    found = citation.judgement
    insist(rules.may_cite(request.user, found))
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: commands.uncite(citation, by=request.user) or True):
        messages.success(request, "It is no longer named for this judgement. The evidence itself is still there.")
        return redirect(_address(found))
    context = {"citation": citation, "judgement": found, "round": found.round, "form": form, "back": _address(found)}
    return render(request, "evaluation/uncite.html", context)


@page("judgement.see")
def evidence_list(request: Request, pk: UUID) -> HttpResponse:
    """On what the round rests, as far as the reader may read its judgements."""
    round = queries.round_for(request.user, pk)
    found = Paginator(queries.evidence_of(request.user, round), 50).get_page(request.GET.get("page"))
    return render(request, "evaluation/evidence.html", {"round": round, "page": found})
