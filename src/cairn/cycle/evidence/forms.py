"""What may be typed about evidence?"""

from typing import Any

from django import forms

from cairn.cycle.evidence.models import Kind
from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.foundation.files.inspection import ACCEPTED, LARGEST
from cairn.foundation.people.forms.choosing import Choosing, Colleague

FILE_HINT = f"{ACCEPTED}, up to {LARGEST // 1024 // 1024} MB. No names of people who use services."


class DatesForm(Choosing):
    """The dates that every piece of evidence has: a day or a period, and an expiry."""

    happened_on = DateField(
        label="Which day is it from?", required=False, help_text="For one day. Leave empty if it covers a period."
    )
    period_from = DateField(label="Or the first day of the period it covers", required=False)
    period_to = DateField(label="And the last day of the period", required=False)
    expires_on = DateField(
        label="When does it stop being good evidence?", required=False, help_text="You will be reminded before then."
    )


class AddForm(DatesForm):
    one_of = ("upload", "address", "reference", "happened_on", "period_from", "period_to")
    title = forms.CharField(
        label="What is it?", max_length=200, help_text="For example, Dip sample of 40 supervision records, summer 2026"
    )
    kind = forms.ChoiceField(
        label="How is it held?", choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.DOCUMENT
    )
    upload = forms.FileField(label="The document, if it is kept here", required=False, help_text=FILE_HINT)
    address = forms.URLField(
        label="The address, if it is a link", required=False, max_length=500, assume_scheme="https"
    )
    reference = forms.CharField(
        label="The reference, if another system holds the record", required=False, max_length=100
    )
    about = TextArea(label="What does it show?", required=False, rows=3)
    owner = Colleague(label="Who keeps it up to date?")

    field_order = [
        "title",
        "kind",
        "upload",
        "address",
        "reference",
        "happened_on",
        "period_from",
        "period_to",
        "expires_on",
        "about",
        "owner",
    ]


class ChangeForm(DatesForm):
    one_of = ("happened_on", "period_from", "period_to")
    title = forms.CharField(label="What is it?", max_length=200)
    about = TextArea(label="What does it show?", required=False, rows=3)
    owner = Colleague(label="Who keeps it up to date?")

    field_order = ["title", "happened_on", "period_from", "period_to", "expires_on", "about", "owner"]


class WithdrawForm(Form):
    reason = TextArea(label="Why is it withdrawn?", rows=3)


class FilterForm(Form):
    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("current", "In date"), ("expired", "Expired"), ("mine", "Mine"), ("all", "All")],
    )
    words = forms.CharField(label="Words in the title", required=False, max_length=100)

    def chosen(self) -> dict[str, Any]:
        return (
            {"show": self.cleaned_data["show"] or "current", "words": self.cleaned_data["words"]}
            if self.is_valid()
            else {}
        )
