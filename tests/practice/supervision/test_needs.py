"""Are particular needs known to the few whom they concern, agreed for the time to come, and counted?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.practice.supervision.terms_made import draft, in_force

from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Post
from cairn.practice.supervision.commands import needs as commands
from cairn.practice.supervision.models import AnotherDiscipline, ParticularNeed
from cairn.practice.supervision.queries import needs as queries
from cairn.practice.supervision.queries.circumstances import circumstances
from cairn.practice.supervision.rules import needs as rules

TODAY = clock.today()
EVERYBODY = (
    *("isla", "catriona", "morag", "callum", "eilidh", "ruaridh", "shona", "fraser", "una", "hamish", "nadia", "petra"),
    *("wren", "ada", "ben", "col"),
)
USUAL = {"every": 1, "period": "week", "minutes": 60, "reason": "Back after a long illness"}


def those(cast, question):
    return {who for who in EVERYBODY if question(cast[who])}


def agree(cast, *, by="morag", **given):
    return commands.agree_need(cast["eilidh"], by=cast[by], **(USUAL | given))


def test_who_may_know_and_agree(cast, policy):
    assert those(cast, lambda who: rules.may_know(who, cast["eilidh"])) == {"morag", "eilidh"}
    assert those(cast, lambda who: rules.may_agree(who, cast["eilidh"])) == {"morag"}
    in_force(cast, supervisor="shona", by="morag")
    assert those(cast, lambda who: rules.may_know(who, cast["eilidh"])) == {"morag", "eilidh", "shona"}
    assert those(cast, lambda who: rules.may_agree(who, cast["eilidh"])) == {"morag", "shona"}
    need = agree(cast, by="shona")
    assert those(cast, lambda who: queries.visible(who).filter(pk=need.pk).exists()) == {"morag", "eilidh", "shona"}


def test_agree_moves_the_next_turn_tells_and_names_nobody_in_the_ledger(cast, policy, entries):
    in_force(cast, starts_on=TODAY - timedelta(days=3))
    need = agree(cast)
    (duty,) = Duty.objects.open().filter(kind="supervision.hold")
    assert duty.due_on == TODAY + timedelta(days=4)
    (entry,) = entries("particular_need.agreed")
    assert (entry.facts, entry.reason) == ({"from": TODAY.isoformat(), "to": None}, "")
    assert Notice.objects.filter(person=cast["eilidh"], text=commands.AGREED).count() == 1
    commands.end_need(need, by=cast["morag"])
    need.refresh_from_db()
    assert (need.ends_on, entries("particular_need.ended")[0].facts) == (TODAY, {"on": TODAY.isoformat()})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"by": "eilidh"}, rules.AGREES),
        ({"by": "isla"}, rules.AGREES),
        ({"starts_on": TODAY - timedelta(days=1)}, "A particular need begins today or later: nothing becomes late in "
         "hindsight."),
        ({"starts_on": TODAY + timedelta(days=400)}, "That is more than a year ahead. Look at the year."),
        ({"ends_on": TODAY - timedelta(days=1)}, "It would end before it begins. Look at the two dates."),
        ({"period": "shift"}, "Say how often, in weeks or months."),
        ({"every": 0}, "Say how often, in weeks or months."),
        ({"minutes": 2000}, "A session takes between 15 and 480 minutes."),
        ({"reason": " "}, "Say what it is for, as far as both want it written down."),
    ],
)  # fmt: skip
def test_what_can_not_be_agreed_is_refused_and_leaves_no_trace(cast, policy, entries, given, sentence):
    with pytest.raises(Refused) as refused:
        agree(cast, **given)
    assert str(refused.value) == sentence
    assert (ParticularNeed.objects.count(), entries("particular_need.agreed")) == (0, [])


def test_one_holds_at_a_time(cast, policy):
    need = agree(cast, ends_on=TODAY + timedelta(days=30))
    with pytest.raises(Refused, match=r"Another one holds from .* until .*\. End that first\."):
        agree(cast, starts_on=TODAY + timedelta(days=30))
    assert agree(cast, starts_on=TODAY + timedelta(days=31))
    with pytest.raises(Refused, match="It ends on"):
        commands.end_need(need, on=TODAY + timedelta(days=31), by=cast["morag"])
    with pytest.raises(Refused, match="It ends today or later"):
        commands.end_need(need, on=TODAY - timedelta(days=1), by=cast["morag"])


def test_a_leader_says_that_the_line_manager_is_of_another_discipline(cast, policy, entries):
    assert those(cast, lambda who: rules.may_mark(who, cast["eilidh"])) == {"morag"}
    commands.mark_another_discipline(cast["eilidh"], by=cast["morag"])
    assert circumstances(cast["eilidh"], TODAY).professional_is_owed
    with pytest.raises(Refused, match="That has been said already"):
        commands.mark_another_discipline(cast["eilidh"], by=cast["morag"])
    with pytest.raises(Refused, match="Only whoever leads the unit"):
        commands.unmark_another_discipline(cast["eilidh"], by=cast["eilidh"])
    AnotherDiscipline.objects.update(starts_on=TODAY - timedelta(days=5))
    commands.unmark_another_discipline(cast["eilidh"], by=cast["morag"])
    assert not circumstances(cast["eilidh"], TODAY).professional_is_owed
    assert circumstances(cast["eilidh"], TODAY - timedelta(days=2)).professional_is_owed
    with pytest.raises(Refused, match="It has not been said"):
        commands.unmark_another_discipline(cast["eilidh"], by=cast["morag"])
    assert [entry.act for entry in entries()][-2:] == ["another_discipline.marked", "another_discipline.ended"]


# Pages


def test_the_page_of_a_person_shows_needs_to_the_few(cast, policy, signed_in):
    in_force(cast)
    need = agree(cast)
    shown = {}
    for who in ("eilidh", "morag", "fraser", "catriona", "callum", "isla", "una", "wren"):
        answer = signed_in(cast[who]).get(f"/supervision/people/{cast['eilidh'].pk}/")
        shown[who] = (answer.status_code, "Back after a long illness" in answer.content.decode())
        status = signed_in(cast[who]).get(f"/supervision/needs/{need.pk}/end/").status_code
        assert status == {"morag": 200, "eilidh": 403}.get(who, 404), who
    assert shown == {
        "eilidh": (200, True), "morag": (200, True), "fraser": (200, False), "catriona": (200, False),
        **dict.fromkeys(("callum", "isla", "una", "wren"), (404, False)),
    }  # fmt: skip


def test_needs_are_agreed_and_ended_on_their_pages(cast, policy, signed_in):
    client, address = signed_in(cast["morag"]), f"/supervision/people/{cast['eilidh'].pk}/"
    typed = {"every": "2", "period": "week", "minutes": "100", "reason": "New to the work"}
    assert client.post(f"{address}agree/", typed).url == address
    need = ParticularNeed.objects.get()
    assert "Another one holds from" in client.post(f"{address}agree/", typed).content.decode()
    assert client.post(f"/supervision/needs/{need.pk}/end/", {}).url == address
    need.refresh_from_db()
    assert need.ends_on == TODAY


def test_the_mark_is_set_and_taken_back_with_a_button(cast, policy, signed_in):
    client, address = signed_in(cast["morag"]), f"/supervision/people/{cast['eilidh'].pk}/"
    assert "The line manager is of another discipline" in client.get(address).content.decode()
    client.post(f"{address}another-discipline/", {"is": "yes"})
    assert "Professional supervision is owed." in client.get(address).content.decode()
    client.post(f"{address}another-discipline/", {"is": "no"})
    assert AnotherDiscipline.objects.get().ends_on is not None
    assert signed_in(cast["eilidh"]).post(f"{address}another-discipline/").status_code == 403


def test_foreign_and_missing_are_answered_alike(cast, policy, signed_in):
    need, client = agree(cast), signed_in(cast["ada"])
    for address in ("/supervision/people/{}/", "/supervision/people/{}/agree/", "/supervision/needs/{}/end/"):
        real = need.pk if "needs" in address else cast["eilidh"].pk
        foreign, missing = (client.get(address.format(pk)) for pk in (real, uuid4()))
        assert (foreign.status_code, foreign.content) == (404, missing.content), address


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_as_little_for_five_as_for_one(cast, policy, signed_in, django_assert_max_num_queries, count):
    Post.objects.filter(person=cast["eilidh"]).update(professional_lead=cast["catriona"])
    draft(cast)
    for number in range(count):
        day = TODAY + timedelta(days=10 * number)
        agree(cast, starts_on=day, ends_on=day)
    client, address = signed_in(cast["morag"]), f"/supervision/people/{cast['eilidh'].pk}/"
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
