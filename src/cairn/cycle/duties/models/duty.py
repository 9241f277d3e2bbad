"""What is owed, by whom and by when, and what became of it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from cairn.foundation.core import clock
from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person, Unit


class Outcome(models.TextChoices):
    """What became of a duty; nothing yet while it is open."""

    OPEN = "", "Open"
    MET = "met", "Met on time"
    LATE = "late", "Met late"
    EXCUSED = "excused", "Excused"
    LAPSED = "lapsed", "Lapsed: its time went by"


IS_OPEN = Q(outcome=Outcome.OPEN)
LONGEST_WORDS = 160


class DutyQuerySet(models.QuerySet):
    """Duties, and where they stand."""

    def open(self) -> Self:
        """Neither met nor excused nor lapsed."""
        return self.filter(IS_OPEN)

    def begun(self, day: date | None = None) -> Self:
        """Those that can be done by now."""
        return self.filter(opens_on__lte=day or clock.today())

    def overdue(self, day: date | None = None) -> Self:
        """Open after the day on which they were due."""
        return self.open().filter(due_on__lt=day or clock.today())


class Duty(Identified):
    """Somebody, or whoever holds an office in a unit, owes one thing by a day.

    The table is narrow and long: ten years of an organisation of 5,000 people are about 1.2 million rows. What a duty
    is about is plain text, "supervision.Session:<id>", since the rooms that raise duties stand above. `occasion` tells
    the turns of a recurring duty apart, or the parts of one subject that are owed each for itself.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    bearer = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    # "leader", a professional role, or a group of the access policy such as "assurance": whoever holds it for the unit
    # owes the duty, today and after a change of hands. See people/offices.
    office = models.CharField(max_length=24, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    about = models.CharField(max_length=90)
    occasion = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    # Who waits for it, and so is shown it as stuck with somebody else.
    awaited_by = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    opens_on = models.DateField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default=Outcome.OPEN)
    met_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    excused_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    reminders = models.PositiveSmallIntegerField(default=0)

    PERSONAL = {
        "bearer": "staff identity",
        "awaited_by": "staff identity",
        "excused_by": "staff identity",
        "words": "may name a colleague",
        "reason": "may describe people",
    }

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bearer__isnull=False, office="") | Q(bearer=None) & ~Q(office=""),
                name="duty_has_a_bearer_or_an_office",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="duty_days_in_order"),
            models.CheckConstraint(condition=~Q(outcome=Outcome.EXCUSED) | ~Q(reason=""), name="excused_duty_says_why"),
            # For all rows, since this is also the way to everything that is owed about one subject; two offices do not
            # meet in it, for they have no bearer.
            models.UniqueConstraint(fields=["about", "kind", "occasion", "bearer"], name="duty_of_a_person_once"),
            models.UniqueConstraint(
                fields=["about", "kind", "occasion", "office"], condition=Q(bearer=None), name="duty_of_an_office_once"
            ),
        ]
        indexes = [
            models.Index(fields=["bearer", "due_on"], condition=IS_OPEN, name="duty_open_of_bearer"),
            models.Index(
                fields=["organisation", "office", "due_on"],
                condition=IS_OPEN & Q(bearer=None),
                name="duty_open_of_office",
            ),
            models.Index(fields=["awaited_by", "due_on"], condition=IS_OPEN, name="duty_open_awaited"),
            # Holds all that a leader's page counts, so that it reads no row.
            models.Index(
                fields=["unit", "kind", "due_on", "opens_on", "bearer"], condition=IS_OPEN, name="duty_open_in_unit"
            ),
            models.Index(fields=["organisation", "kind", "due_on"], condition=IS_OPEN, name="duty_open_of_kind"),
            models.Index(fields=["organisation", "kind", "due_on", "unit", "outcome"], name="duty_by_month"),
            models.Index(fields=["bearer", "met_on"], condition=Q(met_on__isnull=False), name="duty_met_by_bearer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.due_on}"

    @property
    def is_open(self) -> bool:
        return self.outcome == Outcome.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < clock.today()

    @property
    def parties(self) -> tuple[object, ...]:
        """Whose it is, and who waits for it, as the access policy asks for it."""
        return tuple(one for one in (self.bearer_id, self.awaited_by_id) if one is not None)

    @property
    def subject_id(self) -> str:
        """The identifier of what it is about."""
        return self.about.partition(":")[2]
