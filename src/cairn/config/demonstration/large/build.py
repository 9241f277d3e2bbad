"""How does a large organisation come into the database, with every year of its records?"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from time import perf_counter
from zoneinfo import ZoneInfo

from django.db import transaction

from cairn.config.demonstration import SEED
from cairn.config.demonstration.large import NAME, NATION, PEOPLE, SLUG, YEARS
from cairn.config.demonstration.large.actions import A_YEAR_FOR_EACH, Actions
from cairn.config.demonstration.large.chains import Chain, Chains, write_all
from cairn.config.demonstration.large.climate import Climate
from cairn.config.demonstration.large.needs import write_needs
from cairn.config.demonstration.large.people import Staffed, set_up
from cairn.config.demonstration.large.places import establishment
from cairn.config.demonstration.large.policies import adopt_both
from cairn.config.demonstration.large.staff import Recruiting
from cairn.config.demonstration.past.agreements import Agreements
from cairn.config.demonstration.past.course import Rules
from cairn.config.demonstration.past.indexes import without_indexes
from cairn.config.demonstration.past.rows import much_at_once
from cairn.config.demonstration.past.sessions import Past
from cairn.config.demonstration.past.working_days import WorkingDays
from cairn.cycle.duties.commands import plan_everything
from cairn.cycle.duties.models import Duty
from cairn.cycle.evidence.declaring import all_indicators
from cairn.cycle.evidence.measuring import measure
from cairn.foundation.core import clock, months
from cairn.foundation.core.statistics import look_at_tables
from cairn.foundation.core.tidying import without_tidying
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.commands import record, seal
from cairn.foundation.people.models import Organisation
from cairn.foundation.standards.commands import load_library
from cairn.practice.supervision.models import CaseRecord, PersonalRecord, Session
from cairn.practice.supervision.queries.turns import rulings

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
FEWEST, MOST_YEARS = 50, 30
WRITTEN_MOST = (Session, PersonalRecord, CaseRecord, Duty)
Say = Callable[[str, int, int], None]


@dataclass
class Built:
    """What was made, how many rows of each, and how many seconds each step took."""

    organisation: Organisation
    first: date
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def build_large(
    *,
    people: int = PEOPLE,
    years: int = YEARS,
    seed: int = SEED,
    today: date | None = None,
    say: Say = lambda name, done, of: None,
) -> Built:
    """One organisation of so many people with so many years of supervision; all of it or nothing.

    The same numbers, seed and day give the same rows. Refused where such an organisation is there already.
    """
    _insist(people, years)
    making = _Making(people, years, seed, today or clock.today(), say)
    with transaction.atomic(), without_tidying(), much_at_once():
        built = making.everything()
    look_at_tables()
    return built


def measure_large(built: Built, *, say: Say = lambda name, done, of: None) -> int:
    """Every figure of every month, as `cairn measure --all` computes them; says how many."""
    indicators, count, began = all_indicators(), 0, perf_counter()
    for done, indicator in enumerate(indicators, 1):
        count += measure(built.organisation.pk, built.first, clock.today(), indicators=[indicator]).count
        say(f"{NAME}, figures", done, len(indicators))
    built.counts["figures"] = count
    built.seconds["figures of all months"] = perf_counter() - began
    return count


def _insist(people: int, years: int) -> None:
    if people < FEWEST or not 1 <= years <= MOST_YEARS:
        raise Refused(f"It takes at least {FEWEST} people, and 1 to {MOST_YEARS} years.")
    if Organisation.objects.filter(slug=SLUG).exists():
        raise Refused(
            f"{NAME}, the large demonstration, is in this database already. Name another database with --database."
        )


class _Making:
    """The steps, one after the other."""

    def __init__(self, people: int, years: int, seed: int, today: date, say: Say) -> None:
        self.people, self.years, self.seed, self.today, self.say = people, years, seed, today, say
        self.first = months.first_of(months.add(today, -12 * years))
        self.seconds: dict[str, float] = {}
        self.units, self.places = establishment(people, self.die("places"))

    def die(self, what: str) -> random.Random:
        return random.Random(f"{self.seed} {SLUG} {what}")

    def everything(self) -> Built:
        with self._timed("people and posts"):
            load_library()
            self.employer = set_up(self.units, self.first, self._at(self.first))
            self.staffed = self._staff()
            adopt_both(self.employer, self.first, self.years)
        with self._timed("agreements, sessions and duties"), without_indexes(WRITTEN_MOST):
            self._live(self._agree())
        with self._timed("actions"):
            self._act()
        with self._timed("what is owed now, and the seal"):
            counts = self._counts()
            self._close_the_book(counts)
        return Built(self.employer.organisation, self.first, counts, self.seconds)

    def _staff(self) -> Staffed:
        staff = Recruiting(self.first, self.today, self.die("people")).fill(self.places)
        staffed = Staffed(self.employer, self.places, staff, self.die("rows of people"))
        staffed.write()
        return staffed

    @cached_property
    def rules(self) -> Rules:
        days = WorkingDays(NATION, self.first, self.today)
        return Rules(rulings(self.employer.organisation.pk), days, self.die("supervision"))

    @cached_property
    def past(self) -> Past:
        """What was said is kept for three years, and what was owed around each session for one."""
        return Past(
            self.employer.digits,
            self.rules,
            self.today,
            asked_since=months.add(self.today, -12),
            recorded_since=months.add(self.today, -36),
        )

    def _agree(self) -> list[Chain]:
        chains = Chains(self.employer, self.staffed, self.rules, self.today).all()
        self.agreements = Agreements(self.employer.digits, self.rules, self.past.duties, self.today)
        write_all(chains, self.agreements)
        write_needs(self.employer, chains, self.rules)
        return chains

    def _live(self, chains: list[Chain]) -> None:
        """Month by month, so that rows come to lie in the tables as they would have come in."""
        climate = Climate(self.employer.units, self.first, self.today, self.die("climate"))
        every, yesterday = list(months.between(self.first, self.today)), self.today - ONE_DAY
        for done, month in enumerate(every, 1):
            until = min(months.last_of(month), yesterday)
            for chain in chains:
                chain.advance(until, self.past, self.rules, climate)
            self.say(NAME, done, len(every))
        for chain in chains:
            if chain.course is not None:
                self.past.leave_open(chain.course)
        self.past.send()
        self.past.views.send()

    def _act(self) -> None:
        days, chance = self.rules.days, self.die("actions")
        self.actions = Actions(self.employer, self.staffed, days, self.past.duties, self.today, chance)
        self.actions.write(self.first, round(self.people * self.years * A_YEAR_FOR_EACH), self.past.acted)
        self.past.send()

    def _counts(self) -> dict[str, int]:
        past, agreements, people = self.past, self.agreements, self.staffed
        return {
            "people": sum(tenures[-1].last is None for tenures in people.staff.values()) + 1,
            "people who left": people.people.count + 1 - self.people,
            "units": len(self.units),
            "posts": people.posts.count,
            "agreements": agreements.agreements.count,
            "sessions": past.sessions.count,
            "duties": past.duties.count,
            "records": past.records.personal.count,
            "actions": self.actions.rows.count,
        }

    def _close_the_book(self, counts: dict[str, int]) -> None:
        """One entry speaks for all records of the past, since nobody has lived through them."""
        organisation = self.employer.organisation
        with clock.at(self._at(self.today)):
            facts = {"people": self.people, "years": self.years, "seed": self.seed, "rows": counts}
            record("organisation.invented", by=None, subject=organisation, facts=facts, organisation_id=organisation.pk)
            plan_everything(organisation)
            seal(organisation.pk)

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(8), LONDON)

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        began = perf_counter()
        yield
        self.seconds[step] = perf_counter() - began
