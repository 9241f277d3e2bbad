"""What can be done about declarations: make one, answer one."""

from django.db import transaction

from cairn.cycle.duties import owing
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import insist
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify
from cairn.foundation.people.models import Person
from cairn.practice.registration.commands.register import held
from cairn.practice.registration.declaring import DECLARE, due_from
from cairn.practice.registration.models import Declaration
from cairn.practice.registration.rules import declarations as rules

ANSWERED = "A declaration of yours was answered."


@transaction.atomic
def declare(person: Person, *, subject: str, nothing: bool, words: str = "") -> Declaration:
    """Declare something, or that there is nothing. What was declared before stays readable."""
    person = held(person)
    insist(rules.may_declare(person, subject=subject, nothing=nothing, words=words))
    before = due_from(person.organisation_id, [person.pk]).get(person.pk)
    now = clock.now()
    Declaration.objects.counting().filter(person=person, subject=subject).update(replaced_at=now)
    made = Declaration.objects.create(
        organisation_id=person.organisation_id, person=person, subject=subject, words=words.strip(),
        made_on=clock.today(), made_at=now,
    )  # fmt: skip
    record("declaration.made", by=person, subject=made, facts={"subject": subject, "nothing": made.says_nothing})
    after = due_from(person.organisation_id, [person.pk]).get(person.pk)
    if before is not None and after is not None and after > before:
        owing.meet(DECLARE, person)
    return made


@transaction.atomic
def answer(declaration: Declaration, *, answer: str = "", by: Person) -> Declaration:
    """It was read, and this was agreed."""
    held(declaration.person)
    declaration = Declaration.objects.select_related("person").get(pk=declaration.pk)
    insist(rules.may_answer(by, declaration, answer=answer))
    declaration.answer, declaration.answered_at, declaration.answered_by = answer.strip(), clock.now(), by
    declaration.save(update_fields=["answer", "answered_at", "answered_by"])
    record("declaration.answered", by=by, subject=declaration, facts={"subject": declaration.subject})
    notify(
        declaration.person, text=ANSWERED, link=f"/registration/people/{declaration.person_id}/declarations/",
        about=declaration,
    )  # fmt: skip
    return declaration
