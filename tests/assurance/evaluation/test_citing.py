"""Is evidence named once, taken away cleanly, and never another organisation's?"""

import pytest

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.models import Citation
from cairn.cycle.evidence import commands as evidence_commands
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry


def evidence_of(person, title="Dip sample", **dates):
    return evidence_commands.add(
        by=person, title=title, kind="record", reference="QA 7", **(dates or {"happened_on": clock.today()})
    )


def acts():
    return list(Entry.objects.filter(act__startswith="judgement.").order_by("sequence").values_list("act", flat=True))


def test_cite_names_it_once_and_says_which_way_it_points(cast, of):
    judgement, evidence = of("t.1.e", cast.team_a), evidence_of(cast["morag"])

    for shows in ("supports", "supports", "contradicts"):
        commands.cite(judgement, evidence, by=cast["morag"], shows=shows)

    assert Citation.objects.get().shows == "contradicts"
    assert acts() == ["judgement.cited", "judgement.cited"]


def test_uncite_takes_it_away_once(cast, of):
    citation = commands.cite(of("t.1.e", cast.team_a), evidence_of(cast["morag"]), by=cast["morag"])

    commands.uncite(citation, by=cast["morag"])
    commands.uncite(citation, by=cast["morag"])

    assert not Citation.objects.exists()
    assert acts() == ["judgement.cited", "judgement.uncited"]


def test_cite_refused_leaves_no_trace(cast, of):
    judgement, evidence = of("t.1.e", cast.team_a), evidence_of(cast["morag"])
    with pytest.raises(Refused, match="judged by those who lead it"):
        commands.cite(judgement, evidence, by=cast["callum"])
    assert (Citation.objects.count(), acts()) == (0, [])


def test_evidence_of_another_organisation_is_not_there(cast, of):
    with pytest.raises(Refused, match="This evidence is not there"):
        commands.cite(of("t.1.e", cast.team_a), evidence_of(cast["wren"]), by=cast["morag"])


def test_withdrawn_evidence_is_refused(cast, of):
    evidence = evidence_commands.withdraw(evidence_of(cast["morag"]), by=cast["morag"], reason="Wrong year")
    with pytest.raises(Refused, match="withdrawn"):
        commands.cite(of("t.1.e", cast.team_a), evidence, by=cast["morag"])


def test_cite_many_is_one_line(cast, opened, of):
    evidence = evidence_of(cast["morag"])
    pairs = [(of(ref, cast.team_a), evidence, "supports") for ref in ("t.1.e", "t.1.d")]

    assert commands.cite_many(opened, pairs, by=cast["morag"]) == 2

    assert Citation.objects.filter(round=opened, evidence=evidence).count() == 2
    assert Entry.objects.get(act="round.cited").facts["citations"] == 2


def test_moderators_name_evidence_after_closing(cast, closed, of):
    commands.cite(of("t.1.e", cast.team_a), evidence_of(cast["fraser"]), by=cast["fraser"])
    with pytest.raises(Refused, match="moderated by"):
        commands.cite(of("t.1.d", cast.team_a), evidence_of(cast["morag"]), by=cast["morag"])
