"""Leaving by button and by one click of a mail program (RFC 8058)."""

import re

import pytest
from django.core import mail

from summaries.models import Subscriber
from summaries.services.mailing import sending
from summaries.services.subscriptions import leaving, links
from summaries.services.subscriptions.links import LEAVE, SETTINGS
from tests.views.subscriptions.reader import ANN, path, text

pytestmark = pytest.mark.django_db
State = Subscriber.State


_MULTIPART = (
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        ("", "application/x-www-form-urlencoded"),
        ("", ""),
        (_MULTIPART, "multipart/form-data; boundary=x"),
        ("broken", "multipart/form-data"),
        ("{", "application/json"),
        ("x" * 100_000, "application/octet-stream"),
    ],
)
def test_one_click_leaves_whatever_is_in_it(client, ann, body, content_type):
    response = client.generic("POST", path(LEAVE, ann), body, content_type=content_type)
    assert response.status_code == 200
    assert not response.has_header("Location")
    ann.refresh_from_db()
    assert ann.state == State.LEFT


def test_one_click_needs_no_origin_of_ours_and_no_cookie(client, ann):
    headers = {"origin": "https://mail.example", "sec-fetch-site": "cross-site"}
    assert client.post(path(LEAVE, ann), headers=headers).status_code == 200
    ann.refresh_from_db()
    assert ann.state == State.LEFT
    assert not client.cookies


def test_leaving_twice_is_fine(client, ann):
    for _time in range(2):
        assert "You have left" in text(client.post(path(LEAVE, ann)))
    assert "is not subscribed" in text(client.get(path(LEAVE, ann)))
    assert ann.events.filter(verb="leave").count() == 1


def test_a_link_to_leave_opens_nothing_else(client, ann):
    token = links.token(LEAVE, ann)
    for rest in ("", "data.json", "erase/"):
        assert client.get(f"/subscription/{token}/{rest}").status_code == 404
    page = text(client.get(path(LEAVE, ann))) + text(client.post(path(LEAVE, ann)))
    assert links.token(SETTINGS, ann).rsplit(".", 2)[0] + "/erase" not in page
    assert not re.findall(r"\b\d+-[0-9a-f]{32}\b", page.replace(token, ""))


def test_who_left_gets_a_link_to_their_data(client, ann):
    leaving.leave(ann)
    client.post("/subscription/link/", {"email": ANN})
    sending.work()
    assert "/subscription/" in mail.outbox[0].body
