"""Sessions with both parts of their record, and who oversees their opening, for tests."""

from datetime import date

from tests.practice.supervision.past import session

from cairn.foundation.core import clock
from cairn.foundation.people.models import Person, ProfessionalRole
from cairn.practice.supervision.commands import openings
from cairn.practice.supervision.models import CaseLine, CaseRecord, PersonalRecord

SAID, CASE = "Sleeps badly since the removal", "MX7Q-2K9P"
PARTS = {
    "workload_and_stress": SAID,
    "practice_and_policy": "Thresholds for joint interviews",
    "reflection": "Name the worry first",
    "judgement": "Sound",
    "development": "Shadow a guardianship assessment",
    "decisions": "A quiet room on Thursdays",
    "come_back_to": "The next removal",
    "mood": 2,
    "workload_points": 94,
    "workload_is_agreed": True,
}
WHY = "A letter from the court asks for what was agreed."


def recorded(cast, supervisee="eilidh", on=date(2026, 3, 10), *, by="morag", state="signed", **facts):
    """A session of two with its record, signed by both unless another state is named."""
    made = session(cast, supervisee, on, by=by, state=state, **facts)
    sealed, now = state == "signed", clock.now()
    signed = {"sealed": sealed, "supervisor_signed_at": now if sealed else None}
    PersonalRecord.objects.create(organisation=made.organisation, session=made, **PARTS, **signed)
    cases = CaseRecord.objects.create(organisation=made.organisation, session=made)
    CaseLine.objects.create(record=cases, position=1, reference=CASE, summary="Contact reviewed")
    CaseRecord.objects.filter(pk=cases.pk).update(sealed=sealed)
    return made


def add_role(cast, name, role):
    """Somebody new of the North who holds a role and nothing else."""
    person = Person.objects.create(
        organisation=cast.north, email=f"{name}@north.example", given_name=name.capitalize(), family_name="Extra",
        created_at=clock.now(),
    )  # fmt: skip
    cast.people[name] = person.pk
    ProfessionalRole.objects.create(organisation=cast.north, person=person, role=role, starts_on=date(2020, 4, 1))
    return person


def add_officer(cast, name="imogen"):
    """Somebody new in the privacy role."""
    return add_role(cast, name, "information_officer")


def break_glass(cast, made, *, by="isla", ground="law", words=WHY):
    """Open a record without a right to ask for it."""
    return openings.break_glass(made, ground=ground, words=words, by=cast[by])
