"""What is owed about registration: the steps of a renewal, reassigning what somebody may no longer answer for."""

from datetime import timedelta

from django.urls import reverse

from cairn.cycle.duties.kinds import Kind
from cairn.cycle.duties.models import Duty
from cairn.practice.registration import declaring, matters, referring, stepping
from cairn.practice.registration.rechecking import REASSIGN, reassignments


def _steps(duty: Duty) -> str:
    return reverse("registration:steps", args=[duty.subject_id])


STEP = Kind(
    key=stepping.STEP,
    title="A step of a registration",
    sentence="{words}",
    page=_steps,
    why="Each step of a renewal is done before its window closes (sa.2.p.2).",
    minutes=15,
    reminders=(60, 30, 14, 7, 2, 0, -7),
    plan=stepping.own,
    ahead=timedelta(days=stepping.AHEAD),
)
VERIFY = Kind(
    key=stepping.VERIFY,
    title="Verify a step of somebody's registration",
    sentence="Verify: {words}",
    page=_steps,
    why="The regulator asks the employer too, before the registrant can finish (sa.2.p.2).",
    minutes=15,
    reminders=(14, 7, 2, 0, -3),
    followed_at=_steps,
    plan=stepping.of_employers,
    ahead=timedelta(days=stepping.AHEAD),
)
JOIN = Kind(
    key=stepping.JOIN,
    title="Register with the regulator",
    sentence="Register with the {words}",
    page=lambda duty: reverse("registration:person", args=[duty.subject_id]),
    why="Whoever comes into a social care post applies, and is registered, within the time that the regulator sets.",
    minutes=60,
    reminders=(90, 60, 30, 14, 0, -7),
    plan=stepping.joining,
    ahead=timedelta(days=190),
)
LOOK_UP = Kind(
    key=matters.LOOK_UP,
    title="Look registrations up with the regulator",
    sentence="Look registrations up: {words}",
    page=lambda duty: reverse("registration:checks"),
    why="Once in each quarter the register here is held against the regulator's own (sa.reserved.1).",
    minutes=60,
    reminders=(30, 7, 0, -7),
    plan=matters.to_look_up,
    ahead=timedelta(days=92),
)
DECIDE = Kind(
    key=matters.DECIDE,
    title="Decide about a difference between two registers",
    sentence="Decide about a difference: {words}",
    page=lambda duty: reverse("registration:check", args=[duty.subject_id]),
    why="The regulator's register says something else than the one here. Nothing follows until a person has decided.",
    minutes=10,
    reminders=(1, 0, -1),
    plan=matters.to_decide,
)
REFER = Kind(
    key=referring.REFER,
    title="Decide about a concern",
    sentence="{words}",
    page=lambda duty: reverse("registration:concern", args=[duty.subject_id]),
    why="Whether a concern about somebody's fitness to practise is referred is decided soon, with reasons.",
    minutes=30,
    reminders=(2, 0, -1),
    is_private=True,
    plan=referring.to_decide,
)
DECLARE = Kind(
    key=declaring.DECLARE,
    title="Make your yearly declarations",
    sentence="{words}",
    page=lambda duty: reverse("registration:declarations", args=[duty.subject_id]),
    why="Interests, other employment, relationships: once a year, and whenever something changes (sa.2.p.2).",
    minutes=5,
    reminders=(14, 0, -7),
    plan=declaring.to_declare,
)

KINDS = (
    *(STEP, VERIFY, JOIN, LOOK_UP, DECIDE, REFER, DECLARE),
    Kind(
        key=REASSIGN,
        title="Reassign what somebody answered for",
        sentence="Reassign what {words} answered for",
        page=lambda duty: reverse("registration:reassign", args=[duty.subject_id]),
        why="They may no longer be accountable for it. Nothing is lost: each is given to somebody, or goes on.",
        minutes=30,
        reminders=(1, 0, -1),
        plan=reassignments,
    ),
)
