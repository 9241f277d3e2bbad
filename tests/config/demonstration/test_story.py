"""Do grades and texts tell the story that was meant?"""

import random
from datetime import date
from statistics import mean

from cairn.config.demonstration.library import employers, topics
from cairn.config.demonstration.story import Story, on_scale
from cairn.config.demonstration.texts import Writer, topic_of

SUPERVISION = topics()["supervision_signed"]["clauses"] + topics()["supervision_frequency"]["clauses"][:1]
NORTH = ("AN-ACC", "AN-BRA", "AN-LOC", "AN-OLD", "AN-LEA", "AN-MEN", "AN-HOS", "AN-OCC", "AN-REA", "AN-CAR")


def strathcairn() -> Story:
    return Story(employers()["strathcairn"], 7)


def leaders(refs: list[str], units: tuple[str, ...], number: int) -> float:
    return mean(strathcairn().leader(ref, unit, number) for ref in refs for unit in units)


def practitioners(refs: list[str], units: tuple[str, ...], number: int) -> float:
    story, chance = strathcairn(), random.Random(1)
    return mean(story.practitioner(ref, unit, number, chance) for ref in refs for unit in units for _ in range(40))


def test_in_adults_north_leaders_judge_supervision_far_more_kindly_than_practitioners() -> None:
    assert leaders(SUPERVISION, NORTH, 1) - practitioners(SUPERVISION, NORTH, 1) > 1.2


def test_there_practitioners_see_it_decline() -> None:
    assert practitioners(SUPERVISION, NORTH, 0) - practitioners(SUPERVISION, NORTH, 2) > 1


def test_knowledge_and_skills_improve_everywhere() -> None:
    refs = [f"sa.3.e.{number}" for number in range(1, 5)]
    for units in (NORTH, ("CF-HAR", "CF-GLE", "CF-KIR", "CF-MOO"), ("JU-COU", "JU-EAS", "JU-WES")):
        assert practitioners(refs, units, 0) < practitioners(refs, units, 1) < practitioners(refs, units, 2)


def test_adults_south_has_nothing_to_show_on_information_sharing() -> None:
    assert not strathcairn().shows_evidence("sa.5.e.4", "AS-MIL")
    assert strathcairn().shows_evidence("sa.5.e.4", "AN-BRA")
    assert strathcairn().shows_evidence("sa.4.e.4", "AS-MIL")


def test_what_does_not_apply_has_its_reason() -> None:
    assert strathcairn().does_not_apply("sa.1.d.7", "QI-QUA") == "We hold no cases."
    assert strathcairn().does_not_apply("sa.1.d.7", "CF-HAR") == ""


def test_strengths_become_grades_of_the_scale() -> None:
    assert [on_scale(strength, 6) for strength in range(1, 7)] == [1, 2, 3, 4, 5, 6]
    assert [on_scale(strength, 4) for strength in range(1, 7)] == [1, 2, 2, 3, 3, 4]


def writer() -> Writer:
    return Writer(employers()["strathcairn"], date(2026, 10, 19), random.Random(3))


def test_the_same_text_is_not_written_twice_to_one_statement() -> None:
    one = writer()
    said = [text for _ in range(12) if (text := one.remark("sa.4.d.5e", 2))]
    assert sorted(said) == sorted(set(said))
    assert sorted(said) == sorted(topics()["supervision_signed"]["remarks"]["low"])


def test_texts_leave_no_slot_open_and_begin_with_a_capital() -> None:
    one = writer()
    for topic in topics().values():
        for ref in topic["clauses"][:1]:
            for strength in range(1, 7):
                text = one.know(ref, strength, insist=True)
                assert "{" not in text
                assert text[:1].upper() == text[:1]


def test_every_assessable_statement_of_both_frameworks_has_a_topic_of_its_own(library: object) -> None:
    from cairn.foundation.standards.models import Statement

    for slug in ("strathcairn", "eldermarsh"):
        framework = employers()[slug]["framework"]
        refs = Statement.objects.filter(framework__urn=framework).assessable().values_list("ref", flat=True)
        known = {clause for topic in topics().values() for clause in topic["clauses"]}
        assert [ref for ref in refs if ref not in known] == []
        assert topic_of(refs[0]) in topics()
