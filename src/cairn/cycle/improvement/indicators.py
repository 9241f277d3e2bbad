"""What can the log of actions prove: that things are done by their day, and that somebody looks whether it helped?"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse

from cairn.cycle.evidence.declaring import Figure, Indicator, Row, RowsOf
from cairn.cycle.improvement.models import Action, ActionQuerySet, State
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Person, Unit

IN_TIME = Q(done_at__date__lte=F("due_on"))
CHECKED = Q(state__in=[State.EFFECTIVE, State.INEFFECTIVE], closed_at__date__lte=F("check_on"))


def due_between(first: date, last: date) -> Q:
    """Actions whose day has come in these months, or that were done before it."""
    return Q(due_on__range=(first, months.last_of(last))) & (Q(due_on__lt=clock.today()) | Q(done_at__isnull=False))


def to_check_between(first: date, last: date) -> Q:
    """Actions whose effect was to be checked in these months, or was checked early."""
    closed = Q(state__in=[State.EFFECTIVE, State.INEFFECTIVE])
    waits = Q(state=State.DONE, check_on__lt=clock.today())
    return Q(check_on__range=(first, months.last_of(last))) & (closed | waits)


def on_time(organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
    """By the month in which they were due: finished by that day, of all that were not withdrawn."""
    found = Action.objects.filter(due_between(first, last), organisation=organisation_id).exclude(state=State.WITHDRAWN)
    rows = found.order_by().values_list("unit", TruncMonth("due_on"))
    for unit, month, some, every in rows.annotate(some=Count("id", filter=IN_TIME), every=Count("id")):
        yield Figure(unit, "", month, some, every)


def effect_checked(organisation_id: UUID, first: date, last: date) -> Iterator[Figure]:
    """By the month in which the check was set: checked by that day, of all that were done."""
    found = Action.objects.filter(to_check_between(first, last), organisation=organisation_id)
    rows = found.order_by().values_list("unit", TruncMonth("check_on"))
    for unit, month, some, every in rows.annotate(some=Count("id", filter=CHECKED), every=Count("id")):
        yield Figure(unit, "", month, some, every)


def _in(viewer: Person, unit: Unit | None) -> ActionQuerySet:
    found = Action.objects.visible_to(viewer).select_related("owner")
    return found if unit is None else found.filter(unit__path__startswith=unit.path)


def rows_due(viewer: Person, unit: Unit | None, month: date) -> RowsOf:
    """The actions that were due in a month."""
    found = _in(viewer, unit).filter(due_between(month, month)).exclude(state=State.WITHDRAWN)
    return RowsOf(found.annotate(counts=Count("id", filter=IN_TIME)).order_by("due_on", "number"), _due)


def rows_to_check(viewer: Person, unit: Unit | None, month: date) -> RowsOf:
    """The actions whose effect was to be checked in a month."""
    found = _in(viewer, unit).filter(to_check_between(month, month))
    return RowsOf(found.annotate(counts=Count("id", filter=CHECKED)).order_by("check_on", "number"), _to_check)


def _due(action: Action) -> Row:
    return _row(action, action.due_on)


def _to_check(action: Action) -> Row:
    return _row(action, action.check_on)


def _row(action: Action, day: date | None) -> Row:
    counts = bool(getattr(action, "counts"))  # noqa: B009 - counted by the query above
    detail = f"{action.owner.full_name}, {action.get_state_display().lower()}"
    return Row(action.what, reverse("improvement:action", args=[action.pk]), day, counts, detail)


INDICATORS = (
    Indicator(
        key="improvement.on_time",
        version=1,
        title="Actions finished by their date",
        numerator="actions finished by the day on which they were due",
        denominator="actions that were due in the month and not withdrawn",
        measure=on_time,
        rows=rows_due,
        rows_act="action.see",
        statements=("es1.improve.6", "sa.2.d.7", "sa.care.improve"),
        target=Decimal("0.9"),
        noun="actions",
    ),
    Indicator(
        key="improvement.effect_checked",
        version=1,
        title="Effect of actions checked on time",
        numerator="actions whose effect somebody else had checked by the day set for it",
        denominator="actions that were done and whose check was set for the month",
        measure=effect_checked,
        rows=rows_to_check,
        rows_act="action.see",
        statements=("es1.improve.6", "sa.care.improve", "sa.cswo.comment"),
        target=Decimal("0.9"),
        noun="actions",
    ),
)
