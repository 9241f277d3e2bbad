"""How does somebody come in who has just chosen a password: by an invitation, or by setting Cairn up?"""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from cairn.foundation.people.models import Person


def enter(request: HttpRequest, person: Person, *, there: str = "/") -> HttpResponse:
    """Begin their session as a sign-in with the password does; a session of anybody else ends first."""
    return perform_password_login(request, {"email": person.email}, Login(user=person, redirect_url=there))
