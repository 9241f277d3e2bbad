"""What can be done to a group or a circle of peers: draw up its agreement, take people in, let them leave."""

from datetime import date

from django.db import transaction

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person, Unit
from cairn.practice.supervision import agreeing
from cairn.practice.supervision.commands.agreements import drafted, held
from cairn.practice.supervision.models import OF_TWO, Agreement, Member
from cairn.practice.supervision.rules import agreements as rules
from cairn.practice.supervision.rules.agreements import Draft
from cairn.practice.supervision.terms import Written


@transaction.atomic
def draft_group(
    *, title: str, kind: str, unit: Unit, supervisor: Person, starts_on: date, terms: Written, by: Person
) -> Agreement:
    """Write an agreement for a group or a circle of peers, which whoever holds it together signs."""
    if kind in OF_TWO:
        raise Refused("Choose whether it is a group or a circle of peers.")
    if not title.strip():
        raise Refused("Say what it is called.")
    asked = Draft(supervisor, None, kind, unit, starts_on)
    insist(rules.may_draft(by, asked))
    insist(rules.fault_in(terms, starts_on=starts_on, says_how_often=True, says_who_does_what=False))
    return drafted(asked, terms, by, title.strip()[:120])


@transaction.atomic
def add_member(agreement: Agreement, *, person: Person, starts_on: date | None = None, by: Person) -> Member:
    """Somebody joins from a day on."""
    agreement = held(agreement)
    insist(rules.may_change_members(by, agreement))
    day = starts_on or clock.today()
    insist(rules.may_join(agreement, person, day))
    member = Member.objects.create(agreement=agreement, person=person, starts_on=day)
    record("agreement.joined", by=by, subject=agreement, facts={"person": person.pk, "from": day})
    agreeing.joined(member, by=by)
    return member


@transaction.atomic
def end_membership(member: Member, *, on: date | None = None, by: Person) -> Member:
    """Somebody leaves a group."""
    agreement = held(member.agreement)
    member = Member.objects.select_related("person").get(pk=member.pk)
    insist(rules.may_leave(by, agreement, member))
    member.ends_on = max(on or clock.today(), member.starts_on)
    member.save(update_fields=["ends_on"])
    record("agreement.left", by=by, subject=agreement, facts={"person": member.person_id, "on": member.ends_on})
    return member
