"""How is a figure said in words: its value, whether it really changed, whether its target will be met?"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from cairn.cycle.evidence.course import Course, Pooled
from cairn.cycle.evidence.declaring import Direction, Indicator
from cairn.cycle.evidence.sight import Point
from cairn.cycle.evidence.standing import Stand
from cairn.foundation.core.words import capital, number
from cairn.foundation.core.xmr import ENOUGH, Assurance, Mark, Sign, run_to

WITHHELD = "withheld"
WHY_WITHHELD = (
    "Withheld: fewer than five {noun}, or a figure from which so few would follow by subtraction. Whoever may read the "
    "{noun} themselves sees it."
)
WHY_ANSWERS_WITHHELD = (
    "Withheld from everybody: fewer than five {noun}, all of one mind, or a figure from which so few would follow by "
    "subtraction. Nobody can tell whose they are."
)
NEVER = "No month has been measured yet."


@dataclass(frozen=True)
class Said:
    """A reading of the chart: better, worse, different, nothing (chance), or early (too few months); and why."""

    look: str
    sentence: str


def why_withheld(indicator: Indicator) -> str:
    """Why a figure has no number, in words."""
    return (WHY_ANSWERS_WITHHELD if indicator.of_answers else WHY_WITHHELD).format(noun=indicator.noun)


def month_name(month: date) -> str:
    """March 2026."""
    return f"{month:%B %Y}"


def short_month(month: date) -> str:
    """Mar 26."""
    return f"{month:%b %y}"


def value(indicator: Indicator, figure: float) -> str:
    """'76%', or '92.4' for a mean. Never rounded onto or over the target: 94.96% of 95% stays '94.9%'."""
    exact = Decimal(repr(figure)) if indicator.is_mean else Decimal(repr(figure)) * 100
    least = Decimal("0.1") if indicator.is_mean else Decimal(1)
    target = _target_in_units(indicator)
    said = exact.quantize(least, ROUND_HALF_UP)
    if target is not None and abs(exact - target) > Decimal("1e-9") and (said - target) * (exact - target) <= 0:
        said = exact.quantize(least / 10, ROUND_HALF_UP)
        if (said - target) * (exact - target) <= 0:
            said = exact.quantize(least / 10, ROUND_FLOOR if exact < target else "ROUND_CEILING")
    text = f"{said:,f}"
    dimension = f" {indicator.dimension}" if indicator.dimension else ""
    return f"{text}{dimension}" if indicator.is_mean else f"{text}%"


def _target_in_units(indicator: Indicator) -> Decimal | None:
    if indicator.target is None:
        return None
    return indicator.target if indicator.is_mean else indicator.target * 100


def target(indicator: Indicator) -> str:
    """'95%'; nothing where there is none."""
    return "" if indicator.target is None else value(indicator, float(indicator.target))


AIMS = {"better": "Target met", "worse": "Target missed", "": "Target by chance"}


def aim(said: Said | None) -> tuple[str, str] | None:
    """The assurance in two words beside its shape; nothing without a target, or before it can be weighed."""
    if said is None or said.look not in AIMS:
        return None
    return {"better": "met", "worse": "missed", "": "chance"}[said.look], AIMS[said.look]


def of_point(indicator: Indicator, point: Point) -> str:
    """The value of a month, or that it is withheld."""
    return WITHHELD if point.value is None else value(indicator, point.value)


def count(indicator: Indicator, figure: Point | Pooled) -> str:
    """'214 of 282 sessions'; of a mean: 'from 282 sessions'."""
    if figure.denominator is None:
        return WITHHELD
    if indicator.is_mean:
        return f"from {figure.denominator:,} {indicator.noun}"
    return f"{figure.numerator:,} of {figure.denominator:,} {indicator.noun}"


def so_far(indicator: Indicator, running: Point) -> str:
    """'October 2026 so far: 50%, 3 of 6 sessions.'"""
    return f"{month_name(running.month)} so far: {of_point(indicator, running)}, {count(indicator, running)}."


def missing(course: Course) -> str:
    """Why no figure is shown, or that it has become old; nothing where all is well."""
    noun = course.indicator.noun
    if course.latest is None:
        return why_withheld(course.indicator) if course.points else f"No {noun} have been counted yet."
    if not course.is_stale:
        return ""
    since = month_name(course.latest.month)
    is_withheld = any(point.month > course.latest.month for point in course.points)
    return f"Figures after {since} are withheld." if is_withheld else f"No {noun} have been counted since {since}."


def period(since: date, until: date) -> str:
    """'in September 2026', 'in July to September 2026', 'in November 2025 to January 2026'."""
    if since == until:
        return f"in {month_name(until)}"
    first = f"{since:%B}" if since.year == until.year else month_name(since)
    return f"in {first} to {month_name(until)}"


def stood(stand: Stand) -> str:
    """'61% in July to September 2026 (214 of 351 sessions)'."""
    indicator, pooled = stand.indicator, stand.pooled
    when = period(pooled.since, pooled.until)
    return f"{value(indicator, pooled.value)} {when} ({count(indicator, pooled)})"


def worse(stand: Stand) -> str:
    """By which sign a figure without a target got worse, in a sentence; nothing where chance explains it."""
    if stand.kept is not None:
        return stand.kept
    return "" if stand.sign is None else _what(stand.course, stand.sign)


def rule(indicator: Indicator) -> str:
    """What is counted, in a sentence."""
    return f"{capital(indicator.numerator)}, {'divided by' if indicator.is_mean else 'out of'} {indicator.denominator}."


def variation(course: Course) -> Said:
    """Whether the latest month shows a real change."""
    if not course.known:
        return Said("early", NEVER if course.running is None else "The first month is not over yet.")
    if len(course.known) == 1:
        return Said("early", "One month can't tell change from chance.")
    mark = course.mark
    if mark is None:
        return Said(
            "", f"{capital(_last_month(course))} is within what chance explains: no real change.{_early(course)}"
        )
    look = course.look(mark)
    kind = {"better": "a real change for the better", "worse": "a real change for the worse"}.get(look, "a real change")
    return Said(look, f"{_what(course, mark)} That is {kind}, not chance.{_early(course)}")


def _last_month(course: Course) -> str:
    return month_name(course.known[-1].month)


def _what(course: Course, mark: Mark) -> str:
    assert course.chart is not None  # noqa: S101 - a mark stands on a chart
    segment = course.chart.latest
    lower, upper = course.bounds(segment)
    side, edge = ("above", upper) if mark.is_up else ("below", lower)
    limit = f"the {'upper' if mark.is_up else 'lower'} limit of {value(course.indicator, edge)}"
    if mark.sign == Sign.OUTSIDE:
        return f"{_last_month(course)} lies {side} {limit}."
    if mark.sign == Sign.NEAR:
        return f"Two of the last three months lie far {side} the mean, near {limit} or beyond it."
    last = len(course.known) - 1
    start = run_to(course.chart, last)
    since = month_name(course.known[start].month)
    if mark.sign == Sign.TREND:
        return f"It has {'risen' if mark.is_up else 'fallen'} month after month since {since}."
    return f"Since {since} it runs {side} the mean, {number(last - start + 1)} months in a row."


def _early(course: Course) -> str:
    if course.chart is None or not course.chart.latest.is_provisional:
        return ""
    have = course.chart.latest.end - course.chart.latest.start
    return f" The limits are provisional: they rest on {number(have)} months and are firm from {ENOUGH}."


def assurance(course: Course) -> Said | None:
    """Whether the target will be met if nothing changes; None without a target."""
    indicator = course.indicator
    if indicator.target is None or indicator.direction == Direction.NEITHER:
        return None
    found = course.assurance
    aim = f"The target of {target(indicator)}"
    if found is None or course.chart is None:
        return Said("early", f"{aim} can't be weighed yet: two months are needed at least.")
    lower, upper = course.bounds(course.chart.latest)
    expected = f"{value(indicator, lower)} to {value(indicator, upper)}"
    return {
        Assurance.MET: Said("better", f"{aim} will be met month after month if nothing changes."),
        Assurance.MISSED: Said(
            "worse", f"{aim} will be missed until something changes: {expected} is what can be expected."
        ),
        Assurance.BY_CHANCE: Said(
            "", f"{aim} is met in some months and missed in others, by chance: {expected} can be expected."
        ),
    }[found]
