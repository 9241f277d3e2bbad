"""A small world with one record of everything, and which record stands behind each address."""

from datetime import date, timedelta

import pytest

from cairn.foundation.core import clock


class World:
    """One record of each kind, all of the North; and people of every role beside the fixed cast."""

    def __init__(self, cast):
        self.cast = cast

    def __getitem__(self, name):
        return self.cast[name]


EXTRA_ROLES = {
    "deputy": "cswo_deputy",
    "secretary": "board_secretary",
    "learning": "learning_officer",
    "registration": "registration_officer",
    "complaints": "complaints_officer",
    "information": "information_officer",
}


def add_roles(cast):
    """The professional roles that the fixed cast does not hold."""
    from cairn.foundation.people.models import Person, ProfessionalRole

    for name, role in EXTRA_ROLES.items():
        person = Person.objects.create(
            organisation=cast.north,
            email=f"{name}@north.example",
            given_name=name.capitalize(),
            family_name="Extra",
            created_at=clock.now(),
        )
        cast.people[name] = person.pk
        ProfessionalRole.objects.create(organisation=cast.north, person=person, role=role, starts_on=date(2020, 4, 1))


@pytest.fixture
def world(cast, library):
    """The North with one record of everything."""
    from cairn.cycle.evidence import commands as evidence
    from cairn.cycle.improvement import commands as improvement

    add_roles(cast)
    made = World(cast)
    made.evidence = evidence.add(
        by=cast["morag"],
        title="Dip sample",
        kind="record",
        reference="QA 7",
        happened_on=clock.today(),
        unit=cast.team_a,
    )
    made.action = improvement.raise_action(
        by=cast["morag"],
        what="Sign before leaving",
        why="Records come back late.",
        owner=cast["eilidh"],
        due_on=clock.today() + timedelta(days=9),
        unit=cast.team_a,
    )
    made.suggestion = improvement.offer(by=cast["eilidh"], text="A quiet room", unit=cast.team_a)
    return made


SUBJECTS = {
    "evidence/*/": lambda w: w.evidence,
}
