"""Everything that can be done with notices and letters: tell somebody, mark as read, post what is due."""

import smtplib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from cairn.foundation.core import clock, sealed_fields
from cairn.foundation.core.verdicts import insist
from cairn.foundation.notices import queries, wording
from cairn.foundation.notices.models import Letter, Notice, State
from cairn.foundation.notices.rules import may_read
from cairn.foundation.people.models import Person

PLACE = "letter"
AT_ONCE = 50  # letters of one round, over one connection
WAITS = (1, 5, 15, 60, 240, 720, 1440)  # minutes before the next attempt
LOST_AFTER = timedelta(minutes=15)
TOLD_AT_MOST_EVERY = timedelta(hours=4)
OLD_NEWS = timedelta(days=3)


def notify(person: Person, *, text: str, link: str = "", about: Any = "") -> Notice:
    """Put a line into somebody's inbox, in the transaction of the act that causes it. Neutral text, no names."""
    notice = _notice(person, text, link, about)
    notice.save(force_insert=True)
    return notice


def notify_each(people: Iterable[Person], *, text: str, link: str = "", about: Any = "") -> int:
    """The same line for many people."""
    return len(Notice.objects.bulk_create([_notice(person, text, link, about) for person in people], 500))


def _notice(person: Person, text: str, link: str, about: Any) -> Notice:
    return Notice(
        organisation_id=person.organisation_id,
        person=person,
        text=text[:300],
        link=link[:300],
        about=about if isinstance(about, str) else f"{about._meta.label}:{about.pk}",
        created_at=clock.now(),
    )


@transaction.atomic
def mark_read(notice: Notice, *, by: Person) -> Notice:
    """Say that a notice was read."""
    insist(may_read(by, notice))
    if notice.seen_at is None:
        notice.seen_at = clock.now()
        notice.save(update_fields=["seen_at"])
    return notice


@transaction.atomic
def mark_all_read(*, by: Person) -> int:
    """Say that everything in one's inbox was read."""
    return Notice.objects.visible_to(by).unseen().update(seen_at=clock.now())


def letter(person: Person, *, subject: str, text: str) -> Letter:
    """Put a letter into the outbox, in the transaction of the act that causes it; the worker posts it within a minute.

    Its text is sealed in the database, since it may hold a link that opens an account, and is blanked once it is sent.
    """
    key, now = uuid4(), clock.now()
    return Letter.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        address=person.email,
        subject=" ".join(subject.split())[:200],
        sealed_text=sealed_fields.seal(text, place=PLACE),
        message_id=f"<{key}@{urlsplit(settings.SITE_URL).hostname or 'cairn'}>",
        created_at=now,
        due_at=now,
    )


def tell_of_notices() -> int:
    """Write one letter to everybody for whom unread notices wait, at most every four hours, however many there are.

    After an outage each person gets one letter, not one for each notice; what is older than three days is not news.
    """
    now, waiting = clock.now(), defaultdict(list)
    for notice in queries.unmailed(now - OLD_NEWS):
        waiting[notice.person].append(notice)
    recently = Notice.objects.filter(person__in=waiting, mailed_at__gt=now - TOLD_AT_MOST_EVERY)
    told_lately = set(recently.values_list("person", flat=True))
    told = [person for person in waiting if person.pk not in told_lately]
    for person in told:
        _tell(person, waiting[person])
    return len(told)


@transaction.atomic
def _tell(person: Person, notices: Sequence[Notice]) -> None:
    """Another worker that tells of the same notices at the same moment finds them told."""
    mine = Notice.objects.filter(pk__in=[notice.pk for notice in notices], mailed_at=None)
    if mine.update(mailed_at=clock.now()) and person.has_usable_password():
        letter(person, **wording.something_waits(person, len(notices)))


def send_letters() -> int:
    """Post the letters that are due, over one connection; answer how many were accepted.

    A letter is claimed before it is posted, so two workers never post the same one. What a mail server refuses for
    now is tried again, later each time, always under the same Message-ID.
    """
    _take_back_lost_letters()
    due = [one for one in queries.due_letters(clock.now())[:AT_ONCE] if _claim(one)]
    if not due:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as problem:
        for one in due:
            _put_off(one, problem)
        return 0
    try:
        return sum(_post(one, connection) for one in due)
    finally:
        connection.close()


def _claim(one: Letter) -> bool:
    mine = Letter.objects.filter(pk=one.pk, state=State.WAITING)
    one.attempts += 1
    return bool(mine.update(state=State.SENDING, attempts=one.attempts, due_at=clock.now()))


def _take_back_lost_letters() -> None:
    """A worker that stopped while posting leaves letters behind; they go out again, and the Message-ID says so."""
    lost = Letter.objects.filter(state=State.SENDING, due_at__lt=clock.now() - LOST_AFTER)
    lost.update(state=State.WAITING, last_problem="The worker stopped while the letter was being sent.")


def _post(one: Letter, connection: Any) -> bool:
    try:
        _message(one, connection).send()
    except (OSError, smtplib.SMTPException, ValueError, InvalidTag) as problem:
        _put_off(one, problem)
        return False
    Letter.objects.filter(pk=one.pk).update(state=State.SENT, sent_at=clock.now(), sealed_text="", last_problem="")
    return True


def _message(one: Letter, connection: Any) -> EmailMessage:
    return EmailMessage(
        subject=one.subject,
        body=sealed_fields.unseal(one.sealed_text, place=PLACE),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[one.address],
        headers={"Message-ID": one.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _put_off(one: Letter, problem: Exception) -> None:
    """Try again later; where the letter or its address can never be accepted, or after days, give up and say why."""
    if _for_good(problem) or one.attempts > len(WAITS):
        changes: dict[str, Any] = {"state": State.GIVEN_UP, "sealed_text": ""}
    else:
        minutes = WAITS[one.attempts - 1]
        changes = {"state": State.WAITING, "due_at": clock.now() + timedelta(minutes=minutes)}
    said = f"{type(problem).__name__}: {problem}"[:300]
    Letter.objects.filter(pk=one.pk).update(last_problem=said, **changes)


def _for_good(problem: Exception) -> bool:
    """Whether another attempt would be of no use: the address is refused, or the letter itself can't be read."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in problem.recipients.values())
    return isinstance(problem, ValueError | InvalidTag) and not isinstance(problem, OSError)
