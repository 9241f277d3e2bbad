"""Where are samples of supervision records drawn, read and finished, and where does it stand what was found?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people.requests import Request
from cairn.practice.supervision import reflecting
from cairn.practice.supervision.commands import quality as commands
from cairn.practice.supervision.forms import quality as forms
from cairn.practice.supervision.models import Finding, Session
from cairn.practice.supervision.queries import quality as queries
from cairn.practice.supervision.questions import QUESTIONS, REFLECTIVE
from cairn.practice.supervision.rules import quality as rules

ON_A_PAGE = 50


@page("dip_sample.results")
def samples(request: Request) -> HttpResponse:
    """The samples that somebody may see."""
    found = Paginator(queries.samples(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": found, "may_draw": rules.may_sample(request.user)}
    return render(request, "supervision/samples.html", context)


@page("supervision.sample")
def draw(request: Request) -> HttpResponse:
    """Draw records at random for somebody independent."""
    insist(rules.may_sample(request.user))
    form = forms.DrawForm(request.POST or None, viewer=request.user, initial={"count": 10})
    if form.is_valid() and (made := attempt(form, lambda: commands.draw(by=request.user, **form.cleaned_data))):
        messages.success(request, f"The records are drawn, and {made.reviewer} is asked to read them.")
        return redirect("supervision:sample", pk=made.pk)
    return render(request, "supervision/draw.html", {"form": form})


@page("dip_sample.results")
def sample(request: Request, pk: UUID) -> HttpResponse:
    """A sample: its records for the few who may know of them, and what came out of it for everybody."""
    found = queries.sample_for(request.user, pk)
    findings = queries.findings_of(request.user, found)
    context = {
        "sample": found,
        "findings": findings,
        "done": sum(1 for one in findings if one.is_found),
        "sees_each": rules.may_see_each(request.user, found),
        "is_reviewer": request.user.pk == found.reviewer_id,
        "may_finish": rules.may_finish(request.user, found, findings),
        "results": queries.results(request.user, found),
        "questions": QUESTIONS,
        "grades": dict(REFLECTIVE),
    }
    return render(request, "supervision/sample.html", context)


@page("dip_sample.results")
def check(request: Request, pk: UUID) -> HttpResponse:
    """The draw made again from its seed, for anybody who wants to know that nobody chose."""
    found = queries.sample_for(request.user, pk)
    context = {"sample": found, "again": queries.drawn_again(request.user, found)}
    return render(request, "supervision/check_draw.html", context)


@page("dip_sample.review")
def drawn_record(request: Request, pk: UUID) -> HttpResponse:
    """Read one drawn record, redacted, and say what it shows. Each reading is recorded."""
    finding = queries.finding_for(request.user, pk)
    form = forms.FindingForm(request.POST or None, initial=_as_found(finding))
    if form.is_valid() and attempt(form, lambda: commands.find(finding, by=request.user, **form.found())):
        messages.success(request, "What you found is kept. You can change it until the sample is finished.")
        return redirect("supervision:sample", pk=finding.sample_id)
    context = {"finding": finding, "form": form, "shown": commands.read(finding, by=request.user)}
    return render(request, "supervision/drawn_record.html", context)


def _as_found(finding: Finding) -> dict[str, Any]:
    if not finding.is_found:
        return {}
    shows = {one.key: "yes" if getattr(finding, one.key) else "no" for one in QUESTIONS}
    return {"reflective": finding.reflective, "words": finding.words, **shows}


@page("dip_sample.review")
@require_POST
def finish(request: Request, pk: UUID) -> HttpResponse:
    """Finish a sample."""
    commands.finish(queries.sample_for(request.user, pk), by=request.user)
    messages.success(request, "The sample is finished. Its records can’t be read for it any more.")
    return redirect("supervision:sample", pk=pk)


@page("supervision_view.give")
def view_of_session(request: Request, pk: UUID) -> HttpResponse:
    """The supervisee says how a session was for them; afterwards nobody can tell what they said.

    The form has no key of its own, for the key would be kept with person and time.
    """
    session = queries.session_to_view(request.user, pk)
    allowed = rules.may_give_view(request.user, session)
    if not allowed and allowed.reason != rules.GIVEN:
        insist(allowed)
    form = forms.ViewForm(request.POST or None)
    if allowed and form.is_valid() and attempt(form, lambda: _given(request, session, form.cleaned_data["answer"])):
        return redirect("supervision:view_of_session", pk=pk)
    context = {"session": session, "form": form, "is_given": not allowed}
    return render(request, "supervision/view_of_session.html", context)


def _given(request: Request, session: Session, answer: int) -> bool:
    reflecting.give(session, answer=answer, by=request.user)
    return True
