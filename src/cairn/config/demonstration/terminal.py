"""What can be done with the demonstration from a terminal? `cairn demo` loads it and says who can sign in."""

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from cairn.config.demonstration import SEED, who
from cairn.config.demonstration.large import PEOPLE, YEARS

WIDTH = 30


def add_to(verbs: Any) -> None:
    """`cairn demo [--people N --years N] [--seed N] [--who] [--json]`."""
    said = "load two invented employers with three rounds and two years of supervision into an empty database"
    parser: ArgumentParser = verbs.add_parser("demo", help=said, description=f"{said[0].upper()}{said[1:]}.")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="the same number gives the same employers")
    parser.add_argument("--people", type=int, metavar="N", help=f"instead one large employer for trials ({PEOPLE:,})")
    parser.add_argument("--years", type=int, metavar="N", help=f"years of records of the large employer ({YEARS})")
    parser.add_argument("--who", action="store_true", help="load nothing; print who can sign in, with which password")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.set_defaults(func=run_demo)


def run_demo(chosen: Namespace) -> int:
    """Load it, unless only the names are asked for."""
    if chosen.who:
        return _say_who(chosen)
    if chosen.people is not None or chosen.years is not None:
        return _load_large(chosen)
    from cairn.config.demonstration.build import build

    progress = _Progress()
    built = build(seed=chosen.seed, say=progress)
    progress.end()
    if chosen.json:
        print(json.dumps([{"name": one.name, "people": one.people, "rounds": one.rounds} for one in built], indent=2))
    else:
        print("\n".join(f"{one.name}: {one.people} people, {one.rounds} rounds." for one in built))
    return 0


def _load_large(chosen: Namespace) -> int:
    """One employer with years of records; then all its figures."""
    from cairn.config.demonstration.large.build import build_large, measure_large

    progress = _Progress("steps")
    people = PEOPLE if chosen.people is None else chosen.people
    years = YEARS if chosen.years is None else chosen.years
    built = build_large(people=people, years=years, seed=chosen.seed, say=progress)
    measure_large(built, say=progress)
    progress.end()
    if chosen.json:
        told = {"name": built.organisation.name, "rows": built.counts, "seconds": built.seconds}
        print(json.dumps(told, indent=2))
    else:
        print(f"{built.organisation.name}: {', '.join(f'{count:,} {what}' for what, count in built.counts.items())}.")
        print("\n".join(f"{step}: {taken:.1f} s" for step, taken in built.seconds.items()))
    return 0


def _say_who(chosen: Namespace) -> int:
    rows = [{"email": email, "password": password, "is": described} for email, password, described in who()]
    if chosen.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows:
        width = max(len(row["email"]) for row in rows)
        print("\n".join(f"{row['email']:<{width}}  {row['password']}  {row['is']}" for row in rows))
    else:
        print("The demonstration is not in this database. `cairn demo` loads it into an empty one.", file=sys.stderr)
        return 1
    return 0


class _Progress:
    """A bar that grows, where somebody looks; silence where the answer goes to a file."""

    def __init__(self, what: str = "acts") -> None:
        self._what = what
        self._shown = sys.stderr.isatty()
        self._open = False

    def __call__(self, name: str, done: int, of: int) -> None:
        if self._shown and (done == of or done % max(1, of // 200) == 0):
            bar = "█" * (WIDTH * done // of)
            line = f"\r{name}: {bar:░<{WIDTH}} {done} of {of} {self._what}"
            print(line, end="\n" if done == of else "", file=sys.stderr, flush=True)
            self._open = done != of

    def end(self) -> None:
        if self._open:
            print(file=sys.stderr)
