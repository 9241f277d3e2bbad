"""Are people told that something waits, once, neutrally, and does every letter arrive?"""

import smtplib
import socket
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.core import mail
from django.db import transaction
from django.utils import timezone

from cairn.foundation.core import sealed_fields
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.notices import commands, queries, recurring
from cairn.foundation.notices.models import NEXT, Letter, Notice, State


def later(**span):
    return time_machine.travel(timezone.now() + timedelta(**span), tick=False)


def notified(cast, who="eilidh", **more):
    return commands.notify(cast[who], text="A round is open for your answers.", link="/rounds/", **more)


# Notices


def test_notify_puts_a_line_into_the_inbox(cast):
    notice = notified(cast, about=cast.team_a)
    assert list(queries.inbox(cast["eilidh"])) == [notice]
    assert (notice.organisation, notice.about) == (cast.north, f"people.Unit:{cast.team_a.pk}")
    assert list(queries.inbox(cast["morag"])) == []


def test_notify_goes_with_its_act_or_not_at_all(cast):
    def act_that_fails():
        with transaction.atomic():
            notified(cast)
            raise RuntimeError("the act failed")

    with pytest.raises(RuntimeError):
        act_that_fails()
    assert not Notice.objects.exists()


def test_notify_each_costs_the_same_for_many(cast, django_assert_num_queries):
    people = [cast["eilidh"], cast["ruaridh"], cast["shona"]]
    with django_assert_num_queries(1):
        assert commands.notify_each(people, text="A round is open.", link="/rounds/") == 3


def test_only_its_owner_reads_a_notice(cast):
    notice = notified(cast)
    with pytest.raises(Refused, match="written to somebody else"):
        commands.mark_read(notice, by=cast["morag"])
    commands.mark_read(notice, by=cast["eilidh"])
    assert queries.unread(cast["eilidh"]) == 0


def test_mark_all_read_touches_nobody_elses(cast):
    notified(cast)
    notified(cast, "morag")
    assert commands.mark_all_read(by=cast["eilidh"]) == 1
    assert queries.unread(cast["morag"]) == 1


# Letters that tell of notices


def test_one_letter_tells_of_all_that_waits_without_a_name(cast):
    notified(cast)
    notified(cast)
    assert commands.tell_of_notices() == 1
    letter = Letter.objects.get()
    text = sealed_fields.unseal(letter.sealed_text, place="letter")
    assert (letter.address, letter.subject) == ("eilidh@north.example", "Something waits for you in Cairn")
    assert "Two notices wait for you in Cairn." in text
    for word in ("round", "Morag", "Team"):
        assert word not in text


def test_nobody_is_told_twice_or_too_often(cast):
    notified(cast)
    commands.tell_of_notices()
    notified(cast)
    assert commands.tell_of_notices() == 0
    with later(hours=5):
        assert commands.tell_of_notices() == 1
        assert commands.tell_of_notices() == 0


def test_two_workers_tell_of_the_same_notices_once(cast):
    """Both have read what is untold; the one that comes second finds it told."""
    read_before = [notified(cast)]
    for _ in range(2):
        commands._tell(cast["eilidh"], read_before)
    assert Letter.objects.count() == 1


def test_after_an_outage_nobody_is_flooded(cast):
    for days in (10, 5, 2, 1):
        with later(days=-days):
            notified(cast)
    assert commands.tell_of_notices() == 1
    assert "Two notices" in sealed_fields.unseal(Letter.objects.get().sealed_text, place="letter")


def test_what_was_read_or_belongs_to_somebody_who_left_is_not_told(cast, newcomer_in_north):
    commands.mark_read(notified(cast), by=cast["eilidh"])
    shona = cast["shona"]
    notified(cast, "shona")
    shona.is_active = False
    shona.save()
    commands.notify(newcomer_in_north, text="Something waits.")
    commands.tell_of_notices()
    assert not Letter.objects.exists()  # whoever has no password yet waits for the invitation


@pytest.fixture
def newcomer_in_north(cast):
    from cairn.foundation.people.models import Person

    person = Person(
        organisation=cast.north, email="new@north.example", given_name="N", family_name="C", created_at=timezone.now()
    )
    person.set_unusable_password()
    person.save()
    return person


# The outbox


def letter(cast, who="eilidh"):
    return commands.letter(cast[who], subject="Hello", text="Open https://cairn.example/secret")


def test_a_letter_is_sealed_until_sent_and_blank_afterwards(cast):
    one = letter(cast)
    assert "secret" not in str(list(Letter.objects.values()))

    assert commands.send_letters() == 1

    one.refresh_from_db()
    assert (one.state, one.sealed_text, one.attempts) == (State.SENT, "", 1)
    sent = mail.outbox[0]
    assert (sent.to, sent.body, sent.extra_headers["Message-ID"]) == (
        ["eilidh@north.example"],
        "Open https://cairn.example/secret",
        one.message_id,
    )


