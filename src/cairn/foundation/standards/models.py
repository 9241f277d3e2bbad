"""What does each framework of standards ask, of whom, and which statements of other frameworks does it meet?"""

from __future__ import annotations

import uuid
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from cairn.foundation.core import clock
from cairn.foundation.core.records import Identified
from cairn.foundation.people.access import reach
from cairn.foundation.people.models import Organisation

if TYPE_CHECKING:
    from cairn.foundation.people.models import Person

# Ids grow from the URN, so that the same framework has the same address in every installation.
_ROOT = uuid.UUID("6f1f0d3c-6a0e-5a43-9d0a-0c6a3f0f7b11")


def identity(*parts: object) -> uuid.UUID:
    """The same parts give the same id, everywhere and always."""
    return uuid.uuid5(_ROOT, "\n".join("" if part is None else str(part) for part in parts))


class Status(models.TextChoices):
    """Where an edition stands with its own publisher."""

    DRAFT = "draft", "draft"
    CURRENT = "current", "current"
    SUPERSEDED = "superseded", "superseded by a newer edition"
    WITHDRAWN = "withdrawn", "withdrawn"


class Audience(models.TextChoices):
    """Whom a statement speaks to; a descriptor is an observable sign, which anybody can judge."""

    EMPLOYER = "employer", "employers"
    CSWO = "cswo", "chief social work officer"
    PSW = "psw", "principal social worker"
    PRACTITIONER = "practitioner", "practitioners"
    EVERYONE = "everyone", "everyone"
    BOARD = "board", "governance board"
    CHIEF_EXECUTIVE = "chief-executive", "chief executive"
    ELECTED_MEMBER = "elected-member", "elected members"
    PERSON = "person", "people who use services and carers"
    DESCRIPTOR = "descriptor", "a sign of good practice"


class Relation(models.TextChoices):
    """How far one statement covers another, read from the first to the second."""

    EQUAL = "equal", "asks the same as"
    SUBSET = "subset", "is part of what is asked by"
    SUPERSET = "superset", "takes in what is asked by"
    INTERSECTS = "intersects", "overlaps with"


# The same relation, read from the second statement to the first.
TURNED: dict[str, Relation] = {
    Relation.EQUAL: Relation.EQUAL,
    Relation.SUBSET: Relation.SUPERSET,
    Relation.SUPERSET: Relation.SUBSET,
    Relation.INTERSECTS: Relation.INTERSECTS,
}


class FrameworkQuerySet(models.QuerySet["Framework"]):
    """Frameworks, and who may know of them."""

    def visible_to(self, viewer: Person) -> FrameworkQuerySet:
        """The library is everybody's; a framework that an employer brought in is that employer's alone."""
        return self.filter(reach(viewer, "framework.see", unit="", owner="", state=""))


class Framework(Identified):
    """One version of one framework: the library's, or an employer's own. Its content never changes."""

    NOT_PERSONAL: ClassVar = ("summary", "source")

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="frameworks")
    urn = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=80)
    publisher = models.CharField(max_length=200)
    licence = models.CharField(max_length=300)
    may_be_copied = models.BooleanField()
    source = models.TextField()
    language = models.CharField(max_length=20)
    edition = models.CharField(max_length=100)
    status = models.CharField(max_length=20, choices=Status)
    nation = models.CharField(max_length=20, blank=True)
    summary = models.TextField(blank=True)
    scales = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    arrived_at = models.DateTimeField(default=clock.now)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ("title", "version")
        # One version once in the library too: there the id, which grows from URN and version, sees to it.
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "urn", "version"), name="one_framework_per_employer_and_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


def statement_seen_by(viewer: Person) -> Q:
    """A statement is seen by whoever sees its framework."""
    return reach(viewer, "framework.see", unit="", owner="", state="", of="framework")


class StatementQuerySet(models.QuerySet["Statement"]):
    """Statements, and who may know of them."""

    def visible_to(self, viewer: Person) -> StatementQuerySet:
        """A statement is seen by whoever sees its framework."""
        return self.filter(statement_seen_by(viewer))

    def assessable(self) -> StatementQuerySet:
        """The statements on which a judgement can be made; headings and lists are left out."""
        return self.filter(assessable=True)


