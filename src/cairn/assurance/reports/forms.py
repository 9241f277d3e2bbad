"""What may be typed about a report?"""

from django import forms

from cairn.assurance.reports.report import COMMENTARY_HEADS
from cairn.foundation.core.forms import Form, TextArea

HINTS = {
    "implications": "What the findings mean for people who use services, for the workforce and for the organisation.",
    "remedy": "What must change, who will see to it, and by when.",
    "shared_learning": "What other services, partners or boards should take from it.",
    "monitoring": "How, by whom and how often it will be looked at until it is right.",
}


class TextForLater(TextArea):
    """It can be saved empty, but not for good: a word is needed before the report is handed over."""

    def validate(self, value: str) -> None:
        """Nothing typed yet is no mistake."""


class CommentaryForm(Form):
    """A text under each of the four heads; it can be left and taken up again (sa.cswo.comment)."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        for head, title in COMMENTARY_HEADS.items():
            self.fields[head] = TextForLater(label=title, help_text=HINTS[head], rows=6)


class FreezeForm(Form):
    """Handing over asks for one deliberate tick."""

    sure = forms.BooleanField(
        label="I have read this report and hand it over. It can't be changed afterwards.",
        error_messages={"required": "Tick the box to say that you have read the report"},
    )
