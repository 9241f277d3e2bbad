"""What of signing in goes into the record: changed passwords and second steps, which also end all other sessions."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest

from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person

ACTS = (
    (password_changed, "person.password_changed"),
    (password_reset, "person.password_renewed"),
    (authenticator_added, "person.second_step_added"),
    (authenticator_removed, "person.second_step_removed"),
    (authenticator_reset, "person.recovery_codes_made"),
)


def connect() -> None:
    """From now on each of these acts is recorded."""
    for signal, act in ACTS:
        signal.connect(_recorder_of(act), weak=False, dispatch_uid=act)


def _recorder_of(act: str) -> Any:
    @transaction.atomic
    def note(sender: Any, request: HttpRequest, user: Person, **more: Any) -> None:
        end_other_sessions(request, user)
        authenticator = more.get("authenticator")
        record(act, by=user, subject=user, facts={"kind": authenticator.type} if authenticator else None)

    return note


def end_other_sessions(request: HttpRequest, person: Person) -> int:
    """Sign this person out everywhere else."""
    others = UserSession.objects.filter(user=person).exclude(session_key=request.session.session_key or "")
    ended = [session.end() for session in others]
    return len(ended)


def end_session(person: Person, key: str) -> bool:
    """Sign this person out in one place; a session of anybody else is not found."""
    session = UserSession.objects.filter(user=person, pk=key).first() if key.isdecimal() else None
    if session is None:
        return False
    session.end()
    return True
