"""What the records show beside judgements: on the pages of a round, in its X-ray, and to whom."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from tests.assurance.evaluation.test_panel import text_of
from tests.cycle.evidence.conftest import AUGUST, JUNE, Counted

from cairn.assurance.evaluation import commands, queries
from cairn.cycle.evidence import declaring
from cairn.cycle.evidence.declaring import Indicator
from cairn.cycle.evidence.measuring import measure
from cairn.foundation.core import clock, months

CONFLICT = "Judgement and evidence disagree."
SAID = (
    "Judged 5 Very good, but “Signed by both” stood at 60% in June to August 2026 (18 of 30 sessions); "
    "the target is 95%."
)


class Kept(Counted):
    """Records of sessions, and the indicators that count them."""

    def declare(self, name="signed", **changes):
        given = {
            "key": f"supervision.{name}", "version": 1, "title": f"{name.capitalize()} by both", "numerator": "signed",
            "denominator": "held", "measure": self.measure, "rows": self.found, "rows_act": "supervision.see",
            "statements": ("sa.4.d.5e",), "target": Decimal("0.95"), "noun": "sessions",
        }  # fmt: skip
        declaring.register(Indicator(**given | changes))

    def put_quarter(self, unit, *pair, until=AUGUST):
        for month in months.between(months.add(until, -2), until):
            self.put(unit, month, *pair)

    def measure_all(self):
        measure(self.employer.pk, JUNE, clock.today())


@pytest.fixture
def kept(cast, framework, monkeypatch):
    """Team A signed 6 of 10 sessions in each of the three months before the round, team B all of them."""
    monkeypatch.setattr(declaring, "_indicators", {})
    framework.statements.get(ref="t.1.e").clauses.create(clause="sa.4.d.5e")
    found = Kept(cast.north)
    found.declare()
    found.put_quarter(cast.team_a, 6, 10)
    found.put_quarter(cast.team_b, 10, 10)
    found.measure_all()
    return found


def judged(cast, of, grade, team="team_a", who="morag"):
    judgement = of("t.1.e", getattr(cast, team))
    return commands.judge(judgement, by=cast[who], version=judgement.version, grade=grade)


def flaw(viewer, round, judgement):
    return next((one for one in queries.lint(viewer, round) if one.judgement.pk == judgement.pk), None)


# -- Where leaders judge and moderators look ------------------------------------------------------------------------


def test_beside_the_grades_stands_what_the_records_show(kept, cast, opened, of, signed_in):
    client = signed_in(cast["morag"])
    page = text_of(client.get(f"/rounds/judgements/{of('t.1.e', cast.team_a).pk}/"))

    assert "What the records show Signed by both Misses its target 60% in June to August 2026 (18 of 30" in page
    assert "target 95%" in page
    assert CONFLICT not in page


@pytest.mark.parametrize(("grade", "disagrees"), [(5, True), (4, True), (3, False), (1, False)])
def test_the_conflict_is_said_as_soon_as_the_grade_is_given(kept, cast, opened, of, signed_in, grade, disagrees):
    judgement = judged(cast, of, grade)
    page = text_of(signed_in(cast["morag"]).get(f"/rounds/judgements/{judgement.pk}/"))

    assert (CONFLICT in page) is disagrees
    assert (SAID in page) is (grade == 5)


def test_a_unit_is_held_against_its_own_figure(kept, cast, opened, of, signed_in):
    high, low = judged(cast, of, 5, "team_b", "callum"), "yet every figure that has a target meets it"
    client = signed_in(cast["callum"])
    assert CONFLICT not in text_of(client.get(f"/rounds/judgements/{high.pk}/"))
    judged(cast, of, 2, "team_b", "callum")
    page = text_of(client.get(f"/rounds/judgements/{high.pk}/"))
    assert f"{CONFLICT} Judged 2 Weak, {low}: “Signed by both” stood at 100% in June to August 2026" in page


def test_a_statement_of_which_no_record_speaks_has_no_such_card(kept, cast, opened, of, signed_in):
    page = text_of(signed_in(cast["morag"]).get(f"/rounds/judgements/{of('t.2.e', cast.team_a).pk}/"))
    assert "What the records show" not in page


def test_moderators_see_it_too(kept, cast, closed, of, signed_in):
    page = text_of(signed_in(cast["fraser"]).get(f"/rounds/judgements/{of('t.1.e', cast.team_a).pk}/moderate/"))
    assert SAID in page
    assert "Signed by both Misses its target" in page


# -- The X-ray ------------------------------------------------------------------------------------------------------


def test_the_x_ray_names_the_figure(kept, cast, opened, of):
    found = flaw(cast["morag"], opened, judged(cast, of, 5))
    assert "contradicted" in found.kinds
    assert SAID in found.sentence


def test_a_high_grade_stands_on_a_figure_that_meets_its_target(kept, cast, opened, of):
    found = flaw(cast["callum"], opened, judged(cast, of, 5, "team_b", "callum"))
    assert found.kinds == ("without_evidence",)


def test_a_round_that_closed_is_held_against_the_figures_of_then(kept, cast, closed, of):
    judgement = of("t.1.e", cast.team_a)
    with clock.at(datetime(2026, 12, 14, 9, tzinfo=UTC)):
        kept.put_quarter(cast.team_a, 10, 10, until=date(2026, 11, 1))
        kept.measure_all()
        assert SAID in flaw(cast["fraser"], closed, judgement).sentence


def test_what_the_reader_may_not_see_contradicts_nobody(kept, cast, closed, of):
    """Isla reads every judgement, but not the sessions: three of a team are too few for her."""
    kept.put_quarter(cast.team_a, 1, 1)
    kept.measure_all()
    judgement = of("t.1.e", cast.team_a)
    kept.put_quarter(cast.team_a, 0, 2)
    kept.measure_all()
    assert "0%" in flaw(cast["fraser"], closed, judgement).sentence
    assert "0%" not in flaw(cast["isla"], closed, judgement).sentence


def test_a_moderated_grade_is_what_is_held_against_them(kept, cast, closed, of):
    judgement = of("t.1.e", cast.team_a)
    commands.moderate(judgement, by=cast["catriona"], grade=3, reason="The records say otherwise.")
    assert SAID not in flaw(cast["fraser"], closed, judgement).sentence


# -- Results and the page of the statement --------------------------------------------------------------------------


def test_results_of_a_unit_and_of_the_whole(kept, cast, closed, ids, signed_in):
    client = signed_in(cast["fraser"])
    address = f"/rounds/{closed.pk}/results/statements/{ids['t.1.e']}/"
    of_unit, whole = text_of(client.get(f"{address}?unit={cast.team_a.pk}")), text_of(client.get(address))

    assert SAID in of_unit
    assert "Judged 4.0 on average, but “Signed by both” stood at 80% in June to August 2026 (48 of 60" in whole
    assert "In the three months before the round closed." in whole


def test_the_page_of_the_statement_says_it_first(kept, cast, signed, ids, signed_in):
    page = text_of(signed_in(cast["eilidh"]).get(f"/standards/statements/{ids['t.1.e']}/"))
    assert f"{CONFLICT} Autumn self-evaluation: judged 4.0 on average, but “Signed by both” stood at 80% in" in page
    assert "The judgement stands until somebody looks again: what was judged and why ." in page
    assert "That is how it stands now." not in page
    assert page.index(CONFLICT) < page.index("What people say")


def test_what_came_apart_only_afterwards(kept, cast, signed, ids, signed_in):
    kept.put_quarter(cast.team_a, 10, 10)
    kept.measure_all()
    address = f"/standards/statements/{ids['t.1.e']}/"
    assert CONFLICT not in text_of(signed_in(cast["eilidh"]).get(address))
    with clock.at(datetime(2026, 12, 14, 9, tzinfo=UTC)):
        kept.put_quarter(cast.team_a, 5, 10, until=date(2026, 11, 1))
        kept.measure_all()
        page = text_of(signed_in(cast["eilidh"], Client()).get(address))
    assert "stood at 50% in September to November 2026 (15 of 30 sessions)" in page
    assert "That is how it stands now." in page


def test_before_results_are_shown_nothing_is_said_of_them(kept, cast, closed, ids, signed_in):
    assert CONFLICT not in text_of(signed_in(cast["eilidh"]).get(f"/standards/statements/{ids['t.1.e']}/"))


# -- Cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 5])
def test_at_any_number_of_figures_at_most_twelve_queries(
    kept, cast, closed, of, ids, signed_in, many, django_assert_max_num_queries
):
    for name in "abcde"[: many - 1]:
        kept.declare(name, target=None)
    kept.put(cast.team_b, AUGUST, 1, 3)
    kept.measure_all()
    judgement = of("t.1.e", cast.team_a)
    pages = [
        ("catriona", f"/rounds/judgements/{judgement.pk}/moderate/"),
        ("catriona", f"/rounds/{closed.pk}/x-ray/"),
        ("morag", f"/rounds/{closed.pk}/x-ray/"),
        ("morag", f"/rounds/{closed.pk}/results/statements/{ids['t.1.e']}/"),
        ("fraser", f"/rounds/{closed.pk}/results/statements/{ids['t.1.e']}/?unit={cast.team_a.pk}"),
        ("catriona", f"/rounds/{closed.pk}/moderation/"),
    ]
    for who, address in pages:
        client = signed_in(cast[who])
        client.get("/account/")
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("many", [1, 5])
def test_judging_stays_cheap(kept, cast, opened, of, signed_in, many, django_assert_max_num_queries):
    for name in "abcde"[: many - 1]:
        kept.declare(name, target=None)
    kept.put(cast.team_b, AUGUST, 1, 3)
    kept.measure_all()
    client = signed_in(cast["morag"])
    client.get("/account/")
    with django_assert_max_num_queries(12):
        assert client.get(f"/rounds/judgements/{of('t.1.e', cast.team_a).pk}/").status_code == 200
