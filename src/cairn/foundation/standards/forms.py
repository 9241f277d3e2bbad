"""What may be typed about standards?"""

from __future__ import annotations

from typing import Any

from django import forms

from cairn.foundation.core.forms import Form
from cairn.foundation.standards.document import LARGEST_FILE
from cairn.foundation.standards.models import Audience


class BringForm(Form):
    """A file, or the text of one; the text is what stays on the screen until it is right."""

    file = forms.FileField(
        label="A file",
        required=False,
        help_text="A YAML file of up to 2 MB.",
        error_messages={"empty": "The file is empty. Choose the file that holds the framework."},
    )
    text = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        max_length=LARGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"max_length": "The text is too long; 2 MB is the most that can be read."},
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, and a file counts before the text."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            self.add_error("file", "Choose a file, or paste the text of one.")
        return cleaned

    def content(self) -> bytes:
        """What was brought."""
        upload = self.cleaned_data.get("file")
        if upload:
            return bytes(upload.read(LARGEST_FILE + 1))
        return str(self.cleaned_data.get("text") or "").encode()


EVERYBODY = "all"


class AudienceForm(Form):
    """Whose statements to show."""

    audience = forms.ChoiceField(label="Show what is said to")

    def __init__(self, *args: Any, spoken_to: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(value, str(label).capitalize()) for value, label in Audience.choices if value in spoken_to]
        self.fields["audience"].choices = [(EVERYBODY, "Everybody"), *named]  # type: ignore[attr-defined]

    def chosen(self) -> str:
        """The audience that was chosen; nothing where all are shown, or where what was asked for makes no sense."""
        chosen = str(self.cleaned_data["audience"]) if self.is_valid() else EVERYBODY
        return "" if chosen == EVERYBODY else chosen
