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


@pytest.mark.urls("tests.views.test_problems")
def test_a_crash_shows_the_plain_page_and_no_detail(db):
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something broke on our side" in page
    assert "boom" not in page
