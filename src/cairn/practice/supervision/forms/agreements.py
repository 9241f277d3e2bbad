"""What may be typed about an agreement: who supervises, since when, on which terms, and why it ends?"""

from typing import Any

from django import forms

from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.foundation.people.forms.choosing import ChoiceOfUnit, Choosing, Colleague
from cairn.practice.supervision.models import Kind, Period
from cairn.practice.supervision.models.agreement import State
from cairn.practice.supervision.queries.agreements import EVERY
from cairn.practice.supervision.terms import Written

COUNTED = [("", "as the policy asks"), (Period.WEEK, "weeks"), (Period.MONTH, "months")]
TERMS = tuple(Written.__dataclass_fields__)


def _whole(label: str, least: int, most: int, help_text: str = "") -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, widget=widget, required=False, help_text=help_text
    )


class TermsForm(Choosing):
    """The terms of an agreement. Where frequency and minutes are left empty, the policy holds."""

    starts_on = DateField(label="From which day")
    every = _whole("Every", 1, 60, "Leave it empty to follow the policy. Where the policy asks for more, it holds.")
    period = forms.ChoiceField(label="Counted in", choices=COUNTED, required=False)
    minutes = _whole("Minutes without interruption", 15, 480, "Leave it empty to follow the policy.")
    covers = TextArea(label="What supervision covers", rows=6)
    preparation = TextArea(label="How both prepare, and what keeps the time free", required=False, rows=4)
    disagreement = TextArea(label="What happens when the two don't agree", required=False, rows=3)
    who_does_what = TextArea(
        label="Who supervises what",
        required=False,
        rows=4,
        help_text="Needed where the line manager is of another discipline: what line management covers, and what "
        "professional supervision covers.",
    )
    review_on = DateField(label="On which day do you look at it again?")

    @property
    def written(self) -> Written:
        """The terms as they were typed."""
        return Written(**{name: self.cleaned_data[name] for name in TERMS})

    @property
    def beside(self) -> dict[str, Any]:
        """What else was typed beside the terms."""
        return {name: value for name, value in self.cleaned_data.items() if name not in TERMS}


class ChangeForm(TermsForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class DraftForm(TermsForm):
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in (Kind.LINE, Kind.PROFESSIONAL)],
        label="What is it?",
        widget=forms.RadioSelect,
    )
    supervisor = Colleague(label="Who supervises?")
    field_order = ("kind", "supervisor", "starts_on")


class SuccessorForm(TermsForm):
    """An agreement that follows another, or of somebody who stands in: its kind is that of the other."""

    supervisor = Colleague(label="Who supervises?")
    field_order = ("supervisor", "starts_on")


class GroupForm(TermsForm):
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in (Kind.GROUP, Kind.PEER)],
        label="What is it?",
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label="What is it called?", max_length=120)
    unit = ChoiceOfUnit(label="In which unit?")
    supervisor = Colleague(label="Who leads it?")
    field_order = ("kind", "title", "unit", "supervisor", "starts_on")


class SignForm(Form):
    """The declaration, and the hash of what was on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    declared = forms.BooleanField(
        label="I have read these terms and put my name to them.",
        error_messages={"required": "Tick the box to say that you put your name to them"},
    )


class EndForm(Form):
    on = DateField(label="Last day", required=False, help_text="Empty means today.")
    reason = forms.CharField(label="Why does it end?", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ReviewForm(Form):
    next_on = DateField(label="Until which day does it stay as it is?")
    words = TextArea(label="What did you talk about?", required=False, rows=3)


class MemberForm(Choosing):
    person = Colleague(label="Who joins?")
    starts_on = DateField(label="From which day", required=False, help_text="Empty means today.")


STATES = [("", "Those that go on"), *State.choices, (EVERY, "Every state")]


class FilterForm(Form):
    words = forms.CharField(label="Name", max_length=100, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Every kind"), *Kind.choices], required=False)
    state = forms.ChoiceField(label="State", choices=STATES, required=False)

    def chosen(self) -> dict[str, Any]:
        """What the list is narrowed down to; nonsense narrows nothing."""
        return self.cleaned_data if self.is_valid() else {}
