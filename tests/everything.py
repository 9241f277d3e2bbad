"""What does `./test` do? Each check, two side by side, then lines that name what was skipped and count what ran."""

import getpass
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import IO
from urllib.parse import quote, urlsplit

from defusedxml import ElementTree

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
STORIES = Path("tests/stories")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_TESTS_COLLECTED = 5
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
ASSETS = "from cairn.config.installation import assets; assets.prepare_assets()"
PRINTING = Lock()


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


@dataclass(frozen=True)
class Section:
    """One program of `./test`: what it is called, how it is started, and whether it counts tests."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    counts_tests: bool = False


def main(words: Sequence[str]) -> int:
    """Run what was asked for; 0 only where nothing failed."""
    os.chdir(ROOT)
    everything, chosen = "--all" in words, [word for word in words if word != "--all"]
    outcome = Outcome()
    _run(Section("assets", (sys.executable, "-c", ASSETS)), outcome)
    if not everything:
        outcome.left_out.append("long tests: they run with --all")
    if chosen:
        outcome.left_out.append("linters, types and import contracts: only some tests were asked for")
        for section in _chosen_tests(outcome, chosen, everything=everything):
            _run(section, outcome)
    else:
        _run_side_by_side([*_quick_checks(), *_all_tests(outcome, everything=everything), *_slow_checks()], outcome)
    print(f"\n{outcome.closing_lines()}")
    return 1 if outcome.faults or outcome.failed else 0


def _quick_checks() -> list[Section]:
    return [
        _check("ruff check", "ruff", "check", "."),
        _check("ruff format", "ruff", "format", "--check", "."),
        _check("import contracts", "lint-imports", "--no-cache"),
    ]


def _slow_checks() -> list[Section]:
    return [
        _check("mypy", "mypy"),
        _check("migrations", "python", "-m", "django", "makemigrations", "--check", "--dry-run"),
    ]


def _check(name: str, program: str, *arguments: str) -> Section:
    settings = {"DJANGO_SETTINGS_MODULE": "cairn.config.settings"}
    return Section(name, (str(BIN / program), *arguments), settings)


def _chosen_tests(outcome: Outcome, chosen: Sequence[str], *, everything: bool) -> list[Section]:
    if any(word.startswith(str(STORIES)) for word in chosen):
        return _stories(outcome, chosen, everything=everything)
    workers = 1 if any(word.startswith("-n") for word in chosen) or len(chosen) == 1 else 2
    return _both_databases(outcome, chosen, workers, everything=everything)


def _all_tests(outcome: Outcome, *, everything: bool) -> list[Section]:
    """The longest first, so that no core waits at the end: two sections run at a time, each with half of the cores."""
    both = _both_databases(outcome, [], CORES // 2, everything=everything)
    return [*reversed(both), *_stories(outcome, [str(STORIES)], everything=everything)]


def _both_databases(outcome: Outcome, chosen: Sequence[str], workers: int, *, everything: bool) -> list[Section]:
    spread = ["-n", str(workers)] if workers > 1 else []
    arguments = [*spread, f"--ignore={STORIES}", *_length(chosen, everything=everything), *chosen]
    made = [_tests("tests on SQLite", arguments)]
    if address := _postgres():
        made.append(_tests("tests on PostgreSQL", arguments, CAIRN_DATABASE_URL=address))
    else:
        why = "no server answers (CAIRN_TEST_POSTGRES, else port 5432 of this machine)"
        outcome.leave_out("tests on PostgreSQL", why, is_fault=everything)
    return made


def _stories(outcome: Outcome, chosen: Sequence[str], *, everything: bool) -> list[Section]:
    if browser := _browser():
        arguments = [*_length(chosen, everything=everything), *chosen]
        return [_tests("browser stories", arguments, CAIRN_CHROMIUM=browser)]
    outcome.leave_out("browser stories", "no Chromium found (CAIRN_CHROMIUM, else the path)", is_fault=everything)
    return []


def _tests(name: str, arguments: Sequence[str], **environment: str) -> Section:
    command = (sys.executable, "-m", "pytest", "-q", *arguments)
    return Section(name, command, {"CAIRN_TESTING": "yes", **environment}, counts_tests=True)


def _length(chosen: Sequence[str], *, everything: bool) -> list[str]:
    if everything:
        return ["--hypothesis-profile=explore"]
    return [] if "-m" in chosen else ["-m", "not long"]


def _run_side_by_side(sections: Sequence[Section], outcome: Outcome) -> None:
    """Two at a time; what a section prints comes when it has ended, so that no two are mixed."""
    with ThreadPoolExecutor(max_workers=min(2, CORES)) as lanes:
        for done in as_completed([lanes.submit(_run, section, outcome, at_once=False) for section in sections]):
            done.result()


def _run(section: Section, outcome: Outcome, *, at_once: bool = True) -> None:
    began = time.monotonic()
    print(f"\n== {section.name}" if at_once else f"   begun: {section.name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report, said = Path(folder) / "report.xml", Path(folder) / "said"
        command = [*section.command, *([f"--junitxml={report}"] if section.counts_tests else [])]
        with nullcontext() if at_once else said.open("wb") as output:
            status = _status_of(command, section.environment, output)
        with PRINTING:
            if not at_once:
                print(f"\n== {section.name}\n{said.read_text(errors='replace')}", end="")
            print(f"   {'done' if status == 0 else 'FAILED'} after {time.monotonic() - began:.0f} s", flush=True)
            if report.is_file():
                outcome.add_report(report)
            if section.counts_tests and status == NO_TESTS_COLLECTED:
                outcome.left_out.append(f"{section.name}: none was found")
            elif status:
                outcome.faults.append(section.name)


def _status_of(command: Sequence[str], environment: Mapping[str, str], output: IO[bytes] | None) -> int:
    ours = {key: value for key, value in os.environ.items() if key != "CAIRN_DATABASE_URL"}
    if ours.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Compiling everything again in each process is a fifth of the work. It is kept out of the sources all the same.
        ours.setdefault("PYTHONPYCACHEPREFIX", str(BIN.parent / "bytecode"))
    done = subprocess.run(
        command, env={**ours, **environment}, stdout=output, stderr=output and subprocess.STDOUT, check=False
    )
    return done.returncode


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
