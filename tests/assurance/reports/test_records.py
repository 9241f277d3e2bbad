"""What a report tells of the records: how they stood, what disagrees with them, and nothing that is withheld."""

from datetime import UTC, date, datetime

import pytest
from tests.assurance.evaluation.test_records import Kept
from tests.cycle.evidence.conftest import AUGUST

from cairn.assurance.evaluation import commands as evaluation
from cairn.assurance.reports import commands, making, queries
from cairn.assurance.reports.report import FigureLine
from cairn.cycle.evidence import declaring
from cairn.foundation.core import clock

LATER = datetime(2026, 12, 14, 9, tzinfo=UTC)


@pytest.fixture
def kept(cast, framework, monkeypatch):
    """Team A signed 6 of 10 sessions in each of the three months before the round, team B 9 of 10."""
    monkeypatch.setattr(declaring, "_indicators", {})
    framework.statements.get(ref="t.1.e").clauses.create(clause="sa.4.d.5e")
    found = Kept(cast.north)
    found.declare()
    found.put_quarter(cast.team_a, 6, 10)
    found.put_quarter(cast.team_b, 9, 10)
    found.measure_all()
    return found


def report_of(cast, round, who="isla"):
    return making.report_of(cast[who], round, None)


def test_before_it_is_signed_the_report_tells_the_records_as_they_are(cast, kept, closed):
    report = report_of(cast, closed)
    assert report.figures == (
        FigureLine(
            title="Signed by both",
            refs=("t.1.e",),
            then="75% in June to August 2026 (45 of 60 sessions)",
            target="95%",
            verdict="misses it",
            now="75% in June to August 2026 (45 of 60 sessions)",
        ),
    )


def test_a_signed_round_is_told_as_it_stood_and_as_it_stands(cast, kept, moderated):
    evaluation.sign(moderated, by=cast["isla"])
    moderated.refresh_from_db()
    with clock.at(LATER):
        for team in (cast.team_a, cast.team_b):
            kept.put_quarter(team, 10, 10, until=date(2026, 11, 1))
        kept.put(cast.team_a, AUGUST, 0, 20)
        kept.measure_all()
        (line,) = report_of(cast, moderated).figures
    assert line.then == "75% in June to August 2026 (45 of 60 sessions)"
    assert line.now == "100% in September to November 2026 (60 of 60 sessions)"


def test_where_records_and_judgements_disagree(cast, kept, closed):
    (finding,) = [one for one in report_of(cast, closed).contradictions if one.ref == "t.1.e"]
    assert finding.why == (
        "The whole organisation: judged 4.0 on average, but “Signed by both” stood at 75% in June to August 2026 "
        "(45 of 60 sessions); the target is 95%. Likewise in one other unit."
    )


def test_what_a_document_shows_comes_first(cast, kept, answered, of):
    from tests.assurance.evaluation.test_citing import evidence_of

    evaluation.cite(of("t.1.e", cast.team_a), evidence_of(cast["morag"]), by=cast["morag"], shows="contradicts")
    closed = evaluation.close_round(answered, by=cast["isla"])
    (finding,) = [one for one in report_of(cast, closed).contradictions if one.ref == "t.1.e"]
    assert finding.why.startswith("Team A: judged 5 Very good, but “")
    assert "shows otherwise. The whole organisation: judged 4.0 on average" in finding.why


@pytest.mark.parametrize("who", ["isla", "fraser"])
def test_nobody_who_may_read_the_records_puts_them_into_the_report(cast, kept, closed, who):
    """Fraser may count team B's three sessions a quarter; whoever reads his report may not."""
    for month in (6, 7, 8):
        kept.put(cast.team_b, date(2026, month, 1), 0, 1)
    kept.measure_all()
    report = report_of(cast, closed, who)
    assert "of 3 sessions" not in report.as_text()
    assert "Team B: judged" not in report.as_text()
    assert report_of(cast, closed, "isla").contradictions == report.contradictions


def test_a_report_that_was_handed_over_keeps_its_figures(cast, kept, moderated):
    evaluation.sign(moderated, by=cast["isla"])
    moderated.refresh_from_db()
    words = dict.fromkeys(("implications", "remedy", "shared_learning", "monitoring"), "Said.")
    commands.write_commentary(moderated, by=cast["isla"], version=0, **words)
    frozen = commands.freeze(moderated, by=cast["isla"])
    with clock.at(LATER):
        kept.put_quarter(cast.team_a, 10, 10, until=date(2026, 11, 1))
        kept.measure_all()
        assert queries.assurance_report(cast["isla"], moderated).figures == queries.content_of(frozen).figures
    assert "75% in June to August 2026" in queries.content_of(frozen).figures[0].then
    assert queries.content_of(frozen).content_hash == frozen.content_hash


@pytest.mark.parametrize("is_signed", [False, True])
def test_the_page_of_a_draft_stays_cheap(cast, kept, closed, of, signed_in, is_signed, django_assert_max_num_queries):
    from tests.assurance.evaluation.test_citing import evidence_of

    evaluation.cite(of("t.1.e", cast.team_a), evidence_of(cast["morag"]), by=cast["catriona"])
    moderated = evaluation.finish_moderation(closed, by=cast["catriona"])
    if is_signed:
        evaluation.sign(moderated, by=cast["isla"])
    client = signed_in(cast["isla"])
    client.get("/reports/")
    with django_assert_max_num_queries(12):
        page = client.get(f"/reports/{moderated.pk}/").content.decode()
    assert "What the records show" in page
