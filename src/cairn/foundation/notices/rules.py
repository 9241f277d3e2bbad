"""Who may read a notice?"""

from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Person


def may_read(actor: Person, notice: Notice) -> Verdict:
    """One's own inbox, nobody else's."""
    return YES if notice.person_id == actor.pk else Verdict("This notice was written to somebody else.")
