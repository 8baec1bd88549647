"""The page of an address that is being fetched: waiting, failed in words, or on to the brief."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from summaries.models import Brief, Fetch
from tests.factories import make_brief

ADDRESS = "https://marfa.example/news/7"


@pytest.fixture
def fetch(reporter):
    return Fetch.objects.create(
        kind=Fetch.Kind.ADDRESS, url=ADDRESS, host="marfa.example", asked_by=reporter
    )


def _change(fetch: Fetch, **facts) -> None:
    Fetch.objects.filter(pk=fetch.pk).update(**facts)


def _get(client, fetch: Fetch, *, looked: str | None = None):
    address = reverse("desk:fetch", args=[fetch.pk])
    if looked is None:
        return client.get(address)
    return client.get(address, {"looked": looked}, headers={"HX-Request": "true"})


def test_everybody_on_the_desk_sees_it_wait(at_desk, editor, fetch):
    page = _get(at_desk(editor), fetch).content.decode()
    assert "Waiting for its turn" in page
    assert ADDRESS in page
    assert "Omar" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert reverse("desk:fetch-cancel", args=[fetch.pk]) in page


def test_a_poll_says_only_what_changed(at_desk, reporter, fetch):
    client = at_desk(reporter)
    looked = _get(client, fetch).context["looked"]
    assert _get(client, fetch, looked=looked).status_code == 204
    _change(fetch, state=Fetch.State.RUNNING, attempts=1)
    again = _get(client, fetch, looked=looked)
    assert "Fetching the page" in again.content.decode()
    assert "<html" not in again.content.decode()
    _change(fetch, state=Fetch.State.FAILED)
    assert _get(client, fetch, looked=looked)["HX-Refresh"] == "true"


def test_one_that_is_done_leads_to_its_brief(at_desk, reporter, fetch):
    brief = make_brief()
    _change(fetch, state=Fetch.State.DONE, brief=brief)
    response = _get(at_desk(reporter), fetch)
    assert response["Location"] == reverse("desk:brief", args=[brief.pk])


def test_a_brief_that_was_there_before_is_said(at_desk, reporter, fetch):
    brief = make_brief()
    Brief.objects.update(created_at=timezone.now() - timedelta(days=1))
    _change(fetch, state=Fetch.State.DONE, brief=brief)
    at_desk(reporter)
    page = at_desk(reporter).get(reverse("desk:fetch", args=[fetch.pk]), follow=True)
    assert "was on the desk already" in page.content.decode()


def test_a_failure_is_said_in_words_with_the_form_beside_it(at_desk, reporter, fetch):
    words = "The server answered 404: there is nothing at this address."
    _change(fetch, state=Fetch.State.FAILED, error=words, attempts=3)
    page = _get(at_desk(reporter), fetch).content.decode()
    assert words in page
    assert "It was tried 3 times." in page
    assert 'name="text"' in page
    assert f'value="{ADDRESS}"' in page


def test_an_attempt_that_failed_is_no_end(at_desk, reporter, fetch):
    _change(fetch, error="marfa.example refused the connection. It will be tried again.")
    page = _get(at_desk(reporter), fetch).content.decode()
    assert "refused the connection" in page
    assert "The next attempt is at" in page


def test_one_whose_brief_is_gone_says_so(at_desk, reporter, fetch):
    _change(fetch, state=Fetch.State.DONE)
    assert "has been removed since" in _get(at_desk(reporter), fetch).content.decode()


def test_anybody_may_stop_it(at_desk, editor, fetch):
    response = at_desk(editor).post(reverse("desk:fetch-cancel", args=[fetch.pk]), follow=True)
    fetch.refresh_from_db()
    assert fetch.state == Fetch.State.CANCELLED
    assert "Somebody stopped it." in response.content.decode()


def test_one_that_has_ended_stays_as_it_is(at_desk, editor, fetch):
    _change(fetch, state=Fetch.State.FAILED)
    at_desk(editor).post(reverse("desk:fetch-cancel", args=[fetch.pk]))
    fetch.refresh_from_db()
    assert fetch.state == Fetch.State.FAILED


@pytest.mark.parametrize("kind", [Fetch.Kind.POLL, Fetch.Kind.ITEM])
def test_other_fetches_have_no_page_here(at_desk, reporter, fetch, kind):
    _change(fetch, kind=kind)
    assert _get(at_desk(reporter), fetch).status_code == 404
