"""Which steps of a renewal are done, or asked for by the regulator, before which day?"""

from datetime import date
from typing import Self

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.registration.around import of_people_seen
from cairn.practice.registration.models.registration import Registration


class RenewalStepQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """Seen with the registration that they belong to."""
        return self.filter(of_people_seen(viewer, "registration.see"))

    def since(self, day: date) -> Self:
        """Of windows that close on this day or later."""
        return self.filter(closes_on__gte=day)


class RenewalStep(Identified):
    """One step of one window: done on a day, or without a day only asked for, as where the regulator samples.

    A step that everybody is asked has no row until somebody says that it is done.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=28)
    closes_on = models.DateField()
    done_on = models.DateField(null=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    PERSONAL = {"person": "staff identity", "said_by": "staff identity"}

    objects = RenewalStepQuerySet.as_manager()

    class Meta:
        ordering = ["closes_on", "key"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "closes_on", "key"], name="renewal_step_once"),
        ]
        indexes = [models.Index(fields=["organisation", "closes_on"])]

    def __str__(self) -> str:
        return f"{self.key} by {self.closes_on}"
