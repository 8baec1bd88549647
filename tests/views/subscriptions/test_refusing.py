"""Whose address strangers keep entering can have us never write to it again."""

import re

import pytest
from django.core import mail

from summaries.models import Subscriber, SubscriberEvent, Suppression
from summaries.services.mailing import sending
from summaries.services.subscriptions import joining, leaving, links, suppression
from summaries.services.subscriptions.links import CONFIRM, REFUSE, SETTINGS
from tests.views.subscriptions.reader import ANN, FORM, path, text

pytestmark = pytest.mark.django_db


def _ask(client) -> str:
    """Have a stranger ask; return the link to refuse in the email that comes."""
    client.post("/subscribe/", FORM)
    sending.work()
    return re.search(r"http://testserver(/subscription/refuse/\S+)", mail.outbox[-1].body)[1]


def test_from_the_mail_to_silence(client):
    link = _ask(client)
    page = text(client.get(link))
    assert '<form method="post">' in page
    assert not suppression.of(ANN), "looking changes nothing"
    response = client.post(link)
    assert response.status_code == 200
    assert 'role="status"' in text(response)
    assert suppression.of(ANN).reason == Suppression.Reason.ASKED
    assert not Subscriber.objects.exists(), "nothing else is kept"
    client.post("/subscribe/", FORM)
    sending.work()
    assert len(mail.outbox) == 1


def test_it_works_when_the_address_was_forgotten_and_twice(client):
    link = _ask(client)
    Subscriber.objects.all().delete()
    for _time in range(2):
        assert client.post(link).status_code == 200
    assert Suppression.objects.count() == 1


def test_who_was_subscribed_keeps_what_is_kept(client, ann):
    leaving.leave(ann)
    link = _ask(client)
    client.post(link)
    assert suppression.of(ANN)
    assert SubscriberEvent.objects.filter(subscriber=ann, verb="suppress").count() == 1
    assert client.get(path(SETTINGS, ann)).status_code == 200


def test_who_subscribed_and_refuses_later_gets_nothing_any_more(client, waiting):
    refuse = f"/subscription/refuse/{links.token(REFUSE, waiting)}/"
    joining.confirm(links.token(CONFIRM, waiting))
    client.post(refuse)
    assert not Subscriber.objects.reachable().exists()
    assert Subscriber.objects.filter(pk=waiting.pk).exists()


@pytest.mark.parametrize("token", ["made-up", "1-2.3.4", "leave"])
def test_nobody_refuses_for_others(client, ann, token):
    other = f"/subscription/refuse/{links.token(SETTINGS, ann)}/"
    for address in (f"/subscription/refuse/{token}/", other):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    theirs = f"/subscription/refuse/{links.token(REFUSE, ann)}/"
    headers = {"origin": "https://evil.example"}
    assert client.post(theirs, headers=headers).status_code == 403
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("verb", ["get", "post"])
def test_its_page_is_as_private_as_the_others(client, ann, verb):
    response = getattr(client, verb)(f"/subscription/refuse/{links.token(REFUSE, ann)}/?show=ar")
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert 'lang="ar" dir="rtl"' in text(response)
    assert ANN not in text(response)
