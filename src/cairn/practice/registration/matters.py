"""What is owed about checks: a quarter's look at the register, and a decision about each difference?"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cairn.cycle.duties import owing
from cairn.cycle.duties.kinds import Owed, subject
from cairn.foundation.core import clock, months
from cairn.foundation.people.models import Organisation, Post
from cairn.practice.registration.around import keeper
from cairn.practice.registration.models import COVERS, Check, Registration, Standing
from cairn.practice.registration.regulators import regulator_of

DECIDE, LOOK_UP = "registration.decide", "registration.look_up"
WITHIN = timedelta(days=5)
QUARTER = 3  # months


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the calendar quarter that a day is in."""
    first = day.replace(day=1, month=(day.month - 1) // QUARTER * QUARTER + 1)
    return first, months.last_of(months.add(first, QUARTER - 1))


def on_the_register(organisation: Organisation) -> QuerySet[Registration]:
    """Registrations that count today, of people in post."""
    today = clock.today()
    covered = Standing.objects.known().on(today).filter(registration=OuterRef("pk"), state__in=COVERS)
    posts = Post.objects.on(today).filter(person=OuterRef("person"))
    found = Registration.objects.filter(organisation=organisation, person__is_active=True)
    return found.filter(Exists(covered), Exists(posts))


def was_looked_up() -> Exists:
    """Whether somebody has looked a registration up in this quarter."""
    first, _ = quarter_of(clock.today())
    return Exists(Check.objects.filter(registration=OuterRef("pk"), looked_up_on__gte=first))


def unchecked(organisation: Organisation) -> QuerySet[Registration]:
    """Those whom nobody has looked up in this quarter."""
    return on_the_register(organisation).filter(~was_looked_up())


def to_look_up(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Each quarter, for each regulator, until everybody is looked up."""
    first, last = quarter_of(clock.today())
    if last > until:
        return
    office = keeper(organisation)
    for key in sorted(set(unchecked(organisation).order_by().values_list("regulator", flat=True))):
        short = regulator_of(key).short
        yield Owed(
            about=subject(organisation), office=office, opens_on=first, due_on=last, occasion=_turn(key, first),
            words=f"{short}, {_said(first)}",
        )  # fmt: skip


def to_decide(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Every difference about which nobody has decided."""
    office = keeper(organisation)
    for check in Check.objects.matters().filter(organisation=organisation).select_related("person"):
        opens_on = timezone.localtime(check.checked_at).date()
        due_on = opens_on + WITHIN
        if due_on <= until:
            who = check.person.full_name if check.person else "a number that nobody here has"
            words = f"{who}, {regulator_of(check.regulator).short} {check.number}"
            yield Owed(about=subject(check), office=office, opens_on=opens_on, due_on=due_on, words=words)


def keep_duties(organisation: Organisation) -> None:
    """Raise a duty for each open difference; the quarter's look is done once everybody is looked up."""
    far = clock.today() + timedelta(days=100)
    owing.raise_each(DECIDE, to_decide(organisation, far), organisation_id=organisation.pk)
    first, _ = quarter_of(clock.today())
    waiting = {one.occasion for one in to_look_up(organisation, far)}
    for key in on_the_register(organisation).order_by().values_list("regulator", flat=True).distinct():
        if (turn := _turn(key, first)) not in waiting:
            owing.meet(LOOK_UP, organisation, occasion=turn)


def _turn(regulator: str, first: date) -> str:
    return f"{regulator_of(regulator).short}/{first.isoformat()}"


def _said(first: date) -> str:
    return f"{first:%B} to {months.add(first, QUARTER - 1):%B %Y}"
