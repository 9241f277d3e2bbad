"""May this person be accountable for this function on this day? The rule that every write path asks (sa.reserved.1).

By law only registered social workers answer for the functions reserved to them; others may carry out tasks within
one, and who answers stays visible beside who does it (sa.reserved.2). Nobody can override the answer.

A day is asked about as it is known at a moment: so there is an answer as it was known then, and as it is known now. A
day on which an order begins is a day on which it holds.
"""

from collections.abc import Iterable
from datetime import date, datetime

from cairn.foundation.core import months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.models import Organisation, Person, Role
from cairn.practice.registration.approvals import APPROVALS
from cairn.practice.registration.facts import Facts, facts_of
from cairn.practice.registration.functions import EVERY, Function, function_on
from cairn.practice.registration.models import BARS, COVERS, ENDS, Registration, Standing, State

UNKNOWN = Verdict("The catalogue of functions knows none of this name on that day.")
SAID = {
    State.SUSPENDED: "was suspended from the register on {}",
    State.INTERIM_SUSPENSION: "was suspended from the register on {}, for the time being",
    State.LAPSED: "was no longer on the register from {} on",
    State.REMOVED: "was removed from the register on {}",
}


def may_be_accountable(person: Person, function: str, *, on: date, known_at: datetime | None = None) -> Verdict:
    """Whether somebody may be accountable for a function on a day, as it was known at a moment (None is now)."""
    nation = _nation_of(person)
    asked = function_on(nation, function, on)
    if asked is None:
        return UNKNOWN
    return judge(facts_of([person], known_at=known_at)[person.pk], asked, nation, on=on, known_at=known_at)


def may_answer(person: Person, *, on: date, known_at: datetime | None = None) -> Verdict:
    """Whether somebody may answer for work at all: not while a regulator has them off the register.

    Somebody whose role asks for no registration may, for what is not reserved.
    """
    return answers(facts_of([person], known_at=known_at)[person.pk], on=on)


def answers(facts: Facts, *, on: date) -> Verdict:
    """The same of what is known of somebody."""
    standings = {pk: [one for one in some if one.holds_on(on)] for pk, some in facts.standings.items()}
    ended = [one for some in standings.values() for one in some if one.state in ENDS]
    if not ended or any(_covers(some) for some in standings.values()):
        return YES
    return Verdict(f"{facts.name} {SAID[State(ended[0].state)].format(in_words(ended[0].starts_on))}.")


def is_registered_on(facts: Facts, nation: str, *, on: date) -> Verdict:
    """Whether somebody is registered as social worker with a regulator of the nation on a day, whatever they may do."""
    return _is_registered(facts, Function("", "", "", ("social_worker",)), nation, on, None)


def holds_work(facts: Facts, *, on: date) -> Verdict:
    """Whether somebody may go on answering for work under no function: here on that day, and not off the register."""
    return _works_here(facts, on) and answers(facts, on=on)


def _covers(standings: list[Standing]) -> bool:
    states = {one.state for one in standings}
    return bool(states & set(COVERS)) and not states & set(ENDS)


def judge(facts: Facts, function: Function, nation: str, *, on: date, known_at: datetime | None = None) -> Verdict:
    """Yes, or no with the first condition that fails: in post, registered, not barred, approved, experienced."""
    return (
        _works_here(facts, on)
        and _is_registered(facts, function, nation, on, known_at)
        and _is_approved(facts, function, on, known_at)
        and _holds_the_office(facts, function, on)
    )


def _works_here(facts: Facts, on: date) -> Verdict:
    there = any(one.holds_on(on) for one in (*facts.posts, *facts.offices))
    return YES if there else Verdict(f"{facts.name} held no post here on {in_words(on)}.")


def _is_registered(facts: Facts, function: Function, nation: str, on: date, known_at: datetime | None) -> Verdict:
    """One registration in one of the parts that the law names is enough, and it stands for itself."""
    fitting = [one for one in facts.registrations.values() if _fits(one, function, nation)]
    standings = {one.pk: [s for s in facts.standings.get(one.pk, ()) if s.was_known_at(known_at)] for one in fitting}
    known = [one for one in fitting if standings[one.pk]]
    if not known:
        return Verdict(f"{facts.name} is not registered as {function.registered_words}.")
    verdicts = [_stands(facts, one, standings[one.pk], function, on) for one in known]
    return next((one for one in verdicts if one), verdicts[0])


def _fits(registration: Registration, function: Function, nation: str) -> bool:
    return registration.part in function.registered_as and registration.rules.nation in ("", nation)


def _stands(
    facts: Facts, registration: Registration, standings: list[Standing], function: Function, on: date
) -> Verdict:
    today = [one for one in standings if one.holds_on(on)]
    if ended := next((one for one in today if one.state in ENDS), None):
        return Verdict(f"{facts.name} {SAID[State(ended.state)].format(in_words(ended.starts_on))}.")
    if not any(one.state in COVERS for one in today):
        return Verdict(f"Nothing says that {facts.name} was registered on {in_words(on)} ({registration}).")
    if barred := next((one for one in today if one.state in BARS and _bars(one, function)), None):
        return Verdict(f"A condition of {in_words(barred.starts_on)} keeps {facts.name} from this function.")
    return _is_experienced(facts, standings, function, on)


def _bars(standing: Standing, function: Function) -> bool:
    return EVERY in standing.bars or function.key in standing.bars


def _is_experienced(facts: Facts, standings: Iterable[Standing], function: Function, on: date) -> Verdict:
    if not function.experience_months:
        return YES
    first = min(one.starts_on for one in standings if one.state in COVERS)
    since = months.add(first, function.experience_months)
    if on >= since:
        return YES
    return Verdict(
        f"{facts.name} was first registered on {in_words(first)}; this function asks for "
        f"{function.experience_months} months, so from {in_words(since)} on."
    )


def _is_approved(facts: Facts, function: Function, on: date, known_at: datetime | None) -> Verdict:
    for kind in function.approvals:
        held = [one for one in facts.approvals if one.kind == kind and one.was_known_at(known_at)]
        if not any(one.holds_on(on) for one in held):
            ended = max((one.ends_on for one in held if one.ends_on and one.ends_on < on), default=None)
            when = f"; the approval ended on {in_words(ended)}" if ended else ""
            return Verdict(f"{facts.name} was not approved as {APPROVALS[kind].lower()} on {in_words(on)}{when}.")
    return YES


def _holds_the_office(facts: Facts, function: Function, on: date) -> Verdict:
    if not function.offices or any(one.role in function.offices and one.holds_on(on) for one in facts.offices):
        return YES
    names = " or ".join(Role(office).label.lower() for office in function.offices)
    return Verdict(f"Only the {names} decides this, and {facts.name} did not hold the office on {in_words(on)}.")


def _nation_of(person: Person) -> str:
    return str(Organisation.objects.only("nation").get(pk=person.organisation_id).nation)
