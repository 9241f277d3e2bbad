"""Pages about suggestions: what could be better, and what became of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.cycle.improvement import commands, forms, queries, rules
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request


@page("suggestion.see")
def suggestions(request: Request) -> HttpResponse:
    """One's own suggestions, and those that one answers."""
    found = Paginator(queries.suggestions(request.user), 30).get_page(request.GET.get("page"))
    return render(request, "improvement/suggestions.html", {"page": found, "may_offer": rules.may_offer(request.user)})


@page("suggestion.offer")
def offer(request: Request) -> HttpResponse:
    """Say what could be better."""
    insist(rules.may_offer(request.user))
    form = forms.OfferForm(request.POST or None)
    if form.is_valid():
        done = attempt(form, lambda: commands.offer(by=request.user, **form.cleaned_data))
        if done:
            messages.success(request, "Thank you. You will be told what becomes of it.")
            return redirect("improvement:suggestion", pk=done.pk)
    return render(request, "improvement/offer.html", {"form": form})


@page("suggestion.see")
def suggestion(request: Request, pk: UUID) -> HttpResponse:
    """One suggestion and its answer."""
    found = queries.suggestion_for(request.user, pk)
    context = {"suggestion": found, "may_answer": rules.may_answer(request.user, found)}
    return render(request, "improvement/suggestion.html", context)


@page("suggestion.answer")
def answer(request: Request, pk: UUID) -> HttpResponse:
    """Say what becomes of a suggestion."""
    found = queries.suggestion_for(request.user, pk)
    insist(rules.may_answer(request.user, found))
    form = forms.AnswerForm(request.POST or None, suggestion=found)
    if form.is_valid() and attempt(form, lambda: commands.answer(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "Your answer has been given.")
        return redirect("improvement:suggestion", pk=pk)
    return render(request, "improvement/answer.html", {"form": form, "suggestion": found})
