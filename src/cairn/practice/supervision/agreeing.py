"""Who is told what about an agreement, and what do its people owe, as it stands? Kept in step inside each act on it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.urls import reverse

from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Kind as DutyKind
from cairn.cycle.duties.kinds import Owed, subject
from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock, working_days
from cairn.foundation.notices.commands import notify_each
from cairn.foundation.people.models import Person
from cairn.foundation.people.queries import calendar_of
from cairn.practice.supervision import planning
from cairn.practice.supervision.duties import AGREE, HOLD, PROFESSIONAL, REVIEW_TERMS, SIGN_TERMS
from cairn.practice.supervision.models import Agreement, Kind, Member, Policy, Session
from cairn.practice.supervision.queries.turns import due_turns, reckoned

USUAL_SIGN_WITHIN = 10  # working days, where no policy is in force
IT_ENDED = "The agreement has ended, or somebody else stands in."


def drafted(agreement: Agreement, *, by: Person) -> None:
    """The other learns that there is something to read."""
    _tell_others(agreement, by, "A supervision agreement is being written with you. Read it.")


def signers(agreement: Agreement) -> list[UUID]:
    """Who has signed the terms as they are."""
    return [one for one in agreement.signatories if agreement.signed_at_by(one)]


def voided(agreement: Agreement, signed_by: Iterable[UUID], *, by: Person) -> None:
    """Whoever had signed learns that it counts no more; nobody is asked for the second signature any more."""
    owing.excuse_all(SIGN_TERMS.key, agreement, reason="The terms were changed.")
    text = "A supervision agreement that you had signed was changed, so your signature counts no more. Read it again."
    _tell([one for one in signed_by if one != by.pk], text, agreement)


def offered(agreement: Agreement, others: Iterable[UUID], *, by: Person) -> None:
    """The other owes their signature."""
    today = clock.today()
    policy = Policy.objects.in_force(agreement.organisation_id, today)
    within = policy.sign_within if policy else USUAL_SIGN_WITHIN
    organisation = agreement.organisation
    due = working_days.add_working_days(today, within, organisation.nation, calendar_of(organisation.pk))
    owed = [
        Owed(
            about=subject(agreement),
            opens_on=today,
            due_on=due,
            bearer_id=one,
            unit_id=agreement.unit_id,
            occasion=str(agreement.terms.version),
            words=by.full_name,
            awaited_by_id=by.pk,
        )
        for one in others
    ]
    owing.raise_each(SIGN_TERMS.key, owed, organisation_id=agreement.organisation_id)
    _tell_others(agreement, by, "A supervision agreement waits for your signature.")


def in_force(agreement: Agreement, *, by: Person) -> None:
    """What was owed until it was made is met; from now on sessions and a review are."""
    owing.meet(SIGN_TERMS.key, agreement, bearer=by)
    if agreement.supervisee is not None and agreement.stands_in_for is None:
        _meet_agreeing(agreement)
    keep_turns(agreement)
    if agreement.stands_in_for is not None:
        keep_turns(agreement.stands_in_for)
    _keep_review(agreement)
    _tell_others(agreement, by, "A supervision agreement is signed by all, and in force.")


def followed(before: Agreement) -> None:
    """A new one took its place, which is as good as a review."""
    owing.meet(REVIEW_TERMS.key, before)
    _nothing_more(before)


def ended(agreement: Agreement, *, by: Person) -> None:
    """Nothing is owed under it any more; where somebody stood in, the first agreement goes on."""
    _nothing_more(agreement)
    if agreement.stands_in_for is not None:
        keep_turns(agreement.stands_in_for)
    _tell_others(agreement, by, "A supervision agreement of yours has ended, or its last day is known.")


def reviewed(agreement: Agreement, *, by: Person) -> None:
    """This review is done, and the next one stands in the book."""
    owing.meet(REVIEW_TERMS.key, agreement)
    _keep_review(agreement)
    _tell_others(agreement, by, "A supervision agreement of yours was looked at again, and goes on.")


def joined(member: Member, *, by: Person) -> None:
    """Whoever was taken into a group learns of it."""
    if member.person_id != by.pk:
        _tell([member.person_id], "You belong to a supervision group now. Read what it agreed on.", member.agreement)


def session_held(session: Session) -> None:
    """A session took place: the turns that had begun by then are met on its day, and the next ones count from it.

    Whoever held it, it counts for every agreement of its kind: of somebody standing in, and of the one they stand for.
    """
    for agreement in _agreements_of(session):
        _meet_turns(agreement, session.held_on or session.planned_on)
        keep_turns(agreement)


def session_moved(session: Session) -> None:
    """The day of a session that took place was put right: the next one counts from the new day."""
    for agreement in _agreements_of(session):
        keep_turns(agreement)


def _agreements_of(session: Session) -> list[Agreement]:
    in_force = Agreement.objects.in_force().select_related("organisation", "supervisee")
    if session.supervisee_id is None:
        return list(in_force.filter(pk=session.agreement_id)) if session.agreement_id else []
    return list(in_force.filter(supervisee=session.supervisee_id, kind=session.kind))


def _meet_turns(agreement: Agreement, day: date) -> None:
    """A turn is named by the day from which it is counted; one that began later is not met by an earlier session."""
    kind = _kind_of(agreement)
    waiting = Duty.objects.open().filter(kind=kind.key, about=subject(agreement), occasion__lt=day.isoformat())
    for occasion in waiting.values_list("occasion", flat=True):
        owing.meet(kind.key, agreement, on=day, occasion=occasion)


def _kind_of(agreement: Agreement) -> DutyKind:
    return PROFESSIONAL if agreement.kind == Kind.PROFESSIONAL else HOLD


def keep_turns(agreement: Agreement) -> None:
    """Hold the duty of the next session to what is owed now: after signing, ending, standing in, or a session held."""
    today = clock.today()
    kind = _kind_of(agreement)
    family = Agreement.objects.in_force(today).filter(supervisee=agreement.supervisee_id, kind=agreement.kind)
    found = list(reckoned(family if agreement.is_of_two else Agreement.objects.in_force(today).filter(pk=agreement.pk)))
    due = due_turns(agreement.organisation, found, today).get(agreement.pk)
    owed = planning.turn_owed(due, today + kind.ahead) if due else None
    owing.settle(
        kind.key, agreement, [owed] if owed else [], organisation_id=agreement.organisation_id, reason=IT_ENDED
    )


def keep_turns_of(person: Person) -> None:
    """After something about the person has changed: every agreement under which they are supervised."""
    for agreement in Agreement.objects.in_force().filter(supervisee=person).select_related("organisation"):
        keep_turns(agreement)


def _keep_review(agreement: Agreement) -> None:
    """A review within the coming weeks is owed now; a later one is planned when its time comes."""
    owed = planning.review_owed(agreement)
    soon = [owed] if owed.due_on <= clock.today() + REVIEW_TERMS.ahead else []
    owing.settle(REVIEW_TERMS.key, agreement, soon, organisation_id=agreement.organisation_id)


def _meet_agreeing(agreement: Agreement) -> None:
    """Each kind of agreement is owed on its own."""
    about = subject(agreement.supervisee)
    waiting = Duty.objects.open().filter(kind=AGREE.key, about=about, occasion__startswith=f"{agreement.kind} ")
    for occasion in waiting.values_list("occasion", flat=True):
        owing.meet(AGREE.key, about, occasion=occasion)


def _nothing_more(agreement: Agreement) -> None:
    for kind in (HOLD, PROFESSIONAL, REVIEW_TERMS, SIGN_TERMS):
        owing.settle(kind.key, agreement, [], organisation_id=agreement.organisation_id, reason=IT_ENDED)


def _tell_others(agreement: Agreement, by: Person, text: str) -> None:
    members = agreement.members.current().values_list("person_id", flat=True) if not agreement.is_of_two else ()
    _tell([one for one in {*agreement.signatories, *members} if one != by.pk], text, agreement)


def _tell(people: Iterable[UUID], text: str, agreement: Agreement) -> None:
    told = Person.objects.filter(pk__in=list(people), is_active=True)
    notify_each(told, text=text, link=reverse("supervision:agreement", args=[agreement.pk]), about=agreement)
