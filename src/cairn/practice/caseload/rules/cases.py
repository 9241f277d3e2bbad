"""Who may open a case reference, put it right or close it?"""

from datetime import date

from cairn.foundation.core import clock
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person, Unit
from cairn.practice.caseload.models import Case, State, reference_key

KEEPS = "Cases are kept by whoever leads the unit."


def may_open(actor: Person) -> Verdict:
    """Whoever leads a unit opens cases in it."""
    return YES if permits(actor, "case.open") else Verdict(KEEPS)


def may_open_this(actor: Person, *, reference: str, unit: Unit, opened_on: date) -> Verdict:
    """A reference stands once in an organisation, in one unit."""
    if unit.organisation_id != actor.organisation_id or not permits(actor, "case.open", unit):
        return Verdict(f"Cases of {unit.name} are kept by whoever leads it.")
    if unit.closed_on is not None:
        return Verdict(f"{unit.name} was closed on {in_words(unit.closed_on)}.")
    if opened_on > clock.today():
        return Verdict(f"{in_words(opened_on)} lies ahead. A case is opened today or earlier.")
    known = Case.objects.filter(organisation_id=actor.organisation_id, reference_key=reference_key(reference)).first()
    if known is None:
        return YES
    return Verdict(f"{known.reference} is known already, in {known.unit.name}. A case stands in one unit.")


def may_change(actor: Person, case: Case) -> Verdict:
    """Whoever leads the unit puts right what is kept of an open case."""
    if not (allowed := refuse_unless(actor, "case.change", case, KEEPS)):
        return allowed
    return YES if case.state == State.OPEN else Verdict("The case is closed.")


def may_move(actor: Person, case: Case, *, unit: Unit) -> Verdict:
    """A case moves to another open unit of the same organisation; whoever leads either does it."""
    if not (allowed := may_change(actor, case)):
        return allowed
    if unit.organisation_id != case.organisation_id or unit.closed_on is not None:
        return Verdict("Choose an open unit of your organisation.")
    return YES


def may_close(actor: Person, case: Case, *, on: date | None = None) -> Verdict:
    """Closed on a day that has come, not before it was opened."""
    if not (allowed := refuse_unless(actor, "case.change", case, KEEPS)):
        return allowed
    if case.state != State.OPEN:
        return Verdict(f"It was closed on {in_words(case.closed_on)}.")
    if on is not None and on > clock.today():
        return Verdict(f"{in_words(on)} lies ahead. A case is closed today or earlier.")
    if on is not None and on < case.opened_on:
        return Verdict(f"It was opened on {in_words(case.opened_on)}, so it can't have been closed before.")
    return YES
