"""Who may add, change or withdraw evidence?"""

from cairn.cycle.evidence.models import Evidence
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person


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
