"""What holds from one day to another: posts, roles and places in the tree are never overwritten, they end."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from cairn.foundation.core import clock


class DatedQuerySet(models.QuerySet):
    """Records with a first and a last day."""

    def on(self, day: date) -> Self:
        """Those in force on this day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def between(self, first: date, last: date | None) -> Self:
        """Those in force on any of these days; without a last day, on any from the first on."""
        begun = self.filter(starts_on__lte=last) if last else self
        return begun.filter(Q(ends_on=None) | Q(ends_on__gte=first))

    def current(self) -> Self:
        """Those in force today."""
        return self.on(clock.today())


class Dated(models.Model):
    """In force from `starts_on` to `ends_on`, both days included; without an end it goes on."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on this day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def in_order(name: str) -> models.CheckConstraint:
    """Nothing ends before it begins."""
    return models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name=name)
