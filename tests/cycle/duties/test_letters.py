"""From what the records say to a letter that a mail server takes: stopped at any step, nothing is lost or twofold."""

import socket
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from tests.cycle.duties.conftest import owed

from cairn.cycle.duties.models import Duty
from cairn.cycle.duties.recurring import plan_what_is_owed, remind_of_what_is_due
from cairn.foundation.core import clock
from cairn.foundation.notices import recurring as letters
from cairn.foundation.notices.models import Letter, Notice


class Stopped(BaseException):
    """The machine went off."""


@pytest.fixture
def received(settings):
    """A mail server on this machine, and what it took."""
    taken = []

    class Keeps:
        async def handle_DATA(self, server, session, envelope):
            taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
            return "250 OK"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Keeps(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield taken
    controller.stop()


@pytest.fixture
def planned(cast, planned_by):
    """Eilidh owes two things this week and is late with one; Shona owes one."""

    def plan(organisation, until):
        if organisation.pk == cast.north.pk:
            yield owed(cast["eilidh"], "x:1", due=2, words="with Ruaridh")
            yield owed(cast["eilidh"], "x:2", due=7)
            yield owed(cast["eilidh"], "x:3", due=-3, opens=-9)
            yield owed(cast["shona"], "x:4", due=0)

    return planned_by(plan)


def a_round_of_the_worker():
    """What comes round, in the order in which it comes."""
    for work in (plan_what_is_owed, remind_of_what_is_due, letters.tell_of_notices, letters.post_letters):
        work.func()


def as_it_should_be(received):
    inboxes = {notice.person.given_name: notice.text for notice in Notice.objects.select_related("person")}
    assert inboxes == {
        "Eilidh": "Two things are due within a week, and one is late.",
        "Shona": "One thing is due within a week.",
    }
    assert Counter(Notice.objects.values_list("person", flat=True)).most_common(1)[0][1] == 1
    assert sorted(Duty.objects.values_list("about", flat=True)) == ["x:1", "x:2", "x:3", "x:4"]
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
    by_message = {str(message["Message-ID"]): to for to, message in received}
    assert sorted(by_message.values()) == [["eilidh@north.example"], ["shona@north.example"]]


def test_a_letter_says_that_something_waits_and_nothing_else(planned, received):
    a_round_of_the_worker()
    a_round_of_the_worker()
    as_it_should_be(received)
    assert len(received) == 2
    for _, message in received:
        text = message.get_content()
        assert "One notice waits for you in Cairn." in text
        for said in ("Ruaridh", "Write", "late", "Team", "x:1"):
            assert said not in f"{message['Subject']} {text}"


STEPS = (
    "cairn.cycle.duties.owing._create",
    "cairn.cycle.duties.commands.planning.record",
    "cairn.cycle.duties.commands.reminding._tell",
    "cairn.cycle.duties.commands.reminding._remember",
    "cairn.cycle.duties.commands.reminding.record",
    "cairn.foundation.notices.commands.letter",
    "cairn.foundation.notices.commands._claim",
    "cairn.foundation.notices.commands._post",
)


@pytest.mark.parametrize("step", STEPS)
def test_stopped_before_any_step(planned, received, monkeypatch, step):
    def stop(*args, **kwargs):
        raise Stopped

    with monkeypatch.context() as broken:
        broken.setattr(step, stop)
        with pytest.raises(Stopped):
            a_round_of_the_worker()
    with clock.at(clock.now() + timedelta(minutes=20)):
        a_round_of_the_worker()
        a_round_of_the_worker()
    as_it_should_be(received)
    assert len(received) == 2


def test_stopped_after_the_mail_server_took_it(planned, received, monkeypatch):
    """Then it goes out once more, under the same Message-ID, by which mail servers and readers know it."""
    from cairn.foundation.notices import commands

    real = commands.EmailMessage.send

    def send(message, *args, **kwargs):
        real(message, *args, **kwargs)
        raise Stopped

    with monkeypatch.context() as broken:
        broken.setattr(commands.EmailMessage, "send", send)
        with pytest.raises(Stopped):
            a_round_of_the_worker()
    with clock.at(clock.now() + timedelta(minutes=20)):
        a_round_of_the_worker()
    as_it_should_be(received)
    assert len(received) == 3


def test_a_page_never_waits_for_mail(signed_in, cast, planned, settings):
    """With a mail server that answers nobody, everything is done as always, and the letter waits."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
    a_round_of_the_worker()
    assert signed_in(cast["eilidh"]).get("/").status_code == 200
    assert set(Letter.objects.values_list("state", flat=True)) == {"waiting"}
