"""What may be typed about a concern: what was seen, whether it is referred and why, what followed?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.practice.registration.commands.concerns import Order
from cairn.practice.registration.forms.register import barred_functions, offer
from cairn.practice.registration.functions import Function
from cairn.practice.registration.models import ORDERS
from cairn.practice.registration.models.concern import Choice, Stage


class RaiseForm(Form):
    what = TextArea(
        label="What was seen or heard?",
        rows=6,
        max_length=4000,
        help_text="Facts, without names of people who use services. Few people read it.",
    )
    raised_on = DateField(label="When did it arise?")


class ChooseForm(Form):
    choice = forms.ChoiceField(label="Is it referred?", choices=Choice.choices, widget=forms.RadioSelect)
    why = TextArea(
        label="Why?", rows=4, max_length=4000, help_text="The reasons are kept, whichever way it is decided."
    )


class TellForm(Form):
    on = DateField(label="When were they told?")


class FollowForm(Form):
    """A stage, and the order that came with it."""

    stage = forms.ChoiceField(label="What happened?", choices=[("", "Choose one"), *Stage.choices])
    on = DateField(label="On which day?")
    words = TextArea(label="What does the regulator say?", required=False, rows=3, max_length=2000)
    state = forms.ChoiceField(
        label="Did an order come with it?",
        required=False,
        choices=[("", "No"), *((one.value, one.label) for one in ORDERS)],
        help_text="An order counts at once: delegations that it ends are suspended in the same moment.",
    )
    starts_on = DateField(label="From which day does the order hold?", required=False)
    ends_on = DateField(label="Until which day?", required=False, help_text="Leave it empty where none is known.")
    bars = barred_functions()

    def __init__(self, *args: Any, functions: Iterable[Function], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer(self, functions)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("state") and not cleaned.get("starts_on"):
            self.add_error("starts_on", "Say from which day the order holds.")
        return cleaned

    def asked(self) -> dict[str, Any]:
        """As the command takes it."""
        asked = dict(self.cleaned_data)
        order = {name: asked.pop(name) for name in ("state", "starts_on", "ends_on", "bars")}
        return {**asked, "order": Order(**order) if order["state"] else None}
