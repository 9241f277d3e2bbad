"""What may be typed in a round?"""

from typing import Any, cast

from django import forms

from cairn.assurance.evaluation import scales
from cairn.assurance.evaluation.models import Asking, Level, Round
from cairn.assurance.evaluation.queries.rounds import comparable_rounds, frameworks_to_judge, units_to_begin_at
from cairn.assurance.evaluation.scales import Scale
from cairn.cycle.evidence.forms import FILE_HINT
from cairn.cycle.evidence.models import Kind
from cairn.foundation.core.forms import ChoiceOfRecord, ChoiceOfTexts, DateField, Form, TextArea
from cairn.foundation.people.models import Person

NOT_THERE = {"invalid_choice": "Choose one of the list"}


class PlanForm(Form):
    """A round: which framework, which part, who is asked what, until when."""

    title = forms.CharField(
        label="What is it called?", max_length=120, help_text="For example, Self-evaluation, autumn 2026"
    )
    framework = ChoiceOfRecord(label="Which framework is judged?", error_messages=NOT_THERE)
    scope = ChoiceOfRecord(
        label="Which part of the organisation is it about?", required=False, error_messages=NOT_THERE
    )
    level = forms.ChoiceField(label="Whose leaders judge?", choices=Level.choices, widget=forms.RadioSelect)
    scale = forms.ChoiceField(label="On which scale?", choices=Scale.choices, widget=forms.RadioSelect)
    practitioners_are_asked = forms.ChoiceField(
        label="What are practitioners asked?",
        choices=Asking.choices,
        widget=forms.RadioSelect,
        help_text="A framework that speaks to employers only needs the second.",
    )
    sample_percent = forms.IntegerField(
        label="What share of practitioners is asked, in percent?",
        min_value=1,
        max_value=100,
        help_text="100 asks all. A smaller share is drawn by chance in each team; few answers may then not be shown.",
        error_messages={"invalid": "Enter a whole number from 1 to 100"},
    )
    opens_on = DateField(label="When does it open?")
    closes_on = DateField(label="What is its last day?")
    previous = ChoiceOfRecord(
        label="Which earlier round is it compared with?",
        required=False,
        help_text="Left empty, the last one like it.",
        error_messages=NOT_THERE,
    )

    def __init__(self, *args: Any, viewer: Person, round: Round | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        framework, scope, previous = (
            cast(ChoiceOfRecord, self.fields[name]) for name in ("framework", "scope", "previous")
        )
        framework.offer(frameworks_to_judge(viewer), "title", "version", label="{}, version {}".format, empty="Choose")
        scope.offer(units_to_begin_at(viewer), "name", empty="The whole organisation")
        previous.offer(comparable_rounds(viewer, round), "title", empty="The last one like it")


class ReasonForm(Form):
    """Why a round is withdrawn."""

    reason = TextArea(label="Why is the round withdrawn?", rows=3)


class GradeField(forms.TypedChoiceField):
    """One grade of a scale, or none."""

    def __init__(self, scale: str, **kwargs: Any):
        choices = [("", ""), *((str(point.value), point.word) for point in scales.points(scale))]
        top = scales.top(scale)
        super().__init__(
            choices=choices, coerce=int, empty_value=None, widget=forms.RadioSelect,
            error_messages={"invalid_choice": f"Choose a grade from 1 to {top}"}, **kwargs,
        )  # fmt: skip


class JudgeForm(Form):
    """What a leader says of one statement."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    how_we_know = TextArea(label="How do you know?", required=False, rows=4)
    what_next = TextArea(label="What will you do next?", required=False, rows=2)

    def __init__(self, *args: Any, scale: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["grade"] = GradeField(scale, label="Grade", required=False)


class NotApplicableForm(Form):
    """Why a statement does not apply."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    because = TextArea(label="Why does this not apply to you?", rows=3)


class AnswerForm(Form):
    """What a practitioner says of one statement. Its field `anonymous` tells the doors to keep nothing of it."""

    remark = TextArea(
        label="Is there anything you want to say about it?",
        required=False,
        rows=3,
        max_length=2000,
        help_text="Shown only together with the answers of at least five people. Name nobody, also not yourself.",
    )

    def __init__(self, *args: Any, scale: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [
            ("", ""),
            *((str(point.value), point.word) for point in scales.points(scale)),
            ("cannot", "I can't say"),
        ]
        self.fields["grade"] = forms.ChoiceField(
            choices=choices, label="How do you see it?", required=False, widget=forms.RadioSelect,
            error_messages={"invalid_choice": "Choose one of the grades, or that you can't say"},
        )  # fmt: skip


class ModerateForm(Form):
    """Another grade, or the same one confirmed, and why."""

    def __init__(self, *args: Any, scale: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["grade"] = GradeField(scale, label="Which grade should stand?")
        self.fields["reason"] = TextArea(label="Why?", rows=3)


class StrikeForm(Form):
    """Which remark, and why it is struck."""

    remark = ChoiceOfTexts(label="Which remark names somebody?", widget=forms.RadioSelect, error_messages=NOT_THERE)
    reason = TextArea(
        label="Why is it struck?", rows=3,
        help_text="Don't repeat what it said, and name nobody: the reason stays in the ledger.",
    )  # fmt: skip

    def __init__(self, *args: Any, remarks: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["remark"].choices = remarks  # type: ignore[attr-defined]


class SignForm(Form):
    """The declaration, and the hash of what was on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    declared = forms.BooleanField(
        label="I have read this round and put my name to it.",
        error_messages={"required": "Tick the box to say that you put your name to it"},
    )


class AddendumForm(Form):
    """What is added to a signed round."""

    text = TextArea(label="What is to be added or corrected?", rows=6)


class EvidenceForm(Form):
    """A new piece of evidence, in as few boxes as it needs."""

    one_of = ("upload", "address", "reference", "happened_on", "period_from", "period_to")

    title = forms.CharField(label="What is it?", max_length=200, help_text="For example, Dip sample of 40 records")
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
    happened_on = DateField(label="Which day is it from?", required=False, help_text="Or the period, below.")
    period_from = DateField(label="The first day of the period it covers", required=False)
    period_to = DateField(label="The last day of the period", required=False)
    expires_on = DateField(label="When does it stop being good evidence?", required=False)


class CiteForm(Form):
    """Which piece of evidence, and which way it points."""

    evidence = forms.UUIDField(error_messages={"invalid": "Choose a piece of evidence from the list"})
    shows = forms.ChoiceField(choices=[("supports", "It supports this"), ("contradicts", "It shows otherwise")])
