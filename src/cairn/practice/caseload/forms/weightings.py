"""What may be typed when a weighting is adopted: every number of it, and a few types or responsibilities more."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from cairn.foundation.core.forms import DateField, Form
from cairn.foundation.people.models import StaffGroup
from cairn.practice.caseload.models import Circumstance, Level, Role
from cairn.practice.caseload.weighing import FEATURES, MOST_POINTS, Weighed, Weights

MORE = 3
NOT_IN_A_KEY = re.compile(r"[^a-z0-9]+")


def _whole(label: str, most: int, **given: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, widget=widget, **given)


class AdoptForm(Form):
    """Every number of the weighting in force, to be changed. An emptied type of case is left out."""

    title = forms.CharField(label="What is it called?", max_length=160)
    starts_on = DateField(label="From which day", help_text="Today or later. What was in force before stays as it was.")
    stable_part = _whole("The stable part of a full-time post, in points", MOST_POINTS)
    full_time_maximum = _whole("The most that a full-time post may carry, in points", MOST_POINTS)
    almost_full = _whole("Almost full is said from so many per cent of the limit", 100)

    def __init__(self, *args: Any, weights: Weights, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.weights = weights
        for group in ("case_types", "responsibilities"):
            self._add_weighed(group, getattr(weights, group))
        for feature in FEATURES:
            for level, points in enumerate(getattr(weights, feature)):
                label = f"{feature.capitalize()}: {Level(level).label.lower()}"
                self.fields[f"{feature}-{level}"] = _whole(label, MOST_POINTS, initial=points)
        for role, percent in weights.shares.items():
            self.fields[f"shares-{role}"] = _whole(Role(role).label, 100, initial=percent)
        for staff, percent in weights.limits.items():
            self.fields[f"limits-{staff}"] = _whole(StaffGroup(staff).label, 100, initial=percent)

    def _add_weighed(self, group: str, weighed: Sequence[Weighed]) -> None:
        for one in weighed:
            given: dict[str, Any] = {"initial": one.points, "required": False}
            self.fields[f"{group}-{one.key}"] = _whole(one.title, MOST_POINTS, **given)
        for number in range(MORE):
            self.fields[f"{group}-more-{number}-title"] = forms.CharField(
                label="Another one", max_length=120, required=False
            )
            self.fields[f"{group}-more-{number}-points"] = _whole("Its points", MOST_POINTS, required=False)

    def part(self, begins: str) -> list[BoundField]:
        """The fields of one part, to be drawn together."""
        return [self[name] for name in self.fields if name.startswith(begins)]

    def settings(self) -> dict[str, Any]:
        """What was typed, as a weighting is stored."""
        typed = self.cleaned_data
        return {
            **{name: typed[name] for name in ("title", "stable_part", "full_time_maximum", "almost_full")},
            "case_types": self._weighed("case_types", self.weights.case_types),
            "responsibilities": self._weighed("responsibilities", self.weights.responsibilities),
            **{feature: [typed[f"{feature}-{level}"] for level in Level.values] for feature in FEATURES},
            "shares": {role: typed[f"shares-{role}"] for role in Role.values},
            "limits": {group: typed[f"limits-{group}"] for group in StaffGroup.values},
        }

    def _weighed(self, group: str, before: Sequence[Weighed]) -> list[dict[str, Any]]:
        typed = self.cleaned_data
        rows = [
            {"key": one.key, "title": one.title, "points": typed[f"{group}-{one.key}"]}
            for one in before
            if typed.get(f"{group}-{one.key}") is not None
        ]
        for number in range(MORE):
            title, points = (typed.get(f"{group}-more-{number}-{part}") for part in ("title", "points"))
            if title:
                key = NOT_IN_A_KEY.sub("_", title.lower()).strip("_")[:40]
                rows.append({"key": key, "title": title, "points": points or 0})
        return rows


class NoteForm(Form):
    """What leaves somebody less room."""

    one_of = ("responsibility", "percent")
    sort = forms.ChoiceField(label="What is it?", choices=Circumstance.Sort.choices, widget=forms.RadioSelect)
    responsibility = forms.ChoiceField(label="Which responsibility", required=False)
    percent = _whole(
        "Limit in per cent of the usual one", 100, required=False,
        help_text="For a reasonable adjustment, or in the first years. Why is not written down here.",
    )  # fmt: skip
    ends_on = DateField(label="Until", required=False)

    def __init__(self, *args: Any, weights: Weights, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(one.key, f"{one.title}, {one.points} points") for one in weights.responsibilities]
        self.fields["responsibility"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]
