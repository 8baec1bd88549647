"""Other sites, caches, cookies and search engines get nothing."""

import re

import pytest

from summaries.models import Delivery, Subscriber
from summaries.services.subscriptions.links import CONFIRM, LEAVE, SETTINGS
from tests.views.subscriptions.reader import FORM, path, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rest", ["subscribe", "link", CONFIRM, SETTINGS, "erase"])
def test_forms_on_other_sites_do_nothing(client, waiting, rest):
    addresses = {
        "subscribe": "/subscribe/",
        "link": "/subscription/link/",
        CONFIRM: path(CONFIRM, waiting),
        SETTINGS: path(SETTINGS, waiting),
        "erase": path(SETTINGS, waiting, "erase/"),
    }
    before = Subscriber.objects.values().get()
    response = client.post(addresses[rest], FORM, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert "was on another site" in text(response)
    assert Subscriber.objects.values().get() == before
    assert not Delivery.objects.exists()


def _personal(subscriber) -> list[str]:
    return [
        path(CONFIRM, subscriber),
        path(SETTINGS, subscriber),
        path(LEAVE, subscriber),
        path(SETTINGS, subscriber, "data.json"),
        path(SETTINGS, subscriber, "erase/"),
        "/subscription/made-up/",
        "/subscription/confirm/made-up/",
        "/subscription/made-up/leave/",
    ]


def test_personal_pages_are_kept_nowhere_and_tell_no_other_site(client, waiting):
    for address in _personal(waiting):
        for response in (client.get(address), client.head(address)):
            assert "no-store" in response["Cache-Control"], address
            assert response["Referrer-Policy"] == "no-referrer", address
            assert response["X-Robots-Tag"] == "noindex", address
            assert 'rel="canonical"' not in response.content.decode()


def test_no_page_sets_a_cookie_or_depends_on_one(client, waiting):
    addresses = [*_personal(waiting), "/subscribe/", "/subscribe/sent/", "/subscription/link/"]
    answers = [client.get(address) for address in addresses]
    answers += [client.post(address, FORM) for address in addresses]
    for response in answers:
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not client.cookies


@pytest.mark.parametrize("verb", ["put", "patch", "delete"])
def test_other_verbs_are_refused(client, ann, verb):
    for address in ("/subscribe/", path(SETTINGS, ann), path(LEAVE, ann)):
        assert getattr(client, verb)(address).status_code == 405
    ann.refresh_from_db()
    assert ann.state == Subscriber.State.ACTIVE


@pytest.mark.parametrize("show", ["both", "en", "ar"])
def test_every_page_carries_the_language_on(client, ann, show):
    query = "" if show == "both" else f"?show={show}"
    for address in ("/subscribe/", "/subscribe/sent/", path(SETTINGS, ann), path(LEAVE, ann)):
        page = text(client.get(address + query))
        inner = page[page.index("<main") : page.index("</main>")]
        found = re.findall(r'href="(/[^"]*)"', inner)
        assert found
        for link in found:
            if not link.endswith("data.json"):
                assert link.endswith(query), link
        language = "ar" if show == "ar" else "en"
        assert f'<html lang="{language}"' in page
