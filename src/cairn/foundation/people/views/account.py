"""Where does everybody keep their own account: name, password, second step, and where they are signed in?

The second step is allauth's, with our forms and pages; only those named in urls can be reached.
"""

import json
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.generic import View

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.people import commands, queries
from cairn.foundation.people.forms import signing_in as forms
from cairn.foundation.people.requests import Request
from cairn.foundation.people.sign_in_records import end_other_sessions, end_session, renew_session

own = page("home.change")


def own_act(view: type[View]) -> Any:
    """A page that changes an account: what it changes and its entry in the ledger come together or not at all."""
    return own(transaction.atomic(view.as_view()))  # type: ignore[arg-type]


@page("home.see")
def overview(request: Request) -> HttpResponse:
    """One's own account on one page."""
    steps = {kind for (kind,) in Authenticator.objects.filter(user=request.user).values_list("type")}
    context = {
        "posts": queries.posts_of(request.user, request.user),
        "roles": queries.roles_of(request.user, request.user),
        "steps": steps,
    }
    return render(request, "people/account.html", context)


@own
def change_name(request: Request) -> HttpResponse:
    """What people are called is theirs to say."""
    person = request.user
    form = forms.OwnName(
        request.POST or None, initial={"given_name": person.given_name, "family_name": person.family_name}
    )
    if form.is_valid() and attempt(form, lambda: commands.change_own_name(person, by=person, **form.cleaned_data)):
        messages.success(request, "Your name was changed.")
        return redirect("people:account")
    return render(request, "people/change_name.html", {"form": form})


@own
def sessions(request: Request) -> HttpResponse:
    """Where one is signed in; each of the others can be ended, or all at once."""
    if request.method == "POST":
        if wanted := request.POST.get("session"):
            end_session(request.user, wanted)
        else:
            end_other_sessions(request, request.user)
        messages.success(request, "Signed out there.")
        return redirect("usersessions_list")
    found = queries.sessions_of(request.user)
    return render(request, "people/sessions.html", {"sessions": found, "now": request.session.session_key})


class ChangePassword(account.PasswordChangeView):
    form_class = forms.ChangePassword
    template_name = "people/change_password.html"
    success_url = reverse_lazy("people:account")

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever has no password yet chooses the first one by letter."""
        if not request.user.has_usable_password():
            return redirect("account_reset_password")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


class Renewing:
    """Whoever confirms that it is they goes on under a new session key."""

    request: Request

    def form_valid(self, form: Any) -> HttpResponse:
        renew_session(self.request)
        return super().form_valid(form)  # type: ignore[misc]


class Confirm(Renewing, account.ReauthenticateView):
    form_class = forms.Confirm
    template_name = "people/confirm.html"


class ConfirmByCode(Renewing, second_step.ReauthenticateView):
    form_class = forms.ConfirmByCode
    template_name = "people/confirm_by_code.html"


class ConfirmByPasskey(Renewing, webauthn.ReauthenticateWebAuthnView):
    form_class = forms.ConfirmByPasskey
    template_name = "people/confirm_by_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        found["form"] = kwargs.get("form") or self.get_form()
        found["reauthentication_alternatives"] = self.get_reauthentication_alternatives()
        return _with_options(found)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


class SecondSteps(second_step.IndexView):
    template_name = "people/second_steps.html"


class AddApp(totp.ActivateTOTPView):
    form_class = forms.AddApp
    template_name = "people/add_app.html"


class RemoveApp(totp.DeactivateTOTPView):
    form_class = forms.RemoveApp
    template_name = "people/remove_app.html"


class Codes(codes.ViewRecoveryCodesView):
    template_name = "people/codes.html"


class NewCodes(codes.GenerateRecoveryCodesView):
    form_class = forms.NewCodes
    template_name = "people/new_codes.html"


class CodesAsText(codes.DownloadRecoveryCodesView):
    template_name = "people/codes.txt"


class Passkeys(webauthn.ListWebAuthnView):
    template_name = "people/passkeys.html"


class AddPasskey(webauthn.AddWebAuthnView):
    form_class = forms.AddPasskey
    template_name = "people/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        found["form"] = kwargs.get("form") or self.get_form()
        return _with_options(found)


class RenamePasskey(webauthn.EditWebAuthnView):
    form_class = forms.RenamePasskey
    template_name = "people/rename_passkey.html"


class RemovePasskey(webauthn.RemoveWebAuthnView):
    template_name = "people/remove_passkey.html"


def _with_options(found: dict[str, Any]) -> dict[str, Any]:
    """What the browser needs to ask its device for a passkey, as text for a data attribute."""
    found["options"] = json.dumps(next(iter(found["js_data"].values())))
    return found


change_password = own_act(ChangePassword)
confirm = own(Confirm.as_view())
confirm_by_code = own(ConfirmByCode.as_view())
confirm_by_passkey = own(ConfirmByPasskey.as_view())
second_steps = own(SecondSteps.as_view())
add_app = own_act(AddApp)
remove_app = own_act(RemoveApp)
recovery_codes = own(Codes.as_view())
new_codes = own_act(NewCodes)
codes_as_text = own(CodesAsText.as_view())
passkeys = own(Passkeys.as_view())
add_passkey = own_act(AddPasskey)
rename_passkey = own_act(RenamePasskey)
remove_passkey = own_act(RemovePasskey)
