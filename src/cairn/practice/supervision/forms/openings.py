"""What may be typed to open a record, to find the one that is meant, and to oversee that?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.foundation.people.forms.choosing import Choosing, Colleague
from cairn.practice.supervision.models import Ground, Kind, OpeningState
from cairn.practice.supervision.queries.openings import NOT_TOLD
from cairn.practice.supervision.rules.openings import LEAST_WORDS, SAYS_WHY

FOUND = [("yes", "It was right to open it"), ("no", "It was not right")]


class OpenForm(Form):
    """The ground, among those that hold for whoever asks, and the reason in words."""

    ground = forms.ChoiceField(
        label="On which ground?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the ground", "invalid_choice": "Choose a ground of the list"},
    )
    words = TextArea(
        label="Why this record, and why now?",
        min_length=LEAST_WORDS,
        rows=4,
        help_text=f"At least {LEAST_WORDS} characters. The person concerned reads it when they are told.",
        error_messages={"required": SAYS_WHY, "min_length": SAYS_WHY},
    )

    def __init__(self, *args: Any, grounds: Iterable[Ground], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(ground.value, str(ground.label)) for ground in grounds]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial.setdefault("ground", choices[0][0])


class FindForm(Choosing):
    """One record: whose, of which kind, and of which day at the latest."""

    person = Colleague(label="Whose record?")
    kind = forms.ChoiceField(label="Of which supervision?", choices=Kind.choices, widget=forms.RadioSelect)
    day = DateField(
        label="Held on which day at the latest?",
        required=False,
        help_text="Cairn finds the last record up to that day. Empty means today.",
    )


class ReviewForm(Form):
    found = forms.ChoiceField(
        label="What did you find?",
        choices=FOUND,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found"},
    )
    words = TextArea(
        label="Why?",
        rows=4,
        help_text="Read by whoever opened it and by those who oversee openings.",
        error_messages={"required": "Say what you found"},
    )

    @property
    def outcome(self) -> dict[str, Any]:
        """Whether it was right, and the words."""
        return {"was_right": self.cleaned_data["found"] == "yes", "words": self.cleaned_data["words"]}


class PutOffForm(Form):
    until = DateField(label="Until which day?", help_text="At most 28 days ahead. Then you look at it again.")
    words = TextArea(
        label="What would telling them now harm?",
        min_length=LEAST_WORDS,
        rows=4,
        error_messages={"min_length": f"Say it in at least {LEAST_WORDS} characters."},
    )


class FilterForm(Form):
    state = forms.ChoiceField(
        label="Which openings?",
        choices=[("", "All"), *OpeningState.choices, (NOT_TOLD, "The person has not been told yet")],
        required=False,
    )

    def chosen(self) -> dict[str, Any]:
        """What the list is narrowed down to; nonsense narrows nothing."""
        return self.cleaned_data if self.is_valid() else {}
