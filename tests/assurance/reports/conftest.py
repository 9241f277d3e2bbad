"""A report as a Scottish partnership might make it: five areas, 175 statements, some figures withheld."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.assurance.evaluation.conftest import (  # noqa: F401 - rounds in each of their states
    START,
    _one_morning,
    answered,
    closed,
    crowd,
    framework,
    ids,
    moderated,
    of,
    opened,
    planned,
    signed,
)
from tests.groundwork import groundwork

from cairn.assurance.reports import commands, findings
from cairn.assurance.reports.report import (
    FIRST_ROUND,
    NOT_APPLICABLE,
    NOT_ASKED,
    ONE_SIDE,
    WITHHELD,
    ActionLine,
    Area,
    AssuranceReport,
    Comment,
    Evidence,
    Figure,
    FigureLine,
    Judged,
    Participation,
    Scale,
    SignatureLine,
    Spread,
    TreeHead,
    count,
    mean,
    sealed,
)

SIX = Scale("Six-point", ("unsatisfactory", "weak", "adequate", "good", "very good", "excellent"))
TITLES = (
    "Risk, discretion and decisions",
    "Self and self-regulation",
    "Knowledge and skills",
    "Guidance, consultation and supervision",
    "Information and joint working",
)
WHEN = datetime(2026, 10, 2, 13, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def sample():
    """Make a sealed report; `statements` says how many each area has, `changes` replaces whole fields."""
    return sample_report


WORDS = {
    "implications": "Decisions are sound; the records of them are not yet.",
    "remedy": "Each team sets aside an hour a week for records.",
    "shared_learning": "Nothing to add.",
    "monitoring": "Monthly at the governance board.",
}


@groundwork(at=START)
def commented(cast, signed):  # noqa: F811
    """A signed round on which Isla has written under every head."""
    commands.write_commentary(signed, by=cast["isla"], version=0, **WORDS)
    return signed


@groundwork(at=START)
def frozen(cast, commented):
    """The report of that round, handed over by Isla."""
    return commands.freeze(commented, by=cast["isla"])


@pytest.fixture(scope="session")
def report():
    """The sample with 175 statements."""
    return sample_report()


def sample_report(statements=35, **changes):
    areas = tuple(area(number, title, statements) for number, title in enumerate(TITLES, 1))
    made = AssuranceReport(
        organisation="Strathcairn Health and Social Care Partnership",
        round_title="Self-evaluation, autumn 2026",
        state="signed",
        framework="A framework for professional governance",
        framework_version="2021.1",
        framework_source="South Ayrshire, 2021",
        purpose="To tell the chief executive how safe, effective and lawful our social work is, and how we know.",
        scope="All social work services: children and families, adults, justice",
        led_by="chief social work officer",
        opened_on=date(2026, 9, 1),
        closed_on=date(2026, 9, 30),
        scale=SIX,
        participation=(
            Participation("Employers", Figure(31), Figure(30)),
            Participation("Practitioners", Figure(1204), Figure(1011)),
        ),
        areas=areas,
        strengths=findings.strengths(areas, SIX),
        gaps=findings.gaps(areas, SIX),
        disagreements=findings.disagreements(areas),
        contradictions=tuple(contradiction(finding) for finding in findings.strengths(areas, SIX)[:2]),
        stale_evidence=tuple(contradiction(finding) for finding in findings.gaps(areas, SIX)[:1]),
        without_evidence=findings.without_evidence(areas),
        actions=ACTIONS,
        commentary=COMMENTARY,
        method=(
            "Each statement was judged by those accountable for it.",
            "Practitioners answered without their names.",
        ),
        limits=("A mean hides how opinions differ; the spread shows it.",),
        evidence=EVIDENCE,
        signatures=(
            SignatureLine("Isla Renwick", "Chief social work officer", "I confirm this round.", WHEN, "ab" * 32),
        ),
        tree_head=TreeHead(10412, "cd" * 32, WHEN, "key 1"),
        made_at=WHEN,
        figures=FIGURES,
    )
    return sealed(replace(made, **changes))


def area(number, title, statements):
    withheld = number == 5
    employers, practitioners = mean(3.4 + number * 0.3), mean(None) if withheld else mean(4.9 - number * 0.45)
    return Area(
        ref=f"sa.{number}",
        title=title,
        grade=Figure(3 + number % 3),
        employers=employers,
        practitioners=practitioners,
        gap=mean(None, ONE_SIDE) if withheld else mean(employers.value - practitioners.value),
        change=Figure(None, FIRST_ROUND) if number == 1 else mean(0.2 * number - 0.5),
        answers=count(None if withheld else 100 + number),
        spread=Spread((0, 1, 6, 17, 5, 1), None if withheld else (4, 31, 64, 48, 18, number)),
        statements=tuple(judged(number, index) for index in range(1, statements + 1)),
    )


def judged(area_number, index):
    ref = f"sa.{area_number}.{index}"
    title = f"Statement {index}: risk & discretion are weighed <openly>, and the reasons are recorded"
    if index % 11 == 0:
        none = Figure(None, NOT_APPLICABLE)
        return Judged(ref, title, none, none, none, none, count(0), 0, "We have no such service.")
    if index % 3 == 0:
        practitioners = mean(None, WITHHELD) if index % 2 else mean(1 + index % 5 + 0.25)
        return Judged(
            ref, title, Figure(None, NOT_ASKED), Figure(None, NOT_ASKED), practitioners, Figure(None, ONE_SIDE),
            count(None if index % 2 else 40 + index), 0,
        )  # fmt: skip
    grade, other = 1 + (index + area_number) % 6, mean(1 + index % 6)
    return Judged(
        ref, title, Figure(grade), mean(grade), other, mean(grade - other.value), count(60 + index), index % 4
    )  # fmt: skip


def contradiction(finding):
    return replace(finding, why="Judged 6, excellent; in the three months before, 72% of sessions were signed by both.")


FIGURES = (
    FigureLine(
        "Records of supervision signed by both in time", ("sa.4.5", "sa.4.7"),
        "72% in July to September 2026 (612 of 850 sessions)", "95%", "misses it",
        "76% in August to October 2026 (640 of 842 sessions)",
    ),
    FigureLine("Supervision cancelled", ("sa.4.3",), "8% in September 2026 (24 of 300 sessions)", "", "", ""),
)  # fmt: skip
ACTIONS = (
    ActionLine(
        "=Record during the session", ("sa.4.5", "sa.4.7"), "Callum Strang", "high", date(2027, 1, 15), "open", False,
        "effect to be checked on 15 April 2027",
    ),
    ActionLine("Acting leader, North", ("sa.4.1",), "Isla Renwick", "medium", date(2026, 9, 2), "open", True, ""),
    ActionLine("Share the standard", ("sa.1.2",), "Morag Tait", "low", None, "closed", False, "had its effect"),
)  # fmt: skip
COMMENTARY = (
    Comment("implications", "Supervision is sound on paper.\nIn the north it is not.", "Isla Renwick", WHEN),
    Comment("remedy", "@Every session is signed before the two part.", "Isla Renwick", WHEN),
    Comment("monitoring", "Monthly, by team, at the governance board.", "Isla Renwick", WHEN),
)
EVIDENCE = (
    Evidence(
        "Supervision policy, version 6",
        "Morag Tait",
        "from 1 April 2026",
        date(2027, 3, 31),
        False,
        "12" * 32,
        ("sa.4.5",),
    ),
    Evidence(
        "Dip sample", "Callum Strang", "June to August 2025", date(2026, 8, 31), True, "34" * 32, ("sa.4.5", "sa.4.7")
    ),
    Evidence("Minutes of the board", "Morag Tait", "3 September 2026", None, False, "56" * 32, ("sa.1.1",)),
)
