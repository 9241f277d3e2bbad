"""Who works for an employer of the demonstration, in which posts, since when and under whom?"""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cairn.config.demonstration.days import Days
from cairn.config.demonstration.library import employers
from cairn.config.demonstration.names import Names, address

NATION = {
    "scotland": {"first_year": "Social worker (supported year)", "approved": "Mental health officer"},
    "england": {"first_year": "Social worker (first year)", "approved": "Approved mental health professional"},
}
HOURS = [Decimal(hours) for hours in ("1.00", "1.00", "1.00", "1.00", "0.80", "0.80", "0.60", "0.50")]
LEAVING_EVERY = 24  # one leaver to so many who stayed
MOVING_EVERY = 28


@dataclass(frozen=True)
class PlannedUnit:
    code: str
    name: str
    kind: str
    area: str
    parent: str
    shape: str = ""


@dataclass(frozen=True)
class PlannedPost:
    unit: str
    title: str
    group: str
    starts_on: date
    ends_on: date | None = None
    hours: Decimal = Decimal("1.00")
    leads: bool = False


@dataclass(frozen=True)
class Worker:
    """Somebody with their posts, oldest first. `key` is their place in the cast, else empty."""

    given: str
    family: str
    email: str
    number: str
    key: str = ""
    posts: tuple[PlannedPost, ...] = ()
    roles: tuple[str, ...] = ()
    for_unit: str = ""

    @property
    def post(self) -> PlannedPost | None:
        """The post held today."""
        return next((post for post in self.posts if post.ends_on is None), None)

    @property
    def has_left(self) -> bool:
        return bool(self.posts) and self.post is None


@dataclass
class Workforce:
    """Everybody, with the units in which they work."""

    units: list[PlannedUnit]
    workers: list[Worker] = field(default_factory=list)

    def cast(self, key: str) -> Worker:
        return next(worker for worker in self.workers if worker.key == key)

    def leader(self, unit: str) -> Worker:
        """Whoever leads this unit today."""
        return next(worker for worker in self.workers if worker.post and worker.post.leads and worker.post.unit == unit)

    def unit(self, code: str) -> PlannedUnit:
        return next(unit for unit in self.units if unit.code == code)


def workforce(employer: dict[str, Any], seed: int, days: Days) -> Workforce:
    """The same people for the same seed and week, down to the hours that they work."""
    return _Planner(employer, seed, days).plan()


def units_of(employer: dict[str, Any]) -> list[PlannedUnit]:
    """The tree from the top, parents before children."""
    top = employer["directorate"]
    units = [PlannedUnit(top["code"], top["name"], "directorate", "other", "")]
    for service in top["services"]:
        units.append(PlannedUnit(service["code"], service["name"], "service", service["area"], top["code"]))
        for team in service["teams"]:
            units.append(
                PlannedUnit(team["code"], team["name"], "team", service["area"], service["code"], team["shape"])
            )
    return units


