"""What does a round ask of people: to judge, to answer, to moderate, to sign?

Of practitioners it is kept that they were asked and whether they answered, as in `Asked`, and nothing else: no day,
no order, nothing of what was said (docs/decisions/0010). Nobody but themselves is shown it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from cairn.assurance.evaluation.models import Asked, AskedUnit, Round, Side, State
from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Asks, Kind, Owed, subject
from cairn.cycle.duties.models import Duty
from cairn.foundation.core.links import address
from cairn.foundation.people.models import Organisation, Person
from cairn.foundation.people.offices import LEADER

JUDGE, ANSWER, MODERATE, SIGN = (f"evaluation.{verb}" for verb in ("judge", "answer", "moderate", "sign"))
FOR_THE_WHOLE, MODERATORS, SIGNATORIES = "signatories", "moderators", "signatories"
WHOLE = "whole"
TO_MODERATE = TO_SIGN = timedelta(days=14)


def opened(round: Round) -> None:
    """Leaders are to judge, and practitioners to answer."""
    for kind, owed in ((JUDGE, _to_judge(round)), (ANSWER, _to_answer(round))):
        owing.raise_each(kind, owed, organisation_id=round.organisation_id)


def judged(round: Round, unit_id: UUID | None) -> None:
    """The judgements of a unit, or of the whole, are complete."""
    owing.meet(JUDGE, round, occasion=_part(unit_id))


def answered(round: Round, people: Iterable[UUID]) -> None:
    """These practitioners have given their answers."""
    owing.meet(ANSWER, round, bearers=people)


def closed(round: Round) -> None:
    """What was not judged or answered can't be any more; now it is to be moderated."""
    for kind in (JUDGE, ANSWER):
        owing.lapse(kind, round)
    owing.raise_each(MODERATE, [_to_moderate(round)], organisation_id=round.organisation_id)


def moderated(round: Round) -> None:
    """Moderation is complete; now the round is to be signed."""
    owing.meet(MODERATE, round)
    owing.raise_each(SIGN, [_to_sign(round)], organisation_id=round.organisation_id)


def signed(round: Round) -> None:
    """Somebody has put their name to it."""
    owing.meet(SIGN, round)


def withdrawn(round: Round, *, by: Person) -> None:
    """Nobody is asked any more."""
    for kind in (JUDGE, ANSWER):
        owing.excuse_all(kind, round, reason="The round was withdrawn.", by=by)


def _part(unit_id: UUID | None) -> str:
    return str(unit_id) if unit_id else WHOLE


def _to_judge(round: Round) -> Iterator[Owed]:
    """Of whoever leads a unit, also after a change of hands; of professional leaders where nobody led it."""
    led = set(Asked.objects.filter(round=round, side=Side.EMPLOYER).values_list("unit_id", flat=True))
    for asked in AskedUnit.objects.filter(round=round, finished=False).select_related("unit"):
        name = asked.unit.name if asked.unit else "the whole organisation"
        yield Owed(
            about=subject(round),
            opens_on=_opened_on(round),
            due_on=round.closes_on,
            office=LEADER if asked.unit_id and asked.unit_id in led else FOR_THE_WHOLE,
            unit_id=asked.unit_id,
            occasion=_part(asked.unit_id),
            words=f"{name} in {round.title}",
        )


def _to_answer(round: Round) -> Iterator[Owed]:
    asked = Asked.objects.filter(round=round, side=Side.PRACTITIONER, answered=False).order_by("pk")
    for person_id, unit_id in asked.values_list("person_id", "unit_id"):
        yield Owed(
            about=subject(round),
            opens_on=_opened_on(round),
            due_on=round.closes_on,
            bearer_id=person_id,
            unit_id=unit_id,
            words=round.title,
        )


def _to_moderate(round: Round) -> Owed:
    return _of_an_office(round, MODERATORS, round.closed_at, TO_MODERATE)


def _to_sign(round: Round) -> Owed:
    return _of_an_office(round, SIGNATORIES, round.moderated_at, TO_SIGN)


def _of_an_office(round: Round, office: str, since: datetime | None, within: timedelta) -> Owed:
    """Of no unit: whoever moderates or signs does it for the whole organisation."""
    begun = timezone.localdate(since)
    return Owed(about=subject(round), opens_on=begun, due_on=begun + within, office=office, words=round.title)


def _opened_on(round: Round) -> date:
    return min(timezone.localdate(round.opened_at), round.closes_on)


def _rounds(organisation: Organisation, state: State) -> Iterator[Round]:
    yield from Round.objects.filter(organisation=organisation, state=state).order_by("pk")


def _plan_judging(organisation: Organisation, until: date) -> Iterator[Owed]:
    for round in _rounds(organisation, State.OPEN):
        yield from _to_judge(round)


def _plan_answering(organisation: Organisation, until: date) -> Iterator[Owed]:
    for round in _rounds(organisation, State.OPEN):
        yield from _to_answer(round)


def _plan_moderation(organisation: Organisation, until: date) -> Iterator[Owed]:
    for round in _rounds(organisation, State.CLOSED):
        yield _to_moderate(round)


def _plan_signature(organisation: Organisation, until: date) -> Iterator[Owed]:
    for round in _rounds(organisation, State.MODERATED):
        yield _to_sign(round)


def _judging_page(duty: Duty) -> str:
    return reverse("evaluation:judging", args=[duty.subject_id, duty.unit_id])


def _answering_page(duty: Duty) -> str:
    return address("evaluation:answering", UUID(duty.subject_id))


def _moderation_page(duty: Duty) -> str:
    return address("evaluation:moderation", UUID(duty.subject_id))


def _signing_page(duty: Duty) -> str:
    return address("evaluation:sign", UUID(duty.subject_id))


KINDS = (
    Kind(
        JUDGE,
        "Judge in a self-evaluation",
        "Judge {words}",
        page=_judging_page,
        why="Grade, how you know, and what you will do next; it saves itself.",
        minutes=90,
        reminders=(7, 1),
        plan=_plan_judging,
    ),
    Kind(
        ANSWER,
        "Answer in a self-evaluation",
        "Answer in {words}",
        page=_answering_page,
        why="Nobody can see who answered what.",
        minutes=20,
        reminders=(7, 1),
        is_private=True,
        is_timed=False,
        plan=_plan_answering,
    ),
    Kind(
        MODERATE,
        "Moderate a self-evaluation",
        "Moderate {words}",
        page=_moderation_page,
        why="Weigh the judgements against each other before they are signed.",
        minutes=60,
        plan=_plan_moderation,
    ),
    Kind(
        SIGN,
        "Sign a self-evaluation",
        "Sign {words}",
        page=_signing_page,
        asks=Asks.SIGN,
        why="It has been moderated and waits for your name.",
        minutes=60,
        plan=_plan_signature,
    ),
)
