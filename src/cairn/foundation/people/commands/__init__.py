"""Everything that can be done to organisations, units, people, posts and roles."""

from cairn.foundation.people.commands.absences import correct_absence, end_absence, record_absence
from cairn.foundation.people.commands.invitations import accept_invitation, invite, offer_new_password
from cairn.foundation.people.commands.many import (
    NewPerson,
    NewPost,
    NewUnit,
    add_people,
    add_units,
    change_people,
    end_posts,
    give_posts,
)
from cairn.foundation.people.commands.organisations import (
    add_local_day,
    change_organisation,
    remove_local_day,
    set_up_first_organisation,
    set_up_organisation,
)
from cairn.foundation.people.commands.persons import (
    add_person,
    change_own_name,
    change_person,
    deactivate,
    reactivate,
    record_leaving,
)
from cairn.foundation.people.commands.posts import end_post, give_post, move_post
from cairn.foundation.people.commands.roles import end_role, give_role
from cairn.foundation.people.commands.units import add_unit, change_unit, close_unit, move_unit

__all__ = [
    "NewPerson",
    "NewPost",
    "NewUnit",
    "accept_invitation",
    "add_local_day",
    "add_people",
    "add_person",
    "add_unit",
    "add_units",
    "change_organisation",
    "change_own_name",
    "change_people",
    "change_person",
    "change_unit",
    "close_unit",
    "correct_absence",
    "deactivate",
    "end_absence",
    "end_post",
    "end_posts",
    "end_role",
    "give_post",
    "give_posts",
    "give_role",
    "invite",
    "move_post",
    "move_unit",
    "offer_new_password",
    "reactivate",
    "record_absence",
    "record_leaving",
    "remove_local_day",
    "set_up_first_organisation",
    "set_up_organisation",
]
