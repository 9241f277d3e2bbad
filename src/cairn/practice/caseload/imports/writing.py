"""How is the plan of an extract carried out, all of it in one transaction, in parts that need little memory?"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F
from django.db.models.functions import Greatest

from cairn.cycle.evidence.measuring.touching import touch
from cairn.foundation.core import clock
from cairn.foundation.imports.kinds import Plan, Progress
from cairn.practice.caseload.imports.changes import Step, Work
from cairn.practice.caseload.keeping import keep
from cairn.practice.caseload.models import Allocation, Case, State, Wait
from cairn.practice.caseload.weighed import weights_on
from cairn.practice.caseload.weighing import Weights

AT_A_TIME = 1000
CHANGED = (
    *("unit", "service_area", "case_type", "complexity", "intensity", "travel", "points", "opened_on", "closed_on"),
    "state",
)
ENDED = "The file no longer names them for this case."
CAME_IN = "Came in with a file."


def write(plan: Plan, organisation_id: UUID, by: Any, progress: Progress) -> None:
    """Cases, who carries them, and what waits. Nothing is recorded here: the import itself is the act."""
    work: Work = plan.work
    writing = _Writing(organisation_id, by, work)
    for done, part in _parts(work.steps):
        writing.write(part)
        progress(done, len(work.steps))
    keep(organisation_id)
    touch("caseload", organisation_id, *writing.days)


def _parts(steps: list[Step]) -> Iterator[tuple[int, list[Step]]]:
    for at in range(0, len(steps), AT_A_TIME):
        part = steps[at : at + AT_A_TIME]
        yield at + len(part), part


class _Writing:
    def __init__(self, organisation_id: UUID, by: Any, work: Work) -> None:
        from cairn.foundation.people.models import Unit

        self.organisation_id, self.by, self.source = organisation_id, by, work.source
        self.today, self.now = clock.today(), clock.now()
        self.weights: Weights = weights_on(organisation_id).weights
        self.areas = dict(Unit.objects.filter(organisation_id=organisation_id).values_list("pk", "service_area"))
        self.days: set[date] = set()

    def write(self, steps: list[Step]) -> None:
        cases = {id(step): self._case(step) for step in steps}
        Case.objects.bulk_create([cases[id(step)] for step in steps if step.pk is None])
        Case.objects.bulk_create(
            [cases[id(step)] for step in steps if step.pk is not None],
            update_conflicts=True, unique_fields=["id"], update_fields=CHANGED,
        )  # fmt: skip
        self._end([pk for step in steps for pk in step.ends])
        self._weigh_kept(steps, cases)
        Allocation.objects.bulk_create(
            self._allocation(cases[id(step)], holding) for step in steps for holding in sorted(step.gives)
        )
        self._wait(steps, cases)
        self.days.update(step.facts.opened_on for step in steps)
        self.days.update(step.facts.closed_on for step in steps if step.facts.closed_on)

    def _case(self, step: Step) -> Case:
        facts = step.facts
        return Case(
            id=step.pk or uuid4(),
            organisation_id=self.organisation_id,
            reference=step.reference,
            reference_key=step.key,
            service_area=self.areas[facts.unit_id],
            points=self.weights.of_case(facts.case_type, facts.complexity, facts.intensity, facts.travel),
            state=State.CLOSED if facts.closed_on else State.OPEN,
            source=self.source,
            **facts._asdict(),
        )

    def _allocation(self, case: Case, holding: Any) -> Allocation:
        return Allocation(
            organisation_id=self.organisation_id,
            case=case,
            person_id=holding.person_id,
            role=holding.role,
            function=holding.function,
            conversation=CAME_IN,
            points=self.weights.for_role(case.points, holding.role),
            starts_on=self.today,
            given_by=self.by,
            given_at=self.now,
            is_imported=True,
        )

    def _end(self, allocations: list[UUID]) -> None:
        live = Allocation.objects.filter(pk__in=allocations)
        live.update(ends_on=Greatest(F("starts_on"), self.today), ended_because=ENDED)

    def _weigh_kept(self, steps: list[Step], cases: dict[int, Case]) -> None:
        """Whoever goes on carrying a case carries its new weight."""
        by_pk = {cases[id(step)].pk: cases[id(step)].points for step in steps if step.pk is not None}
        changed = []
        for one in Allocation.objects.live().filter(case__in=by_pk).only("points", "role", "case_id"):
            points = self.weights.for_role(by_pk[one.case_id], one.role)
            if points != one.points:
                one.points = points
                changed.append(one)
        Allocation.objects.bulk_update(changed, ["points"])

    def _wait(self, steps: list[Step], cases: dict[int, Case]) -> None:
        """What is open and has nobody accountable waits; what has somebody, or is closed, does not."""
        waiting = {step.pk for step in steps if step.pk is not None and _waits(step)}
        no_more = [step.pk for step in steps if step.pk is not None and not _waits(step)]
        over = Wait.objects.live().filter(case__in=no_more)
        over.update(ends_on=Greatest(F("starts_on"), self.today))
        already = set(Wait.objects.live().filter(case__in=waiting).values_list("case_id", flat=True))
        Wait.objects.bulk_create(
            Wait(
                organisation_id=self.organisation_id,
                case=cases[id(step)],
                unit_id=step.facts.unit_id,
                starts_on=step.facts.opened_on if step.pk is None else self.today,
            )
            for step in steps
            if _waits(step) and step.pk not in already
        )


def _waits(step: Step) -> bool:
    return step.facts.closed_on is None and not step.has_accountable
