"""Which rounds wait for somebody: to judge, to answer, to moderate, to sign?"""

from collections.abc import Iterator

from django.urls import reverse

from cairn.assurance.evaluation.models import Asked, Round, Side, State
from cairn.foundation.core.waiting import Waiting
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person


def rounds(person: Person) -> Iterator[Waiting]:
    """What this person is asked in open rounds, and what waits for their role. Two queries."""
    yield from _asked(person)
    yield from _in_office(person)


def _asked(person: Person) -> Iterator[Waiting]:
    mine = Asked.objects.filter(person=person, round__state=State.OPEN, answered=False)
    for asked in mine.select_related("round", "unit").order_by("round__closes_on", "unit__path"):
        if asked.side == Side.PRACTITIONER:
            yield _to_answer(asked)
        else:
            yield _to_judge(asked)


def _to_answer(asked: Asked) -> Waiting:
    return Waiting(
        title=f"Answer in {asked.round.title}",
        href=reverse("evaluation:answering", args=[asked.round_id]),
        due_on=asked.round.closes_on,
        why="Nobody can see who answered what.",
        minutes=20,
        tag="Self-evaluation",
    )


def _to_judge(asked: Asked) -> Waiting:
    whole = "the whole organisation"
    return Waiting(
        title=f"Judge {asked.unit.name if asked.unit else whole} in {asked.round.title}",
        href=reverse("evaluation:judging", args=[asked.round_id, asked.unit_id or "whole"]),
        due_on=asked.round.closes_on,
        why="Grade, how you know, and what you will do next; it saves itself.",
        minutes=90,
        tag="Self-evaluation",
    )


def _in_office(person: Person) -> Iterator[Waiting]:
    """Rounds to moderate, for those who moderate; rounds to sign, for those who sign."""
    steps = {
        State.CLOSED: ("round.moderate", "Moderate", "evaluation:moderation"),
        State.MODERATED: ("round.sign", "Sign", "evaluation:sign"),
    }
    mine = {state: step for state, step in steps.items() if permits(person, step[0])}
    if not mine:
        return
    for round in Round.objects.filter(organisation_id=person.organisation_id, state__in=list(mine)):
        _, verb, url_name = mine[State(round.state)]
        yield Waiting(title=f"{verb} {round.title}", href=reverse(url_name, args=[round.pk]), minutes=60, tag=verb)
