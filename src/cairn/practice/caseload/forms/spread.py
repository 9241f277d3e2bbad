"""What may be chosen where the spread of work is looked at?"""

from typing import Any

from django import forms

from cairn.foundation.core.forms import Form
from cairn.foundation.people.forms.choosing import ChoiceOfUnit, Choosing


class PartForm(Choosing):
    unit = ChoiceOfUnit(label="Part of the organisation", required=False, empty="The whole organisation")


class AuthorityForm(Form):
    of = forms.ChoiceField(label="Which authority is yours?", required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]
