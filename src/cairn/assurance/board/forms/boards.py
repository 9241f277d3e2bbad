"""What may be typed about a board, its members and its standing agenda?"""

from typing import Any

from django import forms

from cairn.assurance.board.models import Board, Capacity, Kind, Part
from cairn.assurance.board.rules.boards import MOST_QUORUM
from cairn.cycle.evidence.briefs import all_briefs
from cairn.foundation.core.forms import ChoiceOfRecord, DateField, Form, TextArea
from cairn.foundation.people.forms.choosing import Choosing, Colleague
from cairn.foundation.people.models import Person


def _whole_number(label: str, most: int, **more: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=1, max_value=most, widget=widget, **more)


class BoardForm(Form):
    name = forms.CharField(label="Name", max_length=120)
    purpose = TextArea(label="Terms of reference", rows=8, help_text="What it is for, and what it may decide.")
    quorum = _whole_number("How many members make a quorum?", MOST_QUORUM)
    reports_to = ChoiceOfRecord(label="To which board does it report?", required=False)

    def __init__(self, *args: Any, viewer: Person, board: Board | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        others = Board.objects.visible_to(viewer)
        field: Any = self.fields["reports_to"]
        field.offer(others.exclude(pk=board.pk) if board else others, "name", empty="To none")


class SeatForm(Choosing):
    person = Colleague(label="Who?")
    capacity = forms.ChoiceField(label="As whom?", choices=[("", "Choose one"), *Capacity.choices])
    part = forms.ChoiceField(label="Part", choices=Part.choices, initial=Part.MEMBER, widget=forms.RadioSelect)
    stands_in_for = Colleague(label="For a deputy: in whose place?", required=False)
    starts_on = DateField(label="From which day?")
    ends_on = DateField(label="Until which day?", required=False, help_text="Leave it empty where no end is set.")


class EndForm(Form):
    on = DateField(label="Which is the last day?")


class StandingForm(Form):
    number = forms.CharField(label="Number", max_length=6, required=False)
    title = forms.CharField(label="Title", max_length=150)
    block = forms.CharField(label="Under which heading?", max_length=60, required=False)
    kind = forms.ChoiceField(label="What is it for?", choices=Kind.choices, initial=Kind.OTHER)
    brief = forms.ChoiceField(label="Filled from which records?", required=False)
    minutes_asked = _whole_number("How many minutes?", 480, required=False)
    after = ChoiceOfRecord(label="After which item?", required=False)

    def __init__(self, *args: Any, board: Board, **kwargs: Any):
        super().__init__(*args, **kwargs)
        brief: Any = self.fields["brief"]
        brief.choices = [("", "None"), *((one.key, one.title) for one in all_briefs())]
        after: Any = self.fields["after"]
        after.offer(board.standing_items.all(), "number", "title", label=_numbered, empty="At the end")

    def clean(self) -> dict[str, Any]:
        """Records are named exactly where the item is filled from them."""
        said: dict[str, Any] = super().clean() or {}
        if (said.get("kind") == Kind.BRIEF) != bool(said.get("brief")):
            self.add_error("brief", "Choose the records of an item that is filled from them, and of no other.")
        return said


def _numbered(number: str, title: str) -> str:
    return f"{number} {title}".strip()
