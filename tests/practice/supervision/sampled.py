"""Signed records with words in them, and samples drawn of them, for tests of quality."""

from datetime import UTC, date, datetime

from tests.practice.supervision.past import session

from cairn.foundation.core import clock
from cairn.practice.supervision.commands import quality as commands
from cairn.practice.supervision.models import CaseLine, CaseRecord, PersonalRecord

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
TODAY = date(2026, 6, 3)
PRIVATE = {"workload_and_stress": "Sleeps badly since the removal", "mood": 2, "workload_points": 31337}
FOUND = {
    "reflective": 3,
    "shows": {"weighs_policy": True, "has_development": True, "has_clear_actions": False, "hears_the_worker": True},
    "words": "Names the worry first.",
}
FEW = dict(held_from=date(2026, 3, 1), held_to=date(2026, 5, 31), count=3, seed=7)


def recorded(cast, supervisee="eilidh", on=date(2026, 3, 10), **facts):
    """A session that both signed, with words in both parts of its record."""
    made = session(cast, supervisee, on, **facts)
    words = {"reflection": "What power the uniform carried", "decisions": "Morag books the room by 3 April"}
    PersonalRecord.objects.create(
        organisation_id=made.organisation_id, session=made, supervisor_signed_at=NOON, supervisee_signed_at=NOON,
        sealed=True, **words, **PRIVATE,
    )  # fmt: skip
    cases = CaseRecord.objects.create(organisation_id=made.organisation_id, session=made)
    CaseLine.objects.create(record=cases, position=1, reference="C-1041", summary="Joint interview")
    return made


def several(cast, count, supervisee="eilidh", month=3, **facts):
    """So many signed records of one person in a month."""
    return [recorded(cast, supervisee, date(2026, month, 2 + number), **facts) for number in range(count)]


def drawn(cast, *, by="catriona", reviewer="fraser", **given):
    """A sample of spring, drawn by the principal social worker for the quality officer."""
    return commands.draw(by=cast[by], **({"title": "Spring", "reviewer": cast[reviewer]} | FEW | given))


def judged(cast, sample, *, reviewer="fraser", reflective=(), **found):
    """Every record of a sample judged alike, or reflective as it is said one by one; not finished."""
    for number, finding in enumerate(sample.findings.order_by("pk")):
        grade = reflective[number] if number < len(reflective) else FOUND["reflective"]
        commands.find(finding, by=cast[reviewer], **(FOUND | {"reflective": grade} | found))
    return sample


def finished(cast, *, reviewer="fraser", at=NOON, reflective=(), **given):
    """A sample drawn, judged and finished on one day."""
    with clock.at(at):
        sample = judged(cast, drawn(cast, reviewer=reviewer, **given), reviewer=reviewer, reflective=reflective)
        return commands.finish(sample, by=cast[reviewer])
