"""What may be typed when a session is booked, moved, cancelled, held or prepared?"""

from dataclasses import fields
from typing import Any

from django import forms

from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.practice.supervision.models import Attendance, Kind, Reason, Session, Side, State
from cairn.practice.supervision.rules.sessions import Facts

MINUTES_HELP = "As long as it lasted without interruption."


def _minutes(label: str, help_text: str = "") -> forms.IntegerField:
    """Any whole number: which minutes make sense is a rule, which says so in a sentence."""
    return forms.IntegerField(label=label, widget=forms.TextInput(attrs={"inputmode": "numeric"}), help_text=help_text)


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H%M", "%H"],
        widget=forms.TextInput(attrs={"size": 5}),
        help_text="For example, 14:30",
        error_messages={"invalid": "Enter a time such as 14:30"},
    )


class PlanForm(Form):
    on = DateField(label="On which day?")
    at = _time("At what time?")
    minutes = _minutes("For how many minutes?")


class MoveForm(Form):
    on = DateField(label="To which day?")
    at = _time("At what time?")


class _Why(Form):
    """Because of whom and why: of a cancellation, and of a cut."""

    because_of = forms.ChoiceField(label="Who cancelled it?", choices=Side.choices, widget=forms.RadioSelect)
    reason = forms.ChoiceField(label="Why?", choices=Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="In a sentence",
        required=False,
        max_length=300,
        help_text="Those who hold the session read it. Write nothing about anybody's health.",
    )


class CancelForm(_Why):
    on = DateField(label="When was it cancelled?", required=False, help_text="Empty means today.")
    rebook_on = DateField(label="For which day is it booked again?", required=False)
    rebook_at = _time("At what time?")
    field_order = ("because_of", "reason", "words", "on", "rebook_on", "rebook_at")


class RebookForm(MoveForm):
    on = DateField(label="For which day?")


class HoldForm(_Why):
    """Held, for how long; cut short or not."""

    on = DateField(label="On which day was it held?")
    minutes = _minutes("For how many minutes?", MINUTES_HELP)
    was_cut_short = forms.BooleanField(label="It was cut short", required=False)
    because_of = forms.ChoiceField(
        label="If it was cut short: by whom?",
        choices=[("", "Not cut short"), *Side.choices],
        required=False,
    )
    reason = forms.ChoiceField(
        label="If it was cut short: why?", choices=[("", "Not cut short"), *Reason.choices], required=False
    )
    absent = forms.MultipleChoiceField(
        label="Who was not there?", required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    field_order = ("on", "minutes", "was_cut_short", "because_of", "reason", "words", "absent")

    def __init__(self, *args: Any, session: Session | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        expected = _expected(session)
        if expected:
            self.fields["absent"].choices = expected  # type: ignore[attr-defined]
        else:
            del self.fields["absent"]

    @property
    def not_there(self) -> list[str]:
        """Who of a group was not there."""
        return list(self.cleaned_data.get("absent", ()))

    @property
    def facts(self) -> Facts:
        """How it took place, as it was typed."""
        return Facts(**{field.name: self.cleaned_data[field.name] for field in fields(Facts)})


def _expected(session: Session | None) -> list[tuple[str, str]]:
    """Who was expected at a session of a group."""
    if session is None or session.is_of_two:
        return []
    found = Attendance.objects.filter(session=session).select_related("person").order_by("person__family_name", "pk")
    return [(str(one.person_id), one.person.full_name) for one in found]


class PrepareForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    practice = TextArea(label="Practice: what do I want to talk about?", required=False, rows=4)
    challenges = TextArea(label="Challenges: what is hard, and what does it cost me?", required=False, rows=4)
    solutions = TextArea(label="Possible solutions: what could help?", required=False, rows=4)
    development = TextArea(label="Development: what do I want to learn or try?", required=False, rows=3)

    @property
    def texts(self) -> dict[str, str]:
        """What was written under each heading."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class FilterForm(Form):
    words = forms.CharField(label="Name", max_length=100, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Every kind"), *Kind.choices], required=False)
    state = forms.ChoiceField(label="State", choices=[("", "Every state"), *State.choices], required=False)

    def chosen(self) -> dict[str, Any]:
        """What the list is narrowed down to; nonsense narrows nothing."""
        return self.cleaned_data if self.is_valid() else {}
