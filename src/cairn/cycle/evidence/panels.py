"""What does evidence add to the page of a statement: the figures and the documents that speak to it."""

from typing import Any

from cairn.cycle.evidence import charting, wording
from cairn.cycle.evidence.course import Course
from cairn.cycle.evidence.queries import evidence_for_statement, figures_of_statement
from cairn.cycle.evidence.rules import may_add
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement

DOCUMENTS = 6


def figures_on_statement(viewer: Person, statement: Statement) -> dict[str, Any] | None:
    """Every figure that speaks to it: the most telling one with its chart, the others as lines."""
    if not permits(viewer, "indicator.see"):
        return None
    spoken = figures_of_statement(viewer, statement)
    if spoken is None:
        return None
    first, *others = (_line(course, f"f{place}") for place, course in enumerate(spoken.courses))
    made = spoken.made.get(spoken.first.indicator.key)
    chart = charting.chart_of(spoken.first, notes=[one.month for one in spoken.lines], identity="figure")
    return {
        "first": first,
        "others": others,
        "chart": chart,
        "lines": spoken.lines,
        "made": made,
        "month_name": wording.month_name,
    }


def _line(course: Course, identity: str) -> dict[str, Any]:
    """A figure with all that a reader needs to weigh it: how many of how many, when, and what is wanted."""
    indicator, latest, running = course.indicator, course.latest, course.running
    return charting.line_of(course, identity) | {
        "count": wording.count(indicator, latest) if latest else "",
        "target": wording.target(indicator),
        "running": "" if running is None or running is latest else wording.so_far(indicator, running),
        "missing": wording.missing(course),
    }


def services_on_statement(viewer: Person, statement: Statement) -> dict[str, Any] | None:
    """The most telling figure in each service."""
    if not permits(viewer, "indicator.see"):
        return None
    spoken = figures_of_statement(viewer, statement)
    if spoken is None or not any(course.known for _, course in spoken.services):
        return None
    lines = [(unit, _line(course, f"u{place}")) for place, (unit, course) in enumerate(spoken.services)]
    return {"indicator": spoken.first.indicator, "lines": lines, "more": spoken.more_services}


def evidence_of_statement(viewer: Person, statement: Statement) -> dict[str, Any] | None:
    """The newest evidence for it, and the way to add some."""
    if not statement.assessable or not permits(viewer, "evidence.see"):
        return None
    found = evidence_for_statement(viewer, statement)
    return {
        "statement": statement,
        "evidence": found[:DOCUMENTS],
        "more": len(found) > DOCUMENTS,
        "may_add": may_add(viewer),
    }
