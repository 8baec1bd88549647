"""The pages for when something is wrong: each stands alone and says what to do."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path

from newsdesk.urls import urlpatterns as site


def broken(request):
    """Fail, as code does."""
    raise RuntimeError("boom")


urlpatterns = [path("broken/", broken), *site]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_no_context(name):
    page = render_to_string(f"{name}.html")
    assert '<html lang="en" dir="ltr">' in page
    assert 'href="/"' in page


def test_a_reader_is_told_in_both_languages_and_a_colleague_in_one(client, at_desk, reporter):
    page = client.get("/no/such/page/")
    assert page.status_code == 404
    arabic = '<div lang="ar" dir="rtl"'
    assert "There is nothing at this address" in page.text
    assert arabic in page.text
    assert arabic not in at_desk(reporter).get("/desk/no/such/page/").text
    only_arabic = client.get("/no/such/page/?show=ar").text
    assert '<html lang="ar" dir="rtl">' in only_arabic
    assert arabic not in only_arabic


def test_nobody_is_sent_to_a_queue_that_is_closed_to_them(at_desk, outsider, editor):
    refused = at_desk(outsider).get("/desk/")
    assert refused.status_code == 403
    assert 'class="button" href="/desk/"' not in refused.text
    assert 'class="button" href="/"' in refused.text
    assert 'class="button" href="/desk/"' in at_desk(editor).get("/desk/dashboard/").text


@pytest.mark.urls("tests.views.test_problems")
def test_a_crash_shows_the_plain_page_and_no_detail(db):
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something broke on our side" in page
    assert "boom" not in page
