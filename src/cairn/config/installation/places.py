"""Where does this installation keep its own things? Known before any setting is read."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


def var() -> Path:
    """The folder of the installation's own things: database, keys, files, assets. Readable by its owner alone."""
    return Path(os.environ.get("CAIRN_VAR") or ROOT / "var")
