"""Where do a practitioner's answers wait until they are given? In one sealed row that only their browser can open.

The row has no person and no time. Its identifier and its key live in a cookie of that browser; the key is not stored
anywhere else, and it opens the row for this person only, so that whoever uses the computer next can't read it. The
text is padded, so that its length says little. Nothing of this is recorded: a draft is not an act.
"""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from cairn.assurance.evaluation.commands.answering import LONGEST_REMARK, Answer
from cairn.assurance.evaluation.models import Draft, Round
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.people.models import Person

DAYS = 60
PATH = "/rounds/"
SIZES = tuple(4096 * 4**step for step in range(5))
NONCE = 12


@dataclass(frozen=True)
class Key:
    """What the browser holds: which row, and the key that opens it."""

    row: UUID
    secret: bytes

    @classmethod
    def new(cls) -> "Key":
        return cls(uuid4(), os.urandom(32))

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """From a cookie; nothing where it is not one of ours."""
        try:
            raw = base64.urlsafe_b64decode(text.encode())
            return cls(UUID(bytes=raw[:16]), raw[16:]) if len(raw) == 48 else None
        except ValueError:
            return None

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(self.row.bytes + self.secret).decode()


def key_of(request: HttpRequest, round: Round, person: Person) -> Key | None:
    """The key that this browser holds for this person and round."""
    return Key.read(request.COOKIES.get(_cookie_name(round, person), ""))


def answers_in(round: Round, person: Person, key: Key | None) -> dict[UUID, Answer]:
    """What was said so far; nothing where there is no draft, or where it is somebody else's."""
    row = Draft.objects.filter(pk=key.row, round=round).first() if key else None
    return _opened(row, round, person, key) if row and key else {}


@transaction.atomic
def put(round: Round, person: Person, key: Key | None, statement: UUID, answer: Answer) -> Key:
    """Put one answer into the draft, making one where there is none; the browser has to keep the key."""
    if len(answer.remark) > LONGEST_REMARK:
        raise Refused(f"A remark can have up to {LONGEST_REMARK:,} characters.")
    row = Draft.objects.select_for_update().filter(pk=key.row, round=round).first() if key else None
    if row is None or key is None:
        key = Key.new()
        row = Draft(pk=key.row, round=round)
        said: dict[UUID, Answer] = {}
    else:
        said = _opened(row, round, person, key)
    said[statement] = answer
    row.sealed_answers = _sealed(said, round, person, key)
    row.save()
    return key


def remember(response: HttpResponse, round: Round, person: Person, key: Key) -> None:
    """Let the browser keep the key, for the pages of rounds only and out of reach of any script."""
    response.set_cookie(
        _cookie_name(round, person), str(key), max_age=DAYS * 24 * 60 * 60, path=PATH,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def forget(response: HttpResponse, round: Round, person: Person) -> None:
    """Take the key back once the answers were given."""
    response.delete_cookie(_cookie_name(round, person), path=PATH, samesite="Lax")


def _cookie_name(round: Round, person: Person) -> str:
    """Two people at one computer have two cookies, and neither name says whose it is."""
    return "cairn-answers-" + salted_hmac("answers", f"{round.pk}:{person.pk}").hexdigest()[:16]


def _opened(row: Draft, round: Round, person: Person, key: Key) -> dict[UUID, Answer]:
    raw = bytes(row.sealed_answers)
    try:
        text = AESGCM(key.secret).decrypt(raw[:NONCE], raw[NONCE:], _place(round, person))
    except InvalidTag:
        return {}
    return {UUID(statement): Answer(**said) for statement, said in json.loads(text).items()}


def _sealed(said: Mapping[UUID, Answer], round: Round, person: Person, key: Key) -> bytes:
    text = json.dumps({str(statement): asdict(one) for statement, one in said.items()}).encode()
    size = next((size for size in SIZES if len(text) <= size), None)
    if size is None:
        raise Refused("Your remarks together are too long to be kept. Shorten one of them.")
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key.secret).encrypt(nonce, text.ljust(size), _place(round, person))


def _place(round: Round, person: Person) -> bytes:
    return f"{round.pk}:{person.pk}".encode()
