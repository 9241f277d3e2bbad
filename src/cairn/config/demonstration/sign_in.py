"""As whom can a visitor look at Cairn?"""

from collections.abc import Iterator

from cairn.config.demonstration.large import NAME, SLUG
from cairn.config.demonstration.library import employers
from cairn.config.demonstration.names import address
from cairn.foundation.people.models import Person, Role

NOBODY_KNOWS = "!"  # how a password begins that was never set
BESIDES = {
    "director": "Executive director",
    "manager_north": "Service manager",
    "manager_children": "Head of service",
    "team_leader": "Team leader, children",
    "team_leader_adults": "Team leader, adults",
    "practitioner": "Social worker, children",
    "practitioner_adults": "Social worker, adults",
    "newly_qualified": "Newly qualified social worker",
    "outsider": "Nobody yet: no post and no role",
}


def people_to_try() -> Iterator[tuple[str, str]]:
    """The cast of both employers and of the large one, as far as they are here: e-mail and what they are."""
    yield from _of_small_ones()
    yield from _of_the_large_one()


def _of_the_large_one() -> Iterator[tuple[str, str]]:
    """There a password was set for those in whose place one sees something, and for nobody else."""
    there = Person.objects.filter(organisation__slug=SLUG, is_active=True).exclude(password__startswith=NOBODY_KNOWS)
    for person in there.order_by("created_at", "staff_number").prefetch_related("roles", "posts"):
        roles = ", ".join(role.get_role_display() for role in person.roles.all())
        titles = [post.job_title for post in person.posts.all() if post.ends_on is None]
        yield person.email, f"{roles or ', '.join(titles)}, {NAME.split()[0]}"


def _of_small_ones() -> Iterator[tuple[str, str]]:
    there = set(Person.objects.filter(email__endswith=".example", is_active=True).values_list("email", flat=True))
    for slug in ("strathcairn", "eldermarsh"):
        employer = employers()[slug]
        for member in employer["cast"]:
            email = address(member["given"], member["family"], employer["domain"])
            described = ", ".join(Role(role).label for role in member["roles"]) or BESIDES.get(member["key"], "")
            if described and email in there:
                yield email, f"{described}, {employer['name'].split()[0]}"
