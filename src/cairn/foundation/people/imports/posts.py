"""What does each row say about a person and their post, and how does that differ from what is known?"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from cairn.foundation.imports.kinds import Change
from cairn.foundation.imports.problems import Problem
from cairn.foundation.imports.rows import Row, Sheet
from cairn.foundation.people.imports.checks import somebody
from cairn.foundation.people.imports.entries import Entries, Entry
from cairn.foundation.people.imports.known import Known, key
from cairn.foundation.people.imports.wording import difference, named
from cairn.foundation.people.models import Person, Post, StaffGroup, Unit

ONE_DAY = timedelta(days=1)
CENT = Decimal("0.01")
PERSONAL = {"given_name": "Given name", "family_name": "Family name", "email": "E-mail", "staff_number": "Staff number"}
FIELDS = {
    "unit": "Unit",
    "job_title": "Job title",
    "staff_group": "Staff group",
    "full_time_equivalent": "Full-time equivalent",
    "leads_unit": "Leads the unit",
    "line_manager": "Line manager",
    "professional_lead": "Professional lead",
}


@dataclass
class StaffPlan:
    """What must be written for the people of a file.

    Changes of known people and posts are kept by identifier, as the fields that change. `left` are those
    whose every post has ended, with their last day.
    """

    new_people: list[Person] = field(default_factory=list)
    changed_people: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    new_posts: list[Post] = field(default_factory=list)
    changed_posts: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    left: dict[UUID, date] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    clamped: int = 0


@dataclass
class _Wanted:
    """The post as a row describes it; a column that the file does not have leaves its value as it was."""

    values: dict[str, Any]
    starts_on: date | None
    ends_on: date | None
    says_end: bool


def plan_staff(sheet: Sheet, found: Entries, units: dict[str, Unit], known: Known) -> StaffPlan:
    """Compare every row with what is known of its person."""
    plan = StaffPlan()
    for entry in found.entries:
        _plan_one(sheet, entry, found, units, known, plan)
    return plan


def _plan_one(
    sheet: Sheet, entry: Entry, found: Entries, units: dict[str, Unit], known: Known, plan: StaffPlan
) -> None:
    posts = known.open_posts(entry.person)
    unit = units[entry.row.text("unit_code").casefold()]
    current = next((post for post in posts if post.unit_id == unit.pk), posts[0] if posts else None)
    wanted = _wanted(sheet, entry.row, unit, current, found, known)
    if entry.is_new:
        _join(entry, wanted, known, plan)
        return
    _change_details(entry, known, plan)
    if current is None:
        _return(entry, wanted, known, plan)
    else:
        _continue(sheet, entry, current, wanted, known, plan)


def _wanted(sheet: Sheet, row: Row, unit: Unit, current: Post | None, found: Entries, known: Known) -> _Wanted:
    def line(column: str) -> Any:
        if not sheet.has(column):
            pk = getattr(current, f"{column}_id", None)
            return known.people.get(pk) if pk else None
        return somebody(row.text(column), found, known) if row.text(column) else None

    share = row.values.get("full_time_equivalent")
    if isinstance(share, Decimal):
        share = max(share.quantize(CENT, ROUND_HALF_UP), CENT)
    else:
        share = current.full_time_equivalent if current else Decimal(1)
    leads = row.values.get("leads_unit")
    if not isinstance(leads, bool):
        leads = current.leads_unit if current and not sheet.has("leads_unit") else False
    starts, ends = row.values.get("starts_on"), row.values.get("ends_on")
    return _Wanted(
        values={
            "unit": unit,
            "job_title": row.text("job_title"),
            "staff_group": row.text("staff_group"),
            "full_time_equivalent": share,
            "leads_unit": leads,
            "line_manager": line("line_manager"),
            "professional_lead": line("professional_lead"),
        },
        starts_on=starts if isinstance(starts, date) else None,
        ends_on=ends if isinstance(ends, date) else None,
        says_end=sheet.has("ends_on"),
    )


def _join(entry: Entry, wanted: _Wanted, known: Known, plan: StaffPlan) -> None:
    post = _new_post(entry.person, wanted, wanted.starts_on or min(known.day, wanted.ends_on or known.day), known, plan)
    gone = post.ends_on is not None and post.ends_on < known.day
    entry.person.is_active = not gone
    plan.new_people.append(entry.person)
    details = {title: getattr(entry.person, name) for name, title in PERSONAL.items()}
    _, after = difference({}, details | _facts(wanted.values) | _dates(post))
    plan.changes.append(_change("joins", entry, {}, after))


def _return(entry: Entry, wanted: _Wanted, known: Known, plan: StaffPlan) -> None:
    """Somebody without a post gets one; whoever had left before and is in the file as gone stays gone."""
    last = known.last_days.get(entry.person.pk)
    if wanted.ends_on and wanted.ends_on <= known.day and (last or not entry.person.is_active):
        return
    starts_on = max(filter(None, (wanted.starts_on or known.day, last and last + ONE_DAY)))
    if wanted.ends_on and wanted.ends_on < starts_on:
        return
    post = _new_post(entry.person, wanted, starts_on, known, plan)
    before = {"Can sign in": entry.person.is_active}
    if not entry.person.is_active:
        plan.changed_people.setdefault(entry.person.pk, {})["is_active"] = True
    was, now = difference(before, _facts(wanted.values) | _dates(post) | {"Can sign in": True})
    has_been_here = last is not None or not before["Can sign in"]
    plan.changes.append(_change("returns" if has_been_here else "gets_post", entry, was, now))


def _continue(sheet: Sheet, entry: Entry, current: Post, wanted: _Wanted, known: Known, plan: StaffPlan) -> None:
    if wanted.ends_on and wanted.ends_on < current.starts_on:
        sentence = f"The post began on {_day(current.starts_on)} and can't have ended before. Look at the date."
        plan.problems.append(sheet.problem(entry.row, "ends_on", sentence))
        return
    before = _values_of(current, known)
    if wanted.ends_on and wanted.ends_on <= known.day:
        _end(entry, current, wanted.ends_on, known, plan)
    elif before != wanted.values:
        _move(entry, current, before, wanted, known, plan)
    elif wanted.says_end and wanted.ends_on != current.ends_on:
        was, now = difference({"Ends on": current.ends_on}, {"Ends on": wanted.ends_on})
        plan.changed_posts[current.pk] = {"ends_on": wanted.ends_on}
        plan.changes.append(_change("ends" if wanted.ends_on else "moves", entry, was, now))


def _end(entry: Entry, current: Post, day: date, known: Known, plan: StaffPlan) -> None:
    """The file says that this person has left: every post that still goes on ends."""
    was, now = difference({"Ends on": current.ends_on}, {"Ends on": day})
    others = [post for post in known.open_posts(entry.person) if post.pk != current.pk]
    plan.changed_posts[current.pk] = {"ends_on": day}
    if others:
        plan.changes.append(_change("ends", entry, was, now))
        return
    plan.left[entry.person.pk] = day
    plan.changes.append(_change("leaves", entry, was, now))


def _move(entry: Entry, current: Post, before: dict[str, Any], wanted: _Wanted, known: Known, plan: StaffPlan) -> None:
    """The old post ends the day before the new one begins; one that begins only then is put right in place."""
    starts_on = wanted.starts_on if wanted.starts_on and wanted.starts_on > current.starts_on else known.day
    ends_on = wanted.ends_on if wanted.says_end else current.ends_on
    was, now = difference(_facts(before), _facts(wanted.values))
    if starts_on > current.starts_on:
        plan.changed_posts[current.pk] = {"ends_on": starts_on - ONE_DAY}
        new = _Wanted(wanted.values, starts_on, ends_on, says_end=True)
        starts_on = _new_post(entry.person, new, starts_on, known, plan).starts_on
        now["From"] = _day(starts_on)
    else:
        changed = {name: value for name, value in wanted.values.items() if before[name] != value}
        plan.changed_posts[current.pk] = _columns_of(changed) | {"ends_on": ends_on}
    plan.changes.append(_change("moves", entry, was, now))


def _change_details(entry: Entry, known: Known, plan: StaffPlan) -> None:
    person, row = entry.person, entry.row
    before = {title: getattr(person, name) for name, title in PERSONAL.items()}
    number = row.text("staff_number")
    fresh: dict[str, Any] = {name: row.text(name) for name in ("given_name", "family_name", "email")}
    fresh["staff_number"] = person.staff_number if key(person.staff_number or "") == key(number) else number
    was, now = difference(before, {PERSONAL[name]: value for name, value in fresh.items()})
    if now:
        changed = {name: value for name, value in fresh.items() if getattr(person, name) != value}
        for name, value in changed.items():
            setattr(person, name, value)
        plan.changed_people[person.pk] = changed
        plan.changes.append(_change("changes", entry, was, now))


def _new_post(person: Person, wanted: _Wanted, starts_on: date, known: Known, plan: StaffPlan) -> Post:
    """A post begins no earlier than its unit opened."""
    opened = wanted.values["unit"].opened_on
    ends_on = wanted.ends_on
    if starts_on < opened and (ends_on is None or ends_on >= opened):
        starts_on, plan.clamped = opened, plan.clamped + 1
    values = _columns_of(wanted.values)
    post = Post(organisation=known.organisation, person_id=person.pk, starts_on=starts_on, ends_on=ends_on, **values)
    plan.new_posts.append(post)
    return post


_RELATED = {"unit", "line_manager", "professional_lead"}


def _columns_of(values: dict[str, Any]) -> dict[str, Any]:
    """Identifiers instead of records: some of these records are only about to be written."""
    return {f"{name}_id" if name in _RELATED else name: _key(value) for name, value in values.items()}


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Person | Unit) else value


def _values_of(post: Post, known: Known) -> dict[str, Any]:
    return {
        "unit": known.units_by_id[post.unit_id],
        "job_title": post.job_title,
        "staff_group": post.staff_group,
        "full_time_equivalent": post.full_time_equivalent,
        "leads_unit": post.leads_unit,
        "line_manager": known.people.get(post.line_manager_id) if post.line_manager_id else None,
        "professional_lead": known.people.get(post.professional_lead_id) if post.professional_lead_id else None,
    }


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    said = {title: values[name] for name, title in FIELDS.items()}
    said["Staff group"] = StaffGroup(values["staff_group"]).label
    return said


def _dates(post: Post) -> dict[str, Any]:
    return {"Starts on": post.starts_on, "Ends on": post.ends_on}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _change(what: str, entry: Entry, before: dict[str, str], after: dict[str, str]) -> Change:
    person = entry.person
    about = f"person {key(entry.row.text('staff_number'))}"
    return Change(what, about, named(person), f"people.Person:{person.pk}", entry.row.number, before, after)
