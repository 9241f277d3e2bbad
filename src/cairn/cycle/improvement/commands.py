"""Everything that can be done to actions and suggestions."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from cairn.cycle.evidence.measuring import touch
from cairn.cycle.evidence.models import Evidence
from cairn.cycle.improvement import duties, rules
from cairn.cycle.improvement.models import Action, Note, Priority, State, Suggestion, SuggestionState
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Organisation, Person, Unit
from cairn.foundation.standards.models import Statement

CHECK_AFTER = timedelta(days=90)


@transaction.atomic
def raise_action(
    *,
    by: Person,
    what: str,
    why: str,
    owner: Person,
    due_on: date,
    priority: str = Priority.ORDINARY,
    statement: Statement | None = None,
    unit: Unit | None = None,
    check_on: date | None = None,
    source: str = "",
    source_words: str = "",
) -> Action:
    """Put an action into the one log: what, why, who and by when, in one step from any statement (sa.care.improve)."""
    insist(rules.may_raise(by, source))
    if due_on < clock.today():
        raise Refused("The day by which it is due is in the past. Choose today or later.")
    _insist_on_colleague(owner, by)
    # The organisation's row is the lock under which the next number is taken.
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    last = Action.objects.filter(organisation_id=by.organisation_id).aggregate(last=Max("number"))["last"]
    action = Action.objects.create(
        organisation_id=by.organisation_id,
        number=(last or 0) + 1,
        what=what,
        why=why,
        owner=owner,
        due_on=due_on,
        priority=priority,
        statement=statement,
        unit=unit,
        check_on=check_on or due_on + CHECK_AFTER,
        source=source,
        source_words=source_words,
        raised_by=by,
        raised_at=clock.now(),
    )
    duties.keep(action)
    if owner != by:
        _tell(owner, "An action was given to you.", action)
    record("action.raised", by=by, subject=action, facts={"number": action.number, "due_on": due_on, "owner": owner.pk})
    return action


@transaction.atomic
def change(action: Action, *, by: Person, reason: str = "", **changes: Any) -> Action:
    """Change what, why, owner, dates or priority; the ledger keeps which."""
    action = _locked(action)
    insist(rules.may_change(by, action))
    allowed = {"what", "why", "owner", "due_on", "priority", "check_on", "unit"}
    if not set(changes) <= allowed:
        raise TypeError(sorted(set(changes) - allowed))
    if "owner" in changes:
        _insist_on_colleague(changes["owner"], by)
    days_before = action.due_on, action.check_on
    before = {name: str(getattr(action, name)) for name in changes}
    for name, value in changes.items():
        setattr(action, name, value)
    changed = {name: [was, str(getattr(action, name))] for name, was in before.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    if not changed:
        return action
    action.save(update_fields=[*changes])
    duties.keep(action)
    _touch(action, *days_before)
    if "owner" in changed:
        _tell(action.owner, "An action was given to you.", action)
    record("action.changed", by=by, subject=action, reason=reason, facts={"changed": changed})
    return action


@transaction.atomic
def note(action: Action, *, by: Person, text: str) -> Note:
    """Say how it goes."""
    action = _locked(action)
    insist(rules.may_note(by, action))
    line = Note.objects.create(action=action, text=text, by=by, at=clock.now())
    record("action.noted", by=by, subject=action)
    return line


@transaction.atomic
def finish(
    action: Action,
    *,
    by: Person,
    done_words: str,
    check_on: date,
    checker: Person | None = None,
    evidence: Iterable[Evidence] = (),
) -> Action:
    """Say that it is done, with evidence, and set the day on which somebody else checks whether it helped."""
    action = _locked(action)
    insist(rules.may_finish(by, action))
    shown = list(evidence)
    if not shown and not action.evidence.exists():
        raise Refused("Closing needs evidence: choose or add what shows that it was done.")
    if check_on <= clock.today():
        raise Refused("Set the check of its effect for a day after today, so that there is an effect to see.")
    if checker is not None and checker.pk == action.owner_id:
        raise Refused("Somebody other than the owner must check whether it helped.")
    action.state, action.done_at, action.done_words = State.DONE, clock.now(), done_words
    action.check_on, action.checker = check_on, checker
    action.save(update_fields=["state", "done_at", "done_words", "check_on", "checker"])
    action.evidence.add(*shown)
    duties.carried(action)
    duties.keep(action)
    if checker is not None:
        _tell(checker, "You were asked to check whether an action helped.", action)
    _touch(action)
    record("action.finished", by=by, subject=action, facts={"check_on": check_on})
    return action


@transaction.atomic
def check(action: Action, *, by: Person, worked: bool, effect: str) -> Action:
    """Say what changed because of it. Only then is it closed; where it did not work, that is said too."""
    action = _locked(action)
    insist(rules.may_check(by, action))
    if not effect.strip():
        raise Refused("Say what changed because of it, or that nothing did.")
    action.state = State.EFFECTIVE if worked else State.INEFFECTIVE
    action.effect, action.checked_by, action.closed_at = effect, by, clock.now()
    action.save(update_fields=["state", "effect", "checked_by", "closed_at"])
    duties.checked(action)
    _tell(action.owner, "The effect of one of your actions was checked.", action)
    _touch(action)
    record("action.checked", by=by, subject=action, facts={"worked": worked})
    return action


@transaction.atomic
def reopen(action: Action, *, by: Person, reason: str, due_on: date) -> Action:
    """Send it back: the check found that it was not done after all."""
    action = _locked(action)
    insist(rules.may_check(by, action))
    if due_on < clock.today():
        raise Refused("The day by which it is due is in the past. Choose today or later.")
    days_before = action.due_on, action.check_on
    action.state, action.done_at, action.due_on = State.OPEN, None, due_on
    action.check_on, action.turn = due_on + CHECK_AFTER, action.turn + 1
    action.save(update_fields=["state", "done_at", "due_on", "check_on", "turn"])
    duties.checked(action)
    duties.keep(action)
    _tell(action.owner, "One of your actions was opened again.", action)
    _touch(action, *days_before)
    record("action.reopened", by=by, subject=action, reason=reason)
    return action


@transaction.atomic
def withdraw(action: Action, *, by: Person, reason: str) -> Action:
    """Take it off the log with a reason."""
    action = _locked(action)
    insist(rules.may_withdraw(by, action))
    if not reason.strip():
        raise Refused("Say why it is withdrawn.")
    action.state, action.closed_at = State.WITHDRAWN, clock.now()
    action.save(update_fields=["state", "closed_at"])
    duties.withdrawn(action, by=by)
    _touch(action)
    record("action.withdrawn", by=by, subject=action, reason=reason)
    return action


@transaction.atomic
def offer(*, by: Person, text: str, statement: Statement | None = None, unit: Unit | None = None) -> Suggestion:
    """Every worker can say what could be better, and sees what becomes of it (sa.3.d.5, sa.care.staff.1)."""
    insist(rules.may_offer(by))
    suggestion = Suggestion.objects.create(
        organisation_id=by.organisation_id, person=by, text=text, statement=statement, unit=unit, offered_at=clock.now()
    )
    record("suggestion.offered", by=by, subject=suggestion)
    return suggestion


@transaction.atomic
def answer(suggestion: Suggestion, *, by: Person, state: str, answer: str, action: Action | None = None) -> Suggestion:
    """Say what becomes of it; the person who offered it is told."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    insist(rules.may_answer(by, suggestion))
    if state == SuggestionState.OFFERED:
        raise Refused("Choose what becomes of the suggestion.")
    suggestion.state, suggestion.answer, suggestion.action = state, answer, action
    suggestion.answered_by, suggestion.answered_at = by, clock.now()
    suggestion.save(update_fields=["state", "answer", "action", "answered_by", "answered_at"])
    notify(
        suggestion.person,
        text="Your suggestion has an answer.",
        link=f"/actions/suggestions/{suggestion.pk}/",
        about=f"improvement.Suggestion:{suggestion.pk}",
    )
    record("suggestion.answered", by=by, subject=suggestion, facts={"state": state})
    return suggestion


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("owner", "unit").get(pk=action.pk)


def _touch(action: Action, *days_before: date | None) -> None:
    """Figures of the months in which it was, or is, due or to be checked."""
    touch("improvement", action.organisation_id, action.due_on, action.check_on, *days_before)


def _tell(person: Person, text: str, action: Action) -> None:
    notify(person, text=text, link=f"/actions/{action.pk}/", about=f"improvement.Action:{action.pk}")


def _insist_on_colleague(owner: Person, by: Person) -> None:
    if not owner.is_active or owner.organisation_id != by.organisation_id:
        raise Refused("Choose an owner who works here now.")
