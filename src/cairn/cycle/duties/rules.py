"""Who may see and excuse duties, and when?"""

from cairn.cycle.duties.models import Duty
from cairn.foundation.core.verdicts import Verdict
from cairn.foundation.people.access import refuse_unless
from cairn.foundation.people.models import Person


def may_excuse(actor: Person, duty: Duty, reason: str = "") -> Verdict:
    """A leader of the unit says why something need not be done; nobody excuses themselves."""
    if not duty.is_open:
        return Verdict("This has been met, excused or has lapsed already.")
    if duty.bearer_id == actor.pk:
        return Verdict("Nobody excuses themselves. Ask whoever leads your unit.")
    allowed = refuse_unless(
        actor, "duty.excuse", duty, "Only somebody who leads this unit can excuse what is owed in it."
    )
    if not allowed:
        return allowed
    return allowed if reason.strip() else Verdict("Say why it need not be done.")
