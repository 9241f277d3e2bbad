"""Which cases do the invented practitioners carry, and what was said of the figures of the last months?

Cases, who carries them and past figures are put into the tables as if people had acted; the weighting is adopted and
the plans of today are written with the room's own commands, so that ledger, duties and inboxes tell of them.
"""

import random
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from uuid import UUID

from django.db.models import Sum

from cairn.config.demonstration.chronicle import Chronicle
from cairn.config.demonstration.people import Staffing
from cairn.config.demonstration.supervising import ENTERED_AT_THE_END
from cairn.cycle.evidence.declaring import all_indicators
from cairn.cycle.evidence.measuring import measure
from cairn.cycle.evidence.models import Computation
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Person, StaffGroup, Unit
from cairn.foundation.people.models.post import PRACTITIONERS
from cairn.foundation.people.offices import LEADER, Holders
from cairn.practice.caseload.commands import allocations, establishment, weightings
from cairn.practice.caseload.commands.allocations import Planned
from cairn.practice.caseload.commands.figures import draw_up
from cairn.practice.caseload.keeping import keep
from cairn.practice.caseload.models import Allocation, Case, Figure, Level, Load, Relief, State, Wait
from cairn.practice.caseload.queries.establishment import held_on
from cairn.practice.caseload.weighed import weights_on
from cairn.practice.caseload.weighing import Weights

ADOPTED_ON = date(2025, 3, 3)
PAST = 12  # months of figures
TYPES = {
    "children": (
        "enquiry",
        "child_in_need",
        "child_in_need",
        "child_protection",
        "looked_after",
        "care_leaver",
        "court",
    ),
    "adults": ("adult_care", "adult_care", "adult_care", "adult_protection", "mental_health", "carer"),
    "justice": ("justice", "justice", "other"),
    "other": ("enquiry", "adult_care", "other"),
}
BUDGET = "Budget of the year, staffing schedule"
CONVERSATION = "Talked about what the case asks for first, and what can wait."
WAITING = 0.02
TEXTS = {
    Relief.What.REMOVE: "Two reviews go to the duty team.",
    Relief.What.PUT_OFF: "Annual reviews that are not urgent are put off by a month.",
    Relief.What.SUPPORT: "A family support worker takes over the visits in between.",
}
OVER_MONTHS = ("Court took more of the month than the points show.", "Two cases were counted that had gone already.")


