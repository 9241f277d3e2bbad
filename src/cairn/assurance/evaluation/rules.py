"""Who may do what in a round, and when?"""

from dataclasses import dataclass

from cairn.assurance.evaluation.models import NEXT, Asked, AskedUnit, Judgement, Round, Side, State
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, standing_of
from cairn.foundation.people.models import Person, Unit

ASSURERS = "the chief or principal social worker or a quality assurance officer"


@dataclass(frozen=True)
class Part:
    """A unit within a round, as the access policy asks for it."""

    round: Round
    unit: Unit | None

    @property
    def organisation_id(self) -> object:
        return self.round.organisation_id

    @property
    def state(self) -> str:
        return self.round.state


def may_see_rounds(actor: Person) -> Verdict:
    """Rounds are seen by everybody who works here."""
    return YES if permits(actor, "round.see") else Verdict("Self-evaluation is open to those who work here.")


def may_plan(actor: Person) -> Verdict:
    """A round is planned by those who assure quality."""
    return YES if permits(actor, "round.plan") else Verdict(f"A round is planned by {ASSURERS}.")


def may_change(actor: Person, round: Round) -> Verdict:
    """A plan can be changed until the round opens."""
    if round.state != State.PLANNED:
        return Verdict("A round can be changed only while it is planned. Withdraw it and plan another.")
    return _run_by(actor, "round.change", round)


def may_open(actor: Person | None, round: Round) -> Verdict:
    """Opened by hand, or by Cairn itself on its day."""
    if State.OPEN not in NEXT[State(round.state)]:
        return Verdict("Only a planned round can be opened.")
    return _run_by(actor, "round.open", round)


def may_close(actor: Person | None, round: Round) -> Verdict:
    """Closed by hand, or by Cairn itself after its last day."""
    if State.CLOSED not in NEXT[State(round.state)]:
        return Verdict("Only an open round can be closed.")
    return _run_by(actor, "round.close", round)


def may_withdraw(actor: Person, round: Round) -> Verdict:
    """A round that should not go on is withdrawn before it closes; afterwards its results stand."""
    if State.WITHDRAWN not in NEXT[State(round.state)]:
        return Verdict("A round can be withdrawn only before it is closed.")
    return _run_by(actor, "round.withdraw", round)


def _run_by(actor: Person | None, key: str, round: Round) -> Verdict:
    if actor is None or permits(actor, key, round):
        return YES
    return Verdict(f"A round is run by {ASSURERS}.")


def may_judge(actor: Person, judgement: Judgement) -> Verdict:
    """Leaders judge the units they lead; professional leaders judge the whole, and units that nobody leads."""
    if judgement.round.state != State.OPEN:
        return Verdict(f"Judgements are made while the round is open. This one is {judgement.round.state}.")
    return _may_judge_for(actor, judgement.round, judgement.unit)


def may_judge_for(actor: Person, round: Round, unit: Unit | None) -> Verdict:
    """Whether somebody judges for this unit, or for the whole, in this round."""
    if round.state != State.OPEN:
        return Verdict(f"Judgements are made while the round is open. This one is {round.state}.")
    return _may_judge_for(actor, round, unit)


def _may_judge_for(actor: Person, round: Round, unit: Unit | None) -> Verdict:
    if unit is None:
        who = "the chief or principal social worker"
        return (
            YES if permits(actor, "judgement.change", Part(round, None)) else Verdict(f"The whole is judged by {who}.")
        )
    if round.organisation_id == actor.organisation_id and _leads(actor, unit):
        return YES
    if permits(actor, "judgement.change", Part(round, unit)) and not _has_leaders(round, unit):
        return YES
    return Verdict(f"{unit.name} is judged by those who lead it.")


def _leads(actor: Person, unit: Unit) -> bool:
    return any(unit.path.startswith(path) for path in standing_of(actor).led_paths)


def _has_leaders(round: Round, unit: Unit) -> bool:
    return Asked.objects.filter(round=round, unit=unit, side=Side.EMPLOYER).exists()


def may_read_judgements(actor: Person, round: Round, unit: Unit | None) -> Verdict:
    """Leaders read those of the units they lead; those who assure quality read all."""
    if permits(actor, "judgement.see", Part(round, unit)):
        return YES
    return Verdict(
        f"The judgements of {unit.name if unit else 'the whole'} are read by those who make and moderate them."
    )


