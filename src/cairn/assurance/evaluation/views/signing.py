"""Pages on which a round is signed, and on which something is added to it afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.assurance.evaluation import commands, content, forms, queries, rules
from cairn.assurance.evaluation.commands.signing import DECLARATION
from cairn.assurance.evaluation.models import Round, State
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request


@page("round.sign")
def sign(request: Request, pk: UUID) -> HttpResponse:
    """What is signed, in words and figures, and its hash; after signing: who signed it."""
    round = queries.round_for(request.user, pk)
    if round.state == State.SIGNED:
        return _signed(request, round)
    insist(rules.may_sign(request.user, round))
    form = forms.SignForm(request.POST or None)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        if attempt(form, lambda: commands.sign(round, by=request.user, seen=seen)):
            messages.success(request, "The round is signed. Nothing in it can be changed any more.")
            return redirect("evaluation:round", pk=pk)
    return render(
        request,
        "evaluation/sign.html",
        {
            "round": round,
            "form": form,
            "sides": queries.participation(request.user, round),
            "counts": queries.flaw_counts(request.user, round),
            "declaration": DECLARATION,
            "hash": content.hash_of_round(round.pk, round),
        },
    )


def _signed(request: Request, round: Round) -> HttpResponse:
    context = {
        "round": round,
        "signatures": list(queries.signatures(request.user, round)),
        "addenda": list(queries.addenda(round)),
        "may_add": rules.may_add(request.user, round),
    }
    return render(request, "evaluation/signed.html", context)


@page("round.add")
def addendum(request: Request, pk: UUID) -> HttpResponse:
    """Add to what was signed."""
    round = queries.round_for(request.user, pk)
    insist(rules.may_add(request.user, round))
    form = forms.AddendumForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.add_addendum(round, by=request.user, **form.cleaned_data)):
        messages.success(request, "The addendum stands beside the round.")
        return redirect("evaluation:round", pk=pk)
    return render(request, "evaluation/addendum.html", {"round": round, "form": form})
