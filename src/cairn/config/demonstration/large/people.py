"""How do thousands of people come into the tables, with units, posts, absences and roles?"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from cairn.config.demonstration import PASSWORD
from cairn.config.demonstration.large import DOMAIN, NAME, NATION
from cairn.config.demonstration.large.places import Place, PlannedUnit
from cairn.config.demonstration.large.staff import Staff, Tenure, Under, under
from cairn.config.demonstration.past.records import moment
from cairn.config.demonstration.past.rows import Rows, digits_of, identifier
from cairn.config.demonstration.past.sessions import iso
from cairn.foundation.core import clock
from cairn.foundation.people import commands
from cairn.foundation.people.commands import NewUnit
from cairn.foundation.people.models import Absence, Organisation, Person, Post, ProfessionalRole, StaffGroup

PERSON = (
    *("id", "organisation_id", "email", "given_name", "family_name", "staff_number", "is_active", "password"),
    "created_at",
)
POST = (
    *("id", "organisation_id", "person_id", "unit_id", "job_title", "staff_group", "full_time_equivalent"),
    *("leads_unit", "line_manager_id", "professional_lead_id", "starts_on", "ends_on"),
)


@dataclass
class Employer:
    """The organisation with its units by code, each with the 32 digits of its identifier."""

    organisation: Organisation
    administrator: Person
    units: dict[str, str]

    @property
    def digits(self) -> str:
        return digits_of(self.organisation.pk)


def set_up(units: list[PlannedUnit], first: date, at: datetime) -> Employer:
    """The organisation, its administrator and its units, by the product's own commands."""
    with clock.at(at):
        administrator = commands.set_up_organisation(
            name=NAME, nation=NATION, given_name="Una", family_name="Auchmore", email=f"una.auchmore@{DOMAIN}",
            password=PASSWORD,
        )  # fmt: skip
        organisation = administrator.organisation
        rows = [NewUnit(one.code, one.name, one.kind, one.area, one.parent, first) for one in units]
        made = commands.add_units(organisation, rows, by=administrator)
    return Employer(organisation, administrator, {unit.code: digits_of(unit.pk) for unit in made})


class Staffed:
    """Writes people with everything that hangs on them, one tenure after another."""

    def __init__(self, employer: Employer, places: list[Place], staff: Staff, chance: random.Random) -> None:
        self.employer, self.places, self.staff, self.chance = employer, places, staff, chance
        self.people = Rows(Person, *PERSON)
        self.posts = Rows(Post, *POST)
        self.absences = Rows(Absence, "id", "organisation_id", "person_id", "why", "starts_on", "ends_on")
        self.roles = Rows(ProfessionalRole, "id", "organisation_id", "person_id", "role", "starts_on")
        self._by_place = {id(place): staff[number] for number, place in enumerate(places)}
        # One hash for all who can sign in; the password is printed for everybody.
        self._hashed = make_password(PASSWORD)

    def write(self) -> None:
        """Everybody, those above first."""
        for tenures in self.staff.values():
            for tenure in tenures:
                self._write(tenure)
        for rows in (self.people, self.posts, self.absences, self.roles):
            rows.send()

    def above(self, place: Place | None) -> list[Tenure]:
        """Who held a place, one after another."""
        return self._by_place[id(place)] if place else []

    def times_of(self, tenure: Tenure) -> list[Under]:
        """Under whom somebody was, one after another."""
        return under(tenure, self.above(tenure.place.above))

    def _write(self, tenure: Tenure) -> None:
        given, family = tenure.person.name.split(" ", 1)
        password = self._hashed if tenure.place.key else f"!{identifier(self.chance)}"
        self.people.add(
            tenure.person.digits, self.employer.digits, tenure.email, given, family, tenure.number,
            tenure.last is None, password, moment(tenure.first, 8),
        )  # fmt: skip
        for first, last, group, manager in self._pieces(tenure):
            self._post(tenure, first, last, group, manager)
        for span in tenure.absences:
            why = self.chance.choice(("sickness", "sickness", "family", "leave", "secondment"))
            whose = identifier(self.chance), self.employer.digits, tenure.person.digits
            self.absences.add(*whose, why, iso(span.first), iso(span.last))
        for role in tenure.place.roles:
            self.roles.add(identifier(self.chance), self.employer.digits, tenure.person.digits, role, iso(tenure.first))

    def _pieces(self, tenure: Tenure) -> Iterator[tuple[date, date | None, str, Tenure | None]]:
        """A post of its own for each time under one manager in one staff group."""
        for time in self.times_of(tenure):
            for stint in tenure.groups:
                first = max(time.first, stint.first)
                last = min((day for day in (time.last, stint.last) if day), default=None)
                if last is None or first <= last:
                    yield first, last, stint.staff_group, time.manager

    def _post(self, tenure: Tenure, first: date, last: date | None, group: str, manager: Tenure | None) -> None:
        place = tenure.place
        lead = next((one for one in self.above(place.professional_lead) if one.holds_on(first)), None)
        title = "Social worker (supported year)" if group == StaffGroup.NEWLY_QUALIFIED else place.title
        self.posts.add(
            identifier(self.chance), self.employer.digits, tenure.person.digits, self.employer.units[place.unit],
            title, str(group), place.hours, place.leads, manager.person.digits if manager else None,
            lead.person.digits if lead else None, iso(first), iso(last),
        )  # fmt: skip
