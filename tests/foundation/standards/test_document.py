"""A YAML file is read line by line and never trusted."""

import time

import pytest

from cairn.foundation.standards.document import LARGEST_FILE, Entries, Items, Word, read
from cairn.foundation.standards.faults import Fault, Unreadable


def refused(content):
    with pytest.raises(Unreadable) as refusal:
        read(content)[1].refuse()
    return [str(fault) for fault in refusal.value.faults]


def test_every_node_knows_its_line():
    root, faults = read(b"a: one\nb:\n  - x\n  - y: z\n")

    assert (root.lines, faults.found) == ({"a": 1, "b": 2}, [])
    assert root.entries["a"] == Word(1, "one")
    assert root.entries["b"] == Items(3, [Word(3, "x"), Entries(4, {"y": Word(4, "z")}, {"y": 4})])


def test_words_stay_words():
    root, _ = read(b"version: 2021\nnation: No\nshare: 0x1F\nday: 2026-01-01\nnone: ~\n")

    assert [node.text for node in root.entries.values()] == ["2021", "No", "0x1F", "2026-01-01", "~"]


def test_a_byte_order_mark_and_windows_line_ends_are_survived():
    root, _ = read("\ufeffa: one\r\nb: two\r\n".encode())

    assert root.lines == {"a": 1, "b": 2}


def test_aliases_anchors_and_tags_are_refused_by_line():
    assert refused(b"a: &x one\nb: *x\nc: !!python/object/apply:os.system [ls]\n") == [
        "Line 1: The anchor “&x” is not allowed. Remove it.",
        "Line 2: The alias “*x” is not allowed. Write the text out.",
        "Line 3: The tag “tag:yaml.org,2002:python/object/apply:os.system” is not allowed. Remove it.",
    ]


def test_a_billion_laughs_are_refused_at_once():
    laughs = "a: &a [ha, ha]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(20)
    )
    started = time.process_time()

    assert len(refused(laughs.encode())) == 41
    assert time.process_time() - started < 1


def test_a_key_given_twice_is_refused():
    assert refused(b"a: one\nb: two\na: three\n") == ["Line 3: “a” is given twice; the first time on line 1. Keep one."]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Line 1: The file is empty."),
        (b"  \n\n", "Line 1: The file is empty."),
        (b"just words\n", "Line 1: The file must be a mapping that begins with “kind:”, such as “kind: framework”."),
        (b"a: one\nb: caf\xe9\n", "Line 2: A character here is not in UTF-8. Save the file as UTF-8."),
        (b"a: one\n---\nb: two\n", "Line 2: A second document begins here. Keep one document in one file."),
        (b"a: o\x00ne\n", "Line 1: There is an unprintable character (U+0000). Remove it."),
        (b"[a, b]: c\n", "Line 1: A key must be a word, not a list or a mapping."),
        (b"a" * (LARGEST_FILE + 1), "Line 1: The file has 2.0 MB; the largest that can be read has 2 MB."),
        (b"[" * 100 + b"]" * 100, "Line 1: This is nested too deeply to be a framework."),
    ],
)
def test_what_is_not_a_framework_file_is_told_in_a_sentence(content, told):
    assert refused(content) == [told]


def test_broken_yaml_is_told_by_line():
    (told,) = refused(b"a: one\nb: [x, y\nc: two\n")

    assert told.startswith("Line 3: This is not well-formed YAML:")


def test_a_flood_of_entries_is_refused():
    assert refused(b"a: [" + b"x," * 100_001 + b"]") == ["Line 1: The file has too many entries to be one framework."]


def test_faults_are_told_once_and_in_order():
    assert Unreadable([Fault(3, "c"), Fault(1, "a"), Fault(3, "c")]).faults == [Fault(1, "a"), Fault(3, "c")]
