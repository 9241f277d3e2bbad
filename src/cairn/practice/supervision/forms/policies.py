"""What may be typed when a supervision policy is adopted: what it is called, its days, and a line for each group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from cairn.foundation.core.forms import DateField, Form, TextArea
from cairn.foundation.people.models import StaffGroup
from cairn.practice.supervision.asked import Asked, of_group
from cairn.practice.supervision.models import Period, Policy, Reason

MOST_ROWS = 8
PARTS = ("until", "every", "period", "minutes")


@dataclass(frozen=True)
class Group:
    """A staff group and its rows: until which week, how often, counted in what, how long."""

    label: str
    rows: list[list[BoundField]]


def _whole(label: str, least: int, most: int, **given: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **given)


def _part(part: str, asked: Asked | None) -> forms.Field:
    """One box of a row, filled with what holds now."""
    given: dict[str, Any] = {"required": False}
    if asked:
        known = {"until": asked.to_week, "every": asked.every, "period": asked.period, "minutes": asked.minutes}
        given["initial"] = known[part]
    if part == "period":
        return forms.ChoiceField(label="Counted in", choices=Period.choices, **given)
    label, least, most = {
        "until": ("Until week", 1, 2000),
        "every": ("Every", 1, 60),
        "minutes": ("Minutes", 15, 480),
    }[part]
    return _whole(label, least, most, **given)


class AdoptForm(Form):
    """A line a row: where a group's frequency changes with the weeks in post, its rows follow one another."""

    title = forms.CharField(label="What is it called?", max_length=160)
    starts_on = DateField(label="From which day", help_text="Today or later. What was in force before stays as it was.")
    rebook_within = _whole("A cancelled session is booked again within so many working days", 1, 60)
    sign_within = _whole("A record is signed by both within so many working days", 1, 60)
    is_pro_rata = forms.BooleanField(
        label="For part-time staff the time between sessions grows as their hours shrink, up to twice", required=False
    )
    accepted_reasons = forms.MultipleChoiceField(
        label="For which reasons may a session be cancelled?",
        choices=Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = TextArea(label="What else does it say?", required=False)

    def __init__(self, *args: Any, lines: Sequence[Asked], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = {group: self._rows(group, of_group(lines, group)) for group in StaffGroup.values}

    def _rows(self, group: str, lines: Sequence[Asked]) -> list[list[str]]:
        """As many rows as there are lines and one more, or as many as were sent."""
        sent = sum(f"{group}-{row}-every" in self.data for row in range(MOST_ROWS))
        rows = []
        for number in range(sent or len(lines) + 1):
            names = [f"{group}-{number}-{part}" for part in PARTS]
            asked = lines[number] if number < len(lines) else None
            self.fields.update({name: _part(part, asked) for name, part in zip(names, PARTS, strict=True)})
            rows.append(names)
        return rows

    @property
    def groups(self) -> list[Group]:
        """The rows to be drawn."""
        return [
            Group(StaffGroup(group).label, [[self[name] for name in names] for names in rows])
            for group, rows in self.rows.items()
        ]

    def clean(self) -> dict[str, Any]:
        """The rows become lines; a row that says neither how often nor how long is none."""
        typed = super().clean() or {}
        lines = [line for group, rows in self.rows.items() for line in self._lines(group, rows, typed)]
        wanted = {name: typed.get(name) for name in self.base_fields}
        return {**wanted, "lines": lines}

    def _lines(self, group: str, rows: list[list[str]], typed: dict[str, Any]) -> list[Asked]:
        lines: list[Asked] = []
        for until, every, period, minutes in rows:
            often = typed.get(every) or (1 if typed.get(period) == Period.AGREED else None)
            if not (typed.get(until) or typed.get(every) or typed.get(minutes)):
                continue
            for name, value in ((every, often), (minutes, typed.get(minutes))):
                if not value and name not in self.errors:
                    self.add_error(name, "Say how often" if name == every else "Say how many minutes")
            first = lines[-1].to_week if lines else 0
            if first is None:
                self.add_error(until, f"{StaffGroup(group).label}: say until which week the row before holds")
            lines.append(
                Asked(group, often or 1, typed.get(period, ""), typed.get(minutes) or 90, first or 0, typed.get(until))
            )
        return lines


class OnDayForm(Form):
    on = DateField(label="What was in force on", required=False)


def reasons_of(policy: Policy | None) -> list[str]:
    """The accepted reasons for cancelling a session, in words."""
    return [Reason(reason).label for reason in policy.accepted_reasons if reason in Reason.values] if policy else []