def may_finish_judging(actor: Person, asked: AskedUnit) -> Verdict:
    """Finished means: every statement has a grade or a reason, and what was carried over has been confirmed."""
    verdict = may_judge_for(actor, asked.round, asked.unit)
    if not verdict:
        return verdict
    mine = Judgement.objects.filter(round=asked.round, unit=asked.unit)
    left = mine.unjudged().count() + mine.judged().filter(needs_confirming=True).count()
    if left:
        return Verdict(f"{left} {'statement is' if left == 1 else 'statements are'} still to be judged or confirmed.")
    return YES


def may_cite(actor: Person, judgement: Judgement) -> Verdict:
    """Evidence is added by whoever judges, and while a round is moderated by those who moderate it."""
    if judgement.round.state == State.CLOSED:
        return _may_moderate_in(actor, judgement.round)
    return may_judge(actor, judgement)


def may_answer(actor: Person, round: Round, asked: Asked | None) -> Verdict:
    """A practitioner who was asked answers once, while the round is open."""
    if round.state != State.OPEN:
        return Verdict("Answers are given while the round is open.")
    if asked is None:
        return Verdict("You were not asked as a practitioner in this round.")
    if asked.answered:
        return Verdict("You have answered already. Thank you. Nobody can see or change what you said, not even you.")
    if not permits(actor, "answer.give", asked):
        return Verdict("You no longer work in a practitioner's post, so this round does not ask you.")
    return YES


def may_moderate(actor: Person, judgement: Judgement) -> Verdict:
    """A judgement is moderated by somebody other than whoever made it, between closing and signing."""
    if judgement.round.state != State.CLOSED:
        return Verdict("Judgements are moderated after the round has closed and before moderation is finished.")
    if judgement.by_id == actor.pk:
        return Verdict("You made this judgement, so somebody else has to moderate it.")
    if judgement.grade is None:
        return Verdict("There is no grade to moderate.")
    return _may_moderate_in(actor, judgement.round)


def may_see_moderation(actor: Person, round: Round) -> Verdict:
    """Those who moderate see what there is to moderate, from the closing of the round."""
    if not round.has_results:
        return Verdict("A round is moderated after it has closed.")
    if permits(actor, "judgement.moderate", Part(round, None)):
        return YES
    return Verdict("A round is moderated by the principal social worker or a quality assurance officer.")


def may_finish_moderation(actor: Person, round: Round) -> Verdict:
    """Moderation is finished by those who moderate; what is left unmoderated stands as it was judged."""
    if State.MODERATED not in NEXT[State(round.state)]:
        return Verdict("Only a closed round can be moderated.")
    return _may_moderate_in(actor, round)


def _may_moderate_in(actor: Person, round: Round) -> Verdict:
    if permits(actor, "round.moderate", round):
        return YES
    return Verdict("A round is moderated by the principal social worker or a quality assurance officer.")


def may_strike(actor: Person, round: Round) -> Verdict:
    """A remark that names somebody is struck by those who moderate, after closing and before the round is signed."""
    if round.state not in (State.CLOSED, State.MODERATED):
        return Verdict("A remark can be struck after the round has closed and before it is signed.")
    if permits(actor, "result.strike", round):
        return YES
    return Verdict("A remark is struck by the principal social worker or a quality assurance officer.")


def may_sign(actor: Person, round: Round) -> Verdict:
    """The chief or principal social worker signs what has been moderated (sa.cswo.standards)."""
    if State.SIGNED not in NEXT[State(round.state)]:
        return Verdict("A round is signed after it has been moderated, and only once.")
    return (
        YES
        if permits(actor, "round.sign", round)
        else Verdict("A round is signed by the chief or principal social worker.")
    )


def may_add(actor: Person, round: Round) -> Verdict:
    """What was signed stays; an addendum stands beside it."""
    if round.state != State.SIGNED:
        return Verdict("An addendum is added to a signed round. Before, the round itself can be corrected.")
    return YES if permits(actor, "round.add", round) else Verdict("An addendum is added by those who may sign.")


def may_see_results(actor: Person, round: Round) -> Verdict:
    """Those who answer for the result read it first; once signed, everybody who was asked."""
    if not round.has_results:
        return Verdict("Results are shown after the round has closed, to nobody before.")
    if permits(actor, "result.see", round):
        return YES
    return Verdict("Results are shown to everybody once the round has been signed.")


def may_read_all_remarks(actor: Person, round: Round) -> Verdict:
    """The remarks of the whole are read by those who assure quality; leaders read theirs beside each statement."""
    if may_read_remarks(actor, round, None):
        return YES
    return Verdict("All remarks together are read by those who assure quality. Yours stand beside each statement.")


def may_read_remarks(actor: Person, round: Round, unit: Unit | None) -> bool:
    """Remarks are read by those who can act on them: leaders for their own units, those who assure quality for all."""
    return round.has_results and permits(actor, "result.read", Part(round, unit))
