"""Who may excuse what is owed, and when?"""

from cairn.cycle.duties.kinds import kind_of
from cairn.cycle.duties.models import Duty
from cairn.foundation.core.verdicts import Verdict
from cairn.foundation.people.access import refuse_unless
from cairn.foundation.people.models import Person
from cairn.foundation.people.offices import holds


def may_excuse(actor: Person, duty: Duty) -> Verdict:
    """A leader of the unit can say that something need not be done; nobody excuses themselves."""
    if not duty.is_open:
        return Verdict("This has been met, excused or has lapsed already.")
    if duty.bearer_id == actor.pk or (duty.office and holds(actor, duty.office, duty.unit)):
        return Verdict("Nobody excuses themselves. Ask whoever leads the unit above yours.")
    if kind_of(duty.kind).is_private:
        return Verdict("Who owes this is known to nobody else, so nobody else can excuse it.")
    return refuse_unless(actor, "duty.excuse", duty, "Only somebody who leads this unit can excuse what is owed in it.")
