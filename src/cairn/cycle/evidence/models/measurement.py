"""What do the records prove? One stored figure for a unit and a month, and what was said about it."""

from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person, StaffGroup, Unit


class Scope(models.TextChoices):
    """Whose records a figure is made of."""

    OWN = "own", "The unit itself"
    TOTAL = "total", "The unit and all below it, as the tree stood in that month"


class Figured(Identified):
    """For which part of the organisation and which month a figure stands."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    indicator = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=5, choices=Scope)
    # Without a unit: the whole organisation. Without a staff group: everybody.
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    staff_group = models.CharField(max_length=24, choices=StaffGroup, blank=True)
    month = models.DateField()

    class Meta:
        abstract = True


class Measurement(Figured):
    """A numerator over a denominator. Pages read these and never count records."""

    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["indicator", "month"]
        constraints = [
            models.CheckConstraint(condition=Q(denominator__gte=0), name="measurement_denominator_counts"),
            models.UniqueConstraint(
                fields=["organisation", "indicator", "unit", "scope", "staff_group", "month"],
                condition=Q(unit__isnull=False),
                name="one_measurement_of_a_unit",
            ),
            models.UniqueConstraint(
                fields=["organisation", "indicator", "scope", "staff_group", "month"],
                condition=Q(unit=None),
                name="one_measurement_of_the_whole",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "month", "indicator"], name="measurement_by_month")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m}: {self.numerator} of {self.denominator}"


class Revision(Figured):
    """A figure of a closed month that came out differently when its records changed. Both stay visible."""

    numerator_before = models.BigIntegerField(null=True)
    denominator_before = models.BigIntegerField(null=True)
    numerator_after = models.BigIntegerField(null=True)
    denominator_after = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["organisation", "indicator", "month"], name="revision_by_month")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m} revised"


class Touched(Identified):
    """Records of this month changed after it was measured, so its figures are computed again."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    source = models.CharField(max_length=40)
    month = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "month"], name="month_touched_once"),
        ]

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
