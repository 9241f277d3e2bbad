"""Who may change the organisation, its tree, its people, their posts and their roles, and when?"""

from datetime import date, timedelta
from typing import Any

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Absence, Organisation, Person, Post, ProfessionalRole, Role, Unit, Why
from cairn.foundation.people.offices import may_hold

KEEPS_THE_TREE = "Only an administrator can change units. Ask one of yours; the page of roles names them."
KEEPS_PEOPLE = "Only an administrator can change people and posts. Ask one of yours; the page of roles names them."
KEEPS_ABSENCES = "Absences are recorded by whoever leads the unit, or by an administrator."
LONGEST_LINE = 30
LONGEST_AHEAD = timedelta(days=730)


def may_see_people(actor: Person) -> Verdict:
    """The directory is open to everybody who works here or holds a role here (sa.leads.access)."""
    return refuse_unless(actor, "person.see", None, "You have no post or role here yet, so the directory is closed.")


def may_see_units(actor: Person) -> Verdict:
    """Lines of accountability are open to the workforce (sa.2.e.3)."""
    return refuse_unless(actor, "unit.see", None, "You have no post or role here yet, so the list of units is closed.")


def may_see_organisation(actor: Person) -> Verdict:
    """Everybody who works here knows its calendar."""
    sentence = "You have no post or role here yet, so the organisation's page is closed."
    return refuse_unless(actor, "organisation.see", None, sentence)


def may_change_organisation(actor: Person, organisation: Organisation) -> Verdict:
    """One role keeps names and working days."""
    sentence = "Only an administrator can change the organisation and its calendar."
    return refuse_unless(actor, "organisation.change", organisation, sentence)


def may_add_unit(
    actor: Person, organisation: Organisation, *, code: str = "", parent: Unit | None = None, day: date | None = None
) -> Verdict:
    """A unit has a code of its own and stands under an open unit of the same organisation."""
    if not (allowed := refuse_unless(actor, "unit.change", organisation, KEEPS_THE_TREE)):
        return allowed
    if "/" in code:
        return Verdict("A unit's code can't hold a slash. Use letters, figures and hyphens.")
    if code and (taken := Unit.objects.filter(organisation=organisation, code__iexact=code).first()):
        return Verdict(f"The code {code} already belongs to {taken.name}. Choose another one.")
    return _may_stand_under(organisation.pk, parent, day or clock.today())


def may_change_unit(actor: Person, unit: Unit) -> Verdict:
    """One role keeps the tree."""
    return refuse_unless(actor, "unit.change", unit, KEEPS_THE_TREE)


def may_move_unit(actor: Person, unit: Unit, *, parent: Unit | None, on: date) -> Verdict:
    """A unit moves under another open unit, never under itself, and not into the future: the tree is today's."""
    if not (allowed := may_change_unit(actor, unit)):
        return allowed
    if on > clock.today():
        return Verdict("A move is recorded on its day or afterwards. Choose today or an earlier day.")
    if parent is not None and parent.is_in(unit):
        return Verdict(f"{unit.name} can't stand under itself or under a unit of its own.")
    if unit.parent_id == (parent.pk if parent else None):
        return Verdict(f"{unit.name} already stands there.")
    now = unit.placements.order_by("-starts_on").first()
    if now and on < now.starts_on:
        return Verdict(
            f"{unit.name} has stood where it is since {_day(now.starts_on)}. Choose that day or a later one."
        )
    return _may_stand_under(unit.organisation_id, parent, on)


def may_close_unit(actor: Person, unit: Unit, *, on: date) -> Verdict:
    """A unit closes when nobody works in it any more and no open unit stands under it."""
    if not (allowed := may_change_unit(actor, unit)):
        return allowed
    if unit.closed_on:
        return Verdict(f"{unit.name} was closed on {_day(unit.closed_on)}.")
    if on < unit.opened_on:
        return Verdict(f"{unit.name} opened on {_day(unit.opened_on)}, so it can't have closed before.")
    if unit.children.filter(closed_on=None).exists():
        return Verdict(f"Units that are still open stand under {unit.name}. Move or close them first.")
    if Post.objects.filter(unit=unit, ends_on=None).exists() or Post.objects.filter(unit=unit, ends_on__gt=on).exists():
        return Verdict(f"People have posts in {unit.name} after that day. Move them or end their posts first.")
    return YES


def may_add_person(actor: Person, organisation: Organisation) -> Verdict:
    """One role keeps people and posts."""
    return refuse_unless(actor, "person.change", organisation, KEEPS_PEOPLE)


