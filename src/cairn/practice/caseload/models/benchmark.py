"""What do statistical neighbours say of their caseloads, as the national statistics publish it?"""

from typing import Self

from django.db import models

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person


class BenchmarkQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """What one's own employer has brought in: published figures."""
        return self.filter(organisation_id=viewer.organisation_id)


class Benchmark(Identified):
    """The published caseload of one authority in one year; without a value, `mark` says why there is none."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    caseload = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    mark = models.CharField(max_length=3, blank=True)

    objects = BenchmarkQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "code"], name="benchmark_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.year}"


class Neighbour(Identified):
    """Which authorities are statistical neighbours of which, nearest first."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    neighbour = models.CharField(max_length=12)
    rank = models.PositiveSmallIntegerField()
    closeness = models.CharField(max_length=40, blank=True)

    objects = BenchmarkQuerySet.as_manager()

    class Meta:
        ordering = ["code", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code", "rank"], name="neighbour_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.neighbour}"
