"""Where is the record of acts read, and where are tree heads taken away?"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cairn.foundation.core import clock
from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger import commands, forms, queries, readers, rules, wording
from cairn.foundation.ledger.models import Entry

KEPT_IN_LINKS = ("act", "person", "first_day", "last_day", "actor", "subject")


@page("ledger.see")
def history(request: HttpRequest) -> HttpResponse:
    """All acts of the organisation, newest first, filtered."""
    insist(rules.may_see(request.user))
    organisation_id = request.user.organisation_id  # type: ignore[union-attr]
    form = forms.FilterForm(request.GET, acts=queries.acts_on_record(organisation_id))
    people = _people(request, form)
    actor = people[0][0] if len(people) == 1 else request.GET.get("actor", "")[:40]
    found = None
    if form.is_valid() and len(people) < 2:
        sought = form.sought(actor=actor, subject=request.GET.get("subject", "")[:120])
        found = queries.history(request.user, sought, before=_place(request, "before"), after=_place(request, "after"))
    context = {
        "form": form,
        "people": people,
        "found": found,
        "rows": [_row(entry) for entry in found.entries] if found else [],
        "subject": request.GET.get("subject", ""),
        "size": queries.size(organisation_id),
        "head": queries.newest_head(organisation_id),
        "may_export": rules.may_export(request.user),
        "query": urlencode({name: request.GET[name] for name in KEPT_IN_LINKS if request.GET.get(name)}),
    }
    return render(request, "ledger/history.html", context)


@page("ledger.see")
def entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One entry, with what binds it."""
    found = queries.entry_for(request.user, pk)
    context = {
        "entry": found,
        "row": _row(found),
        "facts": wording.facts_in_words(queries.as_content(found)["facts"]),
        "commitment": bytes(found.commitment).hex(),
        "head": queries.head_over(found),
        "certificate": queries.certificate_of(found),
    }
    return render(request, "ledger/entry.html", context)


@page("ledger.export")
def heads(request: HttpRequest) -> HttpResponse:
    """Every tree head as a file, to be kept where this machine's keepers can't reach it. Recorded."""
    lines = commands.take_heads(by=request.user)
    response = HttpResponse("".join(lines), content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="tree-heads-{clock.today():%Y-%m-%d}.jsonl"'
    return response


def _people(request: HttpRequest, form: forms.FilterForm) -> list[tuple[str, str]]:
    """Who is meant by the name typed; nobody of that name is said at the field."""
    words = form.cleaned_data.get("person", "") if form.is_valid() else ""
    people = readers.named(request.user, words) if words else []
    if words and not people:
        form.add_error("person", "Nobody here goes by that name")
    return people


def _place(request: HttpRequest, name: str) -> int | None:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 18 else None


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "time": f"{timezone.localtime(entry.at):%H:%M}",
        "act": wording.act_in_words(entry.act),
        "who": entry.actor_name or ("Disposed of" if entry.is_disposed else "Cairn"),
        "about": wording.subject_in_words(entry.subject) if entry.subject else "",
    }
