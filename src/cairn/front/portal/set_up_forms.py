"""What may be typed while Cairn is set up?"""

from django import forms
from django.contrib.auth.password_validation import validate_password

from cairn.foundation.people.forms.keeping import OrganisationForm
from cairn.foundation.people.forms.signing_in import NewPassword
from cairn.foundation.people.models import Person

__all__ = ["AdministratorForm", "OrganisationForm"]


class AdministratorForm(NewPassword):
    """The first administrator: their name, the address they sign in with, and a password."""

    given_name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    family_name = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    email = forms.EmailField(
        label="E-mail address",
        help_text="You sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Enter your e-mail address", "invalid": "Enter an address like name@example.org"},
    )
    field_order = ["given_name", "family_name", "email", "password", "password_again"]

    def clean_password(self) -> str:
        """A password may not be made of the name or the address of its owner."""
        password = str(self.cleaned_data["password"])
        said = {name: self.cleaned_data.get(name, "") for name in ("given_name", "family_name", "email")}
        validate_password(password, Person(**said))
        return password
