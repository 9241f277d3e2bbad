"""Which columns does a file of past supervision sessions have, and under which headings are they kept elsewhere?"""

from django.db import models

from cairn.foundation.imports.columns import Column, Kind
from cairn.practice.supervision.models import Kind as SessionKind
from cairn.practice.supervision.models import Reason, Side


class Outcome(models.TextChoices):
    """What became of a past session."""

    HELD = "held", "Held"
    CUT_SHORT = "cut short", "Cut short"
    CANCELLED = "cancelled", "Cancelled"


KINDS = ((SessionKind.LINE.value, "Line"), (SessionKind.PROFESSIONAL.value, "Professional"))


def _choices(words: type[models.TextChoices]) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(label)) for value, label in words.choices)


COLUMNS = (
    Column(
        "supervisee", "Supervisee's staff number",
        ("Supervisee", "Supervisee staff number", "Supervisee number", "Supervisee ID", "Staff number", "Staff no",
         "Employee number", "Employee ID", "Worker ID"),
        Kind.IDENTIFIER, required=True, filled=True, longest=40, examples=("00124", "00124"),
        note="Whoever was supervised. Zeros at the front count.",
    ),
    Column(
        "supervisor", "Supervisor's staff number",
        ("Supervisor", "Supervisor staff number", "Supervisor number", "Supervisor ID", "Held by", "Manager number"),
        Kind.IDENTIFIER, required=True, filled=True, longest=40, examples=("00123", "00123"),
    ),
    Column(
        "kind", "Kind", ("Kind of supervision", "Supervision type", "Type"), Kind.CHOICE, choices=KINDS,
        examples=("Line", "Line"), note="Empty means supervision by the line manager.",
    ),
    Column(
        "day", "Date", ("Session date", "Date of session", "Supervision date", "Date held", "Held on", "Planned for"),
        Kind.DATE, required=True, filled=True, examples=("03/03/2025", "07/04/2025"),
        note="The day on which it was held; of a cancelled one, the day for which it was planned.",
    ),
    Column(
        "outcome", "Outcome", ("Status", "Result", "What became of it"), Kind.CHOICE, required=True, filled=True,
        choices=_choices(Outcome), examples=("Held", "Cancelled"),
    ),
    Column(
        "minutes", "Minutes", ("Duration", "Length", "Duration in minutes", "Duration (mins)", "Mins"),
        Kind.NUMBER, examples=("90", ""), note="Empty for a cancelled session.",
    ),
    Column(
        "reason", "Reason", ("Reason for cancellation", "Cancellation reason", "Reason cancelled", "Why"), Kind.CHOICE,
        choices=_choices(Reason), examples=("", "Court or hearing"), note="Why it was cancelled or cut short.",
    ),
    Column(
        "side", "On whose side", ("Cancelled by", "Because of", "On whose side it lay"), Kind.CHOICE,
        choices=_choices(Side), examples=("", "The supervisee"), note="Empty means the organisation.",
    ),
    Column(
        "prepared", "Prepared by both", ("Both prepared", "Prepared"), Kind.YES_NO, examples=("yes", ""),
        note="Whether both had prepared.",
    ),
    Column(
        "signed_on", "Signed by both on", ("Signed on", "Date signed", "Signed off on", "Signed by both"), Kind.DATE,
        examples=("10/03/2025", ""), note="Empty where both never signed.",
    ),
)  # fmt: skip

GUIDANCE = (
    "One row for each session of two people. What was said stays where it is: only dates, minutes and outcome come in.",
    "People must be known to Cairn, those who have left too, and must have had a post here on the day.",
    "The same file twice changes nothing; a row that says something else puts right what came in before.",
    "Leave out a column that you don't have: without days of signature, sessions count neither as signed nor as not.",
)
