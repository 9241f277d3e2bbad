"""Who may keep the organisation, its tree, its people, posts and roles?"""

from datetime import date, timedelta

import pytest

from cairn.foundation.core import clock
from cairn.foundation.people import rules
from cairn.foundation.people.models import Post, ProfessionalRole

NORTH = ("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "hamish", "nadia", "petra")
EVERYBODY = (*NORTH, "una", "wren", "ada", "ben", "col")


def those(cast, question):
    """Everybody of whom the answer is yes."""
    return {who for who in EVERYBODY if question(cast[who])}


def test_only_the_organisations_own_administrator_keeps_it(cast):
    eilidh, post = cast["eilidh"], Post.objects.get(person=cast["eilidh"])
    held, today = ProfessionalRole.objects.get(person=cast["fraser"]), clock.today()
    lines = {"unit": cast.team_a, "starts_on": today}
    for question in (
        lambda who: rules.may_change_organisation(who, cast.north),
        lambda who: rules.may_add_unit(who, cast.north, code="Z", parent=cast.service),
        lambda who: rules.may_change_unit(who, cast.team_a),
        lambda who: rules.may_move_unit(who, cast.team_a, parent=cast.directorate, on=today),
        lambda who: rules.may_add_person(who, cast.north),
        lambda who: rules.may_change_person(who, eilidh),
        lambda who: rules.may_deactivate(who, eilidh),
        lambda who: rules.may_give_post(who, eilidh, **lines),
        lambda who: rules.may_end_post(who, post, on=today),
        lambda who: rules.may_give_role(who, eilidh, role="psw", unit=None, starts_on=today),
        lambda who: rules.may_end_role(who, held, on=today),
    ):
        assert those(cast, question) == {"una"}


def test_everybody_who_works_here_sees_units_and_people(cast):
    assert those(cast, rules.may_see_people) == set(EVERYBODY) - {"petra"}
    assert those(cast, rules.may_see_units) == set(EVERYBODY) - {"petra"}
    assert those(cast, rules.may_see_organisation) == set(EVERYBODY) - {"petra"}


def test_people_change_their_own_name_and_nobody_elses(cast):
    eilidh = cast["eilidh"]
    assert those(cast, lambda who: rules.may_change_own_name(who, eilidh)) == {"eilidh"}


def test_nobody_gives_a_role_to_themselves(cast):
    una = cast["una"]
    verdict = rules.may_give_role(una, una, role="cswo", unit=None, starts_on=clock.today())
    assert verdict.reason == "Nobody gives a role to themselves. Ask another administrator to do it."


def test_a_role_is_given_once(cast):
    verdict = rules.may_give_role(cast["una"], cast["isla"], role="cswo", unit=None, starts_on=clock.today())
    assert verdict.reason == "Isla Renwick already holds this role on that day."


def test_a_role_that_does_not_exist_or_a_foreign_unit_is_refused(cast):
    una, eilidh, today = cast["una"], cast["eilidh"], clock.today()
    assert (
        rules.may_give_role(una, eilidh, role="king", unit=None, starts_on=today).reason == "Choose one of the roles."
    )
    foreign = rules.may_give_role(una, eilidh, role="psw", unit=cast.south_team, starts_on=today)
    assert foreign.reason == "Choose a unit of your own organisation."


def test_the_last_administrator_stays(cast):
    held = ProfessionalRole.objects.get(person=cast["una"])
    verdict = rules.may_end_role(cast["una"], held, on=clock.today())
    assert verdict.reason == "This is the only administrator. Give the role to somebody else first."

    ProfessionalRole.objects.create(
        organisation=cast.north, person=cast["petra"], role="administrator", starts_on=clock.today()
    )
    assert rules.may_end_role(cast["una"], held, on=clock.today())


def test_a_unit_never_stands_under_itself(cast):
    verdict = rules.may_move_unit(cast["una"], cast.service, parent=cast.team_a, on=clock.today())
    assert verdict.reason == "Adult services can't stand under itself or under a unit of its own."


def test_a_unit_does_not_move_into_the_future_nor_before_it_stood_there(cast):
    tomorrow = clock.today() + timedelta(days=1)
    una = cast["una"]
    later = rules.may_move_unit(una, cast.team_a, parent=cast.directorate, on=tomorrow)
    assert later.reason == "A move is recorded on its day or afterwards. Choose today or an earlier day."
    early = rules.may_move_unit(una, cast.team_a, parent=cast.directorate, on=date(2019, 1, 1))
    assert early.reason == "Team A has stood where it is since 1 April 2020. Choose that day or a later one."


def test_a_units_code_is_its_own_whatever_the_case(cast):
    assert rules.may_add_unit(cast["una"], cast.north, code="a").reason == (
        "The code a already belongs to Team A. Choose another one."
    )
    assert rules.may_add_unit(cast["una"], cast.north, code="a/b").reason == (
        "A unit's code can't hold a slash. Use letters, figures and hyphens."
    )


def test_a_unit_in_which_people_work_stays_open(cast):
    una, today = cast["una"], clock.today()
    assert rules.may_close_unit(una, cast.team_a, on=today).reason == (
        "People have posts in Team A after that day. Move them or end their posts first."
    )
    assert rules.may_close_unit(una, cast.service, on=today).reason == (
        "Units that are still open stand under Adult services. Move or close them first."
    )


@pytest.mark.parametrize(
    ("manager", "reason"),
    [
        ("eilidh", "Eilidh Farrow can't be their own line manager."),
        ("wren", "Choose a line manager of your own organisation."),
        ("morag", ""),
    ],
)
def test_who_may_be_line_manager(cast, manager, reason):
    verdict = rules.may_give_post(
        cast["una"], cast["eilidh"], unit=cast.team_a, starts_on=clock.today(), line_manager=cast[manager]
    )
    assert verdict.reason == reason


def test_line_management_never_leads_back_to_its_beginning(cast):
    Post.objects.filter(person=cast["ruaridh"]).update(line_manager=cast["eilidh"])
    verdict = rules.may_give_post(
        cast["una"], cast["morag"], unit=cast.team_a, starts_on=clock.today(), line_manager=cast["ruaridh"]
    )
    assert verdict.reason == (
        "Ruaridh Ogg reports to Morag Lindsay, directly or through others, so can't be their line manager."
    )


def test_only_those_who_cannot_sign_in_are_invited(cast):
    verdict = rules.may_invite(cast["una"], cast["petra"])
    assert verdict.reason == ("Petra Blyth can sign in already. Anyone who forgot their password asks for a new one.")


def test_nobody_shuts_themselves_out(cast):
    assert rules.may_deactivate(cast["una"], cast["una"]).reason == (
        "You can't end your own access. Another administrator does it."
    )
