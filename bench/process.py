"""What does the running program need: to be set up, to start, and in memory after it has served every page?"""

import contextlib
import http.client
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.building import ROOT, VAR
from bench.places import Place

CAIRN = Path(sys.executable).parent / "cairn"


@dataclass(frozen=True)
class Served:
    """Seconds to the first answer, and mebibytes of one worker process after every page."""

    start_seconds: float
    memory_at_first: float
    memory_at_last: float
    pages: int


def serve_every_page(places: list[Place], cookies: dict[str, str], keys: dict[str, str]) -> Served:
    """Start the real server with one worker, and ask it for every page."""
    with _server() as (process, port, seconds):
        worker = _child_of(process.pid)
        _get(port, "/healthz", {})
        first = _resident(worker)
        for place in places:
            headers = {"Cookie": cookies[place.viewer]}
            if place.is_call:
                headers = {"Authorization": f"Bearer {keys[place.viewer]}"}
            _get(port, place.address, headers)
        return Served(seconds, first, _resident(worker), len(places))


def start_seconds(times: int = 3) -> float:
    """The shortest of a few starts: from the command to the first answer."""
    found = []
    for _ in range(times):
        with _server() as (_, _, seconds):
            found.append(seconds)
    return min(found)


@contextlib.contextmanager
def _server() -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(CAIRN), "serve", "--port", str(port)],
        env=os.environ | {"CAIRN_PROCESSES": "1", "CAIRN_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            with contextlib.suppress(OSError):
                if _get(port, "/healthz", {}) == 200:
                    break
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError("The server did not start.")
            time.sleep(0.01)
        yield process, port, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _get(port: int, address: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _child_of(parent: int) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return int(children[0]) if children else parent


def _resident(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


@dataclass(frozen=True)
class SetUp:
    """Seconds of processor time: tables, assets and library; and with the demonstration."""

    empty: float
    with_demonstration: float | None


def set_up() -> SetUp:
    """An installation of its own, from nothing; what `pip` does before is not counted."""
    with tempfile.TemporaryDirectory(dir=VAR) as folder:
        environment = os.environ | {"CAIRN_VAR": folder, "CAIRN_DATABASE_URL": f"sqlite:///{folder}/cairn.sqlite3"}
        if (ROOT / "var" / "assets").is_dir():
            shutil.copytree(ROOT / "var" / "assets", Path(folder) / "assets")
        empty = _cpu([[str(CAIRN), "migrate"], [str(CAIRN), "standards", "load"], _COLLECT], environment)
        demonstration = _cpu([[str(CAIRN), "demo"]], environment)
    if empty is None:
        raise RuntimeError("An empty installation could not be set up.")
    return SetUp(empty, empty + demonstration if demonstration is not None else None)


_COLLECT = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]


def _cpu(commands: list[list[str]], environment: dict[str, str]) -> float | None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        done = subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode:
            print(f"{' '.join(command[-2:])} failed: {done.stderr.decode()[-300:]}", file=sys.stderr)
            return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
