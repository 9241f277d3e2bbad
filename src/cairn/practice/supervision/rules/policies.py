"""Who may adopt a supervision policy, from when, and asking for what?"""

from collections.abc import Sequence
from datetime import date

from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import day
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import refuse_unless
from cairn.foundation.people.models import Organisation, Person
from cairn.practice.supervision.asked import Asked, fault_in
from cairn.practice.supervision.models import Policy

FURTHEST = 24  # months ahead
ADOPTS = "Only the chief or principal social worker can adopt the supervision policy."


def may_adopt(actor: Person, organisation: Organisation) -> Verdict:
    """Minimum time and frequency by staff group are set by those who answer for practice (sa.4.d.5b)."""
    return refuse_unless(actor, "supervision_policy.adopt", organisation, ADOPTS)


def may_adopt_this(actor: Person, organisation: Organisation, *, starts_on: date, lines: Sequence[Asked]) -> Verdict:
    """A policy begins today or later, so that the past stays, on a day of its own, and leaves nobody out."""
    if not (allowed := may_adopt(actor, organisation)):
        return allowed
    today = clock.today()
    if starts_on < today:
        return Verdict("A policy begins today or later. What was in force before stays as it was.")
    if starts_on > months.add(today, FURTHEST):
        return Verdict("That is more than two years ahead. Look at the year.")
    if same := Policy.objects.filter(organisation=organisation, starts_on=starts_on).first():
        return Verdict(f"Another policy begins on {day(starts_on)}: {same.title}. Choose another day.")
    return Verdict(fault_in(lines))


def may_take_back(actor: Person, policy: Policy) -> Verdict:
    """What has not begun can be taken back; what has begun is replaced by a new policy."""
    if not (allowed := refuse_unless(actor, "supervision_policy.adopt", policy, ADOPTS)):
        return allowed
    if policy.starts_on <= clock.today():
        return Verdict("This policy has begun. Adopt a new one instead: what was in force stays in the history.")
    return YES
