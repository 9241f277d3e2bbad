"""Who may do what to an action or a suggestion, and when?"""

from cairn.cycle.improvement import sources
from cairn.cycle.improvement.models import NEXT, NEXT_OF_SUGGESTION, Action, State, Suggestion, SuggestionState
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person


def may_raise(actor: Person, source: str = "") -> Verdict:
    """Whoever finds a gap in what they answer for can start mending it.

    Out of a record whose room decides it, such as a supervision, those whose record it is raise actions whatever their
    role, and nobody else does (sa.4.d.5e).
    """
    admitted = sources.admits(actor, source)
    if admitted or (admitted is None and permits(actor, "action.raise")):
        return YES
    if admitted is False:
        return Verdict("Only those whose record it is raise actions out of it.")
    return Verdict("Unit leaders and those who assure quality raise actions. You can offer a suggestion instead.")


def may_change(actor: Person, action: Action) -> Verdict:
    """Its wording, owner and dates follow those who assure quality and the leaders of its unit."""
    if not NEXT[State(action.state)]:
        return Verdict("This action is closed. Raise a new one if more has to be done.")
    return refuse_unless(
        actor, "action.change", action, "Only the leader of its unit, or somebody who assures quality, can change it."
    )


def may_note(actor: Person, action: Action) -> Verdict:
    """The owner says how it goes."""
    if not NEXT[State(action.state)]:
        return Verdict("This action is closed. Raise a new one if more has to be done.")
    return refuse_unless(actor, "action.note", action, "Only its owner, and those who follow it, can add progress.")


def may_finish(actor: Person, action: Action) -> Verdict:
    """The owner says that it is done; then somebody else looks whether it helped."""
    if State.DONE not in NEXT[State(action.state)]:
        return Verdict("This action has been finished already.")
    return refuse_unless(
        actor, "action.finish", action, "Only its owner, or somebody who assures quality, can say that it is done."
    )


def may_check(actor: Person, action: Action) -> Verdict:
    """The effect is checked by somebody other than the owner, and not by whoever said that it was done alone."""
    if action.state != State.DONE:
        return Verdict("Its effect can be checked when the action has been done.")
    if actor.pk == action.owner_id:
        return Verdict("Somebody other than the owner must check whether it helped.")
    if action.checker_id and actor.pk == action.checker_id:
        return YES
    return refuse_unless(
        actor, "action.check", action, "Its effect is checked by a unit leader or somebody who assures quality."
    )


def may_withdraw(actor: Person, action: Action) -> Verdict:
    """Taken off the log with a reason, never deleted."""
    if State.WITHDRAWN not in NEXT[State(action.state)]:
        return Verdict("This action is closed already.")
    return refuse_unless(actor, "action.withdraw", action, "Only somebody who assures quality can withdraw an action.")


def may_export(actor: Person) -> Verdict:
    """The log goes to boards and committees."""
    if permits(actor, "action.export"):
        return YES
    return Verdict("Your role can read the log, not take it away as a file.")


def may_offer(actor: Person) -> Verdict:
    """Every worker can offer a suggestion (sa.3.d.5)."""
    if permits(actor, "suggestion.offer"):
        return YES
    return Verdict("Suggestions come from people who work here.")


def may_answer(actor: Person, suggestion: Suggestion) -> Verdict:
    """Every suggestion gets an answer, from somebody other than whoever offered it."""
    if not NEXT_OF_SUGGESTION[SuggestionState(suggestion.state)]:
        return Verdict("This suggestion has had its final answer.")
    if actor.pk == suggestion.person_id:
        return Verdict("Somebody else answers your suggestion.")
    return refuse_unless(
        actor, "suggestion.answer", suggestion, "Suggestions are answered by those who assure quality and learning."
    )
