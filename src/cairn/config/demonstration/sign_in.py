"""As whom can a visitor look at Cairn?"""

from collections.abc import Iterator

from cairn.config.demonstration.library import employers
from cairn.config.demonstration.names import address
from cairn.foundation.people.models import Person, Role

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
    """The cast of both employers, as far as they are in this database: e-mail and what they are."""
    there = set(Person.objects.filter(email__endswith=".example", is_active=True).values_list("email", flat=True))
    for slug in ("strathcairn", "eldermarsh"):
        employer = employers()[slug]
        for member in employer["cast"]:
            email = address(member["given"], member["family"], employer["domain"])
            described = ", ".join(Role(role).label for role in member["roles"]) or BESIDES.get(member["key"], "")
            if described and email in there:
                yield email, f"{described}, {employer['name'].split()[0]}"
