"""How long does a page take, what does its bare SQL cost, and what is thus its limit?

Page, bare SQL and empty page are taken in turn, so that whatever else the machine does falls on all three alike.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter, thread_time
from typing import Any

from django.db import connection

from bench.caller import Answer, Caller, insist_on

READING = ("SELECT", "WITH")
COUNTED = (*READING, "INSERT", "UPDATE", "DELETE")
GOAL = 3.0
MOST_QUERIES = 12
LONGEST = 4.0  # seconds for one page, whatever the number of rounds asked for


CLOCKS = {"wall": perf_counter, "processor": thread_time}
clock = perf_counter


def read_clock(name: str) -> None:
    """The clock on the wall, or the processor's: on a machine that does other things too, the second says more."""
    global clock
    clock = CLOCKS[name]


@dataclass(frozen=True)
class Asked:
    """One statement of SQL as it was sent to the driver."""

    sql: str
    parameters: Any


@dataclass(frozen=True)
class Measured:
    """A page or a call of the API, in milliseconds."""

    name: str
    address: str
    milliseconds: float
    bare_sql: float
    empty: float
    queries: int
    bytes: int

    @property
    def limit(self) -> float:
        return self.bare_sql + self.empty

    @property
    def ratio(self) -> float:
        return self.milliseconds / self.limit

    @property
    def is_met(self) -> bool:
        return self.ratio <= GOAL and self.queries <= MOST_QUERIES


@dataclass
class Recorder:
    """What a page asks its database."""

    asked: list[Asked] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        self.asked.append(Asked(sql, parameters))
        return execute(sql, parameters, many, context)

    def count(self) -> int:
        return sum(one.sql.lstrip("( ").upper().startswith(COUNTED) for one in self.asked)

    def reading(self) -> list[Asked]:
        return [one for one in self.asked if one.sql.lstrip("( ").upper().startswith(READING)]


class BareDriver:
    """The driver alone, with a connection of its own set as the product sets its own."""

    def __init__(self) -> None:
        settings = connection.settings_dict
        self.is_sqlite = connection.vendor == "sqlite"
        if self.is_sqlite:
            from django.db.backends.sqlite3._functions import register

            self.connection: Any = sqlite3.connect(settings["NAME"], isolation_level=None, check_same_thread=False)
            self.connection.executescript(settings["OPTIONS"]["init_command"])
            register(self.connection)
        else:
            import psycopg

            connection.ensure_connection()
            self.connection = psycopg.connect(
                dbname=settings["NAME"], user=settings["USER"], password=settings["PASSWORD"],
                host=settings["HOST"], port=settings["PORT"], autocommit=True, context=connection.connection.adapters,
                cursor_factory=psycopg.ClientCursor,
            )  # fmt: skip

    def fetch(self, asked: list[Asked]) -> None:
        """Every row of every statement, and nothing done with them."""
        for one in asked:
            self.run(one.sql, one.parameters)

    def run(self, sql: str, parameters: Any = ()) -> list[Any]:
        """One statement, written as Django writes it."""
        if self.is_sqlite:
            sql = sql.replace("%s", "?").replace("%%", "%") if parameters else sql
            return self.connection.execute(sql, parameters or ()).fetchall()
        cursor = self.connection.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def record(call: Callable[[], Answer]) -> tuple[Answer, Recorder]:
    """Ask once and keep what the database was asked."""
    recorder = Recorder()
    connection.ensure_connection()
    with connection.execute_wrapper(recorder):
        answer = call()
    return answer, recorder


def measure(name: str, caller: Caller, address: str, empty: Caller, empty_address: str, *, rounds: int) -> Measured:
    """A page against its limit."""
    driver = BareDriver()
    insist_on(caller.get(address), address)
    answer, recorder = record(lambda: caller.get(address))
    reading = recorder.reading()
    parts: tuple[Callable[[], Any], ...] = (
        lambda: caller.get(address),
        lambda: driver.fetch(reading),
        lambda: empty.get(empty_address),
    )
    times = _in_turn(parts, rounds, clock)
    driver.connection.close()
    page, bare, nothing = (median(one) * 1000 for one in times)
    return Measured(name, address, page, bare, nothing, recorder.count(), len(answer.body))


def in_turn(parts: tuple[Callable[[], Any], ...], rounds: int, timer: Callable[[], float] | None = None) -> list[float]:
    """The median milliseconds of each, taken in turn."""
    return [median(one) * 1000 for one in _in_turn(parts, rounds, timer or clock)]


def _in_turn(parts: tuple[Callable[[], Any], ...], rounds: int, timer: Callable[[], float]) -> list[list[float]]:
    for part in parts:
        part()
    times: list[list[float]] = [[] for _ in parts]
    began = perf_counter()
    for number in range(rounds):
        if number >= 5 and perf_counter() - began > LONGEST:
            break
        for part, taken in zip(parts, times, strict=True):
            start = timer()
            part()
            taken.append(timer() - start)
    return times
