"""What does Cairn look like in daily use? Two invented employers with three rounds and two years of supervision."""

from collections.abc import Iterator

PASSWORD = "cairn-demonstration-7"  # noqa: S105 - printed for everybody, and only ever in the demonstration
SEED = 7


def who() -> Iterator[tuple[str, str, str]]:
    """Who can sign in: e-mail, password and what they are. Nobody where the demonstration was not loaded."""
    from cairn.config.demonstration.sign_in import people_to_try

    return ((email, PASSWORD, described) for email, described in people_to_try())
