"""Does the API keep the promise of its own document, whatever is sent to it?"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from cairn.assurance.evaluation.models import Judgement
from cairn.cycle.improvement import commands as improvement
from cairn.foundation.core import clock
from cairn.front.api import commands, document, limits

pytestmark = pytest.mark.long
KEPT = (
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
SCHEMA = schemathesis.openapi.from_dict(document.document())
NAMES = sorted(document.acts())


@pytest.fixture
def known(cast, opened):
    """Identifiers of records that are there, and a key that may see them."""
    action = improvement.raise_action(
        by=cast["isla"], what="Sign", why="Late", owner=cast["isla"], due_on=clock.today(), unit=cast.team_a
    )
    secret = commands.make(cast["isla"], by=None, name="Promise", days=1)[1]
    ids = {
        "framework": opened.framework_id,
        "unit": cast.team_a.pk,
        "round": opened.pk,
        "judgement": Judgement.objects.filter(round=opened, unit=None).first().pk,
        "action": action.pk,
    }
    return {"Authorization": f"Bearer {secret}"}, {name: str(pk) for name, pk in ids.items()}


@pytest.fixture(autouse=True)
def _connection_outlasts_a_request():
    """A test lives in one transaction, so its connection stays open between calls, as with Django's own client."""
    for ends in (request_started, request_finished):
        ends.disconnect(close_old_connections)
    yield
    for ends in (request_started, request_finished):
        ends.connect(close_old_connections)


@pytest.mark.parametrize("name", NAMES)
def test_the_promise_is_kept(known, name, monkeypatch):
    monkeypatch.setattr(limits, "CALLS", 1_000_000)
    headers, ids = known
    operation = SCHEMA.find_operation_by_id(name)
    application = get_wsgi_application()

    @given(case=operation.as_strategy())
    @settings(
        max_examples=60,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def keeps_it(case):
        there = {part: ids[part] for part in case.path_parameters or {} if part in ids}
        case.path_parameters = (case.path_parameters or {}) | there
        response = case.call(app=application, base_url="http://testserver", headers=headers)
        case.validate_response(response, checks=KEPT)

    keeps_it()