class Carrying:
    """One employer's cases as they stand today, and a year of monthly figures."""

    def __init__(self, staffing: Staffing, chronicle: Chronicle, seed: int) -> None:
        self.staffing, self.chronicle = staffing, chronicle
        self.slug = staffing.employer["slug"]
        self.chance = random.Random(f"{seed} {self.slug} caseload")
        self.posts = random.Random(f"{seed} {self.slug} posts")  # of its own, so that cases stay as they are
        self.number = self.chance.randint(400_000, 500_000)

    def plan(self) -> None:
        """The weighting was adopted some time ago."""
        self.chronicle.on(ADOPTED_ON, self._adopt)

    def _adopt(self) -> None:
        weightings.adopt_proposal(self.staffing.organisation, by=self._signatory)
        self._set_posts()

    def _set_posts(self) -> None:
        """Each unit ought to have as many posts as it holds, and here and there up to one and a half more."""
        held = held_on(self.staffing.organisation.pk, clock.today()).order_by().values("unit")
        posts = dict(held.annotate(held=Sum("full_time_equivalent")).values_list("unit", "held"))
        for unit in Unit.objects.filter(pk__in=posts).order_by("path"):
            more = self.posts.choice((Decimal(0), Decimal(0), Decimal("0.5"), Decimal(1), Decimal("1.5")))
            ought = (posts[unit.pk] + more).quantize(Decimal("0.1"), ROUND_UP)
            establishment.set_posts(unit, by=self._signatory, posts=ought, starts_on=clock.today(), source=BUDGET)

    @property
    def _signatory(self) -> Person:
        keys = {worker.key for worker in self.staffing.workforce.workers}
        return self.staffing.person("cswo" if "cswo" in keys else "psw")

    def end(self) -> None:
        """As it stands today."""
        organisation = self.staffing.organisation
        keep(organisation.pk)
        weights = weights_on(organisation.pk).weights
        leaders = Holders(organisation.pk)
        loads = list(
            Load.objects.filter(organisation=organisation, staff_group__in=PRACTITIONERS)
            .select_related("unit", "person")
            .order_by("person__staff_number", "person__email")
        )
        ease = {load.unit_id: self.chance.gauss(0, 7) for load in sorted(loads, key=lambda load: load.unit.path)}
        made: tuple[list[Case], list[Allocation], list[Wait]] = ([], [], [])
        for load in loads:
            giver = min(leaders.of(LEADER, load.unit_id), default=None, key=str)
            self._fill(load, ease[load.unit_id], weights, giver, made)
        for model, rows in zip((Case, Allocation, Wait), made, strict=True):
            model._default_manager.bulk_create(rows, batch_size=1000)  # type: ignore[arg-type]
        keep(organisation.pk)
        self._relieve(leaders)
        self._say_of_the_past()

    def _fill(
        self, load: Load, ease: float, weights: Weights, giver: UUID | None, made: tuple[list, list, list]
    ) -> None:
        """Cases until somebody carries what their team and chance give them; some that were closed; one that waits."""
        wanted, points = load.limit * min(1.28, max(0.3, self.chance.gauss(0.84, 0.12) + ease / 100)), load.points
        while points < wanted:
            case = self._case(load, weights, made)
            given = self._given_on(case)
            made[1].append(self._allocation(case, load, given, giver))
            self._waited(case, given, made)
            points += case.points
            if self.chance.random() < 0.35:
                self._closed(load, weights, giver, made)
        if self.chance.random() < WAITING * 10:
            waiting = self._case(load, weights, made, oldest=45)
            self._waited(waiting, None, made)

    def _case(self, load: Load, weights: Weights, made: tuple[list, list, list], oldest: int = 700) -> Case:
        self.number += self.chance.randint(1, 9)
        levels = [self.chance.choices(Level.values, (70, 24, 6))[0] for _ in range(3)]
        kind = self.chance.choice(TYPES[load.unit.service_area])
        case = Case(
            organisation_id=load.organisation_id,
            reference=str(self.number),
            reference_key=str(self.number),
            unit_id=load.unit_id,
            service_area=load.unit.service_area,
            case_type=kind,
            complexity=levels[0],
            intensity=levels[1],
            travel=levels[2],
            points=weights.of_case(kind, *levels),
            opened_on=_weekday(clock.today() - timedelta(days=min(oldest, self._age(oldest)))),
        )
        made[0].append(case)
        return case

    def _age(self, oldest: int) -> int:
        """Most cases are young, some are old."""
        return int(self.chance.expovariate(3 / oldest))

    def _days_to(self, case: Case) -> int:
        """Work on court and protection is given out at once; the rest waits for some days."""
        return 0 if case.case_type in ("court", "child_protection") else min(40, int(self.chance.expovariate(1 / 5)))

    def _given_on(self, case: Case) -> date:
        return max(case.opened_on, _weekday(min(clock.today(), case.opened_on + timedelta(days=self._days_to(case)))))

    def _allocation(self, case: Case, load: Load, day: date, giver: UUID | None) -> Allocation:
        return Allocation(
            organisation_id=load.organisation_id, case=case, person_id=load.person_id, points=case.points,
            conversation=CONVERSATION, starts_on=day, given_by_id=giver, given_at=clock.of_day(day, hour=12),
        )  # fmt: skip

    def _waited(self, case: Case, until: date | None, made: tuple[list, list, list]) -> None:
        made[2].append(
            Wait(
                organisation_id=case.organisation_id, case=case, unit_id=case.unit_id,
                starts_on=case.opened_on, ends_on=until,
            )
        )  # fmt: skip

    def _closed(self, load: Load, weights: Weights, giver: UUID | None, made: tuple[list, list, list]) -> None:
        """A case that somebody carried and that is closed."""
        case = self._case(load, weights, made)
        given = self._given_on(case)
        later = given + timedelta(days=self.chance.randint(0, (clock.today() - given).days))
        case.closed_on = max(given, _weekday(later))
        case.state = State.CLOSED
        held = self._allocation(case, load, given, giver)
        held.ends_on, held.ended_because = case.closed_on, "The case was closed."
        made[1].append(held)
        self._waited(case, given, made)

    def _relieve(self, leaders: Holders) -> None:
        """For two of three who are over there is a plan; every other one was looked at."""
        over = Load.objects.over().filter(organisation=self.staffing.organisation, staff_group__in=PRACTITIONERS)
        for place, load in enumerate(over.select_related("unit", "person").order_by("person__email")):
            load.over_since = _weekday(clock.today() - timedelta(days=self.chance.randint(0, 70)))
            load.save(update_fields=["over_since"])
            by = min(leaders.of(LEADER, load.unit_id) - {load.person_id}, default=None, key=str)
            if by is None or place % 3 == 2:
                continue
            what = self.chance.choice(Relief.What.values)
            due = clock.today() + timedelta(days=self.chance.randint(7, 35))
            writer = Person.objects.select_related("organisation").get(pk=by)
            plan = Planned(what, TEXTS[Relief.What(what)], due)
            relief = allocations.relieve(load, by=writer, plan=plan)
            if place % 2 == 0 and writer.pk != self._signatory.pk:
                allocations.look(relief, by=self._signatory)

    def _say_of_the_past(self) -> None:
        """A year of figures before this month's, and both sides of most of them."""
        organisation = self.staffing.organisation
        draw_up(organisation)
        running = months.first_of(clock.today())
        now = list(Figure.objects.filter(organisation=organisation, month=running).order_by("person__email"))
        past = [
            self._past(figure, months.add(running, -back))
            for figure in now
            for back in range(1, PAST + 1)
            if self.chance.random() < 0.97
        ]
        Figure.objects.bulk_create(past, batch_size=1000)
        self._measure()

    def _past(self, figure: Figure, month: date) -> Figure:
        is_new = figure.staff_group == StaffGroup.NEWLY_QUALIFIED
        points = max(0, figure.points + round(self.chance.gauss(-1, 4 if is_new else 8)))
        over = points > figure.limit
        agreed = self.chance.random() < 0.88
        said = clock.of_day(months.last_of(month), hour=12)
        return Figure(
            organisation_id=figure.organisation_id, person_id=figure.person_id, manager_id=figure.manager_id,
            unit_id=figure.unit_id, staff_group=figure.staff_group, month=month, cases=figure.cases, points=points,
            limit=figure.limit, has_plan=over and self.chance.random() < 0.6,
            extra_hours=Decimal(self.chance.randint(0, 12) if over else self.chance.choice((0, 0, 0, 1, 2, 4))),
            person_agrees=agreed, person_words="" if agreed else self.chance.choice(OVER_MONTHS), person_at=said,
            manager_agrees=True, manager_at=said,
            state=Figure.State.AGREED if agreed else Figure.State.DISPUTED,
        )  # fmt: skip

    def _measure(self) -> None:
        """Nobody has seen these months without their figures, so they are computed as if for the first time."""
        organisation_id = self.staffing.organisation.pk
        ours = [one for one in all_indicators() if one.source in ENTERED_AT_THE_END]
        Computation.objects.filter(organisation_id=organisation_id, indicator__in=[one.key for one in ours]).delete()
        today = clock.today()
        measure(organisation_id, months.add(months.first_of(today), -PAST), today, indicators=ours)


def _weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
