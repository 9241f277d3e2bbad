"""Where is the supervision policy read, as it is and as it was, and where is one adopted?"""

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
from cairn.foundation.people.requests import Request
from cairn.practice.supervision.asked import STARTING_TITLE
from cairn.practice.supervision.commands import policies as commands
from cairn.practice.supervision.forms import policies as forms
from cairn.practice.supervision.models import Policy
from cairn.practice.supervision.queries import policies as queries
from cairn.practice.supervision.rules import policies as rules


@page("supervision_policy.see")
def current(request: Request) -> HttpResponse:
    """The policy of today, or of any day that is asked for; the proposal, where none was ever adopted."""
    form = forms.OnDayForm(request.GET if "on_day" in request.GET else None)
    day = form.cleaned_data["on"] if form.is_valid() and form.cleaned_data["on"] else clock.today()
    return _shown(request, queries.policy_on(request.user, day), form=form, day=day)


@page("supervision_policy.see")
def one(request: Request, pk: UUID) -> HttpResponse:
    """One policy of the history."""
    policy = queries.policy_for(request.user, pk)
    return _shown(request, policy, form=forms.OnDayForm(), day=policy.starts_on)


def _shown(request: Request, policy: Policy | None, **context: object) -> HttpResponse:
    history = list(queries.policies(request.user))
    context |= {
        "policy": policy,
        "rows": queries.rows_of(policy),
        "history": history,
        "reasons": forms.reasons_of(policy),
        "may_adopt": rules.may_adopt(request.user, request.user.organisation),
        "may_take_back": policy is not None and rules.may_take_back(request.user, policy),
    }
    return render(request, "supervision/policy.html", context)


@page("supervision_policy.adopt")
def adopt(request: Request) -> HttpResponse:
    """Write a policy, beginning with what is in force, and adopt it from a day on."""
    insist(rules.may_adopt(request.user, request.user.organisation))
    before = queries.policy_on(request.user, clock.today())
    form = forms.AdoptForm(request.POST or None, lines=queries.lines_of(before), initial=_before(before))
    if form.is_valid() and attempt(
        form, lambda: commands.adopt(request.user.organisation, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "The policy has been adopted, and everybody in post is told.")
        return redirect("supervision:policy")
    return render(request, "supervision/adopt.html", {"form": form, "before": before})


def _before(policy: Policy | None) -> dict[str, object]:
    if policy is None:
        return {"title": STARTING_TITLE, "rebook_within": 5, "sign_within": 10, "is_pro_rata": True} | {
            "accepted_reasons": list(commands.USUAL_REASONS)
        }
    names = ("title", "rebook_within", "sign_within", "is_pro_rata", "accepted_reasons", "words")
    return {name: getattr(policy, name) for name in names}


@page("supervision_policy.adopt")
@require_POST
def adopt_starting(request: Request) -> HttpResponse:
    """Adopt the proposal as it stands."""
    commands.adopt_starting(request.user.organisation, by=request.user)
    messages.success(request, "The policy has been adopted, and everybody in post is told.")
    return redirect("supervision:policy")


@page("supervision_policy.adopt")
@require_POST
def take_back(request: Request, pk: UUID) -> HttpResponse:
    """Take back a policy that has not begun."""
    commands.take_back(queries.policy_for(request.user, pk), by=request.user)
    messages.success(request, "The policy has been taken back. The one before it goes on.")
    return redirect("supervision:policy")
