"""Can a remark that names somebody be struck before signing, by those who moderate, so that nothing is kept of it?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.assurance.evaluation.conftest import answers, team
from tests.assurance.evaluation.test_anonymity import dump

from cairn.assurance.evaluation import commands, queries
from cairn.assurance.evaluation.models import STRUCK, Result
from cairn.assurance.evaluation.models.result import remark_key
from cairn.foundation.core import pristine
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry

NAMING, OTHER = "Only Morag keeps to it", "Weeks later, mostly"


@pytest.fixture
def remarked(cast, crowd, opened, ids):
    """Team A has answered; two of them wrote something about reasons being written down. The round has closed."""
    for place, person in enumerate(team(crowd, "team_a", cast)):
        said = NAMING if place == 0 else OTHER if place == 1 else 3 + place % 2
        commands.answer(opened, by=person, answers=answers(ids, t_1_d=said))
    return commands.close_round(opened, by=cast["isla"])


@pytest.fixture
def row(remarked):
    """Where the remarks may be read."""
    rows = Result.objects.select_related("round").filter(round=remarked, is_area=False)
    return next(one for one in rows if NAMING in one.remarks)


def strike(row, by, key=None, reason="It names a colleague"):
    return commands.strike(row, by=by, key=key or remark_key(NAMING), reason=reason)


@pytest.mark.parametrize("who", ["catriona", "fraser"])
def test_strike_takes_the_words_out_and_says_that_it_did(cast, row, who):
    strike(row, cast[who])

    assert Result.objects.get(pk=row.pk).remarks == sorted([STRUCK, OTHER])
    entry = Entry.objects.get(act="remark.struck")
    assert (entry.actor_name, entry.reason) == (str(cast[who]), "It names a colleague")
    assert entry.subject == f"evaluation.Round:{row.round_id}"
    assert entry.facts == {"statement": str(row.statement_id), "unit": str(row.unit_id), "remarks": 1}


def test_nothing_is_kept_of_what_it_said(cast, row):
    strike(row, cast["catriona"])
    everything = " ".join(line for rows in dump().values() for line in rows)
    assert NAMING not in everything
    assert remark_key(NAMING)[:12] not in everything


@pytest.mark.parametrize(
    ("who", "key", "reason", "why"),
    [
        ("isla", "", "x", "struck by the principal social worker"),
        ("morag", "", "x", "struck by the principal social worker"),
        ("eilidh", "", "x", "struck by the principal social worker"),
        ("wren", "", "x", "struck by the principal social worker"),
        ("catriona", "", " ", "Say why it is struck"),
        ("catriona", "", f"Because of “{NAMING.upper()}”", "without repeating"),
        ("catriona", "0" * 24, "x", "not there any more"),
        ("catriona", remark_key(STRUCK), "x", "not there any more"),
    ],
)
def test_strike_refused_leaves_no_trace(cast, row, who, key, reason, why):
    by, before = cast[who], dump()
    with pytest.raises(Refused, match=why):
        strike(row, by, key or None, reason)
    assert dump() == before


def test_it_is_struck_after_closing_and_before_signing(cast, row):
    commands.finish_moderation(row.round, by=cast["catriona"])
    strike(row, cast["catriona"])
    commands.sign(row.round, by=cast["isla"])
    with pytest.raises(Refused, match="before it is signed"):
        strike(row, cast["catriona"], remark_key(OTHER))
    assert Result.objects.get(pk=row.pk).remarks == sorted([STRUCK, OTHER])


def test_finishing_moderation_brings_nothing_back(cast, row):
    strike(row, cast["catriona"])
    commands.finish_moderation(row.round, by=cast["fraser"])
    read = queries.remarks(cast["isla"], row.round)[row.statement_id]
    assert [(one.text, one.is_struck) for one in read] == sorted([(OTHER, False), (STRUCK, True)])


def test_all_remarks_stand_on_one_page_for_those_who_assure_quality(signed_in, cast, remarked):
    at = f"/rounds/{remarked.pk}/remarks/"
    for who, status in {"catriona": 200, "isla": 200, "morag": 403, "eilidh": 403, "wren": 404}.items():
        assert signed_in(cast[who]).get(at).status_code == status, who
    client = signed_in(cast["isla"])
    client.get(at)
    with CaptureQueriesContext(connection) as told:
        page = client.get(at).content.decode()
    assert len(told) <= 12
    assert "Practitioners made two remarks" in page
    assert NAMING in page
    assert "It names somebody" not in page


def test_a_moderator_strikes_through_the_pages(signed_in, cast, row):
    client = signed_in(cast["catriona"])
    page = client.get(f"/rounds/{row.round_id}/remarks/").content.decode()
    link = f"/rounds/remarks/{row.pk}/strike/?remark={remark_key(NAMING)}"
    assert link in page
    form = client.get(link).content.decode()
    assert f'value="{remark_key(NAMING)}" checked' in form

    missing = client.post(link, {"remark": remark_key(NAMING), "reason": ""}).content.decode()
    assert "Answer “Why is it struck?”" in missing
    done = client.post(link, {"remark": remark_key(NAMING), "reason": "It names a colleague"}, follow=True)
    after = done.content.decode()
    assert "The remark has been struck." in after
    assert STRUCK in after
    assert NAMING not in after


@pytest.mark.parametrize(("who", "status"), [("isla", 403), ("morag", 403), ("wren", 404)])
def test_who_may_not_open_the_page_to_strike(signed_in, cast, row, who, status):
    assert signed_in(cast[who]).get(f"/rounds/remarks/{row.pk}/strike/").status_code == status


def test_the_markup_of_a_remark_is_kept_nowhere(signed_in, cast, row):
    signed_in(cast["catriona"]).get(f"/rounds/remarks/{row.pk}/strike/")
    assert NAMING not in repr(list(pristine._kept.items()))
