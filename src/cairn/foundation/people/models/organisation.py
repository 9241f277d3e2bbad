"""Which employers share this installation? None of them can see another."""

from django.db import models

from cairn.foundation.core.records import Identified


class Nation(models.TextChoices):
    """Whose law, regulator and bank holidays count."""

    SCOTLAND = "scotland", "Scotland"
    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


class Organisation(Identified):
    """A council, a health and social care partnership, a trust or an independent agency."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    nation = models.CharField(max_length=20, choices=Nation)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def organisation_id(self) -> object:
        """An organisation belongs to itself: so it can stand in the ledger like any other record."""
        return self.pk


class LocalDay(Identified):
    """A day that this employer works or rests against its nation's calendar, such as a local holiday."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="local_days")
    day = models.DateField()
    is_working = models.BooleanField(default=False)
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="one_local_day_a_date")]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
