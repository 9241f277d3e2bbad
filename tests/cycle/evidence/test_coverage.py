"""Which statements have live evidence, which documents only, which nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.assurance.evaluation.conftest import make_framework
from tests.cycle.evidence.conftest import OCTOBER, SEPTEMBER, text_of

from cairn.cycle.evidence import commands, declaring, queries
from cairn.cycle.evidence.measuring import measure
from cairn.cycle.evidence.queries import Cover
from cairn.cycle.evidence.views import coverage
from cairn.foundation.core import clock
from cairn.foundation.standards.models import Statement, StatementClause


@pytest.fixture
def framework(cast):
    made = make_framework()
    made.statements.get(ref="t.1.e").clauses.create(clause="sa.4.d.5e")
    return made


@pytest.fixture
def document(cast, framework):
    with clock.at(OCTOBER):
        return commands.add(
            by=cast["morag"], title="Audit", kind="record", reference="1", happened_on=date(2026, 9, 1),
            statements=[framework.statements.get(ref="t.1.p")],
        )  # fmt: skip


def covers(cast, framework, at=OCTOBER):
    with clock.at(at):
        return {one.ref: one.cover for one in queries.coverage(cast["isla"], framework)}


def test_what_each_statement_rests_on(cast, framework, document, counted, signed_sessions):
    counted.put(cast.team_a, SEPTEMBER, 1, 2)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        found = {one.ref: one for one in queries.coverage(cast["isla"], framework)}

    assert found["t.1.e"].cover == Cover.LIVE
    assert found["t.1.p"].cover == Cover.DOCUMENTS
    assert {one.cover for ref, one in found.items() if ref not in ("t.1.e", "t.1.p")} == {Cover.NOTHING}
    assert [one.key for one in found["t.1.e"].fresh] == ["supervision.signed"]
    assert found["t.1.p"].documents == 1


def test_an_indicator_that_counted_nothing_lately_is_silent(cast, framework, counted, signed_sessions):
    assert covers(cast, framework)["t.1.e"] == Cover.NOTHING
    counted.put(cast.team_a, SEPTEMBER, 6, 8)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
    assert covers(cast, framework)["t.1.e"] == Cover.LIVE
    # It stays fresh for 62 days after the end of its month.
    assert covers(cast, framework, datetime(2026, 12, 1, 9, tzinfo=UTC))["t.1.e"] == Cover.LIVE
    assert covers(cast, framework, datetime(2026, 12, 2, 9, tzinfo=UTC))["t.1.e"] == Cover.NOTHING


def test_documents_count_while_they_hold(cast, framework, document):
    with clock.at(OCTOBER):
        commands.withdraw(document, by=cast["morag"], reason="Replaced")
    assert covers(cast, framework)["t.1.p"] == Cover.NOTHING


def test_another_employers_figures_and_documents_do_not_count(cast, framework, document, counted, signed_sessions):
    counted.put(cast.team_a, SEPTEMBER, 6, 8)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        assert {one.cover for one in queries.coverage(cast["wren"], framework)} == {Cover.NOTHING}


def test_the_page(cast, framework, document, counted, signed_sessions, signed_in):
    counted.put(cast.team_a, SEPTEMBER, 6, 8)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        client = signed_in(cast["eilidh"])
        page = text_of(client.get("/evidence/coverage/"))
        nothing = text_of(client.get(f"/evidence/coverage/?framework={framework.pk}&show=documents"))

    assert page.startswith("Figures · Documents · Coverage One of")
    assert "statements has live evidence" in page
    assert "Sessions signed by both within ten working days" in page
    assert "one document" in nothing
    assert "Sessions signed by both" not in nothing


def test_every_indicator_speaks_to_statements_that_there_are(library):
    known = set(Statement.objects.values_list("ref", flat=True)) | set(
        StatementClause.objects.values_list("clause", flat=True)
    )
    spoken = {name for one in declaring.all_indicators() for name in one.statements}
    assert spoken
    assert sorted(spoken - known) == []


def test_a_statement_without_clauses_is_spoken_to_by_its_ref(cast, framework, counted, signed_sessions):
    declaring.register(replace(signed_sessions, key="supervision.by_ref", statements=("t.2.e",)))
    counted.put(cast.team_a, SEPTEMBER, 6, 8)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        found = {one.ref: one for one in queries.coverage(cast["isla"], framework)}
        assert queries.refs_by_indicator(framework.pk) == {
            "supervision.signed": ["t.1.e"],
            "supervision.by_ref": ["t.2.e"],
        }
    assert [one.key for one in found["t.2.e"].fresh] == ["supervision.by_ref"]


def test_the_list_comes_in_pages_that_keep_the_choice(cast, framework, signed_sessions, signed_in, monkeypatch):
    monkeypatch.setattr(coverage, "ON_A_PAGE", 2)
    client = signed_in(cast["isla"])
    page = client.get(f"/evidence/coverage/?framework={framework.pk}&show=nothing&page=2").content.decode()
    assert "Page 2 of 3" in text_of(client.get(f"/evidence/coverage/?framework={framework.pk}&show=nothing&page=2"))
    assert f"?framework={framework.pk}&amp;show=nothing&amp;page=3" in page
    assert "None of six statements has live evidence" in page
    assert "none rests on documents only, six on nothing" in page


def test_without_a_choice_the_framework_of_ones_own_nation_comes_first(cast, library, signed_in):
    page = signed_in(cast["isla"]).get("/evidence/coverage/").content.decode()
    assert "South Ayrshire framework:" in page
    page = signed_in(cast["wren"], Client()).get("/evidence/coverage/").content.decode()
    assert "England employer standards:" in page


@pytest.mark.parametrize("query", ["?framework=nonsense", "?show=nonsense"])
def test_a_choice_that_is_none_shows_everything(cast, framework, signed_sessions, signed_in, query):
    assert signed_in(cast["isla"]).get(f"/evidence/coverage/{query}").status_code == 200
