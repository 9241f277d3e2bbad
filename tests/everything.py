"""What does `./test` do? Each check in turn, then closing lines that name what was skipped and count what ran."""

import getpass
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from defusedxml import ElementTree

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
STORIES = Path("tests/stories")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_TESTS_COLLECTED = 5


@dataclass
class Outcome:
    """What happened so far: numbers from the runs, names of what failed and of what was left out."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    faults: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add_report(self, report: Path) -> None:
        """Count the tests of one run from its own report."""
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            self.passed += tests - skipped - failed
            self.failed += failed
            self.skipped += skipped

    def leave_out(self, what: str, why: str, *, is_fault: bool) -> None:
        """Something cannot run here: named, and with --all a failure."""
        self.left_out.append(f"{what}: {why}")
        if is_fault:
            self.faults.append(f"{what} is missing")

    def closing_lines(self) -> str:
        """The last thing that is printed."""
        lines = [f"Skipped: {line}" for line in self.left_out]
        lines += [f"Failed: {line}" for line in self.faults]
        return "\n".join([*lines, f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"])


def main(words: Sequence[str]) -> int:
    """Run what was asked for; 0 only where nothing failed."""
    os.chdir(ROOT)
    everything, chosen = "--all" in words, [word for word in words if word != "--all"]
    outcome = Outcome()
    _prepare_assets(outcome)
    if chosen:
        outcome.left_out.append("linters, types and import contracts: only some tests were asked for")
    else:
        _check_the_code(outcome)
    if not everything:
        outcome.left_out.append("long tests: they run with --all")
    asks_for_stories = [word for word in chosen if word.startswith(str(STORIES))]
    if not asks_for_stories:
        _test_on_both_databases(outcome, chosen, everything=everything)
    if asks_for_stories or not chosen:
        _tell_the_stories(outcome, chosen, everything=everything)
    print(f"\n{outcome.closing_lines()}")
    return 1 if outcome.faults or outcome.failed else 0


def _prepare_assets(outcome: Outcome) -> None:
    if _run("assets", [sys.executable, "-c", "from cairn.config.installation import assets; assets.prepare_assets()"]):
        outcome.faults.append("the design system's assets")


def _check_the_code(outcome: Outcome) -> None:
    checks = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "mypy": ["mypy"],
        "import contracts": ["lint-imports", "--no-cache"],
        "migrations": ["python", "-m", "django", "makemigrations", "--check", "--dry-run"],
    }
    for name, (program, *arguments) in checks.items():
        if _run(
            name, [str(BIN / program), *arguments], environment={"DJANGO_SETTINGS_MODULE": "cairn.config.settings"}
        ):
            outcome.faults.append(name)


def _test_on_both_databases(outcome: Outcome, chosen: Sequence[str], *, everything: bool) -> None:
    arguments = [*_spread(chosen), f"--ignore={STORIES}", *_length(chosen, everything=everything), *chosen]
    _run_tests(outcome, "tests on SQLite", arguments, database=None)
    if address := _postgres():
        _run_tests(outcome, "tests on PostgreSQL", arguments, database=address)
    else:
        why = "no server answers (CAIRN_TEST_POSTGRES, else port 5432 of this machine)"
        outcome.leave_out("tests on PostgreSQL", why, is_fault=everything)


def _tell_the_stories(outcome: Outcome, chosen: Sequence[str], *, everything: bool) -> None:
    if not STORIES.is_dir():
        outcome.leave_out("browser stories", f"there is no {STORIES} yet", is_fault=everything)
    elif not (browser := _browser()):
        outcome.leave_out("browser stories", "no Chromium found (CAIRN_CHROMIUM, else the path)", is_fault=everything)
    else:
        arguments = [*_length(chosen, everything=everything), *(chosen or [str(STORIES)])]
        _run_tests(outcome, "browser stories", arguments, database=None, more={"CAIRN_CHROMIUM": browser})


def _run_tests(
    outcome: Outcome, name: str, arguments: Sequence[str], *, database: str | None, more: dict[str, str] | None = None
) -> None:
    environment = {"CAIRN_TESTING": "yes", **(more or {})}
    if database:
        environment["CAIRN_DATABASE_URL"] = database
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
        status = _run(name, command, environment=environment)
        if report.is_file():
            outcome.add_report(report)
    if status == NO_TESTS_COLLECTED:
        outcome.left_out.append(f"{name}: none was found")
    elif status:
        outcome.faults.append(name)


def _run(name: str, command: Sequence[str], *, environment: dict[str, str] | None = None) -> int:
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    ours = {key: value for key, value in os.environ.items() if key != "CAIRN_DATABASE_URL"}
    status = subprocess.run(command, env={**ours, **(environment or {})}, check=False).returncode
    print(f"   {'done' if status == 0 else 'FAILED'} after {time.monotonic() - began:.0f} s", flush=True)
    return status


def _spread(chosen: Sequence[str]) -> list[str]:
    return [] if any(word.startswith("-n") for word in chosen) or len(chosen) == 1 else ["-n", "2"]


def _length(chosen: Sequence[str], *, everything: bool) -> list[str]:
    return [] if everything or "-m" in chosen else ["-m", "not long"]


def _browser() -> str | None:
    named = os.environ.get("CAIRN_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def _postgres() -> str | None:
    """The address of a database of this checkout's own, on a server where databases may be made."""
    name = "cairn_" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    if named := os.environ.get("CAIRN_TEST_POSTGRES"):
        return named if urlsplit(named).path.strip("/") else f"{named.rstrip('/')}/{name}"
    for user in dict.fromkeys((getpass.getuser(), "postgres")):
        server = f"postgres://{quote(user)}@127.0.0.1:5432"
        if _may_make_databases(f"{server}/postgres"):
            return f"{server}/{name}"
    return None


def _may_make_databases(address: str) -> bool:
    import psycopg

    question = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(address, connect_timeout=3) as connection:
            row = connection.execute(question).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(row and row[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
