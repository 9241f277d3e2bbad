"""What can be done from a terminal? `cairn VERB`, with the same rules and records as the pages.

Exit status: 0 done, 1 refused with the reason on stderr, 2 wrong usage.
"""

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence

import cairn
from cairn.config.installation.places import var

# Rooms that bring commands of their own, in the order of the help text. Each offers `add_to(verbs)`.
ROOMS = (
    "cairn.config.demonstration.terminal",  # demo
    "cairn.foundation.people.organisation_terminal",  # organisation
    "cairn.foundation.people.terminal",  # import
    "cairn.foundation.standards.terminal",  # standards
    "cairn.cycle.evidence.terminal",  # measure
    "cairn.assurance.board.terminal",  # pack
    "cairn.assurance.reports.terminal",  # report
    "cairn.foundation.ledger.terminal",  # ledger
    "cairn.front.api.terminal",  # token
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask and answer with the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _remember_places(words)
        _set_up_for(words)
        chosen = commands().parse_args(words)
        if not hasattr(chosen, "func"):
            commands().print_help()
            return 2
        return int(chosen.func(chosen) or 0)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as failure:
        if (sentence := _sentence_of(failure)) is None:
            raise
        print(sentence, file=sys.stderr)
        return 1


def commands() -> argparse.ArgumentParser:
    """Every command with its options and help."""
    parser = argparse.ArgumentParser(prog="cairn", description=cairn.__doc__, epilog="More: docs/administration.md")
    parser.add_argument("--version", action="version", version=f"cairn {cairn.__version__}")
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", dest="verb")
    from cairn.config.installation import terminal

    terminal.add_to(verbs)
    for room in ROOMS:
        if _exists(room):
            importlib.import_module(room).add_to(verbs)
    for verb in verbs.choices.values():
        if "--database" not in verb._option_string_actions:
            verb.add_argument("--database", metavar="URL", help="which database, as sqlite:///FILE or postgres://…")
    return parser


def _remember_places(words: Sequence[str]) -> None:
    """Settings are read from the environment before any command is known, so its options are put there first."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--database")
    early.add_argument("--port")
    known, _ = early.parse_known_args([word for word in words if word not in ("-h", "--help")])
    if known.database:
        os.environ["CAIRN_DATABASE_URL"] = known.database
    if known.port and known.port.isdecimal():
        os.environ.setdefault("CAIRN_SITE_URL", f"http://127.0.0.1:{known.port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
    var().mkdir(mode=0o700, parents=True, exist_ok=True)


def _set_up_for(words: Sequence[str]) -> None:
    """Assets must lie on the disk before settings look for them; everything else waits for Django."""
    if words[:1] == ["serve"] and "--prepare" in words and not {"-h", "--help"} & set(words):
        from cairn.config.installation.assets import prepare_assets

        prepare_assets()
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # the room itself is absent
        return False


def _sentence_of(failure: Exception) -> str | None:
    """What a person is told about this failure; None where it is a fault of ours, which keeps its traceback."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError

    from cairn.config.installation.assets import AssetsMissing
    from cairn.foundation.core.verdicts import Refused

    if isinstance(failure, Refused | AssetsMissing):
        return str(failure)
    if isinstance(failure, OperationalError):
        return f"The database does not answer or is full: {failure}\n`cairn check` says more."
    if isinstance(failure, FileNotFoundError) and failure.filename:
        return f"There is no file {failure.filename}."
    if isinstance(failure, PermissionError) and failure.filename:
        return f"This account may not read or write {failure.filename}."
    if isinstance(failure, RuntimeError | ImproperlyConfigured) and type(failure) in (
        RuntimeError,
        ImproperlyConfigured,
    ):
        return str(failure)
    return None
