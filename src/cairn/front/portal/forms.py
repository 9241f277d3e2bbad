"""What may be typed into the search field?"""

from django import forms

from cairn.foundation.core.forms import Form


class SearchForm(Form):
    q = forms.CharField(label="Search for", required=False, max_length=200)
