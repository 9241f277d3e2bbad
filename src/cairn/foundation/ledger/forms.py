"""What may be typed to find one's way in the history?"""

from typing import Any

from django import forms

from cairn.foundation.core.forms import Form
from cairn.foundation.ledger.queries import Sought
from cairn.foundation.ledger.wording import act_in_words


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"


class FilterForm(Form):
    """All of it optional; days are local and inclusive."""

    act = forms.ChoiceField(label="What was done", required=False)
    person = forms.CharField(label="By whom", required=False, max_length=100)
    first_day = forms.DateField(label="From", required=False, widget=Day(format="%Y-%m-%d"))
    last_day = forms.DateField(label="To", required=False, widget=Day(format="%Y-%m-%d"))

    def __init__(self, *args: Any, acts: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["act"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type)
        field.choices = [("", "Anything"), *((act, act_in_words(act)) for act in acts)]

    def clean(self) -> dict[str, Any]:
        """A stretch of days runs forwards."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", "The last day must not be before the first")
        return cleaned

    def sought(self, *, actor: str, subject: str) -> Sought:
        """What is looked for; a person and a subject come as identifiers, from links or from the name typed."""
        chosen = self.cleaned_data
        return Sought(
            act=chosen.get("act") or "",
            actor=actor,
            subject=subject,
            first_day=chosen.get("first_day"),
            last_day=chosen.get("last_day"),
        )
