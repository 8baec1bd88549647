"""The page of the audit log, and its file."""

import csv
import io

import pytest

from summaries.models import AuditEntry
from summaries.services import audit
from summaries.workflow import Role
from tests.factories import make_user

PAGE = "/desk/audit/"


@pytest.fixture
def admin(db):
    return make_user(Role.ADMIN, "amal")


@pytest.mark.parametrize("role", ["reporter", "editor", "publisher"])
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}audit.csv"])
def test_only_admins_get_in(request, at_desk, role, address):
    response = at_desk(request.getfixturevalue(role)).get(address)
    assert response.status_code == 403
    assert "Only admins" in response.text


def test_the_page_tells_who_did_what(at_desk, admin, editor):
    audit.record(admin, audit.Action.CHANGED, editor, reason="<b>Asked</b>", is_staff=[False, True])
    audit.record(None, audit.Action.DELETED, kind="subscriber", key="7")
    page = at_desk(admin).get(PAGE).text
    for words in (
        "<bdi>Amal</bdi></b> changed: account <bdi>huda</bdi>",
        "<del><bdi>no</bdi></del> <bdi>yes</bdi>",
        "&lt;b&gt;Asked",
        "<bdi>A command</bdi></b> deleted: subscriber",
    ):
        assert words in page


def test_it_is_narrowed_and_says_so_when_nothing_is_left(at_desk, admin, editor):
    client = at_desk(admin)
    page = client.get(PAGE, {"who": "huda", "action": "added"}).text
    assert "1 entry" in page
    assert 'href="/desk/audit/audit.csv?who=huda&amp;action=added"' in page
    assert "Nothing found" in client.get(PAGE, {"who": "nobody at all"}).text


def test_it_is_narrowed_by_what_it_is_about(at_desk, admin, editor):
    audit.record(admin, audit.Action.ADDED, kind="token", key="7", name="Harbour script")
    page = at_desk(admin).get(PAGE, {"kind": "token"}).text
    assert "Harbour script" in page
    assert "1 entry" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "soon"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"action": "burned"},
        {"kind": "fire"},
        {"page": "many"},
        {"who": "x" * 400},
    ],
)
def test_what_cannot_be_asked_breaks_nothing(at_desk, admin, asked):
    assert at_desk(admin).get(PAGE, asked).status_code == 200
    assert at_desk(admin).get(f"{PAGE}audit.csv", asked).status_code == 200


def test_many_entries_come_in_pages_of_few_queries(at_desk, admin, django_assert_max_num_queries):
    AuditEntry.objects.bulk_create(
        AuditEntry(actor=admin, actor_name="amal", action="exported") for _number in range(120)
    )
    client = at_desk(admin)
    with django_assert_max_num_queries(8):
        first = client.get(PAGE).text
    assert "Page 1 of 3" in first
    assert first.count("<time") == 50


def test_the_file_has_the_same_entries_and_no_formulas(at_desk, admin):
    audit.record(admin, audit.Action.ADDED, kind="topic", name="=1+1")
    response = at_desk(admin).get(f"{PAGE}audit.csv", {"action": "added"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == ["'=1+1", "amal"]
    assert {row["action"] for row in rows} == {"added"}
