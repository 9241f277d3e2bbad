"""What is asked about the quality of supervision: of a drawn record, and of a supervisee?"""

from dataclasses import dataclass

# How reflective a session was, as its record shows it; from three on it counts as reflective.
REFLECTIVE = (
    (1, "Not at all: tasks, figures and reports only"),
    (2, "A little: what happened was told, not thought about"),
    (3, "Yes: practice was thought about, with its reasons and feelings"),
    (4, "Deeply: assumptions and power were questioned, and something was learned"),
)


@dataclass(frozen=True)
class Question:
    """One thing that a drawn record shows or does not show: how the reviewer is asked, and what it is called."""

    key: str
    asked: str
    called: str


QUESTIONS = (
    Question("weighs_policy", "Does it weigh best practice against policy and priorities?", "practice against policy"),
    Question("has_development", "Does it speak of the worker’s development?", "development"),
    Question("has_clear_actions", "Does it say who does what by when?", "who does what by when"),
    Question("hears_the_worker", "Can the worker’s own voice be heard in it?", "the worker’s voice"),
)

# Asked of the supervisee after a session; the first two count as reflective.
VIEW = "Did this session help you to think about your practice, beyond getting through your cases?"
ANSWERS = (
    "Yes, a good deal",
    "Yes, somewhat",
    "Only a little",
    "No, it was about tasks only",
)
HELPED = 2
