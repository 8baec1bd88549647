"""From the mailed link to the settings; what scanners of links open on the way."""

import json
import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from summaries.models import Subscriber, Suppression
from summaries.services.mailing import sending
from summaries.services.subscriptions import links, suppression
from summaries.services.subscriptions.choices import Choices
from summaries.services.subscriptions.links import CONFIRM, LEAVE, SETTINGS
from tests.factories import make_subscriber, make_topic
from tests.views.subscriptions.reader import ANN, FORM, path, text

pytestmark = pytest.mark.django_db
State = Subscriber.State


def test_from_the_form_over_the_mail_to_the_settings(client):
    topic = make_topic("transport")
    client.post("/subscribe/?show=ar", FORM | {"topics": topic.slug, "also_breaking": "on"})
    sending.work()
    link = re.search(r"http://testserver(/subscription/confirm/\S+)", mail.outbox[0].body)[1]
    assert ANN in text(client.get(link))
    response = client.post(link, follow=True)
    page = text(response)
    assert response.status_code == 200
    assert 'lang="ar" dir="rtl"' in page
    assert 'role="status"' in page
    chosen = Choices.of(Subscriber.objects.get())
    assert chosen == Choices("ar", "ar", ("transport",), "weekly", True, 18, 4, "Asia/Riyadh")


@pytest.mark.parametrize("verb", ["get", "head", "options"])
def test_whatever_opens_links_changes_nothing(client, waiting, verb):
    addresses = [
        path(CONFIRM, waiting),
        path(SETTINGS, waiting),
        path(LEAVE, waiting),
        path(SETTINGS, waiting, "data.json"),
        path(SETTINGS, waiting, "erase/"),
        "/subscribe/",
        "/subscribe/sent/",
        "/subscription/link/",
    ]
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            getattr(client, verb)(address, {"List-Unsubscribe": "One-Click"})
        assert not [q for q in queries if not q["sql"].startswith("SELECT")], address
    waiting.refresh_from_db()
    assert waiting.state == State.PENDING
    assert waiting.confirm_key


def test_a_used_link_says_what_to_do(client, waiting):
    address = path(CONFIRM, waiting)
    client.post(address)
    for verb in ("get", "post"):
        response = getattr(client, verb)(address)
        assert response.status_code == 410
        assert "you are subscribed" in text(response)
        assert 'action="/subscription/link/"' in text(response)


def test_all_dead_links_look_alike(client, waiting):
    used = path(CONFIRM, waiting)
    client.post(used)
    erased = path(SETTINGS, Subscriber(pk=99, link_key=links.new_key()))
    made_up = "/subscription/confirm/1-2-3/"
    wrong = path(SETTINGS, waiting).replace("/subscription/", "/subscription/confirm/")
    pages = {}
    for address in (
        used,
        made_up,
        wrong,
        erased,
        "/subscription/x/",
        "/subscription/%00%ff/leave/",
    ):
        response = client.get(address)
        assert response.status_code in (404, 410)
        # But for the address of the page itself, in its switch of languages.
        pages[address] = re.sub(r'href="/subscription/[^"]*"', "", text(response))
    assert len(set(pages.values())) == 1


def test_settings_are_shown_and_changed(client, ann):
    make_topic("transport")
    address = path(SETTINGS, ann)
    page = text(client.get(address))
    assert ANN in page
    response = client.post(address, FORM | {"frequency": "breaking"}, follow=True)
    assert "Saved." in text(response)
    chosen = Choices.of(Subscriber.objects.get())
    assert (chosen.frequency, chosen.language, chosen.speaks) == ("breaking", "ar", "ar")


def test_nobody_moves_a_subscription_to_another_address(client, ann):
    client.post(path(SETTINGS, ann), FORM | {"email": "bo@inbox.example", "state": "left", "pk": 9})
    ann.refresh_from_db()
    assert (ann.email, ann.state) == (ANN, State.ACTIVE)


def test_wrong_settings_are_refused_in_words(client, ann):
    response = client.post(path(SETTINGS, ann), FORM | {"hour": "99"})
    assert response.status_code == 400
    assert "Nothing was saved" in text(response)
    ann.refresh_from_db()
    assert ann.hour == 7


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.LEFT, "Subscribe again"), (State.PENDING, "waits for its confirmation")],
)
def test_who_is_not_subscribed_sees_why_and_cannot_choose(client, state, words):
    subscriber = make_subscriber(state=state, left_at="2026-11-01T00:00Z")
    page = text(client.get(path(SETTINGS, subscriber)))
    assert words in page
    assert "Download your data" in page
    assert "<select" not in page
    assert client.post(path(SETTINGS, subscriber), FORM).status_code == 400
    subscriber.refresh_from_db()
    assert subscriber.hour == 7


def test_who_gets_nothing_is_told_why(client, ann):
    suppression.suppress(ANN, Suppression.Reason.BOUNCED, note="550 5.1.1 secret words")
    page = text(client.get(path(SETTINGS, ann)))
    assert "does not take our mail" in page
    assert "secret words" not in page


def test_data_is_a_file_with_everything(client, ann):
    response = client.get(path(SETTINGS, ann, "data.json"))
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].startswith("attachment")
    assert json.loads(response.content)["address"] == ANN


def test_erasing_asks_first_and_then_ends_every_link(client, ann):
    addresses = [path(SETTINGS, ann), path(LEAVE, ann), path(SETTINGS, ann, "data.json")]
    erase = path(SETTINGS, ann, "erase/")
    assert "cannot be undone" in text(client.get(erase))
    response = client.post(erase, {"never_again": "on"})
    assert "fingerprint" in text(response)
    assert ANN not in text(response)
    assert suppression.of(ANN)
    for address in [*addresses, erase]:
        assert client.get(address).status_code == 410