class _Planner:
    def __init__(self, employer: dict[str, Any], seed: int, days: Days) -> None:
        self.employer = employer
        self.days = days
        self.chance = random.Random(f"{seed} {employer['slug']} workforce")
        cast = {(member["given"], member["family"]) for member in employer["cast"]}
        self.names = Names(employer["nation"], self.chance, cast)
        self.done = Workforce(units_of(employer))
        self.number = 2000

    def plan(self) -> Workforce:
        for member in self.employer["cast"]:
            self.done.workers.append(self._from_cast(member))
        for unit in self.done.units:
            if unit.kind == "team":
                self._staff(unit)
        self._move_some()
        self._let_some_leave()
        return self.done

    def _from_cast(self, member: dict[str, Any]) -> Worker:
        posts: tuple[PlannedPost, ...] = ()
        if "unit" in member:
            since = self.days.on(member["since"]) if "since" in member else self._start()
            title = member.get("title") or self._title_of_leader(member["unit"])
            posts = (PlannedPost(member["unit"], title, member["group"], since, leads=member.get("leads", False)),)
        return replace(
            self._worker(member["given"], member["family"]),
            key=member["key"],
            posts=posts,
            roles=tuple(member["roles"]),
            for_unit=member.get("for_unit", ""),
        )

    def _title_of_leader(self, code: str) -> str:
        for service in self.employer["directorate"]["services"]:
            if service["code"] == code:
                return str(service["manager"])
        return "Team leader"

    def _staff(self, team: PlannedUnit) -> None:
        here = [worker.post for worker in self.done.workers if worker.post and worker.post.unit == team.code]
        if not any(post.leads for post in here):
            self._lead(team)
        for place in employers()["shapes"][team.shape]:
            title = place["title"].format(**NATION[self.employer["nation"]])
            filled = sum(post.title == title for post in here)
            for _ in range(place["count"] - filled):
                post = PlannedPost(
                    team.code, title, place["group"], self._start(place["group"]), hours=self._hours(place)
                )
                self._join(post)

    def _lead(self, team: PlannedUnit) -> None:
        """Most teams have one leader; in the story, two lost theirs in spring."""
        title = "House manager" if team.shape == "residential" else "Team leader"
        for left in self.employer["story"]["leaders_left"]:
            if left["unit"] == team.code:
                self._join(
                    PlannedPost(team.code, title, "team-leader", self._start(), self.days.on(left["day"]), leads=True)
                )
                begins = self.days.on(left["successor_on"])
                self._join(PlannedPost(team.code, left["title"], "team-leader", begins, leads=True))
                return
        self._join(PlannedPost(team.code, title, "team-leader", self._start(), leads=True))

    def _join(self, *posts: PlannedPost) -> None:
        self.done.workers.append(replace(self._worker(*self.names.another()), posts=posts))

    def _worker(self, given: str, family: str) -> Worker:
        self.number += self.chance.randint(1, 9)
        return Worker(given, family, address(given, family, self.employer["domain"]), f"{self.number:06}")

    def _start(self, group: str = "") -> date:
        """First-year workers began within the year; the others long or not so long ago, on a Monday."""
        weeks = (
            self.chance.randint(6, 44) if group == "newly-qualified" else int(117 + 420 * self.chance.random() ** 1.7)
        )
        return self.days.on(date(2026, 11, 16)) - timedelta(weeks=weeks)

    def _hours(self, place: dict[str, Any]) -> Decimal:
        return Decimal("1.00") if place["group"] == "newly-qualified" else self.chance.choice(HOURS)

    def _move_some(self) -> None:
        """In March some changed teams within their service."""
        moved_on = self.days.on(self.employer["story"]["moved_on"])
        movable = [worker for worker in self.done.workers if self._may_move(worker)]
        for worker in self.chance.sample(movable, len(self.done.workers) // MOVING_EVERY):
            now = worker.posts[0]
            before = replace(now, unit=self._neighbour(now.unit), ends_on=moved_on - timedelta(days=1))
            self._exchange(worker, replace(worker, posts=(before, replace(now, starts_on=moved_on))))

    def _may_move(self, worker: Worker) -> bool:
        post = worker.post
        return post is not None and not worker.key and not post.leads and post.group == "social-worker"

    def _neighbour(self, code: str) -> str:
        here = self.done.unit(code)
        shapes = {"fieldwork", "specialist", "duty"}
        return self.chance.choice(
            [
                unit.code
                for unit in self.done.units
                if unit.parent == here.parent and unit != here and unit.shape in shapes
            ]
            or [code]
        )

    def _let_some_leave(self) -> None:
        staying = [
            worker.post for worker in self.done.workers if worker.post and not worker.key and not worker.post.leads
        ]
        for post in self.chance.sample(staying, len(staying) // LEAVING_EVERY):
            left = self.days.on(date(2026, 10, 30)) - timedelta(weeks=self.chance.randint(0, 56))
            began = min(post.starts_on, left - timedelta(weeks=30))
            self._join(replace(post, starts_on=began, ends_on=left))

    def _exchange(self, old: Worker, new: Worker) -> None:
        self.done.workers[self.done.workers.index(old)] = new
