"""Who had supervision more often than the policy asks, for a time?"""

from cairn.config.demonstration.large.chains import Chain
from cairn.config.demonstration.large.people import Employer
from cairn.config.demonstration.library import words
from cairn.config.demonstration.past.course import Rules
from cairn.config.demonstration.past.records import moment
from cairn.config.demonstration.past.rows import Rows, identifier
from cairn.config.demonstration.past.sessions import iso
from cairn.practice.supervision.models import ParticularNeed

NEED = (
    *("id", "organisation_id", "person_id", "every", "period", "minutes", "reason", "agreed_by_id", "agreed_at"),
    *("starts_on", "ends_on"),
)


def write_needs(employer: Employer, chains: list[Chain], rules: Rules) -> int:
    """As the courses reckon with them."""
    rows, reasons = Rows(ParticularNeed, *NEED), words()["supervision"]["needs"]
    for chain in chains:
        for need in chain.needs:
            by = next((one for one in chain.made if one.ends_on is None or one.ends_on >= need.first), chain.made[-1])
            rows.add(
                identifier(rules.chance), employer.digits, chain.tenure.person.digits, need.every, str(need.period),
                need.minutes, rules.chance.choice(reasons), by.supervisor.digits, moment(need.first, 9),
                iso(need.first), iso(need.last),
            )  # fmt: skip
    rows.send()
    return rows.count
