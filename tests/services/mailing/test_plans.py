"""What rounds ask of a ledger that only grows is found by an index, not by reading all of it."""

import pytest
from django.db import connection

from summaries.services import reach
from summaries.services.mailing import deliveries, fanout, recipients
from summaries.workflow import Status
from tests.factories import make_brief

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="PostgreSQL plans by the rows, and there are none"
    ),
]


@pytest.fixture
def plans():
    """The plans of what is asked of the deliveries, by their SQL."""
    found = {}

    def planned(execute, sql, params, many, context):
        if "summaries_delivery" in sql and not many:
            rows = execute(f"EXPLAIN QUERY PLAN {sql}", params, many, context).fetchall()
            found[sql] = [row[3] for row in rows]
        return execute(sql, params, many, context)

    with connection.execute_wrapper(planned):
        yield found
    assert found
    steps = [step for plan in found.values() for step in plan]
    assert not [step for step in steps if step.startswith("SCAN") and "subquery" not in step]


def test_what_is_due(plans):
    assert deliveries.waiting(50) == []
    assert "delivery_open" in str(plans)


def test_what_was_abandoned(plans):
    assert deliveries.give_up_exhausted() == 0
    assert deliveries.take_up() == 0
    assert str(plans).count("delivery_open") == 2


@pytest.mark.parametrize("before", [None, 2])
def test_who_holds_a_brief_is_asked_of_its_letters_not_of_every_reader(plans, before):
    brief = make_brief(Status.PUBLISHED)
    found = recipients.holders(brief, before=before).filter(pk__gt=0).order_by("pk")
    assert list(found[: fanout.BATCH]) == []
    assert reach.got_by_email(brief, before=before) == 0
    assert str(plans).count("summaries_delivery_letter_id") == 2
