"""How quick is supervision over ten years of records, beside one year, for an employer of 5,000 people?

python -m bench practice             both lengths, each in a process and a database file of its own below var/bench
"""

import json
import subprocess
import sys
from typing import Any

from bench.measuring import Measured
from bench.table import missed, table

LIMITS = {
    "cairn demo": 300.0,
    "every month from nothing": 60.0,
    "a month of all indicators": 2.0,
    "raising the coming month's duties": 3.0,
    "planning when nothing has changed": 3.0,
}
MOST_MEBIBYTES = 300
GROWTH = 1.2


def run(arguments: Any) -> str:
    """Every length in turn; then everything in tables."""
    lengths = sorted(arguments.years)
    found = {years: told_by("bench.practised", arguments, years=years) for years in lengths}
    longest = found[lengths[-1]]
    parts = [_made(longest, lengths[-1]), steps(found, LIMITS), pages(found)]
    return "\n\n".join(parts) + "\n"


def told_by(module: str, arguments: Any, *, years: int) -> dict[str, Any]:
    """What a process of its own says that it measured."""
    words = [str(arguments.people), str(years), str(arguments.repeats), arguments.clock, arguments.database]
    done = subprocess.run(
        [sys.executable, "-m", module, *words, "keep" if arguments.keep else ""],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _made(longest: dict[str, Any], years: int) -> str:
    counts = ", ".join(f"{count:,} {what}" for what, count in longest["counts"].items())
    return f"The employer with {years} years: {counts}."


def steps(found: dict[int, dict[str, Any]], limits: dict[str, float]) -> str:
    """What was done, with its limit."""
    rows = []
    for what, limit in limits.items():
        taken = [one["seconds"][what] for one in found.values() if what in one["seconds"]]
        if taken:
            mark = "" if taken[-1][0] <= limit else " **"
            both = (f"{clock:.1f} ({processor:.1f})" for clock, processor in taken)
            rows.append((f"{what}{mark}", *both, f"{limit:.0f}"))
    if memory := [one["mebibytes"] for one in found.values() if one["mebibytes"]]:
        mark = "" if memory[-1] <= MOST_MEBIBYTES else " **"
        rows.append((f"memory for that month, MiB{mark}", *(f"{one:.0f}" for one in memory), str(MOST_MEBIBYTES)))
    heads = ("what, in seconds (of the processor)", *(_called(years) for years in found), "at most")
    return f"## Steps\n\n{table(heads, rows)}"


def pages(found: dict[int, dict[str, Any]]) -> str:
    """Every page, with its limit."""
    measured = [{one["name"]: Measured(**one) for one in told["pages"]} for told in found.values()]
    shortest, longest = measured[0], measured[-1]
    rows = [_page(one, shortest.get(name), len(found)) for name, one in longest.items()]
    heads = ("page", "ms", "bare SQL", "limit", "times", "queries", "kB")
    heads = (*heads, *((f"ms at {_called(min(found))}", "growth") if len(found) > 1 else ()))
    return f"## Pages\n\n{missed(list(longest.values()))}{_grown(shortest, longest)}\n\n{table(heads, rows)}"


def _page(one: Measured, short: Measured | None, lengths: int) -> tuple[object, ...]:
    growth = one.milliseconds / short.milliseconds if short else 0.0
    mark = "" if one.is_met and growth <= GROWTH else " **"
    row: tuple[object, ...] = (
        f"{one.name}{mark}",
        f"{one.milliseconds:.1f}",
        f"{one.bare_sql:.2f}",
        f"{one.limit:.1f}",
        f"{one.ratio:.2f}",
        one.queries,
        f"{one.bytes / 1000:.1f}",
    )
    return row if short is None or lengths == 1 else (*row, f"{short.milliseconds:.1f}", f"{growth:.2f}")


def _grown(shortest: dict[str, Measured], longest: dict[str, Measured]) -> str:
    """In a sentence, what is slower with the longer history than it may be."""
    slower = [
        name
        for name, one in longest.items()
        if name in shortest and one.milliseconds > GROWTH * shortest[name].milliseconds
    ]
    if shortest is longest:
        return ""
    if not slower:
        return f" None is slower than {GROWTH:g} times the same page over the shortest history."
    return f" Slower than {GROWTH:g} times the same page over the shortest history: {', '.join(slower)}."


def _called(years: int) -> str:
    return f"{years} year{'s' if years > 1 else ''}"
