"""What may be typed when work is given out: to whom, as what, after which conversation, and any plan."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.foundation.core import clock
from cairn.foundation.core.forms import DateField, TextArea
from cairn.foundation.core.telltale import Careful
from cairn.foundation.people.forms.choosing import ChoiceOfUnit, Choosing, Colleague
from cairn.foundation.people.models import Person
from cairn.practice.caseload.commands.allocations import Planned
from cairn.practice.caseload.models import Relief, Role
from cairn.practice.registration.functions import catalogue_on

PLAN = ("plan_what", "plan_words", "plan_due_on")


def _what() -> forms.ChoiceField:
    return forms.ChoiceField(label="What will be done?", choices=Relief.What.choices, widget=forms.RadioSelect)


class PlanForm(Careful):
    """How somebody gets back within their limit."""

    plan_what = _what()
    plan_words = TextArea(label="What exactly", rows=3)
    plan_due_on = DateField(label="By when")
    looked_through: Sequence[str] = ("plan_words",)

    def plan(self) -> Planned | None:
        """The plan that was typed, where one was asked for."""
        typed = self.cleaned_data
        if "plan_what" not in self.fields:
            return None
        return Planned(typed["plan_what"], typed["plan_words"], typed["plan_due_on"])


class GiveForm(PlanForm, Choosing):
    """To whom, and what was talked about. The plan is asked for only where somebody would go over their limit."""

    to = Colleague(label="To whom")
    conversation = TextArea(
        label="What did you talk about?",
        rows=2,
        help_text="A line on the conversation in which you gave the case. No names of people who use services.",
    )
    looked_through = ("conversation", "plan_words")
    field_order: tuple[str, ...] = ("to", "conversation", *PLAN)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._plan_fields = {name: self.fields.pop(name) for name in PLAN}
        if "plan_words" in self.data:
            self.ask_for_plan()

    def ask_for_plan(self) -> None:
        """They would go over their limit."""
        self.fields.update(self._plan_fields)


class AllocateForm(GiveForm):
    """As what, as well."""

    role = forms.ChoiceField(label="As what", choices=Role.choices)
    function = forms.ChoiceField(
        label="Statutory function",
        required=False,
        help_text="Where the case is held under one: whoever is accountable must be fit for it by law.",
    )
    field_order = ("to", "role", "function", "conversation", *PLAN)

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any):
        super().__init__(*args, viewer=viewer, **kwargs)
        choice: Any = self.fields["function"]
        known = catalogue_on(viewer.organisation.nation, clock.today()).functions.values()
        choice.choices = [("", "None that is reserved"), *((one.key, one.title) for one in known)]


class EndForm(Careful):
    because = forms.CharField(label="Why does it end?", max_length=200)
    looked_through = ("because",)


class LookForm(Careful):
    words = TextArea(label="What do you say to it?", rows=3, required=False)
    looked_through = ("words",)


class TeamForm(Choosing):
    """Narrows the list of people down."""

    unit = ChoiceOfUnit(label="Unit", required=False, empty="Every unit")
    state = forms.ChoiceField(
        label="Who",
        required=False,
        choices=[
            ("", "Everybody"),
            ("over", "Over the limit"),
            ("without_plan", "Over the limit without a plan"),
            ("protected", "Newly qualified and above their protection"),
            ("room", "With room"),
        ],
    )

    def chosen(self) -> dict[str, Any]:
        """What was chosen; what is not understood narrows nothing down."""
        self.is_valid()
        typed = getattr(self, "cleaned_data", {})
        return {"unit": typed.get("unit"), "state": typed.get("state") or ""}


class WaitingForm(Choosing):
    unit = ChoiceOfUnit(label="Unit", required=False, empty="Every unit")
