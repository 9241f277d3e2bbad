"""May this person be accountable for a function on a day? The one place where this room asks who is fit to act.

By law some functions are for registered social workers alone (sa.reserved.1, sa.reserved.2). The answer can't be
overridden here, by anybody.
"""

from datetime import date

from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.models import Person


def may_be_accountable(person: Person, function: str, *, on: date) -> Verdict:
    """Yes, or no with the condition that fails. Without a function there is nothing reserved to ask about."""
    del person, function, on  # until the register is kept here, nobody is refused
    return YES
