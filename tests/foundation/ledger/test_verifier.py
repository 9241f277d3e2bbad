"""Does the single-file verifier find whatever was done to an exported ledger, and nothing where nothing was done?"""

import hashlib
import importlib.util
import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.foundation.ledger import commands, commitments, exports, heads, keys, merkle
from cairn.foundation.ledger.canonical import canonical, moment
from cairn.foundation.ledger.models import Entry, TreeHead

FILE = Path(__file__).parents[3] / "verifier" / "cairn_verify.py"
_spec = importlib.util.spec_from_file_location("cairn_verify", FILE)
verifier = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(verifier)

ORGANISATION = UUID("aaaaaaaa-0000-4000-8000-000000000001")
BEGAN = datetime(2026, 4, 1, 9, tzinfo=UTC)
WORDS = ("Called the family", "Né à Ayr \U0001f9e1", "", "line\nbreak", 'quote "it"', "{{ 7 }}", "\u2028")


class Keeper:
    """Writes ledgers as Cairn does, without a database, so that thousands can be tried."""

    def __init__(self, seed=0, key=None):
        self.die = random.Random(seed)
        self.key = keys.SigningKey(key or Ed25519PrivateKey.from_private_bytes(bytes(32)))
        self.lines, self.peaks = [], merkle.Peaks()

    def entry(self, act="round.opened", **content):
        number = self.peaks.size + 1
        line = {
            "act": act,
            "actor": str(self.uuid()),
            "actor_name": "Ann Muir",
            "at": moment(BEGAN + timedelta(seconds=number)),
            "certificate": None,
            "facts": {"n": self.die.randrange(99), "said": self.die.choice(WORDS)},
            "id": str(self.uuid()),
            "organisation_id": str(ORGANISATION),
            "reason": self.die.choice(WORDS),
            "salt": self.die.randbytes(16).hex(),
            "sequence": number,
            "subject": f"evaluation.Round:{self.uuid()}",
        } | content
        line["commitment"] = commitments.commitment(bytes.fromhex(line["salt"]), line).hex()
        return self.place(line)

    def place(self, line):
        self.lines.append(line)
        self.peaks = self.peaks.append(commitments.leaf(line))
        return line

    def dispose(self, line):
        certificate = self.entry(
            "ledger.disposed", facts={"sequence": line["sequence"], "commitment": line["commitment"]}
        )
        line.update(dict.fromkeys((*commitments.CONTENT, "salt"), ""), certificate=certificate["sequence"])

    def uuid(self):
        return UUID(int=self.die.getrandbits(128), version=4)

    def head(self):
        head = {
            "at": moment(BEGAN + timedelta(days=1, seconds=self.peaks.size)),
            "id": str(self.uuid()),
            "key_id": self.key.key_id,
            "organisation_id": str(ORGANISATION),
            "root": self.peaks.root().hex(),
            "size": self.peaks.size,
        }
        signature = self.key.sign(heads.message(head))
        return head | {"public_key": self.key.public.hex(), "signature": signature.hex()}

    def file(self):
        header = {"format": exports.FORMAT, "organisation_id": str(ORGANISATION)}
        return [written(line) for line in (header, *self.lines, {"head": self.head()})]


def written(content):
    return canonical(content) + b"\n"


