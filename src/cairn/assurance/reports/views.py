"""Pages about assurance reports."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.text import slugify

from cairn.assurance.evaluation.queries import addenda
from cairn.assurance.reports import commands, forms, queries, rules, tables, web
from cairn.assurance.reports.formats import FORMATS
from cairn.assurance.reports.models import Commentary, FrozenReport
from cairn.assurance.reports.report import COMMENTARY_HEADS
from cairn.foundation.core.answers import render, taken_away, told
from cairn.foundation.core.blocks_on_page import rows_of
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Refused, Stale, insist
from cairn.foundation.people.fresh import confirm_first, how_known
from cairn.foundation.people.requests import Request

EVIDENCE_ON_A_PAGE = 100


@page("report.see")
def reports(request: Request) -> HttpResponse:
    """Every report that the reader may see, newest round first."""
    found = Paginator(queries.rounds_with_reports(request.user), 25).get_page(request.GET.get("page"))
    return render(request, "reports/list.html", {"page": found, "lines": queries.lines(list(found))})


@page("report.see")
def report(request: Request, pk: UUID) -> HttpResponse:
    """The report as a page: the same figures as in every file made of it."""
    found = queries.report_found(request.user, pk)
    told = _page(request, found)
    return render(
        request,
        "reports/assurance.html",
        {
            "report": told.report,
            "contents": told.contents,
            "body": told.body,
            "found": found,
            "formats": FORMATS.values() if rules.may_export(request.user, found.subject) else (),
            "may_comment": rules.may_comment(request.user, found.subject),
            "may_freeze": rules.may_freeze(request.user, found.subject, found.commentary),
            "addenda": addenda(found.round) if found.round.signed_at else (),
        },
    )


@page("report.see")
def evidence(request: Request, pk: UUID) -> HttpResponse:
    """Everything that the judgements of the report rest on, a page at a time."""
    found = queries.report_found(request.user, pk)
    told = _page(request, found).report
    pieces = Paginator(told.evidence, EVIDENCE_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"report": told, "round": found.round, "page": pieces, "rows_of": rows_of}
    return render(request, "reports/evidence.html", context | {"table": tables.of_evidence(pieces, told.areas)})


def _page(request: Request, found: queries.Found) -> web.Page:
    if found.frozen is not None:
        return web.kept_page(found.frozen.content_hash, lambda: queries.report_in(request.user, found))
    return web.page_of(queries.report_in(request.user, found))


@page("report.comment")
def write_commentary(request: Request, pk: UUID) -> HttpResponse:
    """What the findings mean, in four texts that save themselves."""
    found = queries.report_found(request.user, pk)
    insist(rules.may_comment(request.user, found.subject))
    commentary = found.commentary
    form = forms.CommentaryForm(request.POST or None, initial=_typed_before(commentary))
    if request.headers.get("X-Cairn-Autosave"):
        return _autosave(request, found, form)
    current: Commentary | None = None
    if form.is_valid():
        try:
            commands.write_commentary(found.round, by=request.user, **form.cleaned_data)
        except Stale as stale:
            current = queries.commentary_on(found.round)
            form = _with_both_texts(request, current, str(stale))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your commentary has been saved.")
            return redirect("reports:report", pk)
    return render(
        request,
        "reports/commentary.html",
        {"form": form, "round": found.round, "current": current, "heads": COMMENTARY_HEADS},
    )


def _typed_before(commentary: Commentary | None) -> dict[str, object]:
    return {"version": commentary.version, **commentary.texts} if commentary else {"version": 0}


def _with_both_texts(request: Request, current: Commentary | None, sentence: str) -> forms.CommentaryForm:
    """The form with what was typed, ready to be saved over what is now stored, once the person has seen both."""
    typed = request.POST.copy()
    typed["version"] = str(current.version if current else 0)
    form = forms.CommentaryForm(typed)
    form.add_error(None, sentence)
    return form


def _autosave(request: Request, found: queries.Found, form: forms.CommentaryForm) -> HttpResponse:
    if not form.is_valid():
        return HttpResponse("Not saved: one of the texts is too long.", status=422, content_type="text/plain")
    try:
        commentary = commands.write_commentary(found.round, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return told(str(refusal), 409)
    return JsonResponse({"version": commentary.version})


@page("report.freeze")
def freeze(request: Request, pk: UUID) -> HttpResponse:
    """Hand the report over, with one's name to it."""
    found = queries.report_found(request.user, pk)
    insist(rules.may_freeze(request.user, found.subject, found.commentary))
    if request.method == "POST" and (first := confirm_first(request)):
        return first
    form = forms.FreezeForm(request.POST or None)
    if form.is_valid() and _handed_over(request, found, form):
        messages.success(request, "The report has been handed over. It can be read by those who are assured by it.")
        return redirect("reports:report", pk)
    return render(request, "reports/freeze.html", {"form": form, "round": found.round})


def _handed_over(request: Request, found: queries.Found, form: forms.FreezeForm) -> FrozenReport | None:
    return attempt(form, lambda: commands.freeze(found.round, by=request.user, method=how_known(request)))


@page("report.export")
def export(request: Request, pk: UUID, kind: str) -> HttpResponse:
    """A file of the report; that it was taken away is recorded."""
    found = queries.report_found(request.user, pk)
    content = commands.export(found.round, by=request.user, kind=kind)
    name = f"assurance-{slugify(found.round.title)[:60]}.{kind}"
    return taken_away(content, FORMATS[kind].media_type, name)
