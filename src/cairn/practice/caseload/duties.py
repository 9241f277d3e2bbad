"""What is owed in caseload: looking at plans for too much work, carrying them out, and agreeing each month's figure."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from cairn.cycle.duties.kinds import Kind, Owed, subject
from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock, months, working_days
from cairn.foundation.people.models import Organisation
from cairn.foundation.people.offices import LEADER, Holders
from cairn.foundation.people.queries import calendar_of
from cairn.practice.caseload.models import Figure, Relief

LOOKED_WITHIN = 5  # working days
OWED_FOR = 3  # months, after which nobody remembers whether a figure was right
CSWO = "cswo"


def _relief(duty: Duty) -> str:
    return reverse("caseload:relief", args=[duty.subject_id])


def _figure(duty: Duty) -> str:
    return reverse("caseload:figure", args=[duty.subject_id])


def looks(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Plans that nobody of the next level has looked at yet."""
    open_now = Relief.objects.open().filter(organisation=organisation, seen_at=None).select_related("unit", "person")
    holders, calendar = Holders(organisation.pk), calendar_of(organisation.pk)
    for relief in open_now:
        owed = look_owed(relief, holders=holders, calendar=calendar, nation=organisation.nation)
        if owed.due_on <= until:
            yield owed


def look_owed(
    relief: Relief,
    *,
    holders: Holders | None = None,
    calendar: working_days.LocalDays | None = None,
    nation: str = "",
) -> Owed:
    """Of whoever leads above whoever wrote it; at the top, of the chief social work officer."""
    organisation_id = relief.organisation_id
    days = calendar if calendar is not None else calendar_of(organisation_id)
    nation = nation or relief.organisation.nation
    office, unit_id = _next_level(relief, holders or Holders(organisation_id))
    return Owed(
        about=subject(relief),
        opens_on=relief.made_on,
        due_on=working_days.add_working_days(relief.made_on, LOOKED_WITHIN, nation, days),
        office=office,
        unit_id=unit_id,
        words=f"{relief.person.full_name}, {relief.points_then} of {relief.limit_then} points",
    )


def _next_level(relief: Relief, holders: Holders) -> tuple[str, UUID | None]:
    """The nearest unit above all that the writer leads, whose leader is neither the writer nor the person relieved."""
    involved = {relief.made_by_id, relief.person_id}
    chain = [relief.unit]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    led = [place for place, unit in enumerate(chain) if relief.made_by_id in holders.of(LEADER, unit.pk)]
    for unit in chain[led[-1] + 1 if led else 0 :]:
        if holders.of(LEADER, unit.pk) - involved:
            return LEADER, unit.pk
    return CSWO, relief.unit_id


def carried_out(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Plans that are to be carried out by their day."""
    for relief in Relief.objects.open().filter(organisation=organisation, due_on__lte=until).select_related("person"):
        yield Owed(
            about=subject(relief),
            opens_on=min(relief.made_on, relief.due_on),
            due_on=relief.due_on,
            office=LEADER,
            unit_id=relief.unit_id,
            words=relief.person.full_name,
        )


def of_workers(organisation: Organisation, until: date) -> Iterator[Owed]:
    """Each worker says whether the month's figure is right."""
    return _figures(organisation, until, is_own=True)


def of_managers(organisation: Organisation, until: date) -> Iterator[Owed]:
    """So does whoever manages them; where nobody does, whoever leads the unit."""
    return _figures(organisation, until, is_own=False)


def _figures(organisation: Organisation, until: date, *, is_own: bool) -> Iterator[Owed]:
    unsaid = {"person_agrees": None} if is_own else {"manager_agrees": None}
    found = Figure.objects.filter(organisation=organisation, person__is_active=True, **unsaid)
    oldest = months.add(months.first_of(clock.today()), -OWED_FOR)
    for figure in found.filter(month__range=(oldest, until)).select_related("person").order_by():
        last = months.last_of(figure.month)
        if last > until:
            continue
        bearer = figure.person_id if is_own else figure.manager_id
        yield Owed(
            about=subject(figure),
            opens_on=figure.month,
            due_on=last,
            bearer_id=bearer,
            office="" if bearer else LEADER,
            unit_id=figure.unit_id,
            words=f"{figure.month:%B %Y}" if is_own else f"{figure.person.full_name}, {figure.month:%B %Y}",
            awaited_by_id=figure.manager_id if is_own else figure.person_id,
        )


LOOK = Kind(
    key="caseload.look",
    title="Look at a plan for too much work",
    sentence="Look at the plan for {words}",
    page=_relief,
    why="Somebody was given work over their limit. The next level reads what is done about it (sa.4.e.2).",
    minutes=10,
    reminders=(2, 0, -3),
    followed_at=_relief,
    plan=looks,
)
CARRY_OUT = Kind(
    key="caseload.carry_out",
    title="Carry out a plan for too much work",
    sentence="Carry out the plan to relieve {words}",
    page=_relief,
    why="Work is removed, put off, or support added, as it was written down.",
    minutes=20,
    reminders=(7, 0, -7),
    plan=carried_out,
)
SAY = Kind(
    key="caseload.say",
    title="Say whether the figure of your work is right",
    sentence="Say whether the figure of your work in {words} is right",
    page=_figure,
    why="Both agree on it, or say that they don't, and why.",
    minutes=5,
    reminders=(3, -3),
    plan=of_workers,
    ahead=timedelta(days=31),
)
SAY_AS_MANAGER = Kind(
    key="caseload.say_as_manager",
    title="Say whether the figure of somebody's work is right",
    sentence="Say whether the figure is right: {words}",
    page=_figure,
    why="Both agree on it, or say that they don't, and why.",
    minutes=5,
    reminders=(3, -3),
    plan=of_managers,
    ahead=timedelta(days=31),
)
KINDS = (LOOK, CARRY_OUT, SAY, SAY_AS_MANAGER)
