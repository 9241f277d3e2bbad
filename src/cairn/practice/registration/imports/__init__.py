"""What comes into the register from files: registrations, and what the regulator's own register says of them."""

from cairn.foundation.imports.kinds import register as register_kind
from cairn.practice.registration.imports.checks import CHECKS
from cairn.practice.registration.imports.registrations import REGISTRATIONS


def register() -> None:
    """Offer these kinds of file on the pages and in the terminal."""
    register_kind(REGISTRATIONS)
    register_kind(CHECKS)
