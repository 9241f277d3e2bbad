"""Can agreements be drawn up, signed and followed on their pages, with as few questions for five as for one?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.practice.supervision.terms_made import draft, in_force, sign, terms

from cairn.foundation.core import clock
from cairn.foundation.people.models import Person, Post
from cairn.practice.supervision.commands import agreements as commands
from cairn.practice.supervision.models import Agreement
from cairn.practice.supervision.terms import hash_of

TODAY = clock.today()


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def typed(**changes):
    return {
        "kind": "line", "supervisor": "Morag Lindsay", "covers": "Everything.", "period": "",
        **day("starts_on", TODAY), **day("review_on", TODAY + timedelta(days=300)),
    } | changes  # fmt: skip


def test_a_leader_draws_it_up_both_sign_and_it_is_in_force(cast, policy, signed_in):
    address = f"/supervision/agreements/draft/{cast['eilidh'].pk}/"
    page = signed_in(cast["morag"]).get(address).content.decode()
    assert "The policy asks for: every month, at least 90 minutes." in page
    assert 'value="Morag Lindsay"' in page
    answer = signed_in(cast["morag"]).post(address, typed())
    made = Agreement.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/supervision/agreements/{made.pk}/")
    for name in ("morag", "eilidh"):
        client = signed_in(cast[name])
        assert "Read and sign" in client.get(answer.url).content.decode()
        seen = hash_of(made.terms)
        refused = client.post(f"{answer.url}sign/", {"seen": seen}).content.decode()
        assert "Tick the box to say that you put your name to them" in refused
        client.post(f"{answer.url}sign/", {"seen": seen, "declared": "on"})
    made.refresh_from_db()
    assert made.state == "in force"
    page = signed_in(cast["eilidh"]).get(answer.url).content.decode()
    assert "Morag Lindsay supervises Eilidh Farrow" in page
    assert "Due by <strong>" in page
    assert "Read and sign" not in page


def test_signing_asks_who_sits_there(cast, policy, signed_in):
    made = draft(cast)
    client = signed_in(cast["morag"], minutes_ago=10)
    answer = client.post(f"/supervision/agreements/{made.pk}/sign/", {"seen": "x", "declared": "on"})
    assert answer.status_code == 302
    assert answer.url.startswith("/account/confirm/")


def test_without_a_policy_the_page_says_so(cast, signed_in):
    page = signed_in(cast["morag"]).get(f"/supervision/agreements/draft/{cast['eilidh'].pk}/").content.decode()
    assert "No supervision policy is in force" in page


def test_home_and_an_agreement_say_that_no_policy_is_in_force(cast, signed_in):
    made = in_force(cast, terms=terms(every=1, period="month"))
    client = signed_in(cast["eilidh"])
    for address in ("/supervision/", f"/supervision/agreements/{made.pk}/"):
        assert "No supervision policy is in force." in client.get(address).content.decode()


def test_a_refused_draft_keeps_what_was_typed(cast, policy, signed_in):
    page = signed_in(cast["morag"]).post(
        f"/supervision/agreements/draft/{cast['eilidh'].pk}/", typed(supervisor="Eilidh Farrow", covers="All of it")
    )
    text = page.content.decode()
    assert (page.status_code, "Nobody supervises themselves" in text, "All of it" in text) == (200, True, True)


def test_change_end_review_follow_and_stand_in_on_their_pages(cast, policy, signed_in):
    made = sign(cast, draft(cast), "morag")
    client, address = signed_in(cast["morag"]), f"/supervision/agreements/{made.pk}/"
    change = typed(version=1, minutes="100", **day("starts_on", made.starts_on))
    assert client.post(f"{address}change/", change).status_code == 302
    stale = client.post(f"{address}change/", change | {"minutes": "60"}).content.decode()
    assert "Somebody else changed these terms meanwhile" in stale
    made = sign(cast, Agreement.objects.get(pk=made.pk), "morag", "eilidh")
    assert client.post(f"{address}review/", day("next_on", TODAY + timedelta(days=99))).status_code == 302
    follow = client.post(f"{address}follow/", typed(supervisor="Callum Drever"))
    assert (follow.status_code, Agreement.objects.get(follows=made).supervisor) == (302, cast["callum"])
    stand_in = client.post(f"{address}stand-in/", typed(supervisor="Catriona Weir"))
    assert (stand_in.status_code, Agreement.objects.get(stands_in_for=made).supervisor) == (302, cast["catriona"])
    page = client.get(stand_in.url).content.decode()
    assert "Catriona Weir stands in for Morag Lindsay" in page
    assert client.post(f"{address}end/", {"reason": "Moves"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.ended_because) == ("ended", "Moves")


def test_a_group_is_drawn_up_and_gets_members(cast, policy, signed_in):
    client = signed_in(cast["morag"])
    group = typed(kind="group", title="Reflective group", unit=cast.team_a.pk, every="6", period="week")
    answer = client.post("/supervision/agreements/draft-group/", group)
    made = Agreement.objects.get()
    assert (answer.status_code, made.title) == (302, "Reflective group")
    assert client.post(f"{answer.url}members/add/", {"person": "Eilidh Farrow"}).status_code == 302
    member = made.members.get()
    assert "Eilidh Farrow" in client.get(answer.url).content.decode()
    left = signed_in(cast["eilidh"]).post(f"/supervision/agreements/members/{member.pk}/end/")
    assert left.status_code == 302


@pytest.mark.parametrize("name", ["isla", "shona", "callum", "petra", "wren"])
def test_what_one_may_not_see_is_missing(cast, policy, signed_in, name):
    made = in_force(cast)
    client = signed_in(cast[name])
    for step in ("", "change/", "sign/", "end/", "review/", "follow/", "stand-in/"):
        there = client.get(f"/supervision/agreements/{made.pk}/{step}")
        missing = client.get(f"/supervision/agreements/{uuid4()}/{step}")
        assert (there.status_code, there.content) == (404, missing.content), step


def test_those_who_monitor_read_and_do_not_act(cast, policy, signed_in):
    made = in_force(cast)
    client = signed_in(cast["fraser"])
    assert client.get(f"/supervision/agreements/{made.pk}/").status_code == 200
    assert client.get(f"/supervision/agreements/{made.pk}/end/").status_code == 403


def more_people(cast, count):
    """Others in team A whom Morag manages."""
    for number in range(count):
        person = Person.objects.create(
            organisation=cast.north, email=f"x{number}@north.example", given_name="Extra", family_name=f"No {number}",
            created_at=clock.now(),
        )  # fmt: skip
        cast.people[f"extra{number}"] = person.pk
        Post.objects.create(
            organisation=cast.north, person=person, unit=cast.team_a, job_title="Social worker",
            staff_group="agency", line_manager=cast["morag"], starts_on="2024-01-01",
        )  # fmt: skip
        if number % 2 == 0:
            in_force(cast, f"extra{number}")


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("address", ["/supervision/", "/supervision/agreements/", "one"])
def test_pages_ask_as_little_for_five_as_for_one(
    cast, policy, signed_in, django_assert_max_num_queries, count, address
):
    made = in_force(cast)
    more_people(cast, count)
    address = f"/supervision/agreements/{made.pk}/" if address == "one" else address
    client = signed_in(cast["morag"])
    client.get(address)
    with django_assert_max_num_queries(12):
        answer = client.get(address)
    assert (answer.status_code, len(answer.content) < 100_000) == (200, True)


def test_home_says_what_is_due_and_who_has_no_agreement(cast, policy, signed_in):
    Post.objects.filter(person=cast["morag"]).update(line_manager=cast["callum"])
    in_force(cast)
    in_force(cast, "morag", "callum", by="callum")
    page = signed_in(cast["morag"]).get("/supervision/").content.decode()
    for words in ("Your supervision was due by", "Eilidh Farrow", "Without an agreement", "Ruaridh Ogg", "late"):
        assert words in page
    nobody = signed_in(cast["shona"]).get("/supervision/").content.decode()
    assert "You have no supervision agreement yet" in nobody
    assert "Your line manager draws it up" in nobody


def test_the_list_is_narrowed_down(cast, policy, signed_in):
    in_force(cast)
    draft(cast, "ruaridh")
    client = signed_in(cast["morag"])

    def shown(asked):
        page = client.get(f"/supervision/agreements/?{asked}").content.decode()
        return [name for name in ("Eilidh Farrow", "Ruaridh Ogg") if name in page]

    assert shown("") == shown("state=nonsense") == ["Eilidh Farrow", "Ruaridh Ogg"]
    assert shown("state=draft") == ["Ruaridh Ogg"]
    assert shown("words=eilidh") == ["Eilidh Farrow"]
    assert shown("kind=peer") == []


def test_the_list_shows_what_goes_on_and_what_has_ended_when_asked(cast, policy, signed_in):
    ended, going_on = in_force(cast), in_force(cast, "ruaridh")
    commands.end(ended, on=clock.today(), reason="Another team.", by=cast["morag"])
    client = signed_in(cast["fraser"])

    def listed(state):
        page = client.get("/supervision/agreements/", {"state": state}).content.decode()
        return {one for one in (ended, going_on) if str(one.pk) in page}

    assert listed("") == {going_on}
    assert listed("ended") == {ended}
    assert listed("every") == {ended, going_on}
    assert listed("nonsense") == {going_on}
