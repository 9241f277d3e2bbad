"""Who is this? The person is the user who signs in."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from cairn.foundation.core.records import Identified
from cairn.foundation.people.models.organisation import Organisation


class PersonQuerySet(models.QuerySet):
    def visible_to(self, viewer: "Person") -> Self:
        """Colleagues of one's own organisation: the staff directory, and nothing of another employer."""
        return self.filter(organisation_id=viewer.organisation_id)

    def matching(self, words: str) -> Self:
        """People whose name or e-mail holds every one of these words."""
        found = self
        for word in words.split()[:6]:
            found = found.filter(
                Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(email__icontains=word)
            )
        return found


class People(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email=(email or "").lower())


class Person(Identified, AbstractBaseUser):
    """Somebody who works for, or sits over, one organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    email = models.EmailField(unique=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    staff_number = models.CharField(max_length=40, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = People()

    class Meta:
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "staff_number"], name="staff_number_once"),
        ]
        indexes = [models.Index(fields=["organisation", "family_name", "given_name"])]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def clean(self) -> None:
        self.email = self.email.lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def knows_of(self, act: str) -> bool:
        """Whether the access policy lets this person's roles do this act, or see such records, anywhere at all."""
        from cairn.foundation.people import access

        return access.knows_of(self, act)

    # What Django and allauth ask of a user; Cairn's own rights come from posts and roles, never from these.
    is_staff: ClassVar[bool] = False
    is_superuser: ClassVar[bool] = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False