def story(seed=0, size=24, key=None):
    """A history with two disposals in it, and the heads that were kept of it: in the middle and at the end."""
    keeper = Keeper(seed, key)
    for _ in range(size // 2):
        keeper.entry()
    kept = [keeper.head()]
    for _ in range(size - size // 2 - 2):
        keeper.entry()
    for line in keeper.die.sample(keeper.lines, 2):
        keeper.dispose(line)
    return keeper, [*kept, keeper.head()]


def answer(lines, kept=(), trusted=()):
    """What is wrong, or nothing."""
    try:
        verifier.verify(lines, verifier.Kept(map(written, kept), trusted))
    except verifier.Unsound as problem:
        return str(problem)
    return ""


@given(st.integers(0, 2**32), st.integers(4, 40))
@settings(max_examples=60, deadline=None)
def test_clean_histories_raise_no_alarm(seed, size):
    keeper, kept = story(seed, size)

    assert answer(keeper.file(), kept) == ""


def flip_a_bit(lines, die, _):
    number = die.randrange(len(lines))
    line = bytearray(lines[number])
    line[die.randrange(len(line))] ^= 1 << die.randrange(8)
    lines[number] = bytes(line)


def change_a_byte(lines, die, _):
    number = die.randrange(len(lines))
    place = die.randrange(len(lines[number]))
    other = bytes([(lines[number][place] + die.randrange(1, 256)) % 256])
    lines[number] = lines[number][:place] + other + lines[number][place + 1 :]


def delete_a_line(lines, die, _):
    del lines[die.randrange(len(lines))]


def repeat_a_line(lines, die, _):
    lines.insert(die.randrange(len(lines) + 1), die.choice(lines))


def swap_two_lines(lines, die, _):
    one, other = die.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]


def break_off(lines, die, _):
    del lines[die.randrange(len(lines)) :]


def change_a_field(lines, die, _):
    """And write it properly again."""
    number = die.randrange(len(lines))
    content = json.loads(lines[number])
    name = die.choice(sorted(content))
    content[name] = die.choice([1, None, "x", "", {}, {"n": 1}, True, [], -1, "0" * 64])
    changed = written(content)
    lines[number] = changed if changed != lines[number] else lines[number].replace(b'"', b"'", 1)


def change_content_and_commitment(lines, die, _):
    """As somebody would who knows how commitments are made."""
    number = die.randrange(1, len(lines) - 1)
    content = json.loads(lines[number])
    content["reason"], content["salt"], content["certificate"] = "Nothing happened", "00" * 16, None
    content["facts"] = {}
    content["commitment"] = commitments.commitment(bytes(16), content).hex()
    lines[number] = written(content)


def blank_without_certificate(lines, die, _):
    number = die.randrange(1, len(lines) - 1)
    content = json.loads(lines[number])
    content.update(dict.fromkeys((*commitments.CONTENT, "salt"), ""), certificate=die.randrange(len(lines)))
    changed = written(content)
    lines[number] = changed if changed != lines[number] else b"\n"


def roll_back(lines, die, keeper):
    """An older state of the same ledger, with an honest head of its own."""
    older = Keeper(key=keeper.key.private)
    for line in keeper.lines[: die.randrange(len(keeper.lines) - 2)]:
        older.place(line)
    lines[:] = older.file()


def rewrite_with_another_key(lines, die, keeper):
    """The whole history again, whole in itself."""
    rewritten = Keeper(die.random(), Ed25519PrivateKey.from_private_bytes(b"1" * 32))
    for _ in keeper.lines:
        rewritten.entry()
    lines[:] = rewritten.file()


def rewrite_with_the_same_key(lines, die, keeper):
    """As whoever runs the server could."""
    rewritten = Keeper(key=keeper.key.private)
    changed = die.randrange(len(keeper.lines))
    for number, line in enumerate(keeper.lines):
        if number == changed:
            rewritten.entry(reason="Nothing happened")
        else:
            rewritten.place(line)
    lines[:] = rewritten.file()


def append_with_another_key(lines, die, keeper):
    """The true history, and one more entry under a head that Cairn never signed."""
    longer = Keeper(key=Ed25519PrivateKey.from_private_bytes(b"1" * 32))
    for line in keeper.lines:
        longer.place(line)
    longer.entry()
    lines[:] = longer.file()


TAMPERINGS = [
    flip_a_bit,
    change_a_byte,
    delete_a_line,
    repeat_a_line,
    swap_two_lines,
    break_off,
    change_a_field,
    change_content_and_commitment,
    blank_without_certificate,
    roll_back,
    rewrite_with_another_key,
    rewrite_with_the_same_key,
    append_with_another_key,
]


def unnoticed(tampering, times):
    missed = []
    for seed in range(max(1, times // 25)):
        keeper, kept = story(seed)
        clean, expected = keeper.file(), verifier.Kept(map(written, kept))
        for attempt in range(min(times, 25)):
            lines = list(clean)
            tampering(lines, random.Random(seed * 1000 + attempt), keeper)
            try:
                verifier.verify(lines, expected)
            except verifier.Unsound:
                continue
            if lines != clean:
                missed.append((seed, attempt))
    return missed


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.__name__)
def test_tampering_is_found(tampering):
    assert unnoticed(tampering, 100) == []


@pytest.mark.long
@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.__name__)
def test_ten_thousand_tamperings_are_all_found(tampering):
    assert unnoticed(tampering, 800) == []


@pytest.mark.long
def test_a_thousand_clean_histories_raise_no_alarm():
    for seed in range(1000):
        keeper, kept = story(seed, 4 + seed % 40)
        assert answer(keeper.file(), kept) == ""


def test_without_kept_heads_a_rewritten_history_looks_whole():
    """The control: it is the heads kept elsewhere that prove the past."""
    keeper, kept = story()
    lines = keeper.file()
    rewrite_with_another_key(lines, random.Random(1), keeper)

    assert answer(lines) == ""
    assert answer(lines, kept).startswith("The entries up to 12 are not those of the tree head that was kept")
    assert "which you did not keep" in answer(lines, trusted=[keeper.key.key_id])


def test_two_kept_heads_that_contradict_each_other_show_a_split_history():
    keeper, kept = story(1)
    _, others = story(2)

    assert "history was split" in answer(keeper.file(), [*kept, *others])


def test_kept_heads_must_be_whole_themselves():
    keeper, kept = story()

    assert answer(keeper.file(), [kept[0] | {"size": 3}]) == (
        "Kept tree head 1 has been changed: its signature does not fit."
    )
    assert answer(keeper.file(), [kept[0] | {"public_key": "00" * 32}]).endswith("its signature does not fit.")
    assert answer(keeper.file(), [kept[0] | {"root": "x"}]).endswith("it does not have the form of Cairn's.")


def test_kept_heads_of_another_organisation_prove_nothing():
    keeper, _ = story()
    head = keeper.head() | {"organisation_id": str(UUID(int=7))}
    head["signature"] = keeper.key.sign(heads.message(head)).hex()

    assert answer(keeper.file(), [head]) == "None of the kept tree heads is of this organisation."


@given(st.binary(max_size=60), st.binary(min_size=32, max_size=32))
@settings(max_examples=25, deadline=None)
def test_signatures_are_judged_as_the_library_judges_them(message, seed):
    key = keys.SigningKey(Ed25519PrivateKey.from_private_bytes(seed))
    signature = key.sign(message)

    assert verifier.is_signed(key.public, message, signature)
    assert not verifier.is_signed(key.public, message + b"x", signature)
    bent = bytes([signature[0] ^ 1]) + signature[1:]
    assert verifier.is_signed(key.public, message, bent) == keys.is_signed(key.public, message, bent) == False  # noqa: E712


def test_the_first_published_signature_of_rfc_8032_is_accepted():
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )

    assert verifier.is_signed(public, b"", signature)


