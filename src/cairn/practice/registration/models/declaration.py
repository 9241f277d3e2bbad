"""What has somebody declared: interests, other work, relationships, health? Each kind has readers of its own."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.registration.around import of_people_seen


class Subject(models.TextChoices):
    """What a declaration is about."""

    INTERESTS = "interests", "Conflicts of interest"
    EMPLOYMENT = "employment", "Other employment"
    RELATIONSHIPS = "relationships", "Relationships and boundaries"
    HEALTH = "health", "Health, where the regulator asks"


YEARLY = (Subject.INTERESTS, Subject.EMPLOYMENT, Subject.RELATIONSHIPS)


class DeclarationQuerySet(models.QuerySet):
    def visible_to(self, viewer: Person) -> Self:
        """One's own; of others by kind, as the access policy says of each."""
        seen = [Q(subject=one) & of_people_seen(viewer, f"declaration_{one}.see") for one in Subject.values]
        return self.filter(reduce(or_, seen))

    def counting(self) -> Self:
        """The one of each kind that counts."""
        return self.filter(replaced_at=None)


class Declaration(Identified):
    """What somebody declared of one kind on a day, or that there is nothing. The next one replaces it; both stay."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=16, choices=Subject)
    words = models.TextField(blank=True)  # empty: nothing to declare
    made_on = models.DateField()
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)

    PERSONAL = {
        "person": "staff identity",
        "answered_by": "staff identity",
        "words": "tells of private life or health",
        "answer": "tells of private life or health",
    }

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["subject", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "subject"], condition=Q(replaced_at=None), name="declaration_that_counts_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "subject", "replaced_at"])]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.person}"

    @property
    def says_nothing(self) -> bool:
        """There is nothing to declare."""
        return not self.words
