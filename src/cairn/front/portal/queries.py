"""What does the start page show to this person, and what does a search find?"""

from dataclasses import dataclass, field
from typing import Any

from cairn.assurance.evaluation import queries as evaluation
from cairn.assurance.evaluation.models import Result, Round
from cairn.assurance.evaluation.scales import top
from cairn.cycle.duties.queries import MOST as MOST_WORK
from cairn.cycle.duties.queries import Work, work_of
from cairn.cycle.improvement import queries as improvement
from cairn.cycle.improvement.models import Action, Suggestion
from cairn.foundation.core import words
from cairn.foundation.people.access import standing_of
from cairn.foundation.people.models import Person, ProfessionalRole, Role
from cairn.foundation.standards.models import Statement
from cairn.foundation.standards.queries import statements_matching

MOST = 15
OVERSEES = {
    *("cswo", "cswo_deputy", "psw", "quality_officer", "professional_lead"),
    *("leader", "chief_executive", "elected_member"),
}
# Of an area, the start page shows where both sides stand and what it is called.
SHOWN = (
    *("employers_mean", "practitioners_mean", "practitioners_withheld", "gap"),
    *("statement__heading", "statement__text"),
)
ADVISES = (Role.CSWO, Role.CSWO_DEPUTY, Role.PSW, Role.PROFESSIONAL_LEAD)


@dataclass(frozen=True)
class Overview:
    """The newest finished round in one glance."""

    round: Round
    areas: list[Result]
    actions: improvement.Tally

    @property
    def apart(self) -> list[Result]:
        """Areas where employers and practitioners are a grade or more apart, on a scale of six."""
        far = top(self.round.scale) / 6
        return [area for area in self.areas if area.gap is not None and abs(area.gap) >= far]

    @property
    def weakest(self) -> Result | None:
        judged = [area for area in self.areas if area.employers_mean is not None]
        return min(judged, key=lambda area: area.employers_mean or 0, default=None)


@dataclass(frozen=True)
class Home:
    """The start page of one person."""

    work: Work
    roles: frozenset[str]
    under_way: list[Round] = field(default_factory=list)
    overview: Overview | None = None
    advice: list[ProfessionalRole] = field(default_factory=list)
    suggestion: Suggestion | None = None

    @property
    def is_unplaced(self) -> bool:
        """Somebody who can sign in, and of whom nothing else is known."""
        return "worker" not in self.roles

    @property
    def heading(self) -> str:
        """The state of things in a sentence."""
        owed, late = len(self.work.owed), self.work.late
        if self.is_unplaced:
            return "You have no post or role here yet"
        if self.work.is_cut:
            return f"More than {MOST_WORK} things are waiting"
        if not owed:
            return "Nothing is waiting for you"
        if owed == late == 1:
            return "One thing is waiting, and it is late"
        said = f"{words.capital(words.plural(owed, 'thing'))} {'is' if owed == 1 else 'are'} waiting"
        return f"{said}, {words.number(late)} {'is' if late == 1 else 'are'} late" if late else said

    @property
    def more(self) -> list[tuple[str, str, int]]:
        """Where else on the page there is something: the place, what it is called, how many."""
        lists = (
            ("#others", "What others owe you", self.work.awaited),
            ("#later", "Later", self.work.later),
            ("#done", "Done this month", self.work.done),
        )
        return [(place, title, len(items)) for place, title, items in lists if items]


def home(viewer: Person) -> Home:
    """What waits, and beside it what this person's role asks for: the whole, or whom to ask."""
    roles, work = standing_of(viewer).roles, work_of(viewer)
    if roles & OVERSEES:
        under_way, newest = evaluation.open_and_newest(viewer)
        return Home(work, roles, under_way, _overview(viewer, newest) if newest else None)
    return Home(work, roles, advice=_advice(viewer), suggestion=_suggestion(viewer) if "worker" in roles else None)


def _overview(viewer: Person, newest: Round) -> Overview:
    areas = evaluation.results(viewer, newest, unit=None, areas=True).select_related(None).select_related("statement")
    return Overview(newest, list(areas.only(*SHOWN).order_by("position")), improvement.tally(viewer))


def _advice(viewer: Person) -> list[ProfessionalRole]:
    """Whom a worker can ask for professional advice (sa.leads.access, sa.4.d.3)."""
    held = ProfessionalRole.objects.current().filter(organisation_id=viewer.organisation_id, role__in=ADVISES)
    return sorted(held.select_related("person", "unit"), key=lambda role: ADVISES.index(Role(role.role)))[:4]


def _suggestion(viewer: Person) -> Suggestion | None:
    answered = Suggestion.objects.filter(organisation_id=viewer.organisation_id, person=viewer).exclude(answer="")
    return answered.order_by("-answered_at").first()


@dataclass(frozen=True)
class Found:
    """What a search found, as far as the reader may see it."""

    statements: list[Statement]
    people: list[Person]
    actions: list[Action]
    most: int = MOST

    @property
    def total(self) -> int:
        return len(self.statements) + len(self.people) + len(self.actions)

    @property
    def more(self) -> bool:
        return any(len(kind) == self.most for kind in (self.statements, self.people, self.actions))


def found(viewer: Person, sought: str) -> Found:
    """Statements, people and actions that hold every word."""
    if not sought.split():
        return Found([], [], [])
    return Found(
        list(statements_matching(viewer, sought)[:MOST]),
        list(_people(viewer, sought)),
        list(improvement.action_log(viewer, show="all", words=sought)[:MOST]),
    )


def _people(viewer: Person, sought: str) -> Any:
    if "worker" not in standing_of(viewer).roles:
        return []
    return Person.objects.visible_to(viewer).filter(is_active=True).matching(sought)[:MOST]
