"""How do the invented people come into Cairn: set up once, then joining, moving and leaving on their days?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from cairn.config.demonstration import PASSWORD
from cairn.config.demonstration.workforce import PlannedPost, Worker, Workforce
from cairn.foundation.notices.commands import mark_all_read
from cairn.foundation.people import commands
from cairn.foundation.people.access import forget_standing
from cairn.foundation.people.commands import NewPerson, NewPost, NewUnit
from cairn.foundation.people.models import Organisation, Person, Post, Unit

DAY = timedelta(days=1)


class Staffing:
    """One employer's people as they stand in the database, brought from day to day."""

    organisation: Organisation

    def __init__(
        self, employer: dict[str, Any], workforce: Workforce, opened_on: date, starts_on: date, first_day: date
    ) -> None:
        self.employer = employer
        self.workforce = workforce
        self.opened_on = opened_on
        self.starts_on = starts_on
        self.first_day = first_day  # the same as it is written
        self.units: dict[str, Unit] = {}
        self._people: dict[str, Person] = {}
        self._posts: dict[tuple[str, date], Post] = {}
        # One hash for all: hashing eight hundred times would take minutes, and the password is no secret here.
        self._hashed = make_password(PASSWORD)

    def person(self, key: str) -> Person:
        """Somebody of the cast, or whoever leads the unit of this code, as they stand now."""
        worker = next((one for one in self.workforce.workers if one.key == key), None) or self._leader(key)
        return self._afresh(worker)

    def leader(self, unit: str, day: date) -> Person:
        """Whoever leads this unit on this day, or the one above it."""
        return self._afresh(self._leading(unit, day))

    def members(self, unit: str) -> list[Person]:
        """Those who work in this unit to this day, neither lead it nor are on the sign-in list, nor began of late."""
        here = [one for one in self.workforce.workers if not one.key and one.posts and self._stays(one, unit)]
        return [self._afresh(one) for one in here if one.number in self._people]

    def member(self, unit: str, day: date) -> Person:
        """Somebody who works in this unit and does not lead it."""
        here = (worker for worker in self.workforce.workers if not worker.key and self._is_member(worker, unit, day))
        return self._afresh(next(here))

    def days(self) -> list[date]:
        """The days after the set-up on which somebody joins, moves or leaves."""
        found = set()
        for worker in self.workforce.workers:
            for post in worker.posts:
                found |= {post.starts_on} | ({post.ends_on + DAY} if post.ends_on else set())
        return sorted(day for day in found if day > self.starts_on)

    def set_up(self) -> None:
        """The organisation, its administrator, its units, everybody who is there on the first day, and the roles."""
        chief = self.workforce.cast("administrator")
        administrator = commands.set_up_organisation(
            name=self.employer["name"],
            nation=self.employer["nation"],
            given_name=chief.given,
            family_name=chief.family,
            email=chief.email,
            password=PASSWORD,
        )
        self.organisation = administrator.organisation
        self._people[chief.number] = administrator
        rows = [
            NewUnit(unit.code, unit.name, unit.kind, unit.area, unit.parent, self.opened_on)
            for unit in self.workforce.units
        ]
        self.units = {unit.code: unit for unit in commands.add_units(self.organisation, rows, by=administrator)}
        there = [one for one in self.workforce.workers if not one.posts or one.posts[0].starts_on <= self.starts_on]
        self._add([worker for worker in there if worker is not chief])
        self._give(
            [(one, post) for one in there for post in one.posts if post.starts_on <= self.starts_on], self.starts_on
        )
        self._give_roles()

    def turn(self, day: date) -> None:
        """Those who begin, move or leave on this day."""
        leaving = [(one, post) for one, post in self._all() if post.ends_on and post.ends_on + DAY == day]
        starting = [(one, post) for one, post in self._all() if post.starts_on == day]
        self._end([(one, post) for one, post in leaving], day)
        self._add([one for one, _ in starting if one.number not in self._people])
        self._give(starting, day)
        for _, post in leaving + starting:
            if post.leads:
                self._pass_on(post.unit, day)
        self._close([one for one, _ in leaving if one.posts[-1].ends_on and one.posts[-1].ends_on < day])

    def read_inboxes(self) -> None:
        """Those whom a visitor may sign in as have read what is old, so that their inbox tells what waits now."""
        for worker in self.workforce.workers:
            if worker.key:
                mark_all_read(by=self._afresh(worker))

    @property
    def cast_digits(self) -> set[str]:
        """Those whom a visitor may sign in as, as far as they are there."""
        numbers = {worker.number for worker in self.workforce.workers if worker.key}
        return {person.pk.hex for number, person in self._people.items() if number in numbers}

    @property
    def _administrator(self) -> Person:
        return self.person("administrator")

    def _all(self) -> Iterator[tuple[Worker, PlannedPost]]:
        return ((worker, post) for worker in self.workforce.workers for post in worker.posts)

    def _add(self, workers: list[Worker]) -> None:
        if not workers:
            return
        rows = [NewPerson(one.email, one.given, one.family, one.number, self._hashed) for one in workers]
        added = commands.add_people(self.organisation, rows, by=self._administrator)
        self._people |= {worker.number: person for worker, person in zip(workers, added, strict=True)}

    def _give(self, places: list[tuple[Worker, PlannedPost]], day: date) -> None:
        rows = [self._row(worker, post, max(day, post.starts_on)) for worker, post in places]
        if rows:
            given = commands.give_posts(self.organisation, rows, by=self._administrator)
            self._posts |= {(one.number, post.starts_on): row for (one, post), row in zip(places, given, strict=True)}

    def _row(self, worker: Worker, post: PlannedPost, day: date) -> NewPost:
        return NewPost(
            person=self._people[worker.number],
            unit=self.units[post.unit],
            job_title=post.title,
            staff_group=post.group,
            full_time_equivalent=post.hours,
            leads_unit=post.leads,
            line_manager=self._manager(worker, post, day),
            professional_lead=self._professional_line(worker, post),
            starts_on=post.starts_on,
        )

    def _end(self, places: list[tuple[Worker, PlannedPost]], day: date) -> None:
        if places:
            rows = [self._posts[one.number, post.starts_on] for one, post in places]
            commands.end_posts(self.organisation, rows, on=day - DAY, by=self._administrator)

    def _pass_on(self, unit: str, day: date) -> None:
        """A team gets another manager: everybody's post ends the day before and goes on under the new one."""
        places = [
            (one, post)
            for one, post in self._all()
            if post.unit == unit
            and not post.leads
            and post.starts_on < day
            and (post.ends_on is None or post.ends_on >= day)
        ]
        self._end(places, day)
        rows = [replace(self._row(one, post, day), starts_on=day) for one, post in places]
        given = commands.give_posts(self.organisation, rows, by=self._administrator)
        self._posts |= {(one.number, post.starts_on): row for (one, post), row in zip(places, given, strict=True)}

    def _close(self, left: list[Worker]) -> None:
        people = [self._people[one.number] for one in left]
        for person in people:
            person.is_active = False
        commands.change_people(people, by=self._administrator)

    def _give_roles(self) -> None:
        for worker in self.workforce.workers:
            for role in worker.roles:
                if role != "administrator":
                    unit = self.units[worker.for_unit] if worker.for_unit and role == "professional_lead" else None
                    commands.give_role(
                        self._people[worker.number],
                        role=role,
                        unit=unit,
                        starts_on=worker.posts[0].starts_on if worker.posts else self.opened_on,
                        by=self._administrator,
                    )

    def _manager(self, worker: Worker, post: PlannedPost, day: date) -> Person | None:
        unit = self.workforce.unit(post.unit)
        above = unit.parent if post.leads else unit.code
        found = self._leading(above, day) if above else self.workforce.cast("chief_executive")
        return self._people[found.number] if found.number != worker.number else None

    def _professional_line(self, worker: Worker, post: PlannedPost) -> Person | None:
        """Apart from line management: to the lead of one's field, and from the leads to the top, where it ends."""
        top = "cswo" if self.employer["nation"] == "scotland" else "psw"
        adults = "professional_lead_adults" if top == "cswo" else "psw"
        field = adults if self.workforce.unit(post.unit).area == "adults" else "professional_lead"
        lead = self.workforce.cast(top if post.group == "manager" or worker.key == field else field)
        return None if lead is worker else self._people[lead.number]

    def _leader(self, code: str) -> Worker:
        return self.workforce.leader(code)

    def _leading(self, code: str, day: date) -> Worker:
        for worker, post in self._all():
            if (
                post.leads
                and post.unit == code
                and post.starts_on <= day
                and (post.ends_on is None or day <= post.ends_on)
            ):
                return worker
        parent = self.workforce.unit(code).parent
        return self._leading(parent, day) if parent else self.workforce.cast("chief_executive")

    def _stays(self, worker: Worker, unit: str) -> bool:
        post = worker.posts[0]
        return post.unit == unit and not post.leads and post.ends_on is None and post.group != "newly-qualified"

    def _is_member(self, worker: Worker, unit: str, day: date) -> bool:
        return any(
            post.unit == unit and not post.leads and post.starts_on <= day and post.ends_on is None
            for post in worker.posts
        )

    def _afresh(self, worker: Worker) -> Person:
        """Rights are asked once for each act, as they are once for each request."""
        person = self._people[worker.number]
        forget_standing(person)
        return person
