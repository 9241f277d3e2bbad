"""How does a round say where it stands, in a sentence?"""

from collections.abc import Iterable
from dataclasses import dataclass

from cairn.assurance.evaluation.models import Result, Round, State
from cairn.assurance.evaluation.queries import Beside, Figure, Participation
from cairn.assurance.evaluation.scales import TENTH
from cairn.cycle.evidence import wording as figures
from cairn.cycle.evidence.standing import Stand
from cairn.foundation.core.answers import day
from cairn.foundation.core.words import capital, number, plural


@dataclass(frozen=True)
class Said:
    """The heading of a round's page, and what happens next."""

    heading: str
    lead: str


def of_round(round: Round, employers: Participation, practitioners: Participation) -> Said:
    """Where a round stands and what comes next."""
    answered = _answered(round, employers, practitioners)
    about = f"It is about {round.part}."
    return {
        State.PLANNED: Said(
            f"{round.title} opens on {day(round.opens_on)}",
            f"{about} On that day everybody concerned is asked; who that is, is read from the posts of the day. "
            f"It closes after {day(round.closes_on)}.",
        ),
        State.OPEN: Said(
            f"{round.title} is open until {day(round.closes_on)}",
            f"{about} {answered} Results are shown to nobody before it has closed.",
        ),
        State.CLOSED: Said(
            f"{round.title} has closed and is being moderated",
            f"{answered} The principal social worker or a quality assurance officer looks at what stands out; "
            "then it is signed.",
        ),
        State.MODERATED: Said(
            f"{round.title} waits for signature",
            f"{answered} Moderation was finished on {day(round.moderated_at)}. "
            "Signing freezes it with its evidence; then everybody who was asked can see what came of it.",
        ),
        State.SIGNED: Said(
            f"{round.title} was signed on {day(round.signed_at)}",
            f"{answered} Nothing in it can be changed any more; an addendum can stand beside it.",
        ),
        State.WITHDRAWN: Said(
            f"{round.title} was withdrawn", "Practitioners' answers were destroyed. Nothing came of it."
        ),
    }[State(round.state)]


@dataclass(frozen=True)
class RecordLine:
    """A figure beside a judgement: what it is called, how it stood, what that means, and how it is now.

    `refs` are the statements to which it speaks, `again` how the same months came out later.
    """

    title: str
    key: str
    stood: str
    target: str
    look: str
    now: str = ""
    now_look: str = ""
    again: str = ""
    refs: tuple[str, ...] = ()


def of_beside(beside: Beside) -> list[RecordLine]:
    """What stands beside a judgement; with a signed round as it was then and as it is now."""
    return of_figures(beside.figures) if beside.figures else of_stands(beside.stands)


def of_figures(kept: Iterable[Figure]) -> list[RecordLine]:
    """The figures on which a round stood, then and now; what may not be shown is said to be withheld."""
    return [_of_figure(one) for one in kept]


def _of_figure(figure: Figure) -> RecordLine:
    indicator, then, now = figure.indicator, figure.then, figure.now
    again = (
        figure.again and f"{figures.value(indicator, figure.again.value)} ({figures.count(indicator, figure.again)})"
    )
    return RecordLine(
        title=indicator.title,
        key=indicator.key if figure.is_declared else "",
        stood=figures.stood(then) if then else figures.WITHHELD,
        target=figures.target(indicator),
        look=_look(then) if then else "",
        now=figures.stood(now) if now else "",
        now_look=_look(now) if now else "",
        again=again or "",
        refs=tuple(figure.row.refs),
    )


def of_stands(stands: Iterable[Stand]) -> list[RecordLine]:
    """The figures beside a judgement, each in a line."""
    return [
        RecordLine(
            one.indicator.title, one.indicator.key, figures.stood(one), figures.target(one.indicator), _look(one)
        )
        for one in stands
    ]


def _look(stand: Stand) -> str:
    if stand.fails:
        return "misses its target"
    if stand.has_worsened:
        return "has got worse"
    return "meets its target" if stand.meets else ""


def sides_apart(newest: Result, before: Result | None) -> str:
    """'The two sides are 1.5 grades apart; in Autumn 2025 it was 0.6.' Nothing where only one side was asked."""
    if newest.gap is None:
        return ""
    gap = abs(newest.gap)
    said = "The two sides see it alike" if gap < TENTH else f"The two sides are {gap:.1f} grades apart"
    if before is None or before.gap is None or before.round.scale != newest.round.scale:
        return f"{said}."
    return f"{said}; in {before.round.title} it was {abs(before.gap):.1f}."


def _answered(round: Round, employers: Participation, practitioners: Participation) -> str:
    judged = "finished judging" if round.state == State.OPEN else "judged"
    said = _share(employers.answered, employers.asked, "unit", judged)
    if practitioners.asked:
        said += f", and {_share(practitioners.answered, practitioners.asked, 'practitioner', 'answered')}"
    return f"{capital(said)}."


def _share(some: int, of: int, who: str, done: str) -> str:
    """'none of 14 practitioners has answered', 'three of 14 practitioners have answered'."""
    count = "none" if not some else number(some)
    return f"{count} of {of:,} {who if of == 1 else who + 's'} {'has' if some < 2 else 'have'} {done}"


def left_to_judge(left: int, unconfirmed: int) -> str:
    """'Five statements are still to be judged, two to be confirmed.'"""
    if not left and not unconfirmed:
        return "Everything is judged"
    said = f"{capital(plural(left, 'statement'))} still to be judged" if left else "Everything is judged"
    return f"{said}, {number(unconfirmed)} to be confirmed" if unconfirmed else said
