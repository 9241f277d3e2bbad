"""What does the board hear of self-evaluation (sa.agenda.6)? Which rounds opened, closed and were signed."""

from uuid import UUID

from cairn.assurance.evaluation.models import Round, State
from cairn.cycle.evidence.briefs import Brief, Period, Told
from cairn.foundation.core.words import joined


def tell(organisation_id: UUID, period: Period) -> Told:
    """By title, since the last meeting; a round that waits for its signature is something to decide."""
    rounds = list(Round.objects.filter(organisation_id=organisation_id).order_by("opens_on"))
    within = (period.since, period.until)

    def moved(at: str, words: str) -> list[str]:
        titles = [one.title for one in rounds if (when := getattr(one, at)) and within[0] <= when <= within[1]]
        return [f"{words}: {joined(titles)}."] if titles else []

    waiting = [one.title for one in rounds if one.state == State.MODERATED]
    return Told(
        changed=(*moved("opened_at", "Opened"), *moved("closed_at", "Closed"), *moved("signed_at", "Signed")),
        to_decide=(f"To be signed: {joined(waiting)}.",) if waiting else (),
    )


BRIEFS = (Brief("evaluation", "Self-evaluation activity", ("evaluation.answered",), tell),)
