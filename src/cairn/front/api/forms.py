"""What may be typed to make a key for programmes?"""

from django import forms

from cairn.foundation.core.forms import Form
from cairn.front.api.rules import MOST_DAYS


class MakeForm(Form):
    name = forms.CharField(
        label="What is the key for?",
        max_length=100,
        help_text="The name of the programme or report, so that you know later whether it is still needed.",
    )
    days = forms.TypedChoiceField(
        label="For how long?",
        coerce=int,
        choices=[(7, "A week"), (30, "30 days"), (90, "90 days"), (MOST_DAYS, "A year")],
        initial=90,
        widget=forms.RadioSelect,
    )
