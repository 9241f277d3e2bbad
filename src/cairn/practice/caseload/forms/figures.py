"""What may be typed about the figure of a month: whether it is right, why not, and additional hours."""

from decimal import Decimal
from typing import Any

from django import forms

from cairn.foundation.core.forms import Form, TextArea
from cairn.foundation.core.telltale import Careful
from cairn.practice.caseload.models import Figure


class SayForm(Careful):
    """Yes, or no with the reason; the worker also says which hours came on top."""

    agrees = forms.TypedChoiceField(
        label="Is the figure right?",
        choices=[("yes", "Yes, that is what the work was"), ("no", "No, I don't agree")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = TextArea(label="Why not, or what it does not show", rows=3, required=False)
    extra_hours = forms.DecimalField(
        label="Additional hours in this month",
        min_value=Decimal(0),
        max_value=Decimal(300),
        decimal_places=1,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 5}),
        help_text="Hours beyond the contract. Those who lead the organisation see them.",
    )
    looked_through = ("words",)

    def __init__(self, *args: Any, figure: Figure, is_own: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not is_own:
            del self.fields["extra_hours"]
        elif figure.extra_hours:
            self.fields["extra_hours"].initial = figure.extra_hours


class MonthForm(Form):
    month = forms.ChoiceField(label="Month", required=False)

    def __init__(self, *args: Any, months: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months  # type: ignore[attr-defined]
