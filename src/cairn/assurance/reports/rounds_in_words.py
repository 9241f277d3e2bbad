"""How was a round made, in sentences, and what can its figures not show?"""

from cairn.assurance.evaluation import scales
from cairn.assurance.evaluation.models import Asking, Level, Round
from cairn.assurance.reports.report import Scale
from cairn.foundation.core.words import number
from cairn.foundation.people.models import Organisation

PURPOSE = (
    "To tell the chief executive, elected members and the public how safe, effective and lawful our social work is, "
    "how we know, where it falls short and what is being done about it."
)
JUDGED_BY = {
    Level.TEAM: "Employers’ statements were judged by those who lead each team.",
    Level.SERVICE: "Employers’ statements were judged by those who lead each service.",
    Level.WHOLE: "Employers’ statements were judged once, for the whole, by its professional leaders.",
}
ASKED = {
    Asking.OWN: "Practitioners answered the statements about their own practice and the signs that both sides can see.",
    Asking.ALL: "Practitioners answered the statements about their own practice and those about their employer too.",
}


def scale(round: Round) -> Scale:
    """The round's scale as the report tells it."""
    name = scales.Scale(round.scale).label.split(",")[0]
    return Scale(name, tuple(label.lower() for label in scales.labels(round.scale)))


def led_by(organisation: Organisation) -> str:
    """Who answers for social work in this nation."""
    return "chief social work officer" if organisation.nation == "scotland" else "principal social worker"


def method(round: Round) -> tuple[str, ...]:
    """How the figures came about."""
    sample = (
        f"{round.sample_percent} in every 100 practitioners, drawn by lot, were" if round.sample_percent < 100 else ""
    )
    return (
        JUDGED_BY[Level(round.level)],
        ASKED[Asking(round.practitioners_are_asked)],
        f"{sample or 'All practitioners in scope were'} asked. Nobody can tell who gave which answer.",
        "Judgements were moderated by somebody other than whoever made them, and stand as moderated.",
        "An area or statement bears the grade nearest to the mean of the employers’ judgements.",
        "The gap is employers less practitioners, on the statements that both judged.",
        "The number of answers is that of practitioners; in an area, of all their answers to its statements.",
        "The two sides disagree where they are a fifth of the scale apart in the whole, or three tenths in a unit, "
        "where fewer people speak; each statement is told where its gap is widest.",
        "A judgement is contradicted where evidence that is named for it shows otherwise, and where the records do not "
        "agree: a grade in the upper part of the scale while a figure misses its target or got worse, or a low one "
        "while all figures meet theirs.",
        "Evidence is out of date a year after the time it speaks of, or when it expires.",
    )


def limits(round: Round) -> tuple[str, ...]:
    """What a reader should not take from the figures."""
    few = number(round.least_answers)
    return (
        f"Fewer than {few} answers are withheld, and so is whatever would give them away by subtraction; "
        "a withheld figure is not a low one.",
        "A mean hides how opinions differ; the spread shows it.",
        "A grade says what people judged on the day, not what an inspection would find.",
        "Means from few judgements move easily, so small changes from one round to the next may mean nothing.",
    )
