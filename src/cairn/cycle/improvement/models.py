"""What is being done about what falls short: actions with a check of their effect, and suggestions from workers."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from cairn.foundation.core import clock
from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.standards.models import Statement


class State(models.TextChoices):
    """Where an action stands. It is not closed until its effect was checked."""

    OPEN = "open", "Open"
    DONE = "done", "Done, effect to be checked"
    EFFECTIVE = "effective", "Closed: it worked"
    INEFFECTIVE = "ineffective", "Closed: it did not work"
    WITHDRAWN = "withdrawn", "Withdrawn"


NEXT = {
    State.OPEN: {State.DONE, State.WITHDRAWN},
    State.DONE: {State.EFFECTIVE, State.INEFFECTIVE, State.OPEN, State.WITHDRAWN},
    State.EFFECTIVE: set(),
    State.INEFFECTIVE: set(),
    State.WITHDRAWN: set(),
}


class Priority(models.TextChoices):
    """How soon it matters."""

    URGENT = "1-urgent", "Urgent: somebody could come to harm"
    HIGH = "2-high", "High"
    ORDINARY = "3-ordinary", "Ordinary"


def is_overdue(state: str, due_on: date, check_on: date | None) -> bool:
    """Open after its date, or done and unchecked after the day set for the check."""
    waits_for = {State.OPEN: due_on, State.DONE: check_on}.get(State(state))
    return waits_for is not None and waits_for < clock.today()


class ActionQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """What the access policy lets this person see."""
        return self.filter(reach(viewer, "action.see"))

    def open(self) -> Self:
        return self.filter(state=State.OPEN)

    def unfinished(self) -> Self:
        """Open, or done and waiting for the check of its effect."""
        return self.filter(state__in=[State.OPEN, State.DONE])

    def overdue(self) -> Self:
        """Open after its date, or unchecked after the day set for the check."""
        today = clock.today()
        return self.filter(Q(state=State.OPEN, due_on__lt=today) | Q(state=State.DONE, check_on__lt=today))


class Action(Identified):
    """One thing that somebody will do by a day, and the day on which somebody else looks whether it helped."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=300)
    why = models.TextField()
    owner = models.ForeignKey(Person, models.PROTECT, related_name="actions")
    due_on = models.DateField()
    priority = models.CharField(max_length=12, choices=Priority, default=Priority.ORDINARY)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="actions")
    # Where it came from, as plain text: rooms above improvement name themselves, such as "evaluation.Round:<id>".
    source = models.CharField(max_length=100, blank=True, db_index=True)
    source_words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_words = models.TextField(blank=True)
    check_on = models.DateField(null=True, blank=True)
    checker = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    effect = models.TextField(blank=True)
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    # Counted from 1: an action that the check sends back is owed once more, and what was owed before stays as it was.
    turn = models.PositiveSmallIntegerField(default=1)
    evidence: models.ManyToManyField = models.ManyToManyField("evidence.Evidence", related_name="actions", blank=True)

    PERSONAL = {
        "why": "may describe people",
        "done_words": "may describe people",
        "effect": "may describe people",
        "owner": "staff identity",
        "raised_by": "staff identity",
        "checker": "staff identity",
        "checked_by": "staff identity",
    }

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="action_number_once"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("owner")),
                name="effect_checked_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["effective", "ineffective"]) | Q(checked_by__isnull=False) & ~Q(effect=""),
                name="closed_actions_had_their_effect_checked",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"]),
            models.Index(fields=["owner", "state"]),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def waits_for(self) -> object:
        """The day on which the next step is due."""
        return self.check_on if self.state == State.DONE else self.due_on

    @property
    def is_overdue(self) -> bool:
        return is_overdue(self.state, self.due_on, self.check_on)


class Note(Identified):
    """A line of progress. Notes are added, never changed."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    PERSONAL = {"text": "may describe people", "by": "staff identity"}

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:60]


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    OFFERED = "offered", "Waiting for an answer"
    CONSIDERED = "considered", "Being looked at"
    TAKEN_UP = "taken up", "Taken up"
    DECLINED = "declined", "Not taken up"


NEXT_OF_SUGGESTION = {
    SuggestionState.OFFERED: {SuggestionState.CONSIDERED, SuggestionState.TAKEN_UP, SuggestionState.DECLINED},
    SuggestionState.CONSIDERED: {SuggestionState.TAKEN_UP, SuggestionState.DECLINED},
    SuggestionState.TAKEN_UP: set(),
    SuggestionState.DECLINED: set(),
}


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """One's own, and those that one's role answers."""
        return self.filter(reach(viewer, "suggestion.see", owner="person"))


class Suggestion(Identified):
    """What a worker thinks could be better, and the answer they got (sa.3.d.5)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="suggestions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=SuggestionState, default=SuggestionState.OFFERED)
    offered_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    action = models.ForeignKey(Action, models.SET_NULL, null=True, blank=True, related_name="suggestions")

    PERSONAL = {
        "text": "may describe people",
        "answer": "may describe people",
        "person": "staff identity",
        "answered_by": "staff identity",
    }

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at"]
        indexes = [models.Index(fields=["organisation", "state"]), models.Index(fields=["person"])]

    def __str__(self) -> str:
        return self.text[:60]
