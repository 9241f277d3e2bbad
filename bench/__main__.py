"""Build the employer, measure every page and call, compare with the limits, and print the tables.

python -m bench                      on a throw-away SQLite file below var/bench
python -m bench --database URL       on PostgreSQL; the name of the database must hold the word 'bench'
python -m bench --only rounds/       only addresses that hold this text
python -m bench practice             supervision over one year and over ten, apart from all others
python -m bench fitness              register and caseload, apart from all others
"""

import argparse
import logging
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import building


def main() -> int:
    """Measure and tell."""
    arguments = _arguments()
    if arguments.what == "practice":
        from bench import practice

        return _tell(arguments, _header(arguments) + practice.run(arguments))
    if arguments.what == "fitness":
        from bench import fitness

        return _tell(arguments, _header(arguments) + fitness.run(arguments))
    building.set_places(arguments.database)
    kept = building.KEPT if arguments.keep and building.KEPT.exists() else None
    if not arguments.database and kept is None:
        building.throw_away("")
    import django

    django.setup()
    logging.disable(logging.WARNING)  # that a page refuses is no news here
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.addresses"
    if arguments.database and kept is None:
        building.throw_away(arguments.database)
    from bench import measuring
    from bench.run import Run

    measuring.read_clock(arguments.clock)
    run = Run(people=arguments.people, repeats=arguments.repeats, only=arguments.only, keep=arguments.keep)
    text = _header(arguments) + run.everything(arguments.rounds, served=not arguments.quick)
    return _tell(arguments, text)


def _tell(arguments: Any, text: str) -> int:
    print(f"\n{text}")
    if arguments.write:
        Path(arguments.write).write_text(text)
    return 0


def _arguments() -> Any:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", nargs="?", choices=["everything", "practice", "fitness"], default="everything")
    parser.add_argument("--years", type=int, nargs="+", default=[1, 10], help="with `practice`: lengths of history")
    parser.add_argument("--database", default="", metavar="URL", help="PostgreSQL instead of a SQLite file")
    parser.add_argument("--people", type=int, default=5000, help="how many work there (default: 5000)")
    parser.add_argument("--rounds", type=int, nargs="+", default=[1, 10, 100], help="lengths of history to measure at")
    parser.add_argument("--repeats", type=int, default=25, help="how often each page is asked for (default: 25)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only addresses that hold this text")
    parser.add_argument("--clock", choices=["wall", "processor"], default="wall", help="which time is measured")
    parser.add_argument("--keep", action="store_true", help="keep the employer, and use the one kept before")
    parser.add_argument("--quick", action="store_true", help="leave out start, set-up and memory of the server")
    parser.add_argument("--write", default="", metavar="FILE", help="write what was measured there, too")
    return parser.parse_args()


WHICH = {"wall": "Median milliseconds", "processor": "Median milliseconds of processor time"}


def _header(arguments: Any) -> str:
    day = datetime.now(UTC)
    on = "PostgreSQL" if arguments.database else "SQLite, synchronous=FULL"
    machine = f"2 cores, Debian 12, Python {platform.python_version()}"
    rounds = f"{max(arguments.rounds)} finished rounds of 175 statements"
    behind = {"practice": f"{max(arguments.years)} years of supervision", "fitness": "60,000 live allocations"}
    return (
        f"{WHICH[arguments.clock]}, measured on {day.day} {day:%B %Y}: {machine}, {on}; "
        f"{arguments.people:,} people, {behind.get(arguments.what, rounds)}.\n\n"
    )


if __name__ == "__main__":
    sys.exit(main())