def test_a_letter_is_sent_once(cast):
    letter(cast)
    assert [commands.send_letters(), commands.send_letters()] == [1, 0]
    assert len(mail.outbox) == 1


def test_two_workers_never_post_the_same_letter(cast):
    one = letter(cast)
    again = Letter.objects.get()
    assert commands._claim(one) is True
    assert commands._claim(again) is False


class Broken:
    """A mail server that does not take letters."""

    def __init__(self, problem=None):
        self.problem = problem

    def open(self):
        if self.problem is None:
            raise ConnectionRefusedError("no server there")

    def send_messages(self, messages):
        raise self.problem

    def close(self):
        pass


def test_without_a_mail_server_letters_wait_longer_each_time(cast, monkeypatch):
    one = letter(cast)
    monkeypatch.setattr(commands, "get_connection", Broken)
    waits = []
    moment = timezone.now()
    for _ in range(9):
        with time_machine.travel(moment, tick=False):
            assert commands.send_letters() == 0
            one.refresh_from_db()
            waits.append(int((one.due_at - moment).total_seconds() // 60))
            if one.state == State.GIVEN_UP:
                break
            moment = one.due_at
    assert waits[:-1] == [1, 5, 15, 60, 240, 720, 1440]
    assert (one.state, one.sealed_text, one.last_problem) == (
        State.GIVEN_UP,
        "",
        "ConnectionRefusedError: no server there",
    )


def test_the_same_message_id_at_every_attempt(cast, monkeypatch):
    one = letter(cast)
    with monkeypatch.context() as broken:
        broken.setattr(commands, "get_connection", lambda: Broken(smtplib.SMTPServerDisconnected("gone")))
        commands.send_letters()
    with later(minutes=2):
        assert commands.send_letters() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == one.message_id


def test_an_address_that_is_refused_for_good_is_not_tried_again(cast, monkeypatch):
    one = letter(cast)
    refused = smtplib.SMTPRecipientsRefused({"eilidh@north.example": (550, b"no such person")})
    monkeypatch.setattr(commands, "get_connection", lambda: Broken(refused))
    commands.send_letters()
    one.refresh_from_db()
    assert (one.state, one.attempts) == (State.GIVEN_UP, 1)


def test_a_letter_that_a_stopped_worker_left_goes_out(cast):
    one = letter(cast)
    commands._claim(one)
    assert commands.send_letters() == 0
    with later(minutes=16):
        assert commands.send_letters() == 1


def test_one_bad_letter_does_not_hold_up_the_others(cast, monkeypatch):
    letter(cast)
    letter(cast, "morag")
    real = commands.EmailMessage.send

    def send(message, *args, **kwargs):
        if message.to == ["eilidh@north.example"]:
            raise smtplib.SMTPDataError(451, b"try later")
        return real(message, *args, **kwargs)

    monkeypatch.setattr(commands.EmailMessage, "send", send)
    assert commands.send_letters() == 1
    assert [message.to for message in mail.outbox] == [["morag@north.example"]]


def test_a_line_break_adds_no_header(cast):
    commands.letter(cast["eilidh"], subject="Hello\nBcc: all@evil.example", text="x")
    commands.send_letters()
    assert (mail.outbox[0].subject, mail.outbox[0].bcc) == ("Hello Bcc: all@evil.example", [])


def test_a_letter_that_can_not_be_read_is_given_up(cast):
    """As after the installation's secret was replaced."""
    one = letter(cast)
    Letter.objects.update(sealed_text="AAAA" * 20)
    commands.send_letters()
    one.refresh_from_db()
    assert (one.state, one.last_problem) == (State.GIVEN_UP, "InvalidTag: ")


def test_a_real_mail_server_gets_the_letter(cast, settings):
    """Over a real connection, as in use."""
    received = []

    class Keeps:
        async def handle_DATA(self, server, session, envelope):
            received.append((envelope.rcpt_tos, envelope.content.decode()))
            return "250 OK"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Keeps(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        one = letter(cast)
        assert commands.send_letters() == 1
    finally:
        controller.stop()
    assert received[0][0] == ["eilidh@north.example"]
    assert f"Message-ID: {one.message_id}" in received[0][1]
    assert "Auto-Submitted: auto-generated" in received[0][1]


def test_old_letters_and_read_notices_are_forgotten(cast):
    letter(cast)
    commands.send_letters()
    commands.mark_read(notified(cast), by=cast["eilidh"])
    notified(cast)
    with later(days=500):
        assert recurring.forget_old.func() == 2
    assert Notice.objects.count() == 1  # what was never read stays


def test_what_comes_round():
    assert [(task.name, interval) for task, interval in recurring.EVERY] == [
        ("post_letters", timedelta(minutes=1)),
        ("tell_of_notices", timedelta(minutes=15)),
        ("forget_old", timedelta(days=1)),
    ]
    assert django_settings.TASKS


def test_every_state_of_a_letter_is_mapped():
    assert set(NEXT) == set(State)
    assert set().union(*NEXT.values()) == set(State)
