"""A NUL in what somebody asks for finds nothing, on either database, and breaks nothing."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.factories import make_brief, make_source

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["/search/?q=a%00b", "/search/?topic=%00", "/topics/%00/"])
def test_pages_of_readers_answer(client, page):
    make_brief()
    assert client.get(page).status_code in (200, 301, 302, 400, 404)


@pytest.mark.parametrize(
    "name", ["q", "source", "topic", "owner", "status", "flag", "sort", "page"]
)
def test_the_queue_answers(at_desk, editor, name):
    assert at_desk(editor).get("/desk/", {name: "a\x00b"}).status_code in (200, 302, 400, 404)


def test_sign_in_refuses_a_name_with_one(client):
    data = {"username": "sal\x00ma", "password": "x"}
    assert client.post(reverse("login"), data).status_code in (200, 404)


@pytest.mark.parametrize("stored", ["a\x00b", "\x00", "ا\x00"])
def test_a_lookup_finds_nothing(stored):
    make_source("a b")
    assert not User.objects.filter(username=stored).exists()
    assert User.objects.create_user("a\ufffdb").pk
    assert not User.objects.filter(username__startswith="\x00").exists()
