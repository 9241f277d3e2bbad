"""What may be typed about the quality of records: which are drawn for whom, and what one of them shows?"""

from typing import Any

from django import forms

from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.foundation.people.forms.choosing import ChoiceOfUnit, Choosing, Colleague
from cairn.practice.supervision.questions import ANSWERS, QUESTIONS, REFLECTIVE, VIEW
from cairn.practice.supervision.rules.quality import LARGEST_SEED, MOST

YES_NO = [("yes", "Yes"), ("no", "No")]


def _whole(label: str, most: int, help_text: str = "", *, required: bool = True) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, widget=widget, help_text=help_text, required=required
    )


class DrawForm(Choosing):
    title = forms.CharField(
        label="What is it called?", max_length=160, help_text="Such as: Spring 2026, adult services."
    )
    unit = ChoiceOfUnit(label="In which unit, with all below it?", empty="The whole organisation", required=False)
    held_from = DateField(label="Sessions held from")
    held_to = DateField(label="Until")
    count = _whole(
        "How many records?", MOST, "Ten in a quarter tell much of a service. Results of fewer than five stay with you."
    )
    reviewer = Colleague(label="Who reads them?")
    readable_until = DateField(
        label="Until when can they be read?", required=False, help_text="Empty means four weeks from today."
    )
    seed = _whole(
        "The seed",
        LARGEST_SEED,
        "Leave it empty and Cairn throws a number. The same seed draws the same records: anybody can check.",
        required=False,
    )


class FindingForm(Form):
    """What a record shows: one grade, four questions, and words."""

    reflective = forms.TypedChoiceField(
        label="How reflective was the session?",
        choices=[(str(grade), words) for grade, words in REFLECTIVE],
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=question.asked,
                choices=YES_NO,
                widget=forms.RadioSelect,
                error_messages={"required": f"Answer “{question.asked}”"},
            )
        self.fields["words"] = TextArea(
            label="What stood out?",
            required=False,
            rows=4,
            help_text="What others can learn from it. Name nobody: it is read by those who monitor quality.",
        )

    def found(self) -> dict[str, Any]:
        """What was found, as the command asks for it."""
        typed = self.cleaned_data
        shows = {question.key: typed[question.key] == "yes" for question in QUESTIONS}
        return {"reflective": typed["reflective"], "shows": shows, "words": typed["words"]}


class ViewForm(Form):
    """One question. The page's field `anonymous` tells the doors to keep nothing of it."""

    answer = forms.TypedChoiceField(
        label=VIEW,
        choices=[(str(place), words) for place, words in enumerate(ANSWERS)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the four answers."},
    )
