"""What may be typed about a meeting, its items, what came of them, and its papers?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from cairn.assurance.board.models import Ask, Board, Item, Kind, Meeting, OutcomeKind, Seat, Standing
from cairn.assurance.board.queries.boards import to_carry_to
from cairn.foundation.core.forms import ChoiceOfRecord, DateField, Form, TextArea
from cairn.foundation.people.forms.choosing import Choosing, Colleague
from cairn.foundation.people.models import Person

OWN_KINDS = (Kind.OTHER, Kind.DISCUSSION, Kind.INFORMATION)
BACKLOG = "backlog"


class PlanForm(Form):
    held_on = DateField(label="On which day?")
    begins_at = forms.TimeField(
        label="At what time?",
        widget=forms.TextInput(attrs={"size": 5}),
        help_text="For example, 14:00",
        error_messages={"invalid": "Give a time such as 14:00"},
    )
    place = forms.CharField(label="Where?", max_length=200, help_text="A room, or how to join from elsewhere.")


class ItemForm(Choosing):
    title = forms.CharField(label="Title", max_length=150)
    kind = forms.ChoiceField(
        label="What is it for?", choices=[(one.value, one.label) for one in OWN_KINDS], initial=Kind.OTHER
    )
    lead = Colleague(label="Who leads it?", required=False)
    minutes_asked = forms.IntegerField(
        label="How many minutes?",
        required=False,
        min_value=1,
        max_value=480,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    reading = TextArea(
        label="What should be read or known before?",
        rows=4,
        required=False,
        help_text="No names of people who use services.",
    )


class OwnItemForm(ItemForm):
    """Of an item that was not there before: it may be private."""

    readers = forms.MultipleChoiceField(
        label="Is it private? Then tick those who may read it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="It then exists for nobody else. Whoever adds it and whoever leads it read it too.",
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any):
        super().__init__(*args, **kwargs)
        sitting = Person.objects.filter(pk__in=board.memberships.current().values("person"))
        self.people = {str(one.pk): one for one in sitting.order_by("family_name", "given_name")}
        choice: Any = self.fields["readers"]
        choice.choices = [(pk, one.full_name) for pk, one in self.people.items()]

    def asked(self) -> dict[str, Any]:
        """As the command takes it."""
        said = dict(self.cleaned_data)
        readers = [self.people[pk] for pk in said["readers"]]
        return {**said, "readers": readers, "is_private": bool(readers)}


class CarryForm(Form):
    to = forms.ChoiceField(label="Where to?", widget=forms.RadioSelect)
    keep = forms.BooleanField(label="Keep it here too, and take on a copy", required=False)

    def __init__(self, *args: Any, item: Item, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.meetings = {str(one.pk): one for one in to_carry_to(item)}
        named = [(pk, f"The meeting on {one.held_on:%-d %B %Y}") for pk, one in self.meetings.items()]
        choice: Any = self.fields["to"]
        choice.choices = [*named, *([(BACKLOG, "The backlog of the board")] if item.meeting_id else [])]

    def asked(self) -> dict[str, Any]:
        """As the command takes it."""
        return {"to": self.meetings.get(self.cleaned_data["to"]), "keep": self.cleaned_data["keep"]}


class MinutesForm(Form):
    one_of = ("text",)  # an item may go without minutes, and nobody needs to be told
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = TextArea(label="Minutes of this item", rows=8, required=False)


class OutcomeForm(Choosing):
    one_of = ("owner", "due_on", "to_board")  # each says itself for what it is asked
    kind = forms.ChoiceField(label="Which of these?", choices=OutcomeKind.choices, widget=forms.RadioSelect)
    text = TextArea(label="In a sentence or two", rows=3, help_text="Of an action: what will be done.")
    owner = Colleague(label="For an action: who will do it?", required=False)
    due_on = DateField(label="For an action: by when?", required=False)
    to_board = ChoiceOfRecord(label="For a referral: to which board?", required=False)

    def __init__(self, *args: Any, board: Board, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_board"]
        field.offer(Board.objects.visible_to(self.viewer).exclude(pk=board.pk), "name", empty="To none")


class AttendanceForm(Form):
    """A choice for each seat."""

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.seats = {f"seat-{seat.pk}": seat for seat in seats}
        for name, seat in self.seats.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{seat.person.full_name}, {seat.get_capacity_display().lower()}",
                choices=Standing.choices,
                initial=seat.standing,
                widget=forms.RadioSelect,
            )

    def asked(self) -> dict[Any, str]:
        """As the command takes it."""
        return {seat.pk: self.cleaned_data[name] for name, seat in self.seats.items()}


class InterestForm(Form):
    interest = forms.CharField(
        label="Which interest do you declare?",
        max_length=500,
        required=False,
        help_text="It stands in the minutes. Leave it empty to take it back.",
    )


class ReasonForm(Form):
    reason = forms.CharField(label="Why is it cancelled?", max_length=300)


class ApproveForm(Form):
    """Signed by whoever chairs; nothing is typed."""


class PaperForm(Form):
    title = forms.CharField(label="Title of the paper", max_length=150)
    author = forms.CharField(label="Who wrote it?", max_length=120)
    ask = forms.ChoiceField(label="What is asked of the board?", choices=Ask.choices, widget=forms.RadioSelect)
    purpose = TextArea(label="What is it for?", rows=3)
    equality = TextArea(label="What does it mean for equality?", rows=2, help_text="Say so where it means nothing.")
    rights = TextArea(label="What does it mean for human rights?", rows=2)
    privacy = TextArea(label="What does it mean for privacy?", rows=2)
    file = forms.FileField(label="The paper itself", help_text="A PDF of up to 60 pages is bound into the pack.")


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """What a meeting's form is filled with."""
    return {"held_on": meeting.held_on, "begins_at": f"{meeting.begins_at:%H:%M}", "place": meeting.place}
