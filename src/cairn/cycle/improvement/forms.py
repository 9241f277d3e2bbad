"""What may be typed about actions and suggestions?"""

from typing import Any

from django import forms

from cairn.cycle.evidence.models import Evidence
from cairn.cycle.improvement.models import NEXT_OF_SUGGESTION, Action, Priority, Suggestion, SuggestionState
from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.foundation.people.forms.choosing import ChoiceOfUnit, Choosing, Colleague

PLACES = [
    ("unfinished", "Unfinished"),
    ("overdue", "Overdue"),
    ("to-check", "Effect to be checked"),
    ("mine", "Mine"),
    ("closed", "Closed"),
    ("all", "All"),
]


class RaiseForm(Choosing):
    what = forms.CharField(
        label="What will be done?", max_length=300, help_text="One thing that one person can finish."
    )
    why = TextArea(label="Why?", rows=3, help_text="What falls short, and for whom.")
    owner = Colleague(label="Who will do it?")
    due_on = DateField(label="By when?")
    priority = forms.ChoiceField(
        label="Priority", choices=Priority.choices, initial=Priority.ORDINARY, widget=forms.RadioSelect
    )
    unit = ChoiceOfUnit(label="Which part of the organisation?", required=False, empty="The whole organisation")


class ChangeForm(RaiseForm):
    reason = forms.CharField(label="Why is it changed?", max_length=300)


class NoteForm(Form):
    text = TextArea(label="How is it going?", rows=3)


class FinishForm(Choosing):
    done_words = TextArea(label="What was done?", rows=3)
    evidence = forms.ModelMultipleChoiceField(
        label="What shows it?",
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Your evidence, newest first.",
    )
    check_on = DateField(label="When will somebody check whether it helped?")
    checker = Colleague(
        label="Who will check?", required=False, help_text="Somebody other than the owner. A name, or part of one."
    )

    def __init__(self, *args: Any, action: Action, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = Evidence.objects.visible_to(self.viewer).current().order_by("-added_at")
        own = (
            choices.filter(owner=self.viewer)
            if not action.statement_id
            else choices.filter(statements=action.statement_id) | choices.filter(owner=self.viewer)
        )
        self.fields["evidence"].queryset = own.distinct()[:30] if not self.is_bound else choices  # type: ignore[attr-defined]


class CheckForm(Form):
    worked = forms.ChoiceField(
        label="Did it help?", choices=[("yes", "Yes"), ("no", "No, or not enough")], widget=forms.RadioSelect
    )
    effect = TextArea(label="What changed because of it?", rows=4, help_text="What you looked at, and what you saw.")


class ReopenForm(Form):
    reason = TextArea(label="What is still to be done?", rows=3)
    due_on = DateField(label="By when?")


class WithdrawForm(Form):
    reason = TextArea(label="Why is it withdrawn?", rows=3)


class FilterForm(Form):
    show = forms.ChoiceField(label="Show", required=False, choices=PLACES)
    words = forms.CharField(label="Words", required=False, max_length=100)

    def chosen(self) -> dict[str, Any]:
        return (
            {"show": self.cleaned_data["show"] or "unfinished", "words": self.cleaned_data["words"]}
            if self.is_valid()
            else {}
        )


class OfferForm(Form):
    text = TextArea(
        label="What could be better, and how?",
        rows=4,
        help_text="Your name stands with it. Leave out names of people who use services.",
    )


class AnswerForm(Form):
    state = forms.ChoiceField(label="What becomes of it?", widget=forms.RadioSelect)
    answer = TextArea(label="Your answer to the person who offered it", rows=4)

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any):
        super().__init__(*args, **kwargs)
        ways = NEXT_OF_SUGGESTION[SuggestionState(suggestion.state)]
        self.fields["state"].choices = [(s.value, s.label) for s in SuggestionState if s in ways]  # type: ignore[attr-defined]
