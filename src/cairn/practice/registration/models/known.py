"""What is known of a time, and since when is it known? Two times: when something held, and when it was written down."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from cairn.foundation.core import clock
from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person
from cairn.foundation.people.models.dated import Dated, DatedQuerySet


class KnownQuerySet(DatedQuerySet):
    """Facts, asked by both of their times."""

    def known(self) -> Self:
        """As it is known now."""
        return self.filter(replaced_at=None)

    def known_at(self, moment: datetime | None) -> Self:
        """As it was known at a moment; None is now."""
        if moment is None:
            return self.known()
        return self.filter(Q(replaced_at=None) | Q(replaced_at__gt=moment), recorded_at__lte=moment)


class Known(Identified, Dated):
    """A fact of the register: it held from one day to another, and was written down at a moment.

    A fact is never changed. What is known better replaces it with a reason, and both stay: so the answer for a past
    day can be given as it was known then and as it is known now.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    why_replaced = models.CharField(max_length=300, blank=True)

    objects = KnownQuerySet.as_manager()

    class Meta:
        abstract = True

    def was_known_at(self, moment: datetime | None) -> bool:
        """Whether it counted at a moment; None is now."""
        if moment is None:
            return self.replaced_at is None
        return self.recorded_at <= moment and (self.replaced_at is None or self.replaced_at > moment)

    def counts(self, day: date, moment: datetime | None = None) -> bool:
        """Whether it held on a day, as it was known at a moment."""
        return self.holds_on(day) and self.was_known_at(moment)


KNOWN_PERSONAL: dict[str, Any] = {
    "person": "staff identity",
    "recorded_by": "staff identity",
    "replaced_by": "staff identity",
    "words": "may tell of conduct or health",
    "why_replaced": "may tell of conduct or health",
}
