"""Who may draft, sign, end and review an agreement about supervision, and between whom can there be one?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from cairn.foundation.core import clock, months
from cairn.foundation.core.answers import day as in_words
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person, Post, ProfessionalRole, Unit
from cairn.practice.supervision.around import Place, leads, posts_now, supervisors_now
from cairn.practice.supervision.models import OF_TWO, Agreement, Kind, Member, Period
from cairn.practice.supervision.models.agreement import IN_PREPARATION, State
from cairn.practice.supervision.terms import Written

LONGEST_LINE = 30
FURTHEST, LATEST_REVIEW = 3, 24  # months
DRAFTS = "An agreement is drafted by whoever supervises, as line manager or professional lead, or leads the unit."
THEIRS = "Only the two whose agreement it is, or whoever leads the unit, can do this."


@dataclass(frozen=True)
class Draft:
    """An agreement as it is asked for; the access policy looks at it as at the agreement that it becomes."""

    supervisor: Person
    supervisee: Person | None
    kind: str
    unit: Unit
    starts_on: date
    follows: Agreement | None = None
    stands_in_for: Agreement | None = None

    @property
    def organisation_id(self) -> UUID:
        return self.supervisor.organisation_id

    @property
    def parties(self) -> tuple[object, ...]:
        """Whoever supervises may draft; whoever is to be supervised only signs."""
        return (self.supervisor.pk,)


def may_draft_for(actor: Person, person: Person) -> Verdict:
    """Somebody's line manager, professional lead or present supervisor, or whoever leads a unit of theirs."""
    if actor.pk == person.pk:
        return Verdict(DRAFTS)
    if any(actor.pk in (post.line_manager_id, post.professional_lead_id) for post in posts_now(person)):
        return YES
    if leads(actor, person, "supervision.agree") or actor.pk in supervisors_now(person):
        return YES
    return Verdict(DRAFTS)


def may_draft(actor: Person, draft: Draft) -> Verdict:
    """Between two people who work here, from a day on which the post had begun, and never round in a circle."""
    if draft.supervisee is None:
        allowed = refuse_unless(actor, "supervision.agree", draft, "A group is drawn up by whoever leads it.")
        return allowed and _first_refusal(draft, _begins_soon, _supervisor_works_here)
    if not (allowed := may_draft_for(actor, draft.supervisee)):
        return allowed
    return _first_refusal(
        draft, _is_of_two, _begins_soon, _supervisee_in_post, _supervisor_works_here, _takes_its_place, _no_circle
    )


def may_change(actor: Person, agreement: Agreement) -> Verdict:
    """Until both have signed, either of the two, or whoever leads the unit, can change the draft."""
    if not (allowed := refuse_unless(actor, "supervision.agree", agreement, THEIRS)):
        return allowed
    if agreement.state not in IN_PREPARATION:
        return Verdict("Both have signed. New terms need a new agreement, which follows this one.")
    return YES


def may_begin(agreement: Agreement, starts_on: date) -> Verdict:
    """Another first day for a draft: the same is asked of it as of the first."""
    draft = Draft(
        agreement.supervisor,
        agreement.supervisee,
        agreement.kind,
        agreement.unit,
        starts_on,
        agreement.follows,
        agreement.stands_in_for,
    )
    asked = (_begins_soon, _supervisor_works_here, _after_what_it_follows)
    return _first_refusal(draft, *asked, *((_supervisee_in_post,) if agreement.supervisee else ()))


def may_sign(actor: Person, agreement: Agreement) -> Verdict:
    """Each of the two signs once (a group's agreement is signed by whoever holds it together)."""
    if actor.pk not in agreement.signatories:
        return Verdict("Only those whose agreement it is can sign it.")
    if agreement.state not in IN_PREPARATION:
        return Verdict("Both have signed it already." if agreement.state == State.IN_FORCE else "It has ended.")
    if agreement.signed_at_by(actor.pk):
        return Verdict("You have signed it. It waits for the other.")
    return YES


def may_end(actor: Person, agreement: Agreement, *, on: date, reason: str) -> Verdict:
    """Whoever supervises, or leads the unit, says on which day it ends and why; a draft is withdrawn the same way."""
    if not (allowed := may_close(actor, agreement)):
        return allowed
    if not reason.strip():
        return Verdict("Say why it ends.")
    if on < agreement.starts_on and agreement.state == State.IN_FORCE:
        return Verdict(f"It began on {in_words(agreement.starts_on)}, so it can't end before that day.")
    if on > months.add(clock.today(), FURTHEST):
        return Verdict("That is more than three months ahead. Say so when the day is nearer.")
    return YES


