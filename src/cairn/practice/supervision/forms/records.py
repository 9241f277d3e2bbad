"""What may be typed into the record of a session, beside it, and when it is signed or not agreed?"""

from typing import Any

from django import forms

from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.foundation.people.forms.choosing import Choosing, Colleague
from cairn.practice.supervision.said import Case, Said

CASES = "One case a line: its reference in the case system, then a line about it. Never a name."
MOODS = [
    ("", "Not said"),
    ("1", "1, at the end of my strength"),
    ("2", "2, strained"),
    ("3", "3, getting by"),
    ("4", "4, well"),
    ("5", "5, very well"),
]
# What is said of one worker is not asked of a group.
OF_ONE_WORKER = ("mood", "workload_points", "workload_is_agreed", "stress_was_raised")
YES_OR_NO = [("", "Not said"), ("yes", "Agreed"), ("no", "Not agreed")]


class RecordForm(Form):
    """The headings of the source document, in the order in which they are talked about."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    workload_and_stress = TextArea(label="Workload and stress", required=False, rows=4)
    mood = forms.TypedChoiceField(
        label="How is the supervisee, in their own judgement?",
        choices=MOODS,
        required=False,
        coerce=int,
        empty_value=None,
    )
    workload_points = forms.IntegerField(
        label="Workload in points",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="It begins with the figure of last time.",
    )
    workload_is_agreed = forms.TypedChoiceField(
        label="Do both agree on the workload figure?",
        choices=YES_OR_NO,
        required=False,
        coerce=lambda said: said == "yes",
        empty_value=None,
    )
    stress_was_raised = forms.BooleanField(label="Stress or workload was raised as a worry", required=False)
    practice_and_policy = TextArea(
        label="Practice, policy and priorities",
        required=False,
        rows=3,
        help_text="Where best practice, policy and priorities pull in different directions, and how you weighed them.",
    )
    reflection = TextArea(label="Reflection", required=False, rows=4)
    judgement = TextArea(label="Judgement", required=False, rows=3)
    development = TextArea(label="Development", required=False, rows=3)
    decisions = TextArea(
        label="Decisions",
        required=False,
        rows=3,
        help_text="What somebody is to do becomes an action, on the page of the session.",
    )
    come_back_to = forms.CharField(label="What to come back to next time", required=False, max_length=300)
    cases = TextArea(label="Cases that were talked about", required=False, rows=3, help_text=CASES)
    supervisee_comment = TextArea(
        label="The supervisee's own comment", required=False, rows=3, help_text="Only the supervisee writes here."
    )

    def __init__(self, *args: Any, is_supervisee: bool, is_of_two: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not is_supervisee:
            del self.fields["supervisee_comment"]
        for name in () if is_of_two else OF_ONE_WORKER:
            del self.fields[name]

    @staticmethod
    def beginning(said: Said, version: int) -> dict[str, Any]:
        """The record as it stands, as it is typed."""
        agreed = {None: "", True: "yes", False: "no"}[said.workload_is_agreed]
        lines = "\n".join(f"{case.reference} {case.summary}".strip() for case in said.cases)
        return said.__dict__ | {"version": version, "workload_is_agreed": agreed, "cases": lines}

    @property
    def said(self) -> Said:
        """What was typed, as a record."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "cases")}
        return Said(**typed, cases=_cases(self.cleaned_data["cases"]))


def _cases(text: str) -> tuple[Case, ...]:
    found = []
    for line in text.splitlines():
        reference, _, summary = line.strip().partition(" ")
        if reference:
            found.append(Case(reference.rstrip(":,;"), summary.strip(" –-:")))
    return tuple(found)


class SignForm(Form):
    """The declaration, and the hash of what was on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    declared = forms.BooleanField(
        label="I have read this record and put my name to it.",
        error_messages={"required": "Tick the box to say that you put your name to it"},
    )


class RefuseForm(Form):
    reason = TextArea(label="With what do you not agree?", rows=4)


class AddForm(Form):
    text = TextArea(label="What is to be added?", rows=4)


class ActionForm(Choosing):
    what = forms.CharField(
        label="What is to be done?",
        max_length=300,
        help_text="Everybody who works here reads the action log: write nothing about anybody's health or cases.",
    )
    owner = Colleague(label="Who does it?")
    due_on = DateField(label="By when?")
    is_about_stress = forms.BooleanField(label="It follows from stress or workload that was raised", required=False)
