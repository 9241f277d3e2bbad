"""What may be typed about a delegation: which function, to whom, for what, how long, and why it is revoked?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.foundation.people.forms.choosing import ChoiceOfUnit, Choosing, Colleague
from cairn.practice.registration.functions import Function
from cairn.practice.registration.models import Delegation, Scope
from cairn.practice.registration.rules.delegations import Instrument

OF_RIGHT = "right"


class GiveForm(Choosing):
    """A delegation as it is written; who gives what they hold chooses under which of theirs."""

    function = forms.ChoiceField(label="Function")
    under = forms.ChoiceField(label="You delegate it", required=False)
    holder = Colleague(label="To whom?")
    scope = forms.ChoiceField(label="For which part of the work?", choices=Scope.choices, widget=forms.RadioSelect)
    unit = ChoiceOfUnit(label="Which unit?", required=False, help_text="Where it is for one unit.")
    case_reference = forms.CharField(
        label="Which case?", max_length=60, required=False, help_text="Its reference only, where it is for one case."
    )
    starts_on = DateField(label="From which day")
    ends_on = DateField(label="Until which day", required=False, help_text="Three years at most; empty: until revoked.")
    tasks_kept = TextArea(label="What do you keep?", required=False, rows=2, max_length=1000)
    may_pass_on = forms.BooleanField(label="They may pass it on", required=False)
    declared = forms.BooleanField(
        label="I delegate this function as it is written here, and remain answerable for having done so.",
        error_messages={"required": "Tick the box to put your name to it"},
    )

    def __init__(
        self, *args: Any, functions: Iterable[Function], held: Iterable[Delegation], of_right: bool, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.held = {str(one.pk): one for one in held}
        titles = {one.key: one.title for one in functions}
        names: Any = self.fields["function"]
        names.choices = [("", "Choose one"), *titles.items()]
        under: Any = self.fields["under"]
        right = [(OF_RIGHT, "Of right, as chief social work officer or deputy")] if of_right else []
        under.choices = right + [
            (pk, f"Under your own: {titles.get(one.function, one.function)}") for pk, one in self.held.items()
        ]

    def instrument(self) -> Instrument:
        """As the rule and the command take it."""
        asked = {name: value for name, value in self.cleaned_data.items() if name not in ("under", "declared")}
        return Instrument(**asked, under=self.held.get(self.cleaned_data["under"]))


class RevokeForm(Form):
    why = forms.CharField(label="Why is it revoked?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class DayForm(Form):
    on = DateField(label="On which day?", required=False, help_text="Empty means today.")


class AskForm(Choosing):
    """May this person be accountable for this function on that day?"""

    person = Colleague(label="Who?")
    function = forms.ChoiceField(label="For which function?")
    on = DateField(label="On which day?", required=False, help_text="Empty means today.")

    def __init__(self, *args: Any, functions: Iterable[Function], **kwargs: Any):
        super().__init__(*args, **kwargs)
        names: Any = self.fields["function"]
        names.choices = [("", "Choose one"), *((one.key, one.title) for one in functions)]
