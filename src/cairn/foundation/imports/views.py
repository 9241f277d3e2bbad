"""Where are files brought in, looked at, applied and withdrawn?"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from cairn.foundation.core import spreadsheets
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.imports import blanks, commands, forms, queries
from cairn.foundation.imports.kinds import kind_called
from cairn.foundation.imports.mapping import ChooseColumns
from cairn.foundation.imports.models import ImportBatch, State
from cairn.foundation.imports.raw import LARGEST, ChooseSheet
from cairn.foundation.imports.rules import is_abandoned, may_answer, may_apply, may_see, may_stage, may_withdraw

SECONDS_BETWEEN_LOOKS = "3"
ON_A_PAGE = 100
BLANKS = {
    "csv": (blanks.blank_csv, "text/csv; charset=utf-8"),
    "xlsx": (blanks.blank_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@page("import.see")
def batches(request: HttpRequest) -> HttpResponse:
    """Which files were brought in lately, and what may be brought in."""
    insist(may_see(request.user))
    context = {
        "batches": list(queries.recent_batches(request.user)[: queries.LISTED]),
        "kinds": queries.kinds_open_to(request.user),
        "titles": {kind.key: kind.title for kind in queries.kinds_open_to(request.user)},
    }
    return render(request, "imports/batches.html", context)


@page("import.stage")
def stage(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a file to be checked."""
    chosen = kind_called(kind)
    insist(may_stage(request.user, chosen))
    sheet = request.POST.get("sheet", "")
    form = forms.StageForm(request.POST or None, request.FILES or None, kind=chosen, sheets=[sheet] if sheet else None)
    form.offer_columns_sent()
    if form.is_valid() and (batch := attempt(form, lambda: _stage(request, form, kind))):
        return redirect("imports:batch", batch.pk)
    return render(request, "imports/stage.html", {"form": form, "kind": chosen, "columns": _told(chosen.columns)})


def _stage(request: HttpRequest, form: forms.StageForm, kind: str) -> Any:
    upload = form.cleaned_data["file"]
    try:
        return commands.stage(
            upload.read(LARGEST + 1),
            by=request.user,
            kind=kind,
            file_name=upload.name,
            options=form.options(),
            sheet=form.cleaned_data.get("sheet", ""),
            source=form.cleaned_data.get("source", ""),
            headings=form.headings(),
            asks_for_columns=form.cleaned_data.get("asks_for_columns", False),
        )
    except ChooseColumns as unknown:
        form.ask_for_columns(unknown.headings, unknown.proposed)
        raise
    except ChooseSheet as several:
        form.ask_for_sheet(several.sheets)
        raise


def _unasked(batch: ImportBatch) -> int:
    """How many questions come after those on the page."""
    return max(0, len(batch.questions) - queries.ASKED_AT_ONCE)


def _told(columns: Any) -> list[tuple[str, str, str]]:
    return [(one.title, "needed" if one.filled else "", blanks.what_to_write(one)) for one in columns]


@page("import.stage")
def blank(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """An empty file with the right headings."""
    chosen = kind_called(kind)
    insist(may_stage(request.user, chosen))
    write, media_type = BLANKS[ending]
    return _download(write(chosen), f"{kind}.{ending}", media_type)


@page("import.see")
def batch(request: HttpRequest, pk: Any) -> HttpResponse:
    """What a file would do, how far it has come, or what it did."""
    found = queries.batch_for(request.user, pk)
    context = {
        "batch": found,
        "kind": kind_called(found.kind),
        "groups": queries.groups_of(found),
        "first": queries.first_rows(found),
        "progress": queries.progress(found),
        "is_abandoned": is_abandoned(found),
        "may_apply": may_apply(request.user, found),
        "may_withdraw": may_withdraw(request.user, found),
        "form": forms.AnswerForm(questions=queries.asked_of(found)),
        "more": _unasked(found),
        "uncounted": found.problem_count - len(found.problems),
    }
    response = render(request, f"imports/{found.state}.html", context)
    if found.state == State.WORKING and not context["is_abandoned"]:
        response.headers["Refresh"] = SECONDS_BETWEEN_LOOKS
    return response


@page("import.stage")
@require_POST
def answer(request: HttpRequest, pk: Any) -> HttpResponse:
    """Say what the words of a file stand for."""
    found = queries.batch_for(request.user, pk)
    insist(may_answer(request.user, found))
    form = forms.AnswerForm(request.POST, questions=queries.asked_of(found))
    if form.is_valid() and attempt(form, lambda: commands.answer(found, answers=form.answers(), by=request.user)):
        return redirect("imports:batch", found.pk)
    context = {"batch": found, "kind": kind_called(found.kind), "form": form, "more": _unasked(found)}
    return render(request, "imports/asked.html", context | {"may_withdraw": may_withdraw(request.user, found)})


@page("import.see")
def changes(request: HttpRequest, pk: Any) -> HttpResponse:
    """Everything that an applied file did, row by row."""
    found = queries.batch_for(request.user, pk)
    kind, what = kind_called(found.kind), request.GET.get("what", "")
    rows = queries.changes_of(request.user, found)
    if what in kind.words:
        rows = rows.filter(what=what)
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"batch": found, "changes": shown, "groups": queries.groups_of(found), "what": what, "words": kind.words}
    return render(request, "imports/changes.html", context)


@page("import.see")
def problems(request: HttpRequest, pk: Any) -> HttpResponse:
    """The faults of a file as a list for whoever corrects it."""
    found = queries.batch_for(request.user, pk)
    rows = [[one["row"] or "", one["cell"], one["column"], one["found"], one["sentence"]] for one in found.problems]
    content = spreadsheets.as_csv(("Row", "Cell", "Column", "Found", "What to do"), rows)
    return _download(content, "what-to-correct.csv", "text/csv; charset=utf-8")


@page("import.apply")
@require_POST
def apply(request: HttpRequest, pk: Any) -> HttpResponse:
    """Do what the file says."""
    found = commands.start(queries.batch_for(request.user, pk), by=request.user)
    if found.state == State.APPLIED:
        messages.success(request, "The file was applied.")
    return redirect("imports:batch", found.pk)


@page("import.withdraw")
@require_POST
def withdraw(request: HttpRequest, pk: Any) -> HttpResponse:
    """Forget the file."""
    found = commands.withdraw(queries.batch_for(request.user, pk), by=request.user)
    return redirect("imports:batch", found.pk)


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    return response
