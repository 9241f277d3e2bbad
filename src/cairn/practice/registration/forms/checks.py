"""What may be typed about a check: what the regulator's register says, and what is decided about a difference?"""

from django import forms

from cairn.foundation.core.forms import DateField, Form
from cairn.practice.registration.models.check import Decision


class LookUpForm(Form):
    on = DateField(label="When did you look?")
    source = forms.CharField(label="Where did you look?", max_length=200, help_text="Such as the public register.")
    name = forms.CharField(label="Which name does it show?", max_length=200, required=False)
    status = forms.CharField(
        label="How does it say the registration stands?",
        max_length=120,
        help_text="In its own words, such as Registered, Registered with conditions, or Removed.",
    )


class DecideForm(Form):
    decision = forms.ChoiceField(label="What is decided?", choices=Decision.choices, widget=forms.RadioSelect)
    why = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