def may_close(actor: Person, agreement: Agreement) -> Verdict:
    """Whoever supervises or leads the unit ends an agreement; whoever is supervised talks to one of them."""
    if agreement.state == State.ENDED:
        return Verdict("It has ended, or its last day is known, already.")
    leads = actor.pk != agreement.supervisee_id and permits(actor, "supervision.agree", _unit_of(agreement))
    if actor.pk != agreement.supervisor_id and not leads:
        return Verdict("An agreement is ended by whoever supervises or leads the unit. Talk to one of them.")
    return YES


def may_follow(actor: Person, agreement: Agreement) -> Verdict:
    """New terms, another supervisor, or somebody who stands in: drafted by those who may draft at all."""
    if agreement.supervisee is None:
        return Verdict("A group's agreement is ended, and a new one is drawn up.")
    if agreement.state != State.IN_FORCE or agreement.stands_in_for_id:
        return Verdict("Only an agreement that is in force can be followed.")
    if actor.pk == agreement.supervisee_id:
        return Verdict(DRAFTS)
    if actor.pk == agreement.supervisor_id or permits(actor, "supervision.agree", _unit_of(agreement)):
        return YES
    return may_draft_for(actor, agreement.supervisee)


def may_change_members(actor: Person, agreement: Agreement) -> Verdict:
    """Whoever holds a group together, or leads the unit, says who belongs to it."""
    if agreement.is_of_two or agreement.state == State.ENDED:
        return Verdict("Only a group or circle of peers that goes on has members.")
    leads = permits(actor, "supervision.agree", _unit_of(agreement))
    return YES if leads or actor.pk == agreement.supervisor_id else Verdict(THEIRS)


def may_join(agreement: Agreement, person: Person, day: date) -> Verdict:
    """Whoever joins works here on that day, and belongs to it once."""
    if person.organisation_id != agreement.organisation_id or not Post.objects.filter(person=person).on(day).exists():
        return Verdict(f"{person} has no post here on {in_words(day)}.")
    if (
        person.pk == agreement.supervisor_id
        or agreement.members.filter(Q(ends_on=None) | Q(ends_on__gte=day), person=person).exists()
    ):
        return Verdict(f"{person} belongs to it already.")
    return YES


def may_leave(actor: Person, agreement: Agreement, member: Member) -> Verdict:
    """Members leave by their own word, or by that of whoever holds the group together."""
    if member.ends_on is not None and member.ends_on <= clock.today():
        return Verdict(f"{member.person} does not belong to it any more.")
    return YES if member.person_id == actor.pk else may_change_members(actor, agreement)


def may_review(actor: Person, agreement: Agreement, *, next_on: date) -> Verdict:
    """One of the two says that both looked at it, and that it stays as it is until a later day."""
    if actor.pk not in (agreement.supervisor_id, agreement.supervisee_id):
        return Verdict("The two whose agreement it is review it.")
    if agreement.state != State.IN_FORCE:
        return Verdict("Only an agreement that is in force is reviewed.")
    if next_on <= clock.today():
        return Verdict("The next review comes later than today.")
    return _is_soon_enough(next_on)


def fault_in(written: Written, *, starts_on: date, says_how_often: bool, says_who_does_what: bool) -> Verdict:
    """What is still missing in the terms, or makes no sense."""
    if bool(written.every) != bool(written.period):
        return Verdict("Say both how often and in what it is counted, or leave both empty to follow the policy.")
    if written.period not in ("", Period.WEEK, Period.MONTH):
        return Verdict("Count the frequency in weeks or months.")
    if written.every and not 1 <= written.every <= 60:
        return Verdict("The frequency must be between 1 and 60.")
    if written.minutes and not 15 <= written.minutes <= 480:
        return Verdict("A session takes between 15 and 480 minutes.")
    if says_how_often and not written.every:
        return Verdict("Say how often: here the policy leaves it to those who agree.")
    if not written.covers.strip():
        return Verdict("Say what supervision covers.")
    if says_who_does_what and not written.who_does_what.strip():
        return Verdict("Write down who supervises what: the line manager is of another discipline.")
    if written.review_on <= max(starts_on, clock.today()):
        return Verdict("The review comes after the agreement begins, and later than today.")
    return _is_soon_enough(written.review_on)


def _is_soon_enough(review_on: date) -> Verdict:
    if review_on > months.add(clock.today(), LATEST_REVIEW):
        return Verdict("Look at it again within two years. Choose an earlier day.")
    return YES


def _first_refusal(draft: Draft, *rules: Callable[[Draft], Verdict]) -> Verdict:
    return next((verdict for rule in rules if not (verdict := rule(draft))), YES)


def _is_of_two(draft: Draft) -> Verdict:
    if draft.kind not in OF_TWO:
        return Verdict("A group or circle of peers has members, not one supervisee.")
    if draft.supervisee and draft.supervisee.pk == draft.supervisor.pk:
        return Verdict("Nobody supervises themselves. Choose somebody else.")
    return YES


def _begins_soon(draft: Draft) -> Verdict:
    if draft.starts_on > months.add(clock.today(), FURTHEST):
        return Verdict("That is more than three months ahead. Look at the date.")
    return YES


