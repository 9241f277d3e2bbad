"""What may be typed when signing in: allauth's forms, in our own words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password

from cairn.foundation.core.forms import Form
from cairn.foundation.people.models import Person

AT_LEAST = "At least 12 characters. Three or four words that don't belong together are good, and easy to remember."


class Worded:
    """Says things as the house does: labels without placeholders, plain messages, errors in the order of the form."""

    problems = Form.problems
    use_required_attribute = False
    wording: dict[str, tuple[str, str, str]] = {}  # field: label, hint, what is said where it is empty

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, (label, hint, missing) in self.wording.items():
            field: forms.Field = self.fields[name]  # type: ignore[attr-defined]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = missing
            field.widget.attrs.pop("placeholder", None)


class SignIn(Worded, account.LoginForm):
    wording = {
        "login": ("E-mail address", "", "Enter your e-mail address"),
        "password": ("Password", "", "Enter your password"),
    }


class ChangePassword(Worded, account.ChangePasswordForm):
    wording = {
        "oldpassword": ("Password now", "", "Enter the password that you have now"),
        "password1": ("New password", AT_LEAST, "Enter a new password"),
        "password2": ("New password again", "", "Enter the new password again"),
    }


class ChoosePassword(Worded, account.ResetPasswordKeyForm):
    wording = {
        "password1": ("New password", AT_LEAST, "Enter a new password"),
        "password2": ("New password again", "", "Enter the new password again"),
    }


class Confirm(Worded, account.ReauthenticateForm):
    wording = {"password": ("Password", "", "Enter your password")}


CODE_HINT = "Six figures from your authenticator app, or one of your recovery codes."


class SecondStep(Worded, second_step.AuthenticateForm):
    wording = {"code": ("Code", CODE_HINT, "Enter the code")}


class ConfirmByCode(Worded, second_step.ReauthenticateForm):
    wording = {"code": ("Code", CODE_HINT, "Enter the code")}


class AddApp(Worded, totp.ActivateTOTPForm):
    wording = {"code": ("Code", "Six figures that the app shows for Cairn.", "Enter the code that the app shows")}


class RemoveApp(Worded, totp.DeactivateTOTPForm):
    pass


class NewCodes(Worded, GenerateRecoveryCodesForm):
    pass


class Readable:
    """Refuses what no device writes: allauth reads a passkey's answer as if it had the right shape."""

    def clean_credential(self) -> Any:
        """A sentence, never a fault, for whatever somebody sends in place of a passkey."""
        given = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        try:
            cleaned = getattr(super(), "clean_credential", None)
            return cleaned() if cleaned else given
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise forms.ValidationError(NO_PASSKEY) from fault


NO_PASSKEY = "The device gave no passkey that Cairn knows. Try again, or use another way."


class AddPasskey(Worded, webauthn.AddWebAuthnForm):
    wording = {
        "name": ("Name of the passkey", "So that you know it again, such as the name of the device.", ""),
        "passwordless": (
            "Sign in with this passkey alone, without a password",
            "The device asks for your finger, face or PIN each time.",
            "",
        ),
        "credential": ("", "", "The device gave no passkey. Press the button and follow what the device says."),
    }

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise forms.ValidationError(NO_PASSKEY) from fault


class UsePasskey(Readable, Worded, webauthn.AuthenticateWebAuthnForm):
    pass


class SignInByPasskey(Readable, Worded, webauthn.LoginWebAuthnForm):
    pass


class ConfirmByPasskey(Readable, Worded, webauthn.ReauthenticateWebAuthnForm):
    pass


class RenamePasskey(Worded, webauthn.EditWebAuthnForm):
    wording = {"name": ("Name of the passkey", "", "Enter a name")}


class Forgotten(Form):
    email = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Enter your e-mail address", "invalid": "Enter an address like name@example.org"},
    )


class NewPassword(Form):
    """A first password, typed twice."""

    password = forms.CharField(
        label="Password",
        help_text=AT_LEAST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )
    password_again = forms.CharField(
        label="Password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the password again"},
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return str(password)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        again = cleaned.pop("password_again", None)
        if "password" in cleaned and again is not None and cleaned["password"] != again:
            self.add_error("password_again", "The two passwords differ. Type the second one again.")
        return cleaned


class OwnName(Form):
    given_name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    family_name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
