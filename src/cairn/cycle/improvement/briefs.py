"""What does the board hear of improvement activity (sa.agenda.8)? Counts of the log, which is open."""

from uuid import UUID

from cairn.cycle.evidence.briefs import Brief, Period, Told, sentences
from cairn.cycle.improvement.models import Action, Priority, State


def tell(organisation_id: UUID, period: Period) -> Told:
    """What was raised, closed and found not to work since the last meeting; what is overdue or urgent now."""
    log = Action.objects.filter(organisation_id=organisation_id)
    within = (period.since, period.until)
    closed = log.filter(closed_at__range=within)
    return Told(
        changed=sentences(
            (log.filter(raised_at__range=within).count(), "One action was raised.", "{count} actions were raised."),
            (
                closed.filter(state=State.EFFECTIVE).count(),
                "One was closed because it worked.",
                "{count} were closed because they worked.",
            ),
            (
                closed.filter(state=State.INEFFECTIVE).count(),
                "One was closed and had not worked.",
                "{count} were closed and had not worked.",
            ),
        ),
        to_decide=sentences(
            (
                closed.filter(state=State.INEFFECTIVE).count(),
                "What is to be done instead of the action that did not work?",
                "What is to be done instead of the {count} actions that did not work?",
            )
        ),
        exceptions=sentences(
            (log.overdue().count(), "One action is overdue.", "{count} actions are overdue."),
            (
                log.unfinished().filter(priority=Priority.URGENT).count(),
                "One unfinished action is urgent.",
                "{count} unfinished actions are urgent.",
            ),
        ),
    )


BRIEFS = (
    Brief(
        "improvement",
        "Improvement activity",
        ("improvement.on_time", "improvement.effect_checked"),
        tell,
    ),
)
