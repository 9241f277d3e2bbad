"""How far does somebody see? The filter asks the database for no more than the policy needs."""

from django.db.models import Q

from cairn.foundation.people.access import NOTHING, Grant, Standing, _reached, reach


def test_who_sees_the_whole_organisation_is_asked_for_nothing_else(cast):
    inside = Q(organisation_id=cast.north.pk)

    assert reach(cast["isla"], "round.see", unit="scope", owner="") == inside
    assert reach(cast["isla"], "suggestion.see", owner="person") == inside
    assert reach(cast["hamish"], "evidence.see", state="") == inside


def test_a_leader_sees_what_lies_below(cast):
    inside = Q(organisation_id=cast.north.pk)
    led = inside & Q(unit__path__startswith="D/S/A/")

    assert reach(cast["morag"], "judgement.see", owner="", state="round__state") == led
    assert reach(cast["morag"], "suggestion.see", owner="person") == inside & Q(person=cast["morag"].pk) | led


def test_a_state_limits_what_is_seen(cast):
    states = ["closed", "moderated", "open", "signed"]
    seen = Q(organisation_id=cast.north.pk) & Q(state__in=states)

    assert reach(cast["eilidh"], "round.see", unit="scope", owner="") == seen
    assert reach(cast["petra"], "round.see", unit="scope", owner="") == NOTHING


def test_rows_are_asked_through_the_record_that_they_belong_to(cast):
    nowhere = {"unit": "", "owner": "", "state": ""}
    seen = Q(framework__organisation_id=cast.north.pk) | Q(framework__organisation_id=None)

    assert reach(cast["petra"], "framework.see", **nowhere, of="framework") == seen
    states = ["closed", "moderated", "open", "signed"]
    within = Q(round__organisation_id=cast.north.pk) & Q(round__state__in=states)
    assert reach(cast["eilidh"], "round.see", unit="scope", owner="", of="round") == within


def test_a_role_reaches_the_part_that_it_is_held_for(cast):
    grant = Grant("action", ("see",), frozenset({"psw"}), "scope", frozenset(), "")

    def of(*scopes):
        return _reached(Standing(1, 2, frozenset({"psw"}), (), (), scopes), grant, "", "unit", ("owner",))

    assert of(("psw", "D/S/")) == Q(organisation_id=2) & Q(unit__path__startswith="D/S/")
    assert of(("psw", "D/S/"), ("psw", "")) == Q(organisation_id=2)
    assert of(("cswo", "")) == Q(organisation_id=2) & NOTHING
