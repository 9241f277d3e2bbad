"""What may be typed about the posts that there ought to be?"""

from django import forms

from cairn.foundation.core.forms import DateField, Form


class PostsForm(Form):
    posts = forms.DecimalField(
        label="How many full-time social work posts?",
        min_value=0,
        max_digits=6,
        decimal_places=2,
        help_text="Half a post is 0.5. Count the posts that there ought to be, held or not.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
    )
    starts_on = DateField(label="From which day?")
    source = forms.CharField(
        label="Which decision is behind it?", max_length=200, help_text="Such as “Budget 2026 to 2027, paper 14”."
    )