def _supervisee_in_post(draft: Draft) -> Verdict:
    person, day = draft.supervisee, draft.starts_on
    if Post.objects.filter(person=person).on(day).exists():
        return YES
    first = Post.objects.filter(person=person).order_by("starts_on").first()
    if first and day < first.starts_on:
        return Verdict(f"{person} began here on {in_words(first.starts_on)}. An agreement begins on that day or later.")
    return Verdict(f"{person} has no post here on {in_words(day)}.")


def _supervisor_works_here(draft: Draft) -> Verdict:
    person, day = draft.supervisor, draft.starts_on
    same = draft.supervisee is None or person.organisation_id == draft.supervisee.organisation_id
    if not same or not person.is_active:
        return Verdict("Choose a supervisor who works here.")
    has_post = Post.objects.filter(person=person).on(day).exists()
    if has_post or ProfessionalRole.objects.filter(person=person).on(day).exists():
        return YES
    return Verdict(f"{person} has no post here on {in_words(day)}, so can't supervise from then on.")


def _takes_its_place(draft: Draft) -> Verdict:
    """One open agreement of a kind, unless it follows the one in force, or somebody stands in meanwhile."""
    theirs = Agreement.objects.filter(supervisee=draft.supervisee, kind=draft.kind)
    if draft.stands_in_for is not None:
        return _stands_in(draft, draft.stands_in_for)
    waiting = theirs.filter(state__in=IN_PREPARATION, stands_in_for=None).first()
    if waiting:
        return Verdict(f"An agreement of this kind with {waiting.supervisor} is being written. Finish or withdraw it.")
    known = theirs.filter(state=State.IN_FORCE, stands_in_for=None).select_related("supervisor").first()
    if draft.follows is not None:
        return _follows(draft, draft.follows, known)
    known = known or theirs.in_force(draft.starts_on).filter(stands_in_for=None).select_related("supervisor").first()
    if known and known.ends_on:
        return Verdict(
            f"The agreement with {known.supervisor} goes on until {in_words(known.ends_on)}. Choose a later day."
        )
    if known:
        return Verdict(
            f"{draft.supervisee} has an agreement of this kind with {known.supervisor} since "
            f"{in_words(known.starts_on)}. Let the new one follow it, or end it first."
        )
    return YES


def _follows(draft: Draft, before: Agreement, known: Agreement | None) -> Verdict:
    if known is None or before.pk != known.pk:
        return Verdict("Only an agreement of the same kind that is in force can be followed.")
    return _after_what_it_follows(draft)


def _after_what_it_follows(draft: Draft) -> Verdict:
    before = draft.follows
    if before is not None and draft.starts_on <= before.starts_on:
        return Verdict(f"It follows one that began on {in_words(before.starts_on)}. Choose a later day.")
    return YES


def _stands_in(draft: Draft, first: Agreement) -> Verdict:
    same = (first.supervisee_id, first.kind) == (draft.supervisee and draft.supervisee.pk, draft.kind)
    if not same or first.stands_in_for_id or not first.is_in_force_on(draft.starts_on):
        return Verdict("Somebody stands in for an agreement of the same kind that is in force on that day.")
    if first.supervisor_id == draft.supervisor.pk:
        return Verdict(f"{draft.supervisor} is the supervisor. Choose somebody else to stand in.")
    if other := first.stand_ins.exclude(state=State.ENDED).select_related("supervisor").first():
        return Verdict(f"{other.supervisor} stands in already. End that first.")
    return YES


def _no_circle(draft: Draft) -> Verdict:
    """The line of supervision above a supervisor never leads back to whom they supervise."""
    if draft.supervisee and draft.supervisee.pk in _above(draft.supervisor, draft.starts_on):
        return Verdict(
            f"{draft.supervisor} is supervised by {draft.supervisee}, directly or through others. "
            "Supervision can't go round in a circle."
        )
    return YES


def _above(person: Person, day: date) -> set[UUID]:
    """Everybody who supervises somebody, directly or through others, from a day on."""
    above: set[UUID] = {person.pk}
    seen: set[UUID] = set()
    goes_on = Q(state__in=IN_PREPARATION) | Q(terms__sealed=True) & (Q(ends_on=None) | Q(ends_on__gte=day))
    for _ in range(LONGEST_LINE):
        found = Agreement.objects.filter(goes_on, kind__in=OF_TWO, supervisee__in=above)
        above = set(found.values_list("supervisor_id", flat=True)) - seen
        if not above:
            break
        seen |= above
    return seen


def _unit_of(agreement: Agreement) -> Any:
    return Place(agreement.organisation_id, agreement.unit)


def needs_a_frequency(kind: str, policy_leaves_it: bool) -> bool:
    """Where no policy says how often, the agreement does: groups, peers, professional supervision, students."""
    return kind != Kind.LINE or policy_leaves_it
