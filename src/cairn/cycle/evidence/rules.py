"""Who may add, change or withdraw evidence, and who may write on the chart of a figure?"""

from cairn.cycle.evidence.models import Annotation, Baseline, Evidence
from cairn.cycle.evidence.units_now import UnitNow
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person, Unit

ANNOTATES = "A chart is annotated by whoever leads the unit, and by those who assure quality."
REDRAWS = "Limits are redrawn by those who assure quality, and by professional leads."


def may_add(actor: Person) -> Verdict:
    """Whoever judges can show how they know."""
    return (
        YES
        if permits(actor, "evidence.add")
        else Verdict("Evidence is added by those who judge statements: unit leaders and those who assure quality.")
    )


def may_change(actor: Person, evidence: Evidence) -> Verdict:
    """The owner keeps it up to date; those who assure quality may tidy."""
    if evidence.withdrawn_at is not None:
        return Verdict("This evidence was withdrawn. Add it again if it holds after all.")
    return refuse_unless(
        actor, "evidence.change", evidence, "Only its owner, or somebody who assures quality, can change this evidence."
    )


def may_annotate(actor: Person, unit: Unit | UnitNow | None) -> Verdict:
    """Whoever leads a unit can say what happened in it; None is the whole organisation."""
    return refuse_unless(actor, "indicator.annotate", unit or actor.organisation, ANNOTATES)


def may_withdraw_note(actor: Person, note: Annotation) -> Verdict:
    """Whoever may write on the chart may take a line off it."""
    if note.withdrawn_at is not None:
        return Verdict("This line was taken off already.")
    return refuse_unless(actor, "indicator.annotate", note, ANNOTATES)


def may_redraw(actor: Person, unit: Unit | UnitNow | None) -> Verdict:
    """A person decides, from outside the unit whose chart it is, and says why."""
    return refuse_unless(actor, "indicator.redraw", unit or actor.organisation, REDRAWS)


def may_withdraw_baseline(actor: Person, baseline: Baseline) -> Verdict:
    """Whoever may have limits redrawn may have them as they were."""
    if baseline.withdrawn_at is not None:
        return Verdict("The limits run on as before already.")
    return refuse_unless(actor, "indicator.redraw", baseline, REDRAWS)
