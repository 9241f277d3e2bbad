"""Where is one's inbox?"""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.notices import commands, queries
from cairn.foundation.people.requests import Request

ON_A_PAGE = 30


@page("home.see")
def inbox(request: Request) -> HttpResponse:
    """What was written to this person, newest first."""
    notices = Paginator(queries.inbox(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/inbox.html", {"notices": notices, "unread": queries.unread(request.user)})


@page("home.change")
@require_POST
def open_notice(request: Request, pk: Any) -> HttpResponse:
    """Go where a notice points, and remember that it was read."""
    notice = commands.mark_read(queries.notice_for(request.user, pk), by=request.user)
    inside = notice.link.startswith("/") and url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if inside else "notices:inbox")


@page("home.change")
@require_POST
def mark_all_read(request: Request) -> HttpResponse:
    """Nothing is unread any more."""
    commands.mark_all_read(by=request.user)
    return redirect("notices:inbox")
