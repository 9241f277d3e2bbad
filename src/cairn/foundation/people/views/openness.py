"""Where can everybody read who answers for what, and who sees what?"""

from django.http import HttpResponse

from cairn.foundation.core.answers import render
from cairn.foundation.core.pages import page
from cairn.foundation.people import open_book
from cairn.foundation.people.access import standing_of
from cairn.foundation.people.requests import Request


@page("policy.see")
def accountabilities(request: Request) -> HttpResponse:
    """Accountabilities by role, with the clauses they come from and those who hold the roles (sa.purpose.1)."""
    return render(request, "people/accountabilities.html", {"roles": open_book.accountabilities(request.user)})


@page("policy.see")
def policy(request: Request) -> HttpResponse:
    """The access policy, as the rules ask it."""
    mine = sorted(open_book.NAMES.get(role, role) for role in standing_of(request.user).roles)
    return render(request, "people/policy.html", {"sections": open_book.policy_in_words(), "mine": mine})
