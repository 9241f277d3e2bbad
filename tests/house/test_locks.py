"""Are the locked dependencies exact, complete and free of addresses, so that they install from any index?"""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

# Written in two halves: this file is itself among those that are searched.
HOSTS = [
    first + second
    for first, second in (
        ("py", r"pi\.(org|python)"),
        ("python", r"hosted\.org"),
        ("registry\\.np", r"mjs\."),
        ("registry\\.yarn", r"pkg\."),
        ("np", r"m\.pkg\."),
        ("np", r"mmirror\."),
        ("deb\\.deb", r"ian\."),
        ("archive\\.ubu", r"ntu\."),
        ("/simp", "le/"),
    )
]


def pinned(lock: Path) -> dict[str, str]:
    """Name and version of each package in a lock file."""
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", lock.read_text(), flags=re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def git(*arguments: str) -> str:
    if not (ROOT / ".git").exists():
        pytest.skip("this copy has no history")
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_each_locked_package_has_a_version_and_hashes(lock: Path) -> None:
    blocks = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n?", "", lock.read_text(), flags=re.MULTILINE).strip())
    loose = [block for block in blocks if "==" not in block or "--hash=sha256:" not in block]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_file_names_an_address(lock: Path) -> None:
    assert re.findall(r"\S*://\S*|--(?:extra-)?index-url.*|--find-links.*", lock.read_text()) == []


def test_the_lock_of_the_design_system_has_hashes_and_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: facts for name, facts in packages.items() if name}
    assert [name for name, facts in fetched.items() if "resolved" in facts] == []
    assert [name for name, facts in fetched.items() if not facts["integrity"].startswith("sha512-")] == []
    assert fetched["node_modules/govuk-frontend"]["version"] == "6.3.0"  # what govuk-frontend-jinja 4.1.0 equals


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run.txt", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["install"]]),
        ("dev.txt", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["develop"]]),
    ],
)
def test_every_range_of_the_project_is_locked_within_it(lock: str, wanted: list[str]) -> None:
    versions = pinned(ROOT / "requirements" / lock)
    requirements = [Requirement(line) for line in wanted]
    outside = [str(r) for r in requirements if versions.get(canonicalize_name(r.name), "0") not in r.specifier]
    assert outside == []


def test_what_developers_test_is_what_runs() -> None:
    run, dev = (pinned(ROOT / "requirements" / name) for name in ("run.txt", "dev.txt"))
    assert {name: dev.get(name) for name in run} == run


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    body = text[text.index("dependencies = [") : text.index("[tool.")]
    silent = [line for line in re.findall(r'^    "[^"]+",.*$', body, flags=re.MULTILINE) if "  # " not in line]
    assert silent[:1] == [] or all("Framework" in line or "::" in line for line in silent)


def test_no_file_names_the_host_of_a_package_index() -> None:
    found = [path for path in git("ls-files", "-z").split("\0") if path and names_a_host(ROOT / path)]
    assert found == []


def names_a_host(path: Path) -> bool:
    if not path.is_file():
        return False  # removed a moment ago and not yet committed
    return bool(re.search("|".join(HOSTS), path.read_bytes().decode("utf-8", errors="replace")))


def test_no_commit_names_the_host_of_a_package_index() -> None:
    said = git("log", "--all", "--format=%H %an %ae %B")
    assert re.findall("|".join(HOSTS), said) == []
    assert git("log", "--all", "--extended-regexp", f"-G{'|'.join(HOSTS)}", "--format=%h %s") == ""
