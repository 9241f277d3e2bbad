"""Do the written parts hold together, and does nobody real stand in them?"""

import re
import string
from collections.abc import Iterator
from typing import Any

import pytest

from cairn.config.demonstration.library import employers, topics, words

SLOTS = {"sample", "most", "half", "few", "high", "middle", "low", "month", "next_month", "season", "regulator", "lead"}
SLOTS |= {"newly", "newly_many", "people"}
SLUGS = ("strathcairn", "eldermarsh")


def texts(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for value in held.values():
            yield from texts(value)
    elif isinstance(held, list):
        for value in held:
            yield from texts(value)


def keys_of(slug: str) -> set[str]:
    employer = employers()[slug]
    units = {team["code"] for service in employer["directorate"]["services"] for team in service["teams"]}
    return {member["key"] for member in employer["cast"]} | units


def test_the_bank_is_large_enough_that_pages_do_not_repeat_themselves() -> None:
    know = [text for topic in topics().values() for text in texts(topic["know"])]
    following = [text for topic in topics().values() for text in topic["next"]]
    remarks = [text for topic in topics().values() for text in texts(topic["remarks"])]
    assert (len(know), len(set(know))) == (405, 405)
    assert (len(following), len(remarks)) == (149, 212)


def test_every_topic_has_words_for_every_strength() -> None:
    for key, topic in topics().items():
        assert list(topic["know"]) == ["low", "fair", "good", "strong"], key
        assert list(topic["remarks"]) == ["low", "good"], key


def test_no_clause_belongs_to_two_topics() -> None:
    clauses = [clause for topic in topics().values() for clause in topic["clauses"]]
    assert len(clauses) == len(set(clauses))


def test_every_slot_is_one_that_is_filled() -> None:
    used = {name for text in texts([*topics().values()]) for _, name, _, _ in string.Formatter().parse(text) if name}
    assert used == SLOTS


@pytest.mark.parametrize("slug", SLUGS)
def test_evidence_names_topics_and_owners_that_are_there(slug: str) -> None:
    for line in words()["evidence"][slug]:
        assert line["owner"] in keys_of(slug), line["title"]
        assert set(line["topics"]) <= set(topics()), line["title"]
        assert line["of"] < line["until"], line["title"]


@pytest.mark.parametrize("slug", SLUGS)
def test_actions_are_checked_by_somebody_other_than_their_owner(slug: str) -> None:
    for entry in words()["actions"][slug]:
        assert {entry["owner"], entry["by"]} <= keys_of(slug), entry["what"]
        assert entry.get("done", {}).get("checker") != entry["owner"], entry["what"]
        assert "checked" not in entry or "done" in entry, entry["what"]


@pytest.mark.parametrize("slug", SLUGS)
def test_suggestions_come_from_people_who_work_here(slug: str) -> None:
    assert {entry["by"] for entry in words()["suggestions"][slug]} <= keys_of(slug)


def test_no_text_holds_what_looks_like_an_identifier_of_somebody_who_uses_services() -> None:
    """No telephone or health numbers, no postcodes, no case numbers, no dates of birth."""
    suspicious = re.compile(
        r"\d{5,}|\b\d{3}[ -]\d{3}[ -]\d{4}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b\d\d?/\d\d?/\d{2,4}\b"
    )
    assert [text for text in texts(words()) if suspicious.search(text)] == []


def test_no_text_calls_somebody_by_name() -> None:
    """Those who are named anywhere in texts are nobody: not the cast, and no title before a name."""
    titled = re.compile(r"\b(Mr|Mrs|Ms|Miss|Dr) [A-Z]")
    assert [text for text in texts(words()) if titled.search(text)] == []


def test_mail_goes_nowhere() -> None:
    assert {employers()[slug]["domain"] for slug in SLUGS} == {"strathcairn.example", "eldermarsh.example"}


def test_there_is_no_placeholder_text() -> None:
    assert [text for text in texts([words(), employers()]) if re.search("lorem|ipsum|TODO|xxx", text, re.I)] == []
