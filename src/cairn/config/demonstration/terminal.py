"""What can be done with the demonstration from a terminal? `cairn demo` loads it and says who can sign in."""

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from cairn.config.demonstration import SEED, who


def add_to(verbs: Any) -> None:
    """`cairn demo [--seed N] [--who] [--json]`."""
    said = "load two invented employers with their people and three rounds into an empty database"
    parser: ArgumentParser = verbs.add_parser("demo", help=said, description=f"{said[0].upper()}{said[1:]}.")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="the same number gives the same employers")
    parser.add_argument("--who", action="store_true", help="load nothing; print who can sign in, with which password")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.set_defaults(func=run_demo)


def run_demo(chosen: Namespace) -> int:
    """Load it, unless only the names are asked for."""
    if chosen.who:
        return _say_who(chosen)
    from cairn.config.demonstration.build import build

    progress = _Progress()
    built = build(seed=chosen.seed, say=progress)
    progress.end()
    if chosen.json:
        print(json.dumps([{"name": one.name, "people": one.people, "rounds": one.rounds} for one in built], indent=2))
    else:
        print("\n".join(f"{one.name}: {one.people} people, {one.rounds} rounds." for one in built))
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
    """A line that counts, where somebody looks; silence where the answer goes to a file."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._open = False

    def __call__(self, name: str, done: int, of: int) -> None:
        if self._shown and (done == of or done % 10 == 0):
            print(f"\r{name}: {done} of {of} acts", end="\n" if done == of else "", file=sys.stderr, flush=True)
            self._open = done != of

    def end(self) -> None:
        if self._open:
            print(file=sys.stderr)
