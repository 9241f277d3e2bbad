"""Who confirms that a function of the catalogue holds for this employer?"""

from datetime import date

from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person
from cairn.practice.registration.functions import Function
from cairn.practice.registration.models import Confirmation


def may_confirm(actor: Person, function: Function | None, edition: date) -> Verdict:
    """Those who answer for accountability, once for each edition of the catalogue."""
    if not permits(actor, "function.confirm"):
        return Verdict("A function is confirmed by the chief social work officer or the registration officer.")
    if function is None:
        return Verdict("The catalogue knows no such function.")
    found = Confirmation.objects.filter(organisation=actor.organisation_id, function=function.key, edition=edition)
    there = found.select_related("confirmed_by").first()
    if there is not None:
        return Verdict(f"{there.confirmed_by} confirmed it on {in_words(there.confirmed_at)}.")
    return YES
