"""What may be typed into a declaration, and into its answer?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from cairn.foundation.core.forms import Form, TextArea
from cairn.practice.registration.models.declaration import Subject

HINTS = {
    Subject.INTERESTS: "Money, property, posts or people by which your judgement could be swayed, or seem so.",
    Subject.EMPLOYMENT: "Other paid or voluntary work, and its hours.",
    Subject.RELATIONSHIPS: "Where you are near to people whom the service works with, or to colleagues. No names.",
    Subject.HEALTH: "Only what your regulator asks. Read by the registration officer.",
}


class DeclareForm(Form):
    """All kinds on one page: for each, that there is nothing, or what there is. What is left empty is not declared."""

    def __init__(self, *args: Any, subjects: Iterable[Subject], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.subjects = list(subjects)
        for subject in self.subjects:
            label = subject.label.partition(",")[0]
            self.fields[f"{subject}_nothing"] = forms.BooleanField(label=f"{label}: nothing to declare", required=False)
            self.fields[f"{subject}_words"] = TextArea(
                label=f"{label}: what there is", required=False, rows=2, max_length=2000, help_text=HINTS[subject]
            )

    def asked(self) -> list[dict[str, Any]]:
        """Each kind about which something was said, as the command takes it."""
        data = self.cleaned_data
        given = [
            {"subject": str(one), "nothing": data[f"{one}_nothing"], "words": data[f"{one}_words"]}
            for one in self.subjects
        ]
        return [one for one in given if one["nothing"] or one["words"].strip()]


class AnswerForm(Form):
    answer = TextArea(
        label="What was agreed?",
        required=False,
        rows=3,
        max_length=2000,
        help_text="Such as which work they are kept from. It may stay empty where there is nothing to declare.",
    )


class ConfirmForm(Form):
    words = forms.CharField(
        label="Against what was it held?", max_length=300, required=False, help_text="Such as the scheme of delegation."
    )
