"""What of signing in goes into the record: changed passwords and second steps, which also end all other sessions."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from cairn.foundation.ledger.commands import record
from cairn.foundation.people.models import Person

PASSWORDS = ((password_changed, "person.password_changed"), (password_reset, "person.password_renewed"))
STEPS = (authenticator_added, authenticator_removed, authenticator_reset)


def connect() -> None:
    """From now on each of these acts is recorded in its own transaction; allauth tells of some only afterwards."""
    for signal, act in PASSWORDS:
        signal.connect(_recorder_of(act), weak=False, dispatch_uid=act)
    for signal in STEPS:
        signal.connect(_end_others, dispatch_uid="end other sessions")
    post_save.connect(_record_added, sender=Authenticator, dispatch_uid="second step added")
    post_delete.connect(_record_removed, sender=Authenticator, dispatch_uid="second step removed")


def _recorder_of(act: str) -> Any:
    @transaction.atomic
    def note(sender: Any, request: HttpRequest, user: Person, **more: Any) -> None:
        end_other_sessions(request, user)
        record(act, by=user, subject=user)

    return note


def _end_others(sender: Any, request: HttpRequest, user: Person, **more: Any) -> None:
    end_other_sessions(request, user)


def _record_added(instance: Authenticator, created: bool, raw: bool = False, **more: Any) -> None:
    if created and not raw:
        _record_step("person.second_step_added", instance)


def _record_removed(instance: Authenticator, **more: Any) -> None:
    _record_step("person.second_step_removed", instance)


@transaction.atomic
def _record_step(act: str, authenticator: Authenticator) -> None:
    record(act, by=authenticator.user, subject=authenticator.user, facts={"kind": str(authenticator.type)})


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


def renew_session(request: HttpRequest) -> None:
    """After somebody confirmed that it is they, the session goes on under a new key; the old one opens nothing."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
