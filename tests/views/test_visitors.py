import pytest
from django.test import RequestFactory

from summaries.views.public import visitors

pytestmark = pytest.mark.django_db


def _allowed(peer: str, forwarded: str) -> bool:
    headers = {"x-forwarded-for": forwarded}
    return visitors.allow("test", RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers), 3)


def test_a_made_up_forwarded_address_changes_nothing(settings):
    settings.BEHIND_PROXY = False
    answers = [_allowed("192.0.2.7", f"198.51.100.{number}") for number in range(5)]
    assert answers == [True] * 3 + [False] * 2


def test_behind_a_proxy_each_visitor_counts_alone(settings):
    settings.BEHIND_PROXY = True
    answers = [_allowed("192.0.2.7", f"1.2.3.4, 198.51.100.{number}") for number in range(5)]
    assert all(answers)
    assert [_allowed("192.0.2.7", "198.51.100.1") for _ in range(3)] == [True, True, False]
