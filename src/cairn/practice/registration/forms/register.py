"""What may be typed into the register: a number, how it stands, an approval, a correction with its reason?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.practice.registration.approvals import APPROVALS
from cairn.practice.registration.functions import EVERY, Function
from cairn.practice.registration.models import State
from cairn.practice.registration.queries.register import SHOWN
from cairn.practice.registration.regulators import regulators

SOURCE = "Such as the public register, a letter of the regulator, or the certificate."


def _source() -> forms.CharField:
    return forms.CharField(label="Where do you know it from?", max_length=200, required=False, help_text=SOURCE)


def barred_functions() -> forms.MultipleChoiceField:
    """From which functions conditions keep somebody; what is offered is filled in by `offer`."""
    return forms.MultipleChoiceField(
        label="For conditions: which functions do they keep from?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def offer(form: forms.Form, functions: Iterable[Function]) -> None:
    """Let functions be ticked that conditions bar, or all of them."""
    choice: Any = form.fields["bars"]
    choice.choices = [(EVERY, "Every reserved function"), *((one.key, one.title) for one in functions)]


class EnterForm(Form):
    """Regulator and part in one list, so that no part of another register can be chosen."""

    place = forms.ChoiceField(label="Register and part")
    number = forms.CharField(label="Number", max_length=20)
    first_registered_on = DateField(label="First registered on")
    source = _source()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["place"]
        choice.choices = [("", "Choose one")] + [
            (f"{one.key}/{part.key}", f"{one.title}: {part.title}")
            for one in regulators().values()
            for part in one.parts
        ]

    def asked(self) -> dict[str, Any]:
        """As the command takes it."""
        asked = dict(self.cleaned_data)
        regulator, _, part = asked.pop("place").partition("/")
        return {**asked, "regulator": regulator, "part": part}


class StateForm(Form):
    state = forms.ChoiceField(label="How does it stand?", choices=[("", "Choose one"), *State.choices])
    starts_on = DateField(label="From which day")
    ends_on = DateField(label="Until which day", required=False, help_text="Leave it empty where none is known.")
    bars = barred_functions()
    words = TextArea(
        label="What does the order say?",
        required=False,
        rows=4,
        max_length=2000,
        help_text="Read by the person, the line above them and those who keep the register.",
    )
    source = _source()

    def __init__(self, *args: Any, functions: Iterable[Function], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer(self, functions)


class ApproveForm(Form):
    kind = forms.ChoiceField(label="Approval", choices=[("", "Choose one"), *APPROVALS.items()])
    given_by = forms.CharField(label="Given by", max_length=120, required=False)
    starts_on = DateField(label="From which day")
    ends_on = DateField(label="Until which day", required=False, help_text="Leave it empty where none is known.")
    source = _source()


class EndForm(Form):
    on = DateField(label="Last day on which it held")
    words = forms.CharField(label="Why does it end?", max_length=300, required=False)


class CorrectForm(Form):
    starts_on = DateField(label="From which day was it so?")
    ends_on = DateField(label="Until which day?", required=False, help_text="Leave it empty where none is known.")
    words = TextArea(label="What does it say?", required=False, rows=3, max_length=2000)
    why = forms.CharField(
        label="Why is it put right?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What was written before stays readable, with your reason.",
    )


class StrikeForm(Form):
    why = forms.CharField(
        label="Why was it never so?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It counts no more, and stays readable as struck out, with your reason.",
    )


class FilterForm(Form):
    words = forms.CharField(label="Name", max_length=100, required=False)
    show = forms.ChoiceField(label="Who", choices=list(SHOWN.items()), required=False)

    def chosen(self) -> dict[str, Any]:
        """What the list is narrowed down to; nonsense narrows nothing."""
        return self.cleaned_data if self.is_valid() else {}


class DaysForm(Form):
    """Which day is asked about, and as it was known on which day."""

    on = DateField(label="How did it stand on", required=False)
    known = DateField(label="As it was known on", required=False, help_text="Empty means as it is known now.")
