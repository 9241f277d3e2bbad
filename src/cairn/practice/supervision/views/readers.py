"""Where does somebody see who has read their records, and say who may read the earlier ones?"""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.people.models import Person
from cairn.foundation.people.queries import colleague_chosen
from cairn.foundation.people.requests import Request
from cairn.practice.supervision.commands import consents as commands
from cairn.practice.supervision.queries import agreements, quality
from cairn.practice.supervision.queries import openings as queries
from cairn.practice.supervision.rules import openings as rules

ON_A_PAGE = 50


@page("opening.see")
def mine(request: Request) -> HttpResponse:
    """Who has read my records, over all sessions."""
    found = Paginator(queries.readings_of_mine(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "readings": queries.as_readings(request.user, found),
        "sampled": quality.sampled_readings_of_mine(request.user) if found.number == 1 else [],
    }
    return render(request, "supervision/readings.html", context)


@page("supervision_record.agree")
def who_may_read(request: Request) -> HttpResponse:
    """Agree that a present supervisor reads the earlier records, or take it back."""
    if request.method == "POST":
        reader = colleague_chosen(request.user, request.POST.get("reader", ""))
        if reader is None:
            raise Refused(rules.ONLY_SUPERVISORS)
        commands.agree(reader=reader, by=request.user)
        messages.success(request, "They may read what was recorded before, one record at a time. You see each reading.")
        return redirect("supervision:who_may_read")
    rows = queries.who_may_read(request.user)
    now = {row.supervisor.pk for row in rows}
    others = [one for one in queries.consents_of(request.user) if one.reader_id not in now]
    return render(request, "supervision/who_may_read.html", {"rows": rows, "others": others})


@page("supervision_record.agree")
@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Take it back."""
    commands.withdraw(queries.consent_for(request.user, pk), by=request.user)
    messages.success(request, "They may no longer read more than decisions and actions.")
    return redirect("supervision:who_may_read")


@page("supervision_record.summary")
def earlier(request: Request, pk: UUID) -> HttpResponse:
    """What was recorded with somebody before, for whoever supervises them now: days and with whom."""
    person = agreements.supervisee_for(request.user, pk)
    if not rules.supervises(request.user, person):
        raise Person.DoesNotExist
    found = Paginator(queries.earlier_sessions(request.user, person), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"person": person, "page": found, "has_consent": rules.agreed_that_reads(person, request.user)}
    return render(request, "supervision/earlier.html", context)
