"""How does somebody stand who is to be supervised: where they work, under whom, and what the policy asks?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairn.foundation.people.models import Person, Post, Unit
from cairn.practice.supervision.asked import Asked
from cairn.practice.supervision.models import AnotherDiscipline, Period
from cairn.practice.supervision.professional import is_owed
from cairn.practice.supervision.queries.turns import rulings
from cairn.practice.supervision.turns import Stint, stints_of, unbroken_since


@dataclass(frozen=True)
class Circumstances:
    """On one day: the largest of somebody's posts, the policy's line for them, and whether professional is owed."""

    unit: Unit
    line_manager: Person | None
    professional_lead: Person | None
    asked: Asked | None
    professional_is_owed: bool
    # Who said, and when, that the line manager is of another discipline.
    mark: AnotherDiscipline | None

    @property
    def policy_leaves_it(self) -> bool:
        """No policy is in force, or it leaves the frequency to those who agree, as for students."""
        return self.asked is None or self.asked.period == Period.AGREED


def circumstances(person: Person, day: date) -> Circumstances | None:
    """Nothing where somebody has no post on that day."""
    posts = list(Post.objects.filter(person=person).select_related("unit", "line_manager", "professional_lead"))
    held = [post for post in posts if post.holds_on(day)]
    if not held:
        return None
    main = min(held, key=lambda post: (-post.full_time_equivalent, post.starts_on))
    mark = AnotherDiscipline.objects.filter(person=person).on(day).select_related("marked_by").first()
    return Circumstances(
        unit=main.unit,
        line_manager=main.line_manager,
        professional_lead=main.professional_lead,
        asked=_asked(person.organisation_id, posts, day),
        professional_is_owed=_is_owed(main, day, is_marked=mark is not None),
        mark=mark,
    )


def _asked(organisation_id: UUID, posts: list[Post], day: date) -> Asked | None:
    begun = [post for post in posts if post.starts_on <= day]
    stints = stints_of(
        Stint(post.starts_on, post.ends_on, post.staff_group, round(post.full_time_equivalent * 100)) for post in begun
    )
    policy = next((one for one in reversed(rulings(organisation_id)) if one.first <= day), None)
    if policy is None:
        return None
    here = [stint for stint in stints if stint.first <= day]
    since = unbroken_since(here, here[-1].staff_group)
    return policy.line_for(here[-1].staff_group, max(0, (day - since).days // 7))


def _is_owed(main: Post, day: date, *, is_marked: bool) -> bool:
    """The line manager's posts are read only where they decide."""
    manager_id, lead_id = main.line_manager_id, main.professional_lead_id
    groups: frozenset[str] = frozenset()
    if manager_id and lead_id and not is_marked:
        groups = frozenset(Post.objects.filter(person=manager_id).on(day).values_list("staff_group", flat=True))
    return is_owed(main.staff_group, manager_id, lead_id, groups, is_marked=is_marked)
