"""Which weighting is in force, which was on any day, and what does it say?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cairn.foundation.people.models import Person, StaffGroup
from cairn.practice.caseload.models import Level, Role, Weighting
from cairn.practice.caseload.weighing import FEATURES, Weights, proposal, read_weights


@dataclass(frozen=True)
class Table:
    """One part of a weighting, to be read."""

    caption: str
    heads: tuple[str, str]
    rows: list[tuple[str, str]]


def weightings(viewer: Person) -> QuerySet[Weighting]:
    """Every weighting that was adopted, newest first."""
    return Weighting.objects.visible_to(viewer).select_related("adopted_by").order_by("-starts_on")


def weighting_for(viewer: Person, pk: Any) -> Weighting:
    """A weighting of one's own organisation."""
    return weightings(viewer).get(pk=pk)


def weighting_on(history: list[Weighting], day: date) -> Weighting | None:
    """What was in force on a day."""
    return next((one for one in history if one.starts_on <= day), None)


def weights_of(weighting: Weighting | None) -> Weights:
    """What it says; what Cairn proposes, where there is none."""
    return read_weights(weighting.settings) if weighting else proposal()


def tables_of(weights: Weights) -> list[Table]:
    """A weighting as tables."""
    heads = ("What", "Points")
    levels = [
        (f"{feature.capitalize()}, {Level(level).label.lower()}", str(points))
        for feature in FEATURES
        for level, points in enumerate(getattr(weights, feature))
        if level
    ]
    limits = [
        (StaffGroup(group).label, f"{weights.full_time_maximum * percent // 100} points")
        for group, percent in weights.limits.items()
        if percent
    ]
    return [
        Table("Cases", heads, [(one.title, str(one.points)) for one in weights.case_types]),
        Table("What a case adds", heads, levels),
        Table(
            "What of it counts", ("As", "Share"), [(Role(role).label, f"{of} %") for role, of in weights.shares.items()]
        ),
        Table("Further responsibilities", heads, [(one.title, str(one.points)) for one in weights.responsibilities]),
        Table("What a full-time post may carry", ("Staff group", "At most"), limits),
    ]
