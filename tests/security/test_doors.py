"""What holds for every address: no other verbs, no forged posts, no code in pages, headers."""

import pytest
from django.test import Client

from tests.security import matrix
from tests.security.test_matrix import ask
from tests.security.world import FORMS, World, sign_in

URLS = [url for url in matrix.urls() if not url.name.startswith("admin:summaries_")]
# Readers' forms and programs have no cookie that another site could use; signing out does no harm
# to who has no session.
WITHOUT_TOKEN = {
    "subscriptions:subscribe", "subscriptions:link", "subscriptions:confirm",
    "subscriptions:refuse", "subscriptions:settings", "subscriptions:leave",
    "subscriptions:erase", "public:report", "api:api-root", "api:nowhere",
}  # fmt: skip
# Letters carry their styles in themselves: shown in a frame that may load and run nothing.
LETTERS = {"desk:preview-email", "desk:edition-email", "mailbox:html"}


def _asked(person: str, verb: str, **how):
    """Ask every address as somebody; return its name and what was answered."""
    client = Client(**how)
    world = World()
    sign_in(client, person)
    for url in URLS:
        address = world.address(url.name, url.arguments)
        yield url.name, ask(client, verb, address, FORMS.get(url.name))


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.django_db
def test_other_verbs_do_nothing(verb):
    for name, response in _asked("publisher", verb):
        # The admin site leads others away before it looks at the verb; pages with a sign-in of
        # their own do so too.
        assert response.status_code in (302, 401, 403, 404, 405), name


@pytest.mark.django_db
def test_no_post_is_taken_without_the_token_against_forgery():
    taken = {
        name
        for name, response in _asked("root", "POST", enforce_csrf_checks=True)
        if response.status_code not in (401, 403, 404, 405)
    }
    assert taken <= WITHOUT_TOKEN


@pytest.mark.parametrize("origin", ["https://evil.example", "http://testserver.evil.example"])
@pytest.mark.django_db
def test_readers_forms_are_not_taken_from_other_sites(origin):
    client, world = Client(), World()
    for name in ("subscribe", "link", "confirm", "refuse", "settings", "erase"):
        url = next(url for url in URLS if url.name == f"subscriptions:{name}")
        address = world.address(url.name, url.arguments)
        assert client.post(address, headers={"Origin": origin}).status_code == 403, name
        cross = {"Sec-Fetch-Site": "cross-site"}
        assert client.post(address, headers=cross).status_code == 403, name


@pytest.mark.django_db
def test_every_answer_has_its_headers_and_no_page_may_run_inline_code():
    for name, response in _asked("root", "GET"):
        assert response["X-Content-Type-Options"] == "nosniff", name
        assert response["Permissions-Policy"], name
        assert response["Cross-Origin-Resource-Policy"], name
        assert response["Referrer-Policy"] in ("same-origin", "no-referrer"), name
        if not response["Content-Type"].startswith("text/html"):
            continue
        policy = response["Content-Security-Policy"]
        if name in LETTERS and response.status_code == 200:
            assert "default-src 'none'" in policy, name
            assert "script-src 'none'" in policy, name
        else:
            assert "unsafe" not in policy, name
            assert "script-src 'self'" in policy, name
