"""People are reminded of what is due: one line for one person, however much it is, and never twice of the same."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from cairn.cycle.duties import wording
from cairn.cycle.duties.models import Duty
from cairn.cycle.duties.owing import chunks
from cairn.cycle.duties.reminders import Bearers, due_to_each, stage_of, to_be_reminded_of
from cairn.foundation.ledger.commands import record
from cairn.foundation.notices.commands import notify_each
from cairn.foundation.people.models import Organisation, Person


@transaction.atomic
def remind(organisation: Organisation) -> int:
    """Tell everybody for whom something has newly come close or fallen due, in one line each; says how many.

    The lines and the memory of what was told come together or not at all. Whoever is away is told when they are back;
    what an office owes is told to all who hold it that day. After an outage each gets one line, however long it was.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    bearers = Bearers(organisation.pk)
    told: dict[UUID, list[Duty]] = defaultdict(list)
    for duty in to_be_reminded_of(organisation.pk):
        for person in bearers.of(duty.bearer_id, duty.office, duty.unit_id, duty.awaited_by_id):
            told[person].append(duty)
    if not told:
        return 0
    _tell(organisation, bearers, told)
    _remember(duty for duties in told.values() for duty in duties)
    facts = {"people": len(told)}
    record("duty.reminded", by=None, subject=organisation, facts=facts, organisation_id=organisation.pk)
    return len(told)


def _tell(organisation: Organisation, bearers: Bearers, told: dict[UUID, list[Duty]]) -> None:
    """The same words to all for whom they hold."""
    due = due_to_each(organisation.pk, bearers)
    by_words: dict[str, list[UUID]] = defaultdict(list)
    for person, duties in told.items():
        late, soon = due.get(person, (0, 0))
        by_words[wording.reminder(late, soon, len(duties))].append(person)
    for words, people in by_words.items():
        notify_each(Person.objects.filter(pk__in=people), text=words, link="/", about="duties.Duty")


def _remember(duties: Iterable[Duty]) -> None:
    by_stage: dict[int, set[UUID]] = defaultdict(set)
    for duty in duties:
        by_stage[stage_of(duty)].add(duty.pk)
    for stage, identifiers in by_stage.items():
        for some in chunks(list(identifiers)):
            Duty.objects.filter(pk__in=some).update(reminders=stage)
