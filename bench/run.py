"""In which order is everything measured? Pages at each length of history; then what needs the longest one only."""

import pickle
import sys
from time import perf_counter
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings

from bench import building, history, measuring, organisation, peer, places, process, table, updating
from bench.caller import Caller, insist_on, session_cookie
from bench.measuring import Measured
from bench.organisation import World

EMPTY, HELLO, ME = "/bench/empty/", "/bench/hello/", "/api/v1/me"
EMPTY_GOAL = 4.0
# What a new Django project brings, for the hello that ours is compared with.
DJANGOS_OWN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
FILES = ("assurance.docx", "assurance.pdf", "assurance.xlsx", "assurance.json")


class Run:
    """One run of the benchmark."""

    def __init__(self, *, people: int, repeats: int, only: str, keep: bool):
        self.people, self.repeats, self.only, self.keep = people, repeats, only, keep
        self.application = WSGIHandler()
        self.world: World
        self.cookies: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.length = 0

    def everything(self, lengths: list[int], *, served: bool) -> str:
        """Build, measure at each length, and tell."""
        self._build_or_take_up()
        found: dict[int, list[Measured]] = {}
        for length in sorted(lengths):
            self._say(f"history of {length}")
            self._grow(length)
            self.places, self.unopened = places.find(self.world, *self._callers())
            found[length] = self._measure_all()
        parts = [self._told(found), self._empty(), self._update(), self._files(), self._peers(found)]
        if served:
            parts.append(self._served())
        return "\n\n".join(parts) + "\n"

    def _build_or_take_up(self) -> None:
        """Make everything anew, or go on with what was kept."""
        if self.keep and building.KEPT.exists():
            self.world, self.keys, self.length = pickle.loads(building.KEPT.read_bytes())  # noqa: S301 (our own file)
            self.cookies = {name: session_cookie(person) for name, person in self.world.people.items()}
        else:
            self._build()
            self.length = 1

    def _build(self) -> None:
        self._say("tables and library")
        building.prepare()
        with _careless():
            self._say("people")
            self.world = organisation.build(self.people)
            self._say("one round, lived through")
            history.live_through_one(self.world)
            self._sign_in()

    def _sign_in(self) -> None:
        from cairn.cycle.improvement.commands import offer
        from cairn.foundation.people.models import Person
        from cairn.front.api.commands import make

        self.world.records["tokens"] = []
        for name, person in self.world.people.items():
            person = Person.objects.select_related("organisation").get(pk=person.pk)
            self.world.people[name] = person
            self.cookies[name] = session_cookie(person)
            token, self.keys[name] = make(person, by=None, name="Benchmark", days=30)
            self.world.records["tokens"].append(token)
        for person in self.world.practitioners[:30]:
            offer(by=Person.objects.get(pk=person.pk), text="A quiet room for recording after visits.")

    def _callers(self) -> tuple[dict[str, Caller], dict[str, Caller]]:
        browsers = {name: Caller(self.application, cookie=cookie) for name, cookie in self.cookies.items()}
        return browsers, {name: Caller(self.application, key=key) for name, key in self.keys.items()}

    def _grow(self, length: int) -> None:
        with _careless():
            for number in range(self.length + 1, length + 1, 5):
                history.add_rounds(self.world, number, min(number + 4, length))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.length = max(self.length, length)
        if self.keep:
            building.KEPT.write_bytes(pickle.dumps((self.world, self.keys, self.length)))

    def _measure_all(self) -> list[Measured]:
        browsers, programmes = self._callers()
        found = []
        for place in self.places:
            if self.only not in place.address and self.only not in place.name:
                continue
            callers, empty = (programmes, ME) if place.is_call else (browsers, EMPTY)
            caller = callers[place.viewer]
            found.append(measuring.measure(place.name, caller, place.address, caller, empty, rounds=self.repeats))
        return found

    def _told(self, found: dict[int, list[Measured]]) -> str:
        longest = found[max(found)]
        pages = [one for one in longest if not one.address.startswith("/api/")]
        calls = [one for one in longest if one.address.startswith("/api/")]
        unopened = f"Not measured, because nobody of this employer can open them now: {', '.join(self.unopened)}."
        parts = [
            f"## Pages\n\n{table.missed(pages)}\n\n{table.measured(pages)}" if pages else "",
            f"## Calls of the API that read\n\n{table.missed(calls)}\n\n{table.measured(calls)}" if calls else "",
            unopened if self.unopened and not self.only else "",
            self._growth(found) if len(found) > 1 else "",
        ]
        return "\n\n".join(part for part in parts if part)

    def _growth(self, found: dict[int, list[Measured]]) -> str:
        lengths = sorted(found)
        by_name = {length: {one.name: one for one in found[length]} for length in lengths}
        names = [one.name for one in found[lengths[-1]] if all(one.name in by_name[length] for length in lengths)]
        rows = []
        for name in names:
            taken = [by_name[length][name] for length in lengths]
            queries = {one.queries for one in taken}
            growth = taken[-1].milliseconds / taken[0].milliseconds
            rows.append(
                (
                    name,
                    *(f"{one.milliseconds:.1f}" for one in taken),
                    f"{growth:.2f}",
                    "/".join(map(str, sorted(queries))),
                )
            )
        rows.sort(key=lambda row: -float(row[-2]))
        heads = ("address", *(f"{length} round{'s' if length > 1 else ''}" for length in lengths), "times", "queries")
        return f"## Growth with the length of history (ms)\n\n{table.table(heads, rows)}"

    def _empty(self) -> str:
        """The product's empty page against Django's own hello, with the same session and person."""
        browsers, programmes = self._callers()
        with override_settings(MIDDLEWARE=DJANGOS_OWN):
            djangos = Caller(WSGIHandler(), cookie=self.cookies["cswo"])
            insist_on(djangos.get(HELLO), HELLO)
        parts = (
            lambda: browsers["cswo"].get(EMPTY),
            lambda: programmes["cswo"].get(ME),
            lambda: djangos.get(HELLO),
        )
        empty, me, hello = measuring.in_turn(parts, self.repeats * 8)
        self.empty_call = me
        queries = measuring.record(parts[0])[1].count(), measuring.record(parts[1])[1].count()
        rows = [
            ("empty signed-in page", f"{empty:.2f}", f"{empty / hello:.2f}", queries[0]),
            ("empty call (`me`)", f"{me:.2f}", f"{me / hello:.2f}", queries[1]),
            ("Django's own signed-in hello", f"{hello:.2f}", "1", 2),
        ]
        goal = f"Goal: at most {EMPTY_GOAL:g} times."
        heads = ("what", "ms", "times hello", "queries")
        return f"## The empty page\n\n{goal}\n\n{table.table(heads, rows)}"

    def _update(self) -> str:
        self.updated = found = updating.measure(self.world, self._callers()[1]["leader"], rounds=self.repeats * 4)
        rows = [
            ("the command", f"{found.command:.1f}", f"{found.command_ratio:.2f}", ""),
            ("the same rows by hand", f"{found.by_hand:.1f}", "1", 3),
            ("the whole call over the API", f"{found.call:.1f}", f"{found.ratio:.2f}", found.queries),
            ("by hand, and an empty call", f"{found.by_hand + self.empty_call:.1f}", "", ""),
        ]
        said = (
            f"Goal: at most {updating.GOAL:g} times the same rows written by hand in one transaction, each "
            f"waiting for the disk. The whole call takes {found.call / (found.by_hand + self.empty_call):.2f} times an "
            "empty call and the rows by hand."
        )
        return f"## Changing one judgement\n\n{said}\n\n{table.table(('how', 'ms', 'times', 'queries'), rows)}"

    def _files(self) -> str:
        """The report as files; each is recorded as taken away."""
        browser, pk = self._callers()[0]["cswo"], self.world.records["signed"][0].pk
        self.files = {}
        for name in FILES:
            address = f"/reports/{pk}/{name}"
            insist_on(browser.get(address), address)
            self.files[name] = measuring.in_turn((lambda address=address: browser.get(address),), 5)[0]
        rows = [(name, f"{taken:.0f}") for name, taken in self.files.items()]
        return f"## The report as files\n\n{table.table(('file', 'ms'), rows)}"

    def _peers(self, found: dict[int, list[Measured]]) -> str:
        """Beside the leading peer: a unit's judgements, a change, the start page and results, the Word file."""
        longest = {one.name: one.milliseconds for one in found[max(found)]}
        ours: list[tuple[peer.Figure, str, float | None]] = [
            (peer.LIST, "judgements of one unit", longest.get("rounds/<pk>/judging/<unit>/")),
            (peer.LIST, "the same over the API", longest.get("api/v1/rounds/<round>/judgements")),
            (peer.OVERVIEW, "start page", longest.get("(start page)")),
            (peer.OVERVIEW, "results of a round", longest.get("rounds/<pk>/results/")),
            (peer.OVERVIEW, "list of all rounds", longest.get("rounds/")),
            (peer.UPDATE, "over the API", self.updated.call),
            (peer.REPORT, "Word file", self.files["assurance.docx"]),
        ]
        rows = [
            (
                figure.what,
                "" if figure.with_ten is None else f"{figure.with_ten:.0f}",
                f"{figure.with_many:.0f}",
                what,
                f"{taken:.1f}",
                f"{figure.with_many / taken:.0f}",
                f"1/{figure.share}",
                "met" if taken <= figure.with_many / figure.share else "missed",
                "" if figure.with_ten is None else "met" if taken <= figure.goal else "missed",
            )
            for figure, what, taken in ours
            if taken is not None
        ]
        heads = ("what", "peer, 10 (ms)", "peer, 500 (ms)", "here", "ms", "times faster", "goal", "of 500", "of 10")
        return f"## Beside the leading open-source peer\n\n{table.table(heads, rows)}"

    def _served(self) -> str:
        self._say("the served process")
        start, memory = process.start_seconds(), process.serve_every_page(self.places, self.cookies, self.keys)
        needed = process.set_up()
        demonstration = "–" if needed.with_demonstration is None else f"{needed.with_demonstration:.0f} s"
        low, high = peer.MEMORY_MEBIBYTES
        rows = [
            ("from the command to the first answer", f"{start:.2f} s", "1 s", f"{peer.START_SECONDS:g} s"),
            ("set-up without demonstration, processor time", f"{needed.empty:.0f} s", "60 s", "600 s"),
            ("set-up with demonstration, processor time", demonstration, "60 s", "600 s"),
            ("memory of one worker at its first page", f"{memory.memory_at_first:.0f} MiB", "", ""),
            (
                f"memory of one worker after {memory.pages} pages and calls",
                f"{memory.memory_at_last:.0f} MiB",
                "200 MiB",
                f"{low} to {high} MiB",
            ),
        ]
        return f"## The program\n\n{table.table(('what', 'here', 'goal', 'peer'), rows)}"

    def _say(self, what: str) -> None:
        print(f"{perf_counter():9.1f}  {what}", file=sys.stderr, flush=True)


class _careless:
    """While the employer is made, SQLite need not wait for the disk; pages are measured with the product's promise."""

    def __enter__(self) -> None:
        self._set("OFF")

    def __exit__(self, *_: Any) -> None:
        self._set("FULL")

    def _set(self, how: str) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous={how}")
