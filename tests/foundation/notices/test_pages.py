"""Is the inbox one's own, and does reading lead where a notice points?"""

import pytest

from cairn.foundation.notices import commands
from cairn.foundation.notices.models import Notice


def test_the_inbox_is_ones_own(client, signed_in, cast):
    assert client.get("/notices/").url == "/sign-in/?next=/notices/"
    commands.notify(cast["eilidh"], text="Your action is due.", link="/actions/")
    page = signed_in(cast["eilidh"]).get("/notices/").content.decode()
    assert "One notice you have not read" in page
    assert "Your action is due." in page
    assert "You have read everything" in signed_in(cast["petra"]).get("/notices/").content.decode()


def test_a_notice_leads_on_and_is_read(signed_in, cast):
    notice = commands.notify(cast["eilidh"], text="Your action is due.", link="/actions/?mine=yes")
    client = signed_in(cast["eilidh"])
    assert client.get(f"/notices/{notice.pk}/").status_code == 405  # looking changes nothing
    assert client.post(f"/notices/{notice.pk}/").url == "/actions/?mine=yes"
    assert "You have read everything" in client.get("/notices/").content.decode()


@pytest.mark.parametrize("link", ["//evil.example", "https://evil.example", "javascript:alert(1)", ""])
def test_a_notice_never_leads_away(signed_in, cast, link):
    notice = commands.notify(cast["eilidh"], text="x", link=link)
    assert signed_in(cast["eilidh"]).post(f"/notices/{notice.pk}/").url == "/notices/"


def test_somebody_elses_notice_does_not_exist(signed_in, cast):
    notice = commands.notify(cast["eilidh"], text="x")
    assert signed_in(cast["morag"]).post(f"/notices/{notice.pk}/").status_code == 404
    assert Notice.objects.get().seen_at is None


def test_mark_all_read(signed_in, cast):
    commands.notify(cast["eilidh"], text="x")
    assert signed_in(cast["eilidh"]).post("/notices/read/").url == "/notices/"
    assert not Notice.objects.unseen().exists()


@pytest.mark.parametrize("many", [1, 25])
def test_the_inbox_costs_the_same_at_any_length(signed_in, cast, many, django_assert_num_queries):
    for _ in range(many):
        commands.notify(cast["eilidh"], text="x")
    client = signed_in(cast["eilidh"])
    client.get("/notices/")
    with django_assert_num_queries(5):  # session, person with the number, posts and roles, how many, which
        page = client.get("/notices/").content.decode()
    assert page.count("<li>") == many
    assert ("One notice</a>" in page) is (many == 1)
