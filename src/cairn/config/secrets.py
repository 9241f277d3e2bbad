"""Where the installation's secret comes from: the environment, or a file made at the first start."""

import os
import secrets
from pathlib import Path


def secret_from(name: str, path: Path) -> str:
    """The secret named in the environment, else the one in this file, which is made readable by its owner alone."""
    if value := os.environ.get(name):
        return value
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        # A link is made once or not at all, so a web server and a worker starting together agree on one secret.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
