"""How does the average caseload stand beside that of statistical neighbours, with its spread?"""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from cairn.foundation.core.working_days import Nation
from cairn.foundation.imports.columns import plain
from cairn.foundation.people.models import Person
from cairn.practice.caseload.models import Benchmark, Neighbour

COUNTRY = "England"
SAID = {
    "z": "does not apply",
    "x": "not available",
    "u": "too unreliable to publish",
    "c": "confidential",
    "low": "rounds to nothing",
}


@dataclass(frozen=True)
class Beside:
    """One authority in one year, as it was published."""

    name: str
    closeness: str
    caseload: Decimal | None
    said: str


@dataclass(frozen=True)
class Comparison:
    """One authority and its neighbours in the newest year that was brought in."""

    code: str
    name: str
    year: int
    own: Beside | None
    country: Beside | None
    neighbours: list[Beside]
    choices: list[tuple[str, str]]

    @property
    def known(self) -> list[Decimal]:
        return sorted(one.caseload for one in self.neighbours if one.caseload is not None)

    @property
    def mean(self) -> Decimal | None:
        known = self.known
        return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.1")) if known else None

    @property
    def middle(self) -> Decimal | None:
        return Decimal(median(self.known)) if self.known else None

    @property
    def without(self) -> int:
        """How many neighbours have a mark in place of a figure, or none at all."""
        return sum(1 for one in self.neighbours if one.caseload is None)


def has_benchmarks(viewer: Person) -> bool:
    """Published neighbours exist for England alone."""
    return viewer.organisation.nation == Nation.ENGLAND


def comparison(viewer: Person, code: str = "") -> Comparison | None:
    """An authority beside its neighbours; one's own by its name, where none is asked for. None before files came in."""
    names = dict(Neighbour.objects.visible_to(viewer).filter(rank=1).order_by("name").values_list("code", "name"))
    newest = Benchmark.objects.visible_to(viewer).order_by("-year").values_list("year", flat=True).first()
    if not names or newest is None:
        return None
    code = code if code in names else _own(viewer, names)
    near = list(Neighbour.objects.visible_to(viewer).filter(code=code).order_by("rank"))
    wanted = {code, COUNTRY, *(one.neighbour for one in near)}
    found = {one.code: one for one in Benchmark.objects.visible_to(viewer).filter(year=newest, code__in=wanted)}
    return Comparison(
        code=code,
        name=names.get(code, ""),
        year=newest,
        own=_beside(found.get(code), names.get(code, "")),
        country=_beside(found.get(COUNTRY), COUNTRY),
        neighbours=[
            _beside(found.get(one.neighbour), names.get(one.neighbour, one.neighbour), one.closeness) for one in near
        ],
        choices=list(names.items()),
    )


def _own(viewer: Person, names: dict[str, str]) -> str:
    """The authority whose name stands in that of the organisation; the longest such name."""
    here = plain(viewer.organisation.name)
    fitting = [code for code, name in names.items() if plain(name) in here]
    return max(fitting, key=lambda code: len(names[code]), default="")


def _beside(found: Benchmark | None, name: str, closeness: str = "") -> Beside:
    if found is None:
        return Beside(name, closeness, None, "not in the file")
    return Beside(found.name, closeness, found.caseload, SAID.get(found.mark, ""))
