"""How the tests call the API: `call("isla")` answers with a caller that carries a fresh key of this person."""

import json

import pytest
from django.test import Client
from tests.assurance.evaluation import conftest as evaluation

from cairn.front.api import commands, limits

_one_morning = evaluation._one_morning
framework, crowd, planned, opened = evaluation.framework, evaluation.crowd, evaluation.planned, evaluation.opened
of, ids, answered, closed = evaluation.of, evaluation.ids, evaluation.answered, evaluation.closed
moderated, signed = evaluation.moderated, evaluation.signed


class Caller:
    """A programme with a key."""

    def __init__(self, secret=""):
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path, **query):
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path, **body):
        return self.send("post", path, json.dumps(body, default=str))

    def patch(self, path, **body):
        return self.send("patch", path, json.dumps(body, default=str))

    def send(self, verb, path, text, content_type="application/json"):
        return getattr(self.client, verb)(f"/api/v1{path}", text, content_type=content_type, headers=self.headers)


@pytest.fixture
def call(cast):
    """`call("morag").get("/me")`."""
    return lambda name: Caller(commands.make(cast[name], by=None, name="Test", days=1)[1])


@pytest.fixture
def nobody():
    """A caller without a key."""
    return Caller()


@pytest.fixture(autouse=True)
def _calls_counted_anew():
    limits.forget()
