"""Where does one sign in and out, and choose a password?

These are allauth's views with our forms and pages; only those named in urls can be reached.
"""

from typing import Any

from allauth.account import views as account
from allauth.account.internal import flows
from allauth.core import ratelimit
from allauth.mfa.base import views as second_step
from allauth.mfa.webauthn import views as webauthn
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from cairn.foundation.core import kept_text
from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import public
from cairn.foundation.people import commands, queries, tasks
from cairn.foundation.people.entering import enter
from cairn.foundation.people.forms import signing_in as forms


class SignIn(account.LoginView):
    form_class = forms.SignIn
    template_name = "people/sign_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """While nobody uses the installation yet there is nobody to sign in: first it is set up."""
        if not queries.is_set_up():
            return redirect("/set-up/")
        return super().get(request, *args, **kwargs)


class SecondStep(second_step.AuthenticateView):
    form_class = forms.SecondStep
    webauthn_form_class = forms.UsePasskey
    template_name = "people/second_step.html"


class SignInByPasskey(webauthn.LoginWebAuthnView):
    form_class = forms.SignInByPasskey


class ChoosePassword(account.PasswordResetFromKeyView):
    form_class = forms.ChoosePassword
    template_name = "people/choose_password.html"


sign_in = public(SignIn.as_view())
second_step_page = public(SecondStep.as_view())
sign_in_by_passkey = public(SignInByPasskey.as_view())
choose_password = public(transaction.atomic(ChoosePassword.as_view()))


@public
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a letter with which a new password is chosen; the answer is the same for every address."""
    form = forms.Forgotten(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"].lower()
        if limited := ratelimit.consume_or_429(request, action="reset_password", key=email):
            return limited
        tasks.offer_new_password.enqueue(email)
        return redirect("account_reset_password_done")
    return render(request, "people/forgotten.html", {"form": form})


@public
def letter_sent(request: HttpRequest) -> HttpResponse:
    """What happens next, whoever asked."""
    return render(request, "people/letter_sent.html")


@public
def password_chosen(request: HttpRequest) -> HttpResponse:
    """The new password counts; now sign in with it."""
    return render(request, "people/password_chosen.html")


@public
def not_active(request: HttpRequest) -> HttpResponse:
    """The password was right, but access has ended."""
    return render(request, "people/not_active.html", status=403)


@public
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and let the browser forget everything of this site."""
    if request.method != "POST":
        if not request.user.is_authenticated:
            return redirect("account_login")
        return render(request, "people/sign_out.html")
    flows.logout.logout(request, show_message=False)
    request.session.flush()
    response = redirect("people:signed_out")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    kept_text.forget_person(response)
    return response


@public
def signed_out(request: HttpRequest) -> HttpResponse:
    """You are signed out."""
    return render(request, "people/signed_out.html")


@public
@sensitive_post_parameters("password", "password_again")
def accept_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a first password with the link of the letter, and be signed in."""
    invitation = queries.open_invitation(secret)
    if invitation is None:
        return render(request, "people/invitation_over.html", status=410)
    form = forms.NewPassword(request.POST or None, person=invitation.person)
    if form.is_valid():
        password = form.cleaned_data["password"]
        if person := attempt(form, lambda: commands.accept_invitation(secret, password=password)):
            return enter(request, person)
    return render(request, "people/accept_invitation.html", {"form": form, "invited": invitation.person})
