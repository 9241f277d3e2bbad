"""Where do the written parts of the demonstration lie, and how are they read?"""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read(folder: str) -> dict[str, Any]:
    return {
        entry.name.removesuffix(".yaml"): yaml.load(entry.read_text("utf-8"), _LOADER)  # noqa: S506 - a safe loader
        for entry in sorted(files(f"cairn.config.demonstration.{folder}").iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    }


@cache
def employers() -> dict[str, Any]:
    """The two employers, the shapes of their teams and the lists of names."""
    return _read("employers")


@cache
def words() -> dict[str, Any]:
    """Everything that people of the demonstration have written."""
    return _read("words")


@cache
def topics() -> dict[str, Any]:
    """What is written about each topic, from the files that begin with a number."""
    return {key: topic for name, held in words().items() if name[0].isdigit() for key, topic in held.items()}
