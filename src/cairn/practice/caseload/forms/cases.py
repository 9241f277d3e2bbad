"""What may be typed about a case: its reference, never a name."""

from typing import Any

from django import forms

from cairn.foundation.core.forms import DateField, Form
from cairn.foundation.core.telltale import Careful
from cairn.foundation.people.forms.choosing import ChoiceOfUnit, Choosing
from cairn.practice.caseload.models import Level, State
from cairn.practice.caseload.weighing import Weights


class Weighs(Choosing):
    """What a case weighs."""

    case_type = forms.ChoiceField(label="Type of case")
    complexity = forms.TypedChoiceField(label="Complexity", choices=Level.choices, coerce=int)
    intensity = forms.TypedChoiceField(label="Intensity of contact", choices=Level.choices, coerce=int)
    travel = forms.TypedChoiceField(label="Travel", choices=Level.choices, coerce=int)

    def __init__(self, *args: Any, weights: Weights, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(one.key, f"{one.title}, {one.points} points") for one in weights.case_types]
        self.fields["case_type"].choices = choices  # type: ignore[attr-defined]


class OpenForm(Careful, Weighs):
    """A case is opened by its reference."""

    reference = forms.CharField(
        label="Case reference",
        max_length=60,
        help_text="The number by which the case-management system finds it. Never a name.",
    )
    unit = ChoiceOfUnit(label="Unit")
    opened_on = DateField(label="Opened on", required=False, help_text="Empty means today.")
    field_order = ("reference", "unit", "opened_on")
    looked_through = ("reference",)


class MoveForm(Choosing):
    unit = ChoiceOfUnit(label="To which unit")


class CloseForm(Form):
    on = DateField(label="Closed on", required=False, help_text="Empty means today.")


class FilterForm(Choosing):
    """Narrows the list of cases down."""

    words = forms.CharField(label="Reference", required=False, max_length=60)
    unit = ChoiceOfUnit(label="Unit", required=False, empty="Every unit")
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Open"), *State.choices[1:], ("all", "All")])

    def chosen(self) -> dict[str, Any]:
        """What was chosen; what is not understood narrows nothing down."""
        self.is_valid()
        typed = getattr(self, "cleaned_data", {})
        return {name: typed.get(name) or None for name in ("words", "unit", "state")}
