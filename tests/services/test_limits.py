from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from summaries.models import Attempts
from summaries.services import limits
from summaries.services.limits import DAY, HOUR

pytestmark = pytest.mark.django_db


def _allowed(address: str, times: int, purpose: str = "test") -> list[bool]:
    return [limits.allow_address(purpose, address, 3, HOUR) for _ in range(times)]


def test_as_often_as_the_limit_and_not_once_more():
    assert [limits.allow("mail", "ann", 3, DAY) for _ in range(5)] == [True] * 3 + [False] * 2


def test_looking_who_has_nothing_left_counts_nothing():
    def used_up() -> set[str]:
        return limits.used_up("try", 2, HOUR, ["ann", "bo"])

    for _attempt in range(2):
        assert used_up() == set()
        assert limits.allow("try", "ann", 2, HOUR)
    assert used_up() == {"ann"}
    Attempts.objects.update(window_at=timezone.now() - 2 * HOUR)
    assert used_up() == set()


def test_people_and_purposes_are_counted_apart():
    assert limits.allow("mail", "ann", 1, DAY)
    assert limits.allow("mail", "bo", 1, DAY)
    assert limits.allow("report", "ann", 1, DAY)
    assert not limits.allow("mail", "ann", 1, DAY)


def test_another_window_begins_when_the_first_is_over():
    assert limits.allow("mail", "ann", 1, HOUR)
    Attempts.objects.update(window_at=timezone.now() - timedelta(minutes=59))
    assert not limits.allow("mail", "ann", 1, HOUR)
    Attempts.objects.update(window_at=timezone.now() - timedelta(minutes=61))
    assert [limits.allow("mail", "ann", 1, HOUR) for _ in range(2)] == [True, False]


def test_refused_attempts_do_not_lengthen_the_wait():
    limits.allow("mail", "ann", 1, HOUR)
    before = Attempts.objects.get()
    limits.allow("mail", "ann", 1, HOUR)
    after = Attempts.objects.get()
    assert (after.window_at, after.count) == (before.window_at, 1)


def test_who_it_was_is_not_kept():
    limits.allow("mail", "ann@inbox.example", 3, DAY)
    key = Attempts.objects.get().key
    assert len(key) == 64
    assert "ann" not in key


def test_the_digest_needs_the_secret_key(settings):
    limits.allow("mail", "ann", 3, DAY)
    settings.SECRET_KEY = "another secret that is long enough to be one"
    limits.allow("mail", "ann", 3, DAY)
    assert Attempts.objects.count() == 2


def test_old_counts_are_forgotten():
    limits.allow("mail", "ann", 3, DAY)
    limits.forget_old()
    assert Attempts.objects.count() == 1
    Attempts.objects.update(window_at=timezone.now() - DAY)
    limits.forget_old()
    assert Attempts.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", ("192.0.2.7", "")),
        ("::ffff:192.0.2.7", ("192.0.2.7", "")),
        ("2001:db8:1:2:3:4:5:6", ("2001:db8:1:2::/64", "2001:db8:1::/48")),
        ("2001:db8:1:2::", ("2001:db8:1:2::/64", "2001:db8:1::/48")),
        ("::1", ("::/64", "::/48")),
        ("fe80::1%eth0", ("fe80::/64", "fe80::/48")),
        ("", ("unknown", "")),
        ("unix:", ("unknown", "")),
    ],
)
def test_who_is_counted_together(address, expected):
    assert limits.networks(address) == expected


def test_a_household_cannot_hide_behind_its_many_addresses():
    answers = [_allowed(f"2001:db8:1:2::{number:x}", 1)[0] for number in range(5)]
    assert answers == [True] * 3 + [False] * 2


def test_a_provider_cannot_hide_behind_many_households():
    answers = [_allowed(f"2001:db8:1:{number:x}::1", 1)[0] for number in range(20)]
    assert answers == [True] * 15 + [False] * 5
    assert _allowed("2001:db8:2::1", 1) == [True]


def test_neighbours_in_the_old_internet_are_strangers():
    assert _allowed("192.0.2.7", 4) == [True] * 3 + [False]
    assert _allowed("192.0.2.8", 1) == [True]
    assert _allowed("::ffff:192.0.2.7", 1) == [False]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_the_limit():
    def once(_number) -> bool:
        try:
            return limits.allow("mail", "ann", 3, DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(once, range(24))) == 3