class Statement(Identified):
    """One node of a framework: a heading, or a statement that can be judged."""

    NOT_PERSONAL: ClassVar = ("text", "good")

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="statements")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    # The heading at the top of this branch; empty for the top headings themselves.
    area = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    urn = models.CharField(max_length=260)
    ref = models.CharField(max_length=60)
    audience = models.CharField(max_length=20, choices=Audience, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    good = models.TextField(blank=True)
    typical_evidence = models.JSONField(default=list)
    edition = models.CharField(max_length=100, blank=True)
    assessable = models.BooleanField(default=False)
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    # What a judgement rests on (text, audience, what good looks like), as a hash: it decides what is carried.
    meaning = models.CharField(max_length=64)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ("framework", "position")
        constraints = (
            models.UniqueConstraint(fields=("framework", "urn"), name="one_statement_per_urn"),
            models.UniqueConstraint(fields=("framework", "position"), name="one_statement_per_position"),
            models.CheckConstraint(condition=Q(assessable=False) | ~Q(text=""), name="what_is_judged_has_a_text"),
        )

    def __str__(self) -> str:
        return f"{self.ref} {self.wording}"

    @property
    def wording(self) -> str:
        """What a page shows as the name of this node."""
        return self.heading or self.text

    @cached_property
    def clause_names(self) -> tuple[str, ...]:
        """The clauses that it makes real; asked once, however many rooms look for what speaks to them."""
        return tuple(self.clauses.values_list("clause", flat=True))

    @property
    def names(self) -> tuple[str, ...]:
        """By which others speak of it: the clauses that it makes real, and its own ref, such as `es5.1`."""
        return (*self.clause_names, self.ref)


class StatementClause(Identified):
    """A clause of a source document that a statement makes real."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="clauses")
    clause = models.CharField(max_length=60, db_index=True)

    class Meta:
        ordering = ("clause",)
        constraints = (models.UniqueConstraint(fields=("statement", "clause"), name="one_mention_of_a_clause"),)

    def __str__(self) -> str:
        return self.clause


def crosswalk_seen_by(viewer: Person, of: str = "") -> Q:
    """Whoever sees a crosswalk and both of its frameworks; `of` names it where the rows only belong to it."""
    seen = partial(reach, viewer, "framework.see", unit="", owner="", state="")
    at = f"{of}__" if of else ""
    return seen(of=of) & seen(of=f"{at}from_framework") & seen(of=f"{at}to_framework")


class CrosswalkQuerySet(models.QuerySet["Crosswalk"]):
    """Crosswalks, and who may know of them."""

    def visible_to(self, viewer: Person) -> CrosswalkQuerySet:
        """A crosswalk is seen by whoever sees it and both of its frameworks."""
        return self.filter(crosswalk_seen_by(viewer))


class Crosswalk(Identified):
    """How the statements of one framework stand to those of another."""

    NOT_PERSONAL: ClassVar = ("summary", "source")

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="crosswalks")
    urn = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200)
    licence = models.CharField(max_length=300)
    source = models.TextField()
    summary = models.TextField(blank=True)
    from_framework = models.ForeignKey(Framework, models.PROTECT, related_name="crosswalks_from")
    to_framework = models.ForeignKey(Framework, models.PROTECT, related_name="crosswalks_to")
    fingerprint = models.CharField(max_length=64)
    arrived_at = models.DateTimeField(default=clock.now)

    objects = CrosswalkQuerySet.as_manager()

    class Meta:
        ordering = ("title", "version")
        # One version once in the library too: there the id, which grows from URN and version, sees to it.
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "urn", "version"), name="one_crosswalk_per_employer_and_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class CrosswalkPair(Identified):
    """One statement set beside another: how they relate, and why that was judged so."""

    NOT_PERSONAL: ClassVar = ("rationale",)

    crosswalk = models.ForeignKey(Crosswalk, models.PROTECT, related_name="pairs")
    from_statement = models.ForeignKey(Statement, models.PROTECT, related_name="pairs_from")
    to_statement = models.ForeignKey(Statement, models.PROTECT, related_name="pairs_to")
    relation = models.CharField(max_length=12, choices=Relation)
    rationale = models.TextField()
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("crosswalk", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("crosswalk", "from_statement", "to_statement"), name="one_relation_per_pair_of_statements"
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_statement_id} {self.relation} {self.to_statement_id}"