@pytest.mark.parametrize(
    ("public", "signature"),
    [
        (b"", b""),
        (b"\xff" * 32, b"\x00" * 64),
        (b"\x01" + b"\x00" * 30 + b"\x80", b"\x00" * 64),
        (b"\x02" + b"\x00" * 31, b"\x00" * 64),
        (b"\x01" + b"\x00" * 31, b"\x01" + b"\x00" * 31 + (2**252 + 2**130).to_bytes(32, "little")),
    ],
)
def test_what_is_no_point_or_too_large_signs_nothing(public, signature):
    assert not verifier.is_signed(public, b"", signature)


@pytest.fixture
def exported(db, do, ann, tmp_path):
    """A real ledger with a disposal, exported; and a head that was kept in the middle."""
    first = do(reason="Né à Ayr", facts={"when": BEGAN, "said": WORDS})
    do()
    (tmp_path / "kept.jsonl").write_text("".join([*exports.head_lines([sealed(ann).organisation_id])]))
    with transaction.atomic():
        commands.dispose(Entry.objects.get(pk=first.pk), by=ann, reason="Over")
        do()
    (tmp_path / "ledger.jsonl").write_text("".join(exports.ledger_lines(sealed(ann))), newline="\n")
    return tmp_path


def sealed(ann):
    return commands.seal(ann.organisation_id)


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-I", "-S", FILE, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_what_cairn_exports_is_found_whole_with_the_standard_library_alone(exported):
    done = run(exported, "ledger.jsonl", "--heads", "kept.jsonl")

    head = TreeHead.objects.order_by("-size").first()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"Whole: 4 entries up to {moment(head.at)}, root {head.root_hex}, key {head.key_id}.\n"
        "It continues each of the 1 tree heads that were kept.\n"
    )


def test_the_verifier_answers_as_json_and_with_its_status(exported):
    whole = run(exported, "ledger.jsonl", "--json")
    alone = run(exported, "ledger.jsonl")
    assert alone.stdout.endswith(
        "No kept tree heads were given, so this shows only that the file agrees with itself.\n"
    )
    (exported / "ledger.jsonl").write_text((exported / "ledger.jsonl").read_text().replace("Over", "Late"))
    changed = run(exported, "ledger.jsonl", "--json")

    assert (whole.returncode, json.loads(whole.stdout)["whole"]) == (0, True)
    assert (changed.returncode, json.loads(changed.stdout)) == (
        1,
        {"whole": False, "problem": "Entry 3 has been changed: its content is not what was recorded."},
    )
    assert run(exported, "missing.jsonl").returncode == 1
    assert run(exported).returncode == 2


def test_disposed_content_does_not_leave_with_the_export(exported):
    lines = [json.loads(line) for line in (exported / "ledger.jsonl").read_text().splitlines()]

    assert [line["certificate"] for line in lines[1:-1]] == [3, None, None, None]
    assert [lines[1][name] for name in (*commitments.CONTENT, "salt")] == [""] * 6
    assert "Né" not in (exported / "ledger.jsonl").read_text()
    assert hashlib.sha256(bytes.fromhex(lines[-1]["head"]["public_key"])).hexdigest() == lines[-1]["head"]["key_id"]
