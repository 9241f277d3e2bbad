"""How is a page asked for without a network: the real middleware, and nothing of a test around it."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from cairn.front.api import limits

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Caller:
    """A browser with a session, or a programme with a key."""

    def __init__(self, application: Application, *, cookie: str = "", key: str = ""):
        self.application = application
        self.environment: dict[str, Any] = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
        setup_testing_defaults(self.environment)
        if cookie:
            self.environment["HTTP_COOKIE"] = cookie
        if key:
            self.environment["HTTP_AUTHORIZATION"] = f"Bearer {key}"

    def get(self, address: str) -> Answer:
        """Read an address."""
        return self._asked("GET", address, b"", "")

    def patch(self, address: str, **body: Any) -> Answer:
        """Change something over the API."""
        return self._asked("PATCH", address, json.dumps(body).encode(), "application/json")

    def _asked(self, method: str, address: str, body: bytes, kind: str) -> Answer:
        limits.forget()  # the benchmark asks more often than any key may
        path, _, query = address.partition("?")
        environment = self.environment | {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": kind,
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
        }
        started: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _fault: Any = None) -> None:
            started.update(status=int(status[:3]), headers=dict(headers))

        result = self.application(environment, start)
        try:
            content = b"".join(result)
        finally:
            result.close()
        return Answer(started["status"], started["headers"], content)


def session_cookie(person: Any, backend: str = "cairn.foundation.people.sign_in.ByEmail") -> str:
    """A session in which this person has just signed in, as the cookie that a browser sends."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    now = timezone.now()
    session["seen"] = session["began"] = now.isoformat()
    session["account_authentication_methods"] = [{"method": "password", "at": now.timestamp() + 3600}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def insist_on(answer: Answer, address: str) -> Answer:
    """A page that fails must not be measured as a fast one."""
    if answer.status != HTTPStatus.OK:
        raise RuntimeError(f"{address} answered {answer.status}: {answer.body[:300]!r}")
    return answer
