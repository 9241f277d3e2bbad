"""What does it cost to change one judgement, and what would the same rows cost if they were written by hand?"""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from uuid import uuid4

from bench.caller import Caller, insist_on
from bench.measuring import Asked, BareDriver, in_turn, record
from bench.organisation import World
from cairn.assurance.evaluation.commands import judge
from cairn.assurance.evaluation.models import Judgement

GOAL = 4.0
WRITING = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Updated:
    """Milliseconds of the whole call, of the command alone, and of the same rows by hand."""

    call: float
    command: float
    by_hand: float
    queries: int

    @property
    def ratio(self) -> float:
        return self.call / self.by_hand

    @property
    def command_ratio(self) -> float:
        return self.command / self.by_hand


def measure(world: World, programme: Caller, *, rounds: int) -> Updated:
    """Over the API, by the command, and by hand: in turn, each on a judgement of its own in the same file."""
    mine = Judgement.objects.filter(round=world.records["opened"][0], unit=world.services[0])
    over_api, commanded, by_hand = mine.select_related("round", "unit", "statement")[1:4]
    call = _call(programme, over_api)
    _, recorder = record(call)
    driver = BareDriver()
    writing = [one for one in recorder.asked if one.sql.upper().startswith(WRITING)]
    parts = (call, _command(world, commanded), _by_hand(driver, writing, by_hand))
    times = in_turn(parts, rounds, perf_counter)  # on the wall in any case: waiting for the disk is what it costs
    driver.connection.close()
    return Updated(*times, recorder.count())


def _call(programme: Caller, judgement: Judgement) -> Callable[[], Any]:
    address, texts, version = f"/api/v1/judgements/{judgement.pk}", itertools.count(), judgement.version

    def change() -> Any:
        nonlocal version
        text = f"Ten records, read together by two people for the {next(texts)}th time."
        answer = insist_on(programme.patch(address, version=version, grade=3, how_we_know=text), address)
        version = json.loads(answer.body)["version"]
        return answer

    return change


def _command(world: World, judgement: Judgement) -> Callable[[], Any]:
    texts, version = itertools.count(), judgement.version

    def change() -> Any:
        nonlocal version
        text = f"Ten records, read together by two people for the {next(texts)}th time."
        version = judge(judgement, by=world["leader"], version=version, grade=3, how_we_know=text).version

    return change


def _by_hand(driver: BareDriver, writing: list[Asked], judgement: Judgement) -> Callable[[], None]:
    """The very rows that the call wrote, in one transaction: the judgement, the ledger's entry and its tail.

    They go into a ledger of their own, so that the product's stays whole.
    """
    ledger, places = uuid4(), itertools.count(1)
    tail = next(one for one in writing if one.sql.startswith("UPDATE ledger_tail"))
    as_stored = ledger.hex if isinstance(tail.parameters[-1], str) else ledger
    question = "INSERT INTO ledger_tail (id, size, peaks, last_at) VALUES (%s, %s, %s, %s)"
    driver.run(question, (as_stored, 0, *tail.parameters[1:3]))

    def anew(one: Asked, place: int) -> Any:
        if one.sql.startswith("INSERT INTO ledger_entry"):
            pk = uuid4()
            return (pk.hex if driver.is_sqlite else pk, as_stored, place, *one.parameters[3:])
        if one is tail:
            return (place, *one.parameters[1:-1], as_stored)
        return (*one.parameters[:-1], judgement.pk.hex if driver.is_sqlite else judgement.pk)

    def write() -> None:
        place = next(places)
        driver.run("BEGIN IMMEDIATE" if driver.is_sqlite else "BEGIN")
        for one in writing:
            driver.run(one.sql, anew(one, place))
        driver.run("COMMIT")

    return write
