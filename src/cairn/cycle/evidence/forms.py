"""What may be typed about evidence?"""

from datetime import date
from typing import Any

from django import forms

from cairn.cycle.evidence.models import Kind
from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.foundation.files.inspection import ACCEPTED, LARGEST
from cairn.foundation.people.forms.choosing import Choosing, Colleague
from cairn.foundation.standards.models import Framework

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


class MonthField(forms.ChoiceField):
    """A month, chosen from those that a chart can have."""

    def clean(self, value: Any) -> date:
        return date.fromisoformat(super().clean(value))


class MonthForm(Form):
    """A form about a month; which there are is given with `months`."""

    def __init__(self, *args: Any, months: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, MonthField):
                field.choices = [("", "Choose a month"), *months]


class NoteForm(MonthForm):
    month = MonthField(label="In which month?")
    text = forms.CharField(
        label="What happened?", max_length=200, help_text="In a line, without names. For example, Two team leaders left"
    )


class BaselineForm(MonthForm):
    from_month = MonthField(label="From which month on?")
    reason = TextArea(
        label="What changed in the work itself?",
        rows=4,
        help_text="For example, a new recording form was brought in. Not: the figures are higher now.",
    )


class FilterForm(Form):
    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("current", "In date"), ("expired", "Expired"), ("mine", "Mine"), ("all", "All")],
    )
    words = forms.CharField(label="Words in the title", required=False, max_length=100)
    statement = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data | {"show": self.cleaned_data["show"] or "current"} if self.is_valid() else {}


class CoverageForm(Form):
    """Which framework, and which of its statements; without a choice the first framework and all of them."""

    framework = forms.ChoiceField()
    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "All statements"),
            ("live", "With live evidence"),
            ("documents", "With documents only"),
            ("nothing", "With nothing"),
        ],
    )

    def __init__(self, data: Any, *, frameworks: list[Framework]):
        super().__init__(data)
        self.frameworks = {str(one.pk): one for one in frameworks}
        choices = [(key, one.short_title) for key, one in self.frameworks.items()]
        self.fields["framework"] = forms.ChoiceField(label="Framework", required=False, choices=choices)

    def chosen_framework(self) -> Framework | None:
        """The chosen framework, or the first; None where there is none."""
        chosen = self.cleaned_data.get("framework") if self.is_valid() else ""
        return self.frameworks.get(chosen or "") or next(iter(self.frameworks.values()), None)

    def chosen_cover(self) -> str:
        """The chosen cover, or nothing for all."""
        return self.cleaned_data.get("show", "") if self.is_valid() else ""
