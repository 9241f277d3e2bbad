"""What may be typed into the search field, and as the reason why something need not be done?"""

from django import forms

from cairn.foundation.core.forms import Form


class SearchForm(Form):
    q = forms.CharField(label="Search for", required=False, max_length=200)


class ExcuseForm(Form):
    reason = forms.CharField(
        label="Why need it not be done?",
        max_length=200,
        help_text="One sentence, without anything about anybody’s health. It stays with the record.",
        error_messages={"required": "Say why it need not be done"},
    )
