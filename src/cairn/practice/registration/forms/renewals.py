"""Which steps of a renewal are done, and on which day?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.forms import DateField, Form
from cairn.practice.registration.renewing import Turn


def named(turn: Turn) -> tuple[str, date]:
    """A step by its key and the day by which it is asked for."""
    return turn.step.key, turn.window.closes_on


class StepsForm(Form):
    """What of the steps that wait is done."""

    steps = forms.MultipleChoiceField(
        label="What is done?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick what is done"},
    )
    on = DateField(label="On which day?")

    def __init__(self, *args: Any, waiting: Iterable[Turn], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.waiting = {turn.occasion: turn for turn in waiting}
        choice: Any = self.fields["steps"]
        choice.choices = [
            (occasion, f"{turn.step.title}, by {in_words(turn.window.closes_on)}")
            for occasion, turn in self.waiting.items()
        ]

    def chosen(self) -> list[Turn]:
        """The steps that were ticked."""
        return [self.waiting[occasion] for occasion in self.cleaned_data["steps"]]