def may_change_person(actor: Person, person: Person) -> Verdict:
    """One role keeps people and posts."""
    return refuse_unless(actor, "person.change", person, KEEPS_PEOPLE)


def may_change_own_name(actor: Person, person: Person) -> Verdict:
    """Everybody decides what they are called."""
    return refuse_unless(actor, "home.change", person, "You can change your own name only.")


def may_invite(actor: Person, person: Person) -> Verdict:
    """Only somebody who can't sign in yet is invited; whoever forgot a password asks for a new one."""
    sentence = "Only an administrator can invite people."
    if not (allowed := refuse_unless(actor, "person.invite", person, sentence)):
        return allowed
    if not person.is_active:
        return Verdict(f"{person} can't sign in any more. Let them sign in again first.")
    if person.has_usable_password():
        return Verdict(f"{person} can sign in already. Anyone who forgot their password asks for a new one.")
    return YES


def may_deactivate(actor: Person, person: Person) -> Verdict:
    """Nobody shuts themselves out, so that an organisation is never without its administrator."""
    if not (allowed := may_change_person(actor, person)):
        return allowed
    if actor.pk == person.pk:
        return Verdict("You can't end your own access. Another administrator does it.")
    if not person.is_active:
        return Verdict(f"{person} can't sign in already.")
    return YES


def may_reactivate(actor: Person, person: Person) -> Verdict:
    """One role keeps people and posts."""
    if not (allowed := may_change_person(actor, person)):
        return allowed
    return Verdict(f"{person} can sign in already.") if person.is_active else YES


def may_give_post(
    actor: Person,
    person: Person,
    *,
    unit: Unit,
    starts_on: date,
    line_manager: Person | None = None,
    professional_lead: Person | None = None,
) -> Verdict:
    """A post lies in an open unit; its lines lead to colleagues, and never back to oneself."""
    if not (allowed := may_change_person(actor, person)):
        return allowed
    if unit.organisation_id != person.organisation_id:
        return Verdict("Choose a unit of your own organisation.")
    if unit.closed_on and starts_on > unit.closed_on:
        return Verdict(f"{unit.name} was closed on {_day(unit.closed_on)}. Choose an open unit.")
    if starts_on < unit.opened_on:
        return Verdict(f"{unit.name} opened on {_day(unit.opened_on)}, so nobody had a post in it before.")
    for other, line in ((line_manager, "line manager"), (professional_lead, "professional lead")):
        if other is not None and not (fits := _may_stand_over(person, other, line)):
            return fits
    if line_manager is not None and _reports_to(line_manager, person, starts_on):
        return Verdict(
            f"{line_manager} reports to {person}, directly or through others, so can't be their line manager."
        )
    return YES


def may_end_post(actor: Person, post: Post, *, on: date) -> Verdict:
    """A post ends on a day that it has reached."""
    if not (allowed := refuse_unless(actor, "person.change", post, KEEPS_PEOPLE)):
        return allowed
    return _may_end("The post", post, on)


def may_keep_absences(actor: Person, person: Person) -> Verdict:
    """Whoever leads a unit of somebody, or an administrator; nobody writes down their own."""
    if actor.pk == person.pk:
        return Verdict("Nobody records their own absence. Ask whoever leads your unit, or an administrator.")
    if not permits(actor, "absence.record"):
        return Verdict(KEEPS_ABSENCES)
    places = [_Place(person), *(_Place(person, post.unit) for post in person.posts.current().select_related("unit"))]
    return YES if any(permits(actor, "absence.record", place) for place in places) else Verdict(KEEPS_ABSENCES)


def may_record_absence(
    actor: Person, person: Person, *, starts_on: date, ends_on: date | None, why: str, but: Absence | None = None
) -> Verdict:
    """An absence lies in somebody's time here, ends after it begins, and overlaps no other."""
    if not (allowed := may_keep_absences(actor, person)):
        return allowed
    if why not in Why.values:
        return Verdict("Choose why they are away.")
    if ends_on is not None and ends_on < starts_on:
        return Verdict("The absence would end before it begins. Look at the two dates.")
    if starts_on > clock.today() + LONGEST_AHEAD:
        return Verdict("That is more than two years ahead. Look at the year.")
    first = person.posts.order_by("starts_on").values_list("starts_on", flat=True).first()
    if first is None or starts_on < first:
        began = f" They began on {_day(first)}." if first else ""
        return Verdict(f"{person} had no post here on {_day(starts_on)}.{began}")
    return _overlaps_no_other(person, starts_on, ends_on, but)


