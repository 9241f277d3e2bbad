"""What does one length of history cost: to make it, to measure it, to raise what is owed, and each page over it?

Run by `bench.practice` as a process of its own for each length, so that time and memory of one tell nothing of another.
It answers with JSON on its last line.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from time import perf_counter, process_time
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from bench import building, measuring
from bench.caller import Caller, session_cookie

EMPTY, ME = "/bench/empty/", "/api/v1/me"
STATEMENT = "sa.4.d.5b"
FIGURE = "supervision.held"


@dataclass
class Told:
    """Seconds of the clock and of the processor by what was done, counts of rows, memory, and the pages."""

    seconds: dict[str, tuple[float, float]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    mebibytes: float = 0.0
    pages: list[dict[str, Any]] = field(default_factory=list)


def everything(people: int, years: int, repeats: int, *, keep: bool) -> Told:
    """Build, unless an employer is kept; measure."""
    told = Told()
    if not keep:
        _make(told, people, years)
    _month(told)
    _raise_what_is_owed(told)
    measure_places(told, _places(), repeats)
    return told


def measure_places(told: Told, places: dict[str, tuple[Any, str]], repeats: int) -> None:
    """Each page or call of the API, as whoever asks for it; what has no address is left out."""
    for name, (viewer, address) in places.items():
        if not address:
            continue
        is_call = address.startswith("/api/")
        caller = Caller(WSGIHandler(), **({"key": _key(viewer)} if is_call else {"cookie": session_cookie(viewer)}))
        found = measuring.measure(name, caller, address, caller, ME if is_call else EMPTY, rounds=repeats)
        told.pages.append(asdict(found))
        say(f"{name}: {found.milliseconds:.1f} ms, {found.ratio:.2f} times its limit, {found.queries} queries")


def _key(person: Any) -> str:
    from cairn.front.api.commands import make

    return make(person, by=None, name="Benchmark", days=2)[1]


def _make(told: Told, people: int, years: int) -> None:
    from cairn.config.demonstration.large.build import build_large, measure_large

    building.prepare()
    say(f"an employer of {people:,} people with {years} years of records")
    built = timed(told, "cairn demo", lambda: build_large(people=people, years=years))
    timed(told, "every month from nothing", lambda: measure_large(built))
    told.counts = built.counts


def timed(told: Told, what: str, act: Callable[[], Any]) -> Any:
    """Do it, and keep how long it took."""
    began, worked = perf_counter(), process_time()
    answer = act()
    told.seconds[what] = perf_counter() - began, process_time() - worked
    say(f"{what}: {told.seconds[what][0]:.1f} s, {told.seconds[what][1]:.1f} s of the processor")
    return answer


def _month(told: Told) -> None:
    """A month that is over, of all indicators, in a process that does nothing else: so its memory can be told."""
    done = subprocess.run([sys.executable, "-m", "bench.month"], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    told.seconds["a month of all indicators"] = found["seconds"], found["processor"]
    told.mebibytes = found["mebibytes"]
    say(f"a month: {found['seconds']:.2f} s, {found['processor']:.2f} of the processor, {told.mebibytes:.0f} MiB")


def _raise_what_is_owed(told: Told) -> None:
    """The turns of the weeks to come, as if the worker had been away for a month; then, when nothing has changed."""
    from cairn.cycle.duties.commands import plan_ahead
    from cairn.cycle.duties.models import Duty
    from cairn.practice.supervision.duties import HOLD

    employer = organisation()
    taken, _ = Duty.objects.open().filter(kind=HOLD.key, organisation=employer).delete()
    raised = timed(told, "raising the coming month's duties", lambda: plan_ahead(employer, HOLD))
    told.counts["duties raised"] = raised
    timed(told, "planning when nothing has changed", lambda: plan_ahead(employer, HOLD))
    say(f"{taken:,} taken away, {raised:,} raised")


def organisation() -> Any:
    """The large employer."""
    from cairn.config.demonstration.large import SLUG
    from cairn.foundation.people.models import Organisation

    return Organisation.objects.get(slug=SLUG)


def somebody(**which: Any) -> Any:
    """One of the large employer who can sign in."""
    from cairn.config.demonstration.sign_in import NOBODY_KNOWS
    from cairn.foundation.people.models import Person

    people = Person.objects.select_related("organisation").filter(organisation=organisation(), is_active=True)
    found = people.exclude(password__startswith=NOBODY_KNOWS).filter(posts__ends_on=None, **which).distinct()
    return found.order_by("created_at", "staff_number")[0]


def _places() -> dict[str, tuple[Any, str]]:
    """Which pages are measured, and as whom they are asked for."""
    from cairn.foundation.people.models import Unit
    from cairn.foundation.standards.models import Statement
    from cairn.practice.supervision.models import Agreement, Session

    employer = organisation()
    cswo, quality = somebody(roles__role="cswo"), somebody(roles__role="quality_officer")
    leader = somebody(posts__job_title="Team leader")
    manager, worker = somebody(posts__job_title="Service manager"), somebody(posts__job_title="Social worker")
    unit = Unit.objects.get(organisation=employer, code="S1")
    team = Unit.objects.get(organisation=employer, code="T001")
    statement = Statement.objects.get(framework__urn="urn:cairn:framework:south-ayrshire", ref=STATEMENT)
    mine = Session.objects.filter(supervisee=worker, kind="line")
    signed, booked = mine.filter(state="signed").first(), mine.filter(state="planned").first()
    agreement = Agreement.objects.in_force().get(supervisee=worker, kind="line")
    figure = f"/evidence/figures/{FIGURE}/"
    found = {
        "My work, practitioner": (worker, "/"),
        "My work, team leader": (leader, "/"),
        "My work, chief social work officer": (cswo, "/"),
        "My team, team leader": (leader, "/my-team/"),
        "My team, service manager": (manager, "/my-team/"),
        "My team, a unit": (manager, f"/my-team/units/{team.pk}/"),
        "supervision, practitioner": (worker, "/supervision/"),
        "supervision, team leader": (leader, "/supervision/"),
        "a session that both signed": (worker, f"/supervision/sessions/{signed.pk}/" if signed else ""),
        "a session in the book": (worker, f"/supervision/sessions/{booked.pk}/" if booked else ""),
        "all sessions, team leader": (leader, "/supervision/sessions/"),
        "all sessions, quality assurance officer": (quality, "/supervision/sessions/"),
        "an agreement": (worker, f"/supervision/agreements/{agreement.pk}/"),
        "all agreements, quality assurance officer": (quality, "/supervision/agreements/"),
        "a statement, chief social work officer": (cswo, f"/standards/statements/{statement.pk}/"),
        "a statement, practitioner": (worker, f"/standards/statements/{statement.pk}/"),
        "figures, chief social work officer": (cswo, "/evidence/figures/"),
        "figures, practitioner": (worker, "/evidence/figures/"),
        "a figure of the whole": (cswo, figure),
        "a figure of a service": (manager, f"{figure}units/{unit.pk}/"),
        "a figure of a team": (leader, f"{figure}units/{team.pk}/"),
        "the records behind a figure": (manager, f"{figure}rows/?unit={unit.pk}"),
        "coverage": (cswo, "/evidence/coverage/"),
    }
    return found


def say(what: str) -> None:
    """Tell whoever waits."""
    print(f"{perf_counter():9.1f}  {what}", file=sys.stderr, flush=True)


def set_up(name: str, database: str, clock: str, *, keep: bool) -> None:
    """A database of its own, emptied unless an employer is kept, and the clock that is read."""
    building.set_places(database, name=name)
    if not keep and not database:
        building.throw_away("")
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.addresses"
    if not keep and database:
        building.throw_away(database)
    measuring.read_clock(clock)


def main() -> None:
    """`python -m bench.practised PEOPLE YEARS REPEATS CLOCK DATABASE KEEP`"""
    people, years, repeats, clock, database, keep = sys.argv[1:]
    set_up(f"practice-{years}", database, clock, keep=bool(keep))
    connection.ensure_connection()
    told = everything(int(people), int(years), int(repeats), keep=bool(keep))
    print(json.dumps(asdict(told)))


if __name__ == "__main__":
    main()
