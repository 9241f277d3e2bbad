"""What may be typed about a particular need?"""

from django import forms

from cairn.foundation.core.forms import DateField, Form
from cairn.practice.supervision.models import Period


def _whole(label: str, least: int, most: int) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget)


class NeedForm(Form):
    every = _whole("Every", 1, 60)
    period = forms.ChoiceField(
        label="Counted in", choices=[(Period.WEEK, "weeks"), (Period.MONTH, "months")], widget=forms.RadioSelect
    )
    minutes = _whole("Minutes without interruption", 15, 480)
    reason = forms.CharField(
        label="What is it for?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As far as both of you want it written down. The person, whoever supervises them and whoever leads "
        "their unit can read it.",
    )
    starts_on = DateField(label="From which day", required=False, help_text="Empty means today.")
    ends_on = DateField(label="Until which day", required=False, help_text="Leave it empty where none is known.")
