"""What did the supervision policy of a large organisation ask for: a first one, and another half-way?"""

from dataclasses import replace
from datetime import date

from cairn.config.demonstration.large.people import Employer
from cairn.config.demonstration.past.records import moment
from cairn.foundation.core import months
from cairn.foundation.people.models import Person
from cairn.practice.supervision.asked import STARTING, STARTING_TITLE, Asked
from cairn.practice.supervision.commands.policies import USUAL_REASONS
from cairn.practice.supervision.models import Line, Policy

SHORTER = 60  # minutes, in the first one


def adopt_both(employer: Employer, first: date, years: int) -> None:
    """Neither is told to anybody, since all of them would find a notice that is years old."""
    _adopt(employer, first, [replace(line, minutes=SHORTER) for line in STARTING])
    _adopt(employer, months.add(first, 6 * years), list(STARTING))


def _adopt(employer: Employer, starts_on: date, lines: list[Asked]) -> None:
    by = Person.objects.get(organisation=employer.organisation, roles__role="cswo")
    policy = Policy.objects.create(
        organisation=employer.organisation,
        title=STARTING_TITLE,
        starts_on=starts_on,
        accepted_reasons=[str(reason) for reason in USUAL_REASONS],
        adopted_by=by,
        adopted_at=f"{moment(starts_on, 9)}+00:00",
    )
    Line.objects.bulk_create(
        Line(
            policy=policy, staff_group=line.staff_group, from_week=line.from_week, to_week=line.to_week,
            every=line.every, period=line.period, minutes=line.minutes,
        )
        for line in lines
    )  # fmt: skip
