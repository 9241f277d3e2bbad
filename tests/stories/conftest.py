"""Journeys in a real browser against Cairn as `./run` serves it, with an accessibility check on every page.

Each installation is a process of its own with a database of its own, so nothing of a story is pretended.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CAIRN = [str(Path(sys.executable).with_name("cairn"))]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE = 1200  # seconds until it answers: a minute's work, on a machine that may have other things to do
WIDTHS = {"desktop": (1200, 1000), "phone": (390, 844)}


class Installation:
    """One Cairn, served on a port of its own."""

    def __init__(self, folder, *arguments):
        self.folder = Path(folder)
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        (self.folder / "assets").symlink_to(ROOT / "var" / "assets")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "DJANGO_"))},
            "CAIRN_VAR": str(self.folder),
            "CAIRN_SITE_URL": self.address,
            "CAIRN_PROCESSES": "1",
        }
        self.log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen(
            [*CAIRN, "serve", "--with-worker", "--prepare", "--port", str(self.port), *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait()
        except AssertionError:
            self.stop()
            raise

    def _wait(self):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise AssertionError((self.folder / "log").read_text())
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:  # noqa: S310 - our own
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.3)
        raise AssertionError("Cairn did not answer: " + (self.folder / "log").read_text())

    def cairn(self, *arguments):
        """What the command `cairn` says in this installation."""
        return subprocess.run(
            [*CAIRN, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300
        )

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def _free_port():
    with socket.socket() as knock:
        knock.bind(("127.0.0.1", 0))
        return knock.getsockname()[1]


def _installation(tmp_path_factory, name, *arguments):
    if not (ROOT / "var" / "assets").is_dir():
        pytest.fail("The assets are missing; ./test lays them out.")
    folder = tmp_path_factory.mktemp(name)
    made = Installation(folder, *arguments)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """Cairn with the two invented employers."""
    yield from _installation(tmp_path_factory, "demonstration")


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """Cairn as a new customer opens it."""
    yield from _installation(tmp_path_factory, "empty", "--empty")


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CAIRN_CHROMIUM") or next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        pytest.skip("No Chromium on this machine; name one with CAIRN_CHROMIUM.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


class Visitor:
    """Somebody in front of a browser. Every page they open is checked for accessibility."""

    def __init__(self, chromium, installation, width="desktop", script=True):
        self.chromium = chromium
        self.installation = installation
        self.across, self.down = WIDTHS[width]
        self.script = script
        self.complaints = []
        self.footsteps = []
        self._opens_a_window()

    def _opens_a_window(self, cookies=None):
        self.context = self.chromium.new_context(
            viewport={"width": self.across, "height": self.down},
            java_script_enabled=self.script,
            storage_state=cookies,
            locale="en-GB",
            accept_downloads=True,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("framenavigated", lambda frame: self.footsteps.append(frame.url))

    def closes_the_browser_and_comes_back(self):
        """What a browser keeps are its cookies."""
        cookies = self.context.storage_state()
        self.context.close()
        self._opens_a_window(cookies)

    def goes_to(self, path):
        answer = self.page.goto(self.installation.address + path)
        if self.script and answer is not None and answer.status == 200 and "html" in answer.headers["content-type"]:
            self.looks()
        return answer

    def looks(self):
        """The page as it stands has no accessibility fault that a machine can find."""
        found = Axe().run(self.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        faults = [
            (fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in found.response["violations"]
        ]
        assert faults == [], (self.page.url, faults)

    def signs_in(self, email, password):
        self.page.goto(self.installation.address + "/sign-in/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        assert "/sign-in" not in self.page.url, self.page.inner_text("main")
        return self

    def confirms(self, password):
        """Answers the page that asks once more who sits there, where it comes."""
        if self.heading == "Confirm that it is you":
            self.page.get_by_label("Password").fill(password)
            self.clicks("Confirm")
            if self.page.get_by_role("button", name="Send it again").count():
                self.clicks("Send it again")

    def clicks(self, name, role="button"):
        self.page.get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state()
        if self.script:
            self.looks()

    def reads(self):
        return re.sub(r"\s+", " ", self.page.inner_text("main"))

    @property
    def heading(self):
        return self.page.inner_text("h1")

    def leaves(self):
        self.context.close()


@pytest.fixture
def visitor(chromium):
    """`visitor(installation)` opens a browser window; all are closed at the end, and none may have complained."""
    opened = []

    def opens(installation, **ways):
        opened.append(Visitor(chromium, installation, **ways))
        return opened[-1]

    yield opens
    complaints = [said for one in opened for said in one.complaints if "status of 40" not in said]
    for one in opened:
        one.leaves()
    assert complaints == []
