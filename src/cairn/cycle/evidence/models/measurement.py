"""What do the records prove? One stored figure for a part of the organisation and a month, and what was said of it."""

from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person, StaffGroup, Unit


class Series(models.Model):
    """What is measured month by month: one indicator for one part of the organisation.

    Series and their measurements are numbered, other than every record that has an address or is about somebody: they
    are a million rows of figures that follow from records, and no identifier of theirs leaves the database (see
    docs/decisions/0011).
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    indicator = models.CharField(max_length=60)
    # Without a unit: the whole organisation. Without a staff group: everybody.
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    staff_group = models.CharField(max_length=24, choices=StaffGroup, blank=True)

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "indicator", "unit", "staff_group"],
                condition=Q(unit__isnull=False),
                name="one_series_of_a_unit",
            ),
            models.UniqueConstraint(
                fields=["organisation", "indicator", "staff_group"],
                condition=Q(unit=None),
                name="one_series_of_the_whole",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "indicator"], name="series_of_indicator")]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.unit or 'the whole'}"


class Measurement(models.Model):
    """A numerator over a denominator, of the unit and all below it as the tree stood at the end of that month.

    `own_…` are the unit's own records alone; `groups` splits the figure by staff group: `{group: [numerator,
    denominator]}`. Pages read these and never count records.

    `is_open` says that the figure may be shown to those who have no right to any of the rows, and `rest` how much of
    its denominator is in no open figure below it (`foundation/core/disclosure.py`).
    """

    series = models.ForeignKey(Series, models.CASCADE, related_name="measurements", db_index=False)
    month = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    own_numerator = models.BigIntegerField()
    own_denominator = models.BigIntegerField()
    groups = models.JSONField(default=dict)
    is_open = models.BooleanField()
    rest = models.BigIntegerField()

    class Meta:
        ordering = ["series", "month"]
        constraints = [
            models.UniqueConstraint(fields=["series", "month"], name="one_measurement_a_month"),
            models.CheckConstraint(condition=Q(denominator__gte=0), name="measurement_denominator_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.numerator} of {self.denominator}"


class Computation(models.Model):
    """When was a month of an indicator last computed, by which version of its rule, over which tree of units?"""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    indicator = models.CharField(max_length=60)
    month = models.DateField()
    version = models.PositiveSmallIntegerField()
    tree = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        ordering = ["indicator", "month"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "indicator", "month"], name="month_computed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m}"


class Revision(Identified):
    """A figure of a closed month that came out differently when it was computed again. Both stay visible."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    indicator = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    month = models.DateField()
    # Nothing before: there were no records of that month yet.
    numerator_before = models.BigIntegerField(null=True)
    denominator_before = models.BigIntegerField(null=True)
    version_before = models.PositiveSmallIntegerField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["organisation", "indicator", "unit", "at"], name="revision_of_chart")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m} revised"


class Touched(Identified):
    """Records of this month changed after it was closed, so its figures are computed again.

    Each change leaves a row of its own, so that no two acts wait for each other, and none that is committed late is
    taken for one that was already computed.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    source = models.CharField(max_length=40)
    month = models.DateField()

    class Meta:
        verbose_name_plural = "touched"

    def __str__(self) -> str:
        return f"{self.source} {self.month:%Y-%m}"


class Baseline(Identified):
    """From this month on the limits of a chart are drawn anew. Only a person decides it, and says why."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    indicator = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    from_month = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"by": "staff identity", "reason": "may describe people"}

    class Meta:
        ordering = ["from_month"]
        indexes = [models.Index(fields=["organisation", "indicator", "unit"], name="baseline_of_chart")]

    def __str__(self) -> str:
        return f"{self.indicator} from {self.from_month:%Y-%m}"


class Annotation(Identified):
    """What happened in a month, in a line beside the chart."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    indicator = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    month = models.DateField()
    text = models.CharField(max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"by": "staff identity", "text": "may describe people"}

    class Meta:
        ordering = ["month"]
        indexes = [models.Index(fields=["organisation", "indicator", "unit"], name="annotation_of_chart")]

    def __str__(self) -> str:
        return self.text
