"""Who has left, where a file is the whole workforce?"""

from cairn.foundation.core.words import plural
from cairn.foundation.imports.kinds import Change
from cairn.foundation.imports.problems import Problem
from cairn.foundation.people.imports.entries import Entries
from cairn.foundation.people.imports.known import Known, keeps_an_administrator, key
from cairn.foundation.people.imports.posts import StaffPlan
from cairn.foundation.people.imports.wording import named, said

MANY = 0.2


def plan_leavers(found: Entries, known: Known, plan: StaffPlan) -> None:
    """People with a post who are not in the file leave today; whoever never had a post, such as a councillor, stays."""
    for pk in known.posts:
        person = known.people[pk]
        if pk in found.by_person:
            continue
        plan.left[pk] = known.day
        plan.changes.append(
            Change(
                "leaves",
                f"person {key(person.staff_number or person.email)}",
                named(person),
                f"people.Person:{pk}",
                0,
                {},
                {"Ends on": said(known.day)},
            )
        )


def check_leavers(known: Known, plan: StaffPlan) -> list[Problem]:
    """The organisation keeps an administrator, whoever leaves."""
    if keeps_an_administrator(known, set(plan.left)):
        return []
    return [
        Problem("Nobody would be left who keeps people and posts: the last administrator is among those who leave.")
    ]


def remarks_on_leavers(known: Known, plan: StaffPlan) -> list[str]:
    """What a careful person would want to be asked before many leave at once."""
    remarks = []
    if len(plan.left) > 10 and len(plan.left) > MANY * len(known.posts):
        share = round(100 * len(plan.left) / len(known.posts))
        remarks.append(
            f"{len(plan.left):,} people would leave, {share} in 100. Is this file really the whole workforce?"
        )
    holders = [known.people[pk].full_name for pk in plan.left if pk in known.roles]
    if holders:
        named_there = ", ".join(sorted(holders)[:10])
        remarks.append(f"The roles of {plural(len(holders), 'person', 'people')} who leave end as well: {named_there}.")
    return remarks
