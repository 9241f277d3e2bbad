"""Where are agreements signed, looked at again and ended, and where do groups get their members?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.fresh import confirm_first, how_known
from cairn.foundation.people.requests import Request
from cairn.practice.supervision.commands import agreements as commands
from cairn.practice.supervision.commands import groups
from cairn.practice.supervision.forms import agreements as forms
from cairn.practice.supervision.models import Kind
from cairn.practice.supervision.queries import agreements as queries
from cairn.practice.supervision.rules import agreements as rules
from cairn.practice.supervision.terms import DECLARATION, Written, hash_of
from cairn.practice.supervision.views.agreements import act_page
from cairn.practice.supervision.wording import agreed_often


@page("supervision.agree")
def sign(request: Request, pk: UUID) -> HttpResponse:
    """What is signed, in words, and its hash."""
    found = queries.agreement_for(request.user, pk)
    insist(rules.may_sign(request.user, found))
    if request.method == "POST" and (first := confirm_first(request)):
        return first
    form = forms.SignForm(request.POST or None)
    if form.is_valid():
        seen, method = form.cleaned_data["seen"], how_known(request)
        if attempt(form, lambda: commands.sign(found, by=request.user, seen=seen, method=method)):
            messages.success(request, "Your name stands under the agreement.")
            return redirect("supervision:agreement", pk=pk)
    context = {"agreement": found, "form": form, "declaration": DECLARATION, "hash": hash_of(found.terms)}
    context["often"] = agreed_often(found.terms)
    return render(request, "supervision/sign_terms.html", context)


@page("supervision.agree")
def end(request: Request, pk: UUID) -> HttpResponse:
    """Say on which day it ends and why; a draft is withdrawn."""
    found = queries.agreement_for(request.user, pk)
    insist(rules.may_close(request.user, found))
    form = forms.EndForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.end(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "The agreement has an end. What was signed stays.")
        return redirect("supervision:agreement", pk=pk)
    heading = "End this agreement" if found.terms.sealed else "Withdraw this draft"
    return act_page(request, found, form, heading, heading.replace("this", "the"))


@page("supervision.agree")
def review(request: Request, pk: UUID) -> HttpResponse:
    """Say that both looked at it, and that it stays as it is."""
    found = queries.agreement_for(request.user, pk)
    usual = Written.beginning(clock.today()).review_on
    insist(rules.may_review(request.user, found, next_on=usual))
    form = forms.ReviewForm(request.POST or None, initial={"next_on": usual})
    if form.is_valid() and attempt(form, lambda: commands.review(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "The agreement stays as it is until the next review.")
        return redirect("supervision:agreement", pk=pk)
    lead = "The terms that were signed stay. For new terms, let a new agreement follow this one instead."
    return act_page(request, found, form, "We looked at it again, and it stays as it is", "It stays", lead)


@page("supervision.agree")
def draft_group(request: Request) -> HttpResponse:
    """Draw up an agreement for a group or a circle of peers."""
    initial: dict[str, Any] = Written.beginning(clock.today()).__dict__ | {
        "kind": Kind.GROUP,
        "supervisor": request.user,
        "starts_on": clock.today(),
        "every": 6,
        "period": "week",
    }
    form = forms.GroupForm(request.POST or None, viewer=request.user, initial=initial)
    if form.is_valid():
        made = attempt(form, lambda: groups.draft_group(by=request.user, terms=form.written, **form.beside))
        if made:
            messages.success(request, "The agreement has been drafted. Add its members, then sign it.")
            return redirect("supervision:agreement", pk=made.pk)
    return render(request, "supervision/draft_group.html", {"form": form})


@page("supervision.agree")
def add_member(request: Request, pk: UUID) -> HttpResponse:
    """Somebody joins a group."""
    found = queries.agreement_for(request.user, pk)
    insist(rules.may_change_members(request.user, found))
    form = forms.MemberForm(request.POST or None, viewer=request.user)
    if form.is_valid() and attempt(form, lambda: groups.add_member(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "They belong to it now, and are told.")
        return redirect("supervision:agreement", pk=pk)
    return act_page(request, found, form, "Somebody joins", "Add them")


@page("supervision.agree")
@require_POST
def end_membership(request: Request, pk: UUID) -> HttpResponse:
    """Somebody leaves a group today."""
    member = queries.member_for(request.user, pk)
    groups.end_membership(member, by=request.user)
    messages.success(request, f"{member.person} does not belong to it any more.")
    return redirect("supervision:agreement", pk=member.agreement_id)
