"""Which frameworks and crosswalks does Cairn ship?"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def library_paths() -> list[Path]:
    """Every shipped file, frameworks and crosswalks alike, in a steady order."""
    return sorted(HERE.glob("*.yaml"))


def library_files() -> list[bytes]:
    """What the shipped files hold."""
    return [path.read_bytes() for path in library_paths()]