def _overlaps_no_other(person: Person, starts_on: date, ends_on: date | None, but: Absence | None) -> Verdict:
    others = person.absences.exclude(pk=but.pk) if but else person.absences.all()
    other = others.between(starts_on, ends_on).order_by("starts_on").first()
    if other is None:
        return YES
    until = f"to {_day(other.ends_on)}" if other.ends_on else "without an end yet"
    return Verdict(f"{person} is recorded as away from {_day(other.starts_on)} {until}. Put that right instead.")


def may_end_absence(actor: Person, person: Person, absence: Absence, *, on: date) -> Verdict:
    """The last day away lies between the first and the one that was known; nobody is back before they left."""
    if not (allowed := may_keep_absences(actor, person)):
        return allowed
    if on < absence.starts_on:
        return Verdict(f"The absence began on {_day(absence.starts_on)}, so it can't end before that day.")
    if absence.ends_on is not None and absence.ends_on <= on:
        return Verdict(f"The absence ended on {_day(absence.ends_on)} already. To put that right, correct it.")
    return YES


def may_open_role_form(actor: Person) -> Verdict:
    """One role gives the others."""
    return refuse_unless(actor, "person.give_role", actor.organisation, "Only an administrator can give roles.")


def may_give_role(actor: Person, person: Person, *, role: str, unit: Unit | None, starts_on: date) -> Verdict:
    """Nobody gives a role to themselves: it takes two people to widen what somebody may see and do."""
    sentence = "Only an administrator can give professional roles."
    if not (allowed := refuse_unless(actor, "person.give_role", person, sentence)):
        return allowed
    if actor.pk == person.pk:
        return Verdict("Nobody gives a role to themselves. Ask another administrator to do it.")
    if role not in Role.values:
        return Verdict("Choose one of the roles.")
    if unit is not None and unit.organisation_id != person.organisation_id:
        return Verdict("Choose a unit of your own organisation.")
    if unit is not None and role == Role.ADMINISTRATOR:
        return Verdict("An administrator keeps the whole organisation. Leave the unit empty.")
    held = ProfessionalRole.objects.filter(person=person, role=role, unit=unit).on(starts_on).exists()
    if held:
        return Verdict(f"{person} already holds this role on that day.")
    return may_hold(person, role, starts_on)


def may_end_role(actor: Person, held: ProfessionalRole, *, on: date) -> Verdict:
    """A role ends on a day that it has reached; the last administrator stays."""
    sentence = "Only an administrator can end professional roles."
    if not (allowed := refuse_unless(actor, "person.give_role", held, sentence)):
        return allowed
    if held.role == Role.ADMINISTRATOR and not _another_administrator(held):
        return Verdict("This is the only administrator. Give the role to somebody else first.")
    return _may_end("The role", held, on)


class _Place:
    """Somebody at one of their posts, as the access policy asks for it."""

    def __init__(self, person: Person, unit: Unit | None = None):
        self.organisation_id, self.person_id, self.unit = person.organisation_id, person.pk, unit


def _may_stand_under(organisation_id: Any, parent: Unit | None, day: date) -> Verdict:
    if parent is None:
        return YES
    if parent.organisation_id != organisation_id:
        return Verdict("Choose a unit of your own organisation.")
    if parent.closed_on and day > parent.closed_on:
        return Verdict(f"{parent.name} was closed on {_day(parent.closed_on)}. Choose an open unit.")
    return YES


def _may_stand_over(person: Person, other: Person, line: str) -> Verdict:
    if other.organisation_id != person.organisation_id:
        return Verdict(f"Choose a {line} of your own organisation.")
    return Verdict(f"{person} can't be their own {line}.") if other.pk == person.pk else YES


def _reports_to(somebody: Person, person: Person, day: date) -> bool:
    """Whether the line of management above somebody leads to this person on this day."""
    above, seen = {somebody.pk}, set()
    for _ in range(LONGEST_LINE):
        seen |= above
        found = Post.objects.filter(person__in=above, line_manager__isnull=False).on(day)
        above = set(found.values_list("line_manager", flat=True)) - seen
        if person.pk in above:
            return True
        if not above:
            return False
    return False


def _may_end(what: str, held: Post | ProfessionalRole, on: date) -> Verdict:
    if held.ends_on and held.ends_on <= on:
        return Verdict(f"{what} ended on {_day(held.ends_on)} already.")
    if on < held.starts_on:
        return Verdict(f"{what} began on {_day(held.starts_on)}, so it can't end before that day.")
    return YES


def _another_administrator(held: ProfessionalRole) -> bool:
    others = ProfessionalRole.objects.filter(organisation=held.organisation_id, role=Role.ADMINISTRATOR, ends_on=None)
    return others.exclude(person=held.person_id).filter(person__is_active=True).exists()


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
