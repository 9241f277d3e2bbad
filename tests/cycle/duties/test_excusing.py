"""Who can say that something need not be done, and what does it leave behind?"""

from datetime import timedelta

import pytest
from tests.cycle.duties.conftest import owed, raised

from cairn.cycle.duties import commands
from cairn.cycle.duties.models import Duty, Outcome
from cairn.cycle.duties.owing import meet
from cairn.cycle.duties.rules import may_excuse
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.notices.models import Notice
from cairn.foundation.people.models import Post

NOT_LEADING = "Only somebody who leads this unit can excuse what is owed in it."
NOT_ONESELF = "Nobody excuses themselves. Ask whoever leads the unit above yours."


@pytest.fixture
def one(cast):
    """Eilidh of team A owes it."""
    return raised(cast.north, owed(cast["eilidh"], unit_id=cast.team_a.pk))[0]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("morag", ""),
        ("callum", NOT_LEADING),
        ("eilidh", NOT_ONESELF),
        ("ruaridh", NOT_LEADING),
        ("isla", NOT_LEADING),
        ("una", NOT_LEADING),
        ("ada", NOT_LEADING),
    ],
)
def test_who_may_excuse(cast, one, name, reason):
    assert may_excuse(cast[name], one).reason == reason


def test_nobody_excuses_what_their_own_office_owes(cast):
    duty = raised(cast.north, owed(about="x:2", office="leader", unit_id=cast.team_a.pk))[0]
    assert may_excuse(cast["morag"], duty).reason == NOT_ONESELF
    Post.objects.create(
        organisation=cast.north, person=cast["isla"], unit=cast.directorate, job_title="Head", staff_group="manager",
        leads_unit=True, starts_on=clock.today(),
    )  # fmt: skip
    assert may_excuse(cast["isla"], duty).reason == ""


def test_what_nobody_may_know_of_nobody_excuses(cast):
    duty = raised(cast.north, owed(cast["eilidh"], unit_id=cast.team_a.pk), kind="test.answer")[0]
    said = "Who owes this is known to nobody else, so nobody else can excuse it."
    assert may_excuse(cast["morag"], duty).reason == said


def test_excuse_says_why_and_by_whom(cast, one):
    commands.excuse(one, by=cast["morag"], reason="  The case was transferred. ")

    one.refresh_from_db()
    assert (one.outcome, one.reason, one.excused_by) == (Outcome.EXCUSED, "The case was transferred.", cast["morag"])
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.reason, entry.subject) == (
        "duty.excused",
        "The case was transferred.",
        f"duties.Duty:{one.pk}",
    )
    assert entry.facts == {"kind": "test.write", "about": "x:1"}
    notice = Notice.objects.get()
    assert (notice.person, notice.text) == (cast["eilidh"], "Something that you owed was excused.")


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [
        ("morag", "   ", "Say why it need not be done."),
        ("callum", "Why not", NOT_LEADING),
    ],
)
def test_a_refused_excuse_leaves_no_trace(cast, one, name, reason, said):
    before = (Duty.objects.values().get(), Entry.objects.count())
    with pytest.raises(Refused, match=said):
        commands.excuse(one, by=cast[name], reason=reason)
    assert (Duty.objects.values().get(), Entry.objects.count()) == before
    assert not Notice.objects.exists()


def test_what_is_closed_stays_as_it_is(cast, one):
    meet("test.write", "x:1", on=clock.today() - timedelta(days=1))
    with pytest.raises(Refused, match="has lapsed already"):
        commands.excuse(one, by=cast["morag"], reason="Why not")
