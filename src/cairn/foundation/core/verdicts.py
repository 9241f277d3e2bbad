"""How does a rule answer: yes, or no with a sentence a person can be shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """A rule's answer. It is true when there is no reason against; otherwise the reason is fit for the screen."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


YES = Verdict()


class Refused(Exception):
    """A rule said no. The message is written for the person who asked."""


class Stale(Refused):
    """Somebody else changed it meanwhile: both texts are shown and the person chooses."""

    def __init__(self, message: str, *, current: object):
        super().__init__(message)
        self.current = current


def insist(verdict: Verdict) -> None:
    """Go on only where the rule says yes."""
    if not verdict:
        raise Refused(verdict.reason)
