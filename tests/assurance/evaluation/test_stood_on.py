"""What a signed round stood on: kept in the transaction of the signature, covered by it, shown then and now."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from tests.assurance.evaluation.conftest import START
from tests.assurance.evaluation.test_panel import text_of
from tests.assurance.evaluation.test_records import CONFLICT, SAID, Kept, flaw
from tests.cycle.evidence.conftest import AUGUST, JUNE

from cairn.assurance.evaluation import commands, content, queries
from cairn.assurance.evaluation.models import StoodOn
from cairn.cycle.evidence import declaring
from cairn.cycle.evidence.declaring import Direction
from cairn.foundation.core import clock, months
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.canonical import fingerprint
from cairn.foundation.ledger.models import Signature

LATER = datetime(2026, 12, 14, 9, tzinfo=UTC)


@pytest.fixture
def kept(cast, framework, monkeypatch):
    """Team A signed 6 of 10 sessions in each of the three months before the round, team B all of its two a month."""
    monkeypatch.setattr(declaring, "_indicators", {})
    framework.statements.get(ref="t.1.e").clauses.create(clause="sa.4.d.5e")
    found = Kept(cast.north)
    found.declare()
    found.put_quarter(cast.team_a, 6, 10)
    found.put_quarter(cast.team_b, 2, 2)
    found.measure_all()
    return found


@pytest.fixture
def signed_with_figures(cast, kept, moderated):
    commands.sign(moderated, by=cast["isla"])
    moderated.refresh_from_db()
    return moderated


def rows(round):
    return {
        row.unit.name if row.unit else "the whole": (row.numerator, row.denominator, row.is_open)
        for row in StoodOn.objects.filter(round=round).select_related("unit")
    }


# -- Kept -----------------------------------------------------------------------------------------------------------


def test_signing_keeps_every_figure_in_every_unit_that_has_results(cast, signed_with_figures):
    assert rows(signed_with_figures) == {
        "the whole": (24, 36, True),
        "Directorate of social work": (24, 36, True),
        "Adult services": (24, 36, True),
        "Team A": (18, 30, False),  # with it, team B's two would follow from the whole
        "Team B": (6, 6, False),
    }
    row = StoodOn.objects.get(unit=cast.team_a)
    assert (row.indicator, row.version, row.since, row.until) == ("supervision.signed", 1, JUNE, AUGUST)
    assert row.told == {
        "title": "Signed by both", "noun": "sessions", "is_mean": False, "dimension": "", "direction": "up",
        "target": "0.95", "refs": ["t.1.e"], "worse": "",
    }  # fmt: skip
    assert str(row) == "supervision.signed: Team A"


def test_the_signature_covers_them(cast, kept, moderated):
    seen = content.hash_of_round(moderated.pk)
    signature = commands.sign(moderated, by=cast["isla"], seen=seen)

    covered = content.signed(moderated.pk)
    assert len(covered["stoodon"]) == 5
    assert {field.column for field in StoodOn._meta.concrete_fields} == set(covered["stoodon"][0])
    assert fingerprint(covered) == signature.content_hash
    assert fingerprint(covered | {"stoodon": covered["stoodon"][1:]}) != signature.content_hash


def test_a_round_on_which_no_figure_speaks_has_the_content_that_it_always_had(cast, signed):
    assert "stoodon" not in content.signed(signed.pk)
    assert not StoodOn.objects.exists()


def test_refused_signing_keeps_nothing(cast, kept, moderated):
    with pytest.raises(Refused):
        commands.sign(moderated, by=cast["morag"])
    with pytest.raises(Refused, match="changed while you were reading"):
        commands.sign(moderated, by=cast["isla"], seen="0" * 64)
    assert not StoodOn.objects.exists()
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evaluation_stoodon SET numerator = numerator",
        "UPDATE evaluation_stoodon SET told = told",
        "DELETE FROM evaluation_stoodon",
    ],
)
def test_the_database_refuses_every_change(signed_with_figures, change):
    with (
        pytest.raises(IntegrityError, match="sealed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_the_database_refuses_another_figure(cast, signed_with_figures):
    one = StoodOn.objects.get(unit=cast.team_a)
    one.pk, one._state.adding, one.indicator = None, True, "supervision.other"
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        one.save(force_insert=True)


def test_they_are_those_of_the_day_on_which_it_closed(cast, kept, moderated):
    with clock.at(LATER):
        kept.put_quarter(cast.team_a, 10, 10, until=date(2026, 11, 1))
        kept.measure_all()
        commands.sign(moderated, by=cast["isla"])
    assert rows(moderated)["Team A"] == (18, 30, False)


def test_a_change_for_the_worse_is_kept_in_words(cast, kept, moderated):
    kept.declare("lost", target=None, direction=Direction.DOWN)
    for place, month in enumerate(months.between(date(2024, 9, 1), AUGUST)):
        kept.put(cast.team_a, month, 18 if month == AUGUST else 3 + place % 2, 20)
    with clock.at(START):
        from cairn.cycle.evidence.measuring import measure

        measure(cast.north.pk, date(2024, 9, 1), AUGUST)
        commands.sign(moderated, by=cast["isla"])

    row = StoodOn.objects.get(indicator="supervision.lost", unit=cast.team_a)
    assert row.told["worse"].startswith("August 2026 lies above the upper limit of")
    assert row.stand().has_worsened
    assert not row.stand().fails
    assert not StoodOn.objects.get(indicator="supervision.signed", unit=cast.team_a).stand().has_worsened


def test_signing_costs_the_same_at_any_number_of_figures(cast, kept, moderated, django_assert_max_num_queries):
    from django.test.utils import CaptureQueriesContext

    asked = []
    for many in (0, 4):
        for name in "abcd"[:many]:
            kept.declare(name)
        kept.measure_all()
        with CaptureQueriesContext(connection) as queries_, transaction.atomic():
            commands.sign(moderated, by=cast["isla"])
            transaction.set_rollback(True)
        moderated.refresh_from_db()
        asked.append(len(queries_))
    assert asked[0] == asked[1]


# -- Shown ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_december(cast, kept, signed_with_figures):
    """By December team A has signed all, and one more session of July has turned up."""
    with clock.at(LATER):
        kept.put_quarter(cast.team_a, 10, 10, until=date(2026, 11, 1))
        kept.put(cast.team_a, months.add(AUGUST, -1), 7, 11)
        kept.measure_all()
        yield signed_with_figures


def page_of(signed_in, person, round, unit=None):
    query = f"?unit={unit.pk}" if unit else ""
    return text_of(signed_in(person, Client()).get(f"/rounds/{round.pk}/figures/{query}"))


def test_then_and_now_for_whoever_has_the_right_to_the_records(cast, in_december, signed_in):
    page = page_of(signed_in, cast["fraser"], in_december, cast.team_a)

    assert "These figures were kept when the round was signed on 1 September 2026" in page
    assert "Signed by both t.1.e; target 95% 60% in June to August 2026 (18 of 30 sessions) Misses its target" in page
    assert "The same months came out at 61% (19 of 31 sessions) later." in page
    assert "100% in September to November 2026 (30 of 30 sessions)" in page


def test_leaders_see_those_of_their_own_team(cast, in_december, signed_in):
    assert "(18 of 30 sessions)" in page_of(signed_in, cast["morag"], in_december, cast.team_a)
    assert "withheld" in page_of(signed_in, cast["morag"], in_december, cast.team_b)
    assert "18 of 30" not in page_of(signed_in, cast["callum"], in_december, cast.team_a)


def test_everybody_sees_what_was_open_and_is_as_it_was(cast, signed_with_figures, signed_in):
    page = page_of(signed_in, cast["eilidh"], signed_with_figures)
    assert "67% in June to August 2026 (24 of 36 sessions) Misses its target" in page
    of_team = page_of(signed_in, cast["eilidh"], signed_with_figures, cast.team_a)
    assert "withheld" in of_team
    assert "of 30" not in of_team


def test_the_difference_to_what_was_open_is_told_to_nobody_else(cast, in_december, signed_in):
    """One session more since: held against 37 the 36 of then would tell how it went."""
    page = page_of(signed_in, cast["eilidh"], in_december)
    assert "withheld" in page
    assert "36" not in page
    assert "came out at" not in page


def test_before_it_is_signed_they_are_as_the_records_have_them(cast, kept, closed, signed_in):
    page = page_of(signed_in, cast["fraser"], closed, cast.team_a)
    assert "They are kept with it when it is signed." in page
    assert "60% in June to August 2026 (18 of 30 sessions) Misses its target" in page
    assert not StoodOn.objects.exists()


def test_the_page_is_for_those_who_see_the_results(cast, kept, closed, signed_in):
    assert signed_in(cast["eilidh"]).get(f"/rounds/{closed.pk}/figures/").status_code == 403
    assert signed_in(cast["wren"], Client()).get(f"/rounds/{closed.pk}/figures/").status_code == 404


def test_results_show_both_and_hold_the_judgement_against_what_was_kept(cast, in_december, ids, signed_in):
    page = text_of(
        signed_in(cast["fraser"]).get(
            f"/rounds/{in_december.pk}/results/statements/{ids['t.1.e']}/?unit={cast.team_a.pk}"
        )
    )
    assert f"{CONFLICT} {SAID}" in page
    assert "Now: 100% in September to November 2026 (30 of 30 sessions)" in page


def test_the_x_ray_of_a_signed_round_reads_what_was_kept(cast, in_december, of):
    judgement = of("t.1.e", cast.team_a)
    assert SAID in flaw(cast["fraser"], in_december, judgement).sentence
    assert "18 of 30" not in flaw(cast["isla"], in_december, judgement).sentence


def test_an_indicator_that_is_no_longer_declared_keeps_its_words(cast, signed_with_figures, monkeypatch, signed_in):
    monkeypatch.setattr(declaring, "_indicators", {})
    (figure,) = queries.figures_in_round(cast["eilidh"], signed_with_figures, None)
    assert (figure.indicator.title, figure.now, figure.then.pooled.numerator) == ("Signed by both", None, 24)
    page = page_of(signed_in, cast["fraser"], signed_with_figures)
    assert (
        "Signed by both t.1.e; target 95% 67% in June to August 2026 (24 of 36 sessions) Misses its target no" in page
    )
    assert "withheld" in page_of(signed_in, cast["fraser"], signed_with_figures, cast.team_a)


@pytest.mark.parametrize("many", [1, 5])
@pytest.mark.parametrize("who", ["isla", "fraser", "morag", "eilidh"])
def test_at_any_number_of_figures_at_most_twelve_queries(
    cast, kept, moderated, ids, signed_in, many, who, django_assert_max_num_queries
):
    for name in "abcde"[: many - 1]:
        kept.declare(name, target=None)
    kept.measure_all()
    commands.sign(moderated, by=cast["isla"])
    client = signed_in(cast[who])
    client.get("/account/")
    of_round = f"/rounds/{moderated.pk}"
    addresses = [f"{of_round}/figures/", f"{of_round}/figures/?unit={cast.team_a.pk}"]
    addresses += [f"{of_round}/results/statements/{ids['t.1.e']}/{query}" for query in ("", f"?unit={cast.team_b.pk}")]
    addresses += [f"/standards/statements/{ids['t.1.e']}/"]
    for address in addresses:
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("many", [1, 5])
def test_reading_before_signing_stays_cheap(cast, kept, moderated, signed_in, many, django_assert_max_num_queries):
    for name in "abcde"[: many - 1]:
        kept.declare(name, target=None)
    kept.measure_all()
    client = signed_in(cast["isla"])
    client.get("/account/")
    with django_assert_max_num_queries(12):
        assert client.get(f"/rounds/{moderated.pk}/sign/").status_code == 200
