"""What is signed can't be changed, in any table, and can be proved."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.assurance.evaluation.conftest import START
from tests.assurance.evaluation.test_citing import evidence_of
from tests.groundwork import groundwork

from cairn.assurance.evaluation import commands, content, queries
from cairn.assurance.evaluation.models import Addendum, Citation, Round, State, StoodOn
from cairn.cycle.evidence import commands as evidence_commands
from cairn.cycle.evidence.models import Measurement, Series
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger import queries as ledger
from cairn.foundation.ledger.canonical import fingerprint
from cairn.foundation.ledger.models import Entry, Signature


def test_sign_seals_and_records(cast, moderated):
    seen = content.hash_of_round(moderated.pk)

    signature = commands.sign(moderated, by=cast["isla"], seen=seen)

    moderated.refresh_from_db()
    assert (moderated.state, moderated.sealed) == (State.SIGNED, True)
    assert signature.content_hash == fingerprint(content.signed(moderated.pk))
    assert signature.statement.endswith(f"The fingerprint of what I read is {seen}.")
    assert list(queries.signatures(cast["isla"], moderated)) == [signature]
    entry = Entry.objects.get(act="round.signed")
    assert (entry.sequence, entry.actor_name) == (signature.entry_sequence, "Isla Renwick")
    head = ledger.newest_head(cast.north.pk)
    assert head.size >= signature.entry_sequence


@pytest.mark.parametrize("who", ["morag", "fraser", "hamish"])
def test_sign_refused_leaves_no_trace(cast, moderated, who):
    before = Entry.objects.count()
    with pytest.raises(Refused, match="signed by the chief or principal social worker"):
        commands.sign(moderated, by=cast[who])
    moderated.refresh_from_db()
    assert (moderated.state, Signature.objects.count(), Entry.objects.count()) == (State.MODERATED, 0, before)


def test_sign_refused_before_moderation(cast, closed):
    with pytest.raises(Refused, match="after it has been moderated"):
        commands.sign(closed, by=cast["isla"])


def test_nothing_is_signed_that_was_not_on_the_screen(cast, moderated):
    with pytest.raises(Refused, match="changed while you were reading"):
        commands.sign(moderated, by=cast["isla"], seen="0" * 64)
    assert not Signature.objects.exists()


def test_evidence_is_kept_as_it_was_when_signed(cast, answered, of):
    evidence = evidence_of(cast["morag"], title="Dip sample, summer")
    commands.cite(of("t.1.e", cast.team_a), evidence, by=cast["morag"])
    commands.close_round(answered, by=cast["isla"])
    commands.finish_moderation(answered, by=cast["catriona"])
    signature = commands.sign(answered, by=cast["isla"])

    evidence_commands.change(evidence, by=cast["morag"], title="Renamed afterwards")

    assert Citation.objects.get().as_signed["title"] == "Dip sample, summer"
    assert fingerprint(content.signed(answered.pk)) == signature.content_hash


def test_the_signature_covers_every_column_of_every_row(cast, signed_with_evidence):
    covered = content.signed(signed_with_evidence.pk)

    for model in (Round, *content.PARTS, StoodOn):
        rows = covered[model._meta.model_name]
        expected = {field.column for field in model._meta.concrete_fields}
        assert rows, model
        assert all(set(row) == expected for row in rows), model
    assert covered["round"][0]["sealed"] in (True, 1)


def figure_of(employer, statement):
    """A month of a figure that speaks to a statement, as it is stored."""
    statement.clauses.create(clause="es1.improve.6")
    series = Series.objects.create(organisation=employer, indicator="improvement.on_time")
    Measurement.objects.create(
        series=series, month=date(2026, 8, 1), numerator=6, denominator=8, own_numerator=6, own_denominator=8,
        is_open=True, rest=8,
    )  # fmt: skip


SEALED = {
    "evaluation_round": "title",
    "evaluation_judgement": "how_we_know",
    "evaluation_citation": "shows",
    "evaluation_askedunit": "finished_at",
    "evaluation_tally": "counts",
    "evaluation_remarkbox": "remarks",
    "evaluation_result": "remarks",
    "evaluation_stoodon": "numerator",
}


@groundwork(at=START)
def signed_with_evidence(cast, answered):
    judgement = answered.judgements.get(statement__ref="t.1.e", unit=cast.team_a)
    commands.cite(judgement, evidence_of(cast["morag"]), by=cast["morag"])
    figure_of(cast.north, judgement.statement)
    commands.close_round(answered, by=cast["isla"])
    commands.finish_moderation(answered, by=cast["catriona"])
    commands.sign(answered, by=cast["isla"])
    return Round.objects.get(pk=answered.pk)


@pytest.mark.parametrize("table", SEALED)
@pytest.mark.parametrize("change", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_the_database_refuses_every_change_to_a_signed_round(signed_with_evidence, table, change):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        assert cursor.fetchone()[0] > 0
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
            cursor.execute(change.format(table, SEALED[table]))


def test_nothing_can_be_added_below_a_signed_round(cast, signed, of):
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        Citation.objects.create(
            round=signed, judgement=of("t.1.e", cast.team_a), evidence=evidence_of(cast["morag"]), at=signed.signed_at
        )


def test_commands_refuse_in_words_before_the_database_does(cast, signed, of, ids):
    with pytest.raises(Refused, match="This one is signed"):
        commands.judge(of("t.1.e", cast.team_a), by=cast["morag"], version=1, grade=1)
    with pytest.raises(Refused, match="before moderation is finished"):
        commands.moderate(of("t.1.e", cast.team_a), by=cast["catriona"], grade=1, reason="x")
    with pytest.raises(Refused, match="only once"):
        commands.sign(signed, by=cast["catriona"])


def test_an_addendum_stands_beside_and_is_written_once(cast, signed):
    commands.add_addendum(signed, by=cast["catriona"], text="Team B has moved since.")

    addendum = Addendum.objects.get()
    assert (addendum.text, addendum.by) == ("Team B has moved since.", cast["catriona"])
    assert Entry.objects.get(act="round.added").facts["addendum"] == str(addendum.pk)
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Addendum.objects.update(text="Something else")


def test_an_addendum_is_refused_before_signing_and_to_others(cast, moderated, of):
    with pytest.raises(Refused, match="added to a signed round"):
        commands.add_addendum(moderated, by=cast["isla"], text="x")
    commands.sign(moderated, by=cast["isla"])
    with pytest.raises(Refused, match="by those who may sign"):
        commands.add_addendum(moderated, by=cast["morag"], text="x")
    assert not Addendum.objects.exists()
