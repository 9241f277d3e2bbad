"""Who may excuse what is owed, and when; and who may have it in their own calendar?"""

from cairn.cycle.duties.kinds import kind_of
from cairn.cycle.duties.models import CalendarAddress, Duty
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


def may_keep_calendar(actor: Person) -> Verdict:
    """Everybody keeps the address of their own calendar, nobody that of another."""
    own = CalendarAddress(organisation_id=actor.organisation_id, person=actor)
    return refuse_unless(actor, "calendar.make", own, "An address is made by the person whose calendar it is.")
