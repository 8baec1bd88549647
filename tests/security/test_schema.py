"""Requests that the API's own description makes up: every answer is one that it describes."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import positive_data_acceptance

from newsdesk.wsgi import application
from summaries.views.api.document import document, operations
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_edition, make_token, make_user

# Of each operation and mode. Longer searches are for the command line.
EXAMPLES = 15
OPERATIONS = [operation["operationId"] for operation in operations(document())]
# Takes any text for a date, and says 404 of most.
ANY_TEXT = {"readEdition"}
# That what fits the description is accepted: an article has to be one, in Arabic.
UNPROMISED = [positive_data_acceptance]
# Sent with a token and without; the description says how both are answered.
TOKEN = {"with a token": True, "without": False}


@pytest.fixture
def one_connection(db):
    """Have requests leave the connection of the test open, whose changes nobody else sees."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def api(one_connection, bell):
    """The API as it describes itself, with a brief that is live and one that is not any more."""
    make_edition(None, make_brief(Status.CORRECTED), make_brief(Status.RETRACTED))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def _operation(api, name: str):
    found = [result.ok() for result in api.get_all_operations()]
    return next(one for one in found if one.definition.raw["operationId"] == name)


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("with_token", TOKEN.values(), ids=TOKEN)
def test_every_answer_is_one_that_the_description_promises(api, name, mode, with_token):
    plain = make_token(make_user(Role.REPORTER), per_minute=6000)[1]
    headers = {"Authorization": f"Bearer {plain}"} if with_token else {}
    if mode == GenerationMode.NEGATIVE and (name in ANY_TEXT or not with_token):
        pytest.skip("nothing in such a request can be wrong but the token")

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
    @given(case=_operation(api, name).as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(headers=headers, excluded_checks=UNPROMISED)

    ask()
