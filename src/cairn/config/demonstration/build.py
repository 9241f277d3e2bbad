"""How does the whole demonstration come into an empty database?"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from cairn.config.demonstration import SEED
from cairn.config.demonstration.carrying import Carrying
from cairn.config.demonstration.chronicle import Chronicle
from cairn.config.demonstration.days import Days
from cairn.config.demonstration.improvement import Improvement
from cairn.config.demonstration.just_now import JustNow
from cairn.config.demonstration.keeping import Keeping
from cairn.config.demonstration.library import employers
from cairn.config.demonstration.particular import Particular
from cairn.config.demonstration.people import Staffing
from cairn.config.demonstration.registering import Registering
from cairn.config.demonstration.rounds import Rounds
from cairn.config.demonstration.story import Story
from cairn.config.demonstration.supervising import Supervising
from cairn.config.demonstration.workforce import workforce
from cairn.cycle.duties.commands import plan_everything
from cairn.foundation.core import clock
from cairn.foundation.core.statistics import look_at_tables
from cairn.foundation.core.tidying import without_tidying
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.commands import seal
from cairn.foundation.people.models import Organisation
from cairn.foundation.standards.commands import load_library
from cairn.foundation.standards.models import Framework, Statement

SLUGS = ("strathcairn", "eldermarsh")
FIRST_DAY = date(2024, 9, 2)
Say = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Built:
    """What was made: the employer's name, its people and its finished and open rounds."""

    name: str
    people: int
    rounds: int


def build(
    *, seed: int = SEED, today: date | None = None, slugs: Sequence[str] = SLUGS, say: Say = lambda name, done, of: None
) -> list[Built]:
    """Two employers with their whole history, through the rooms' own commands; all of it or nothing.

    The same seed and day give the same people, grades and texts. Refused where there is an organisation already.
    """
    if Organisation.objects.exists():
        raise Refused(
            "There is an organisation in this database already. The demonstration goes only into an empty one: "
            "name another with --database."
        )
    days = Days(today or clock.today())
    with transaction.atomic(), without_tidying():
        with clock.at(days.at(FIRST_DAY, 7)):
            load_library()
        built = [_employer(employers()[slug], seed, days, say) for slug in slugs]
    look_at_tables()
    return built


def _employer(employer: dict[str, Any], seed: int, days: Days, say: Say) -> Built:
    chronicle = Chronicle(days, random.Random(f"{seed} {employer['slug']} days"))
    people = workforce(employer, seed, days)
    staffing = Staffing(employer, people, days.on(employer["opened_on"]), days.on(FIRST_DAY), FIRST_DAY)
    framework = Framework.objects.get(urn=employer["framework"], organisation=None, status="current")
    statements = list(Statement.objects.filter(framework=framework).assessable().order_by("position"))
    improvement = Improvement(staffing, chronicle, statements)
    rounds = Rounds(staffing, chronicle, improvement, Story(employer, seed), framework)
    chronicle.on(FIRST_DAY, staffing.set_up, 8)
    for day in staffing.days():
        chronicle.at(days.morning_of(day), partial(staffing.turn, day))
    improvement.plan(FIRST_DAY)
    supervising = Supervising(staffing, chronicle, seed)
    supervising.plan(FIRST_DAY)
    Particular(supervising, seed).plan()
    JustNow(supervising, seed).plan()
    carrying = Carrying(staffing, chronicle, seed)
    carrying.plan()
    rounds.plan()
    last_opens_on = employer["story"]["rounds"][-1]["opens_on"]
    chronicle.on(last_opens_on - timedelta(days=1), staffing.read_inboxes, 16)
    chronicle.live(lambda done, of: say(employer["name"], done, of))
    with clock.at(days.at_today()):
        supervising.end()
        Registering(staffing, seed, days.at(FIRST_DAY, 9)).enter()
        Keeping(staffing, seed).live()
        carrying.end()
        plan_everything(staffing.organisation)
        seal(staffing.organisation.pk)
        supervising.measure()
    return Built(employer["name"], len(people.workers), len(rounds.running))
