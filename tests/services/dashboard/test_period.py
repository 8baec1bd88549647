"""Days of the newsroom: also where clocks are changed, and where they differ by a quarter hour."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from summaries.models import Brief
from summaries.services.dashboard.period import Period, at_ends, per_day
from tests.factories import make_brief

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_the_last_days_end_today():
    period = Period.last(3, NOON)
    assert period.dates == [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]
    assert period.start == datetime(2026, 11, 21, tzinfo=UTC)


def test_a_period_begins_at_midnight_of_the_newsroom_whatever_the_clocks_do():
    with timezone.override("Europe/Berlin"):
        period = Period.last(2, datetime(2026, 10, 25, 12, 0, tzinfo=UTC))
        assert period.start == datetime(2026, 10, 23, 22, 0, tzinfo=UTC)
        assert period.dates == [date(2026, 10, 24), date(2026, 10, 25)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("UTC", "2026-11-22T23:59:59.999999", date(2026, 11, 22)),
        ("UTC", "2026-11-23T00:00:00", date(2026, 11, 23)),
        ("Asia/Baghdad", "2026-11-22T20:59:59", date(2026, 11, 22)),
        ("Asia/Baghdad", "2026-11-22T21:00:00", date(2026, 11, 23)),
        ("Asia/Kathmandu", "2026-11-22T18:14:59", date(2026, 11, 22)),
        ("Asia/Kathmandu", "2026-11-22T18:15:00", date(2026, 11, 23)),
        # The night in which Berlin has 3:00 twice, and its day 25 hours.
        ("Europe/Berlin", "2026-10-25T22:59:59", date(2026, 10, 25)),
        ("Europe/Berlin", "2026-10-25T23:00:00", date(2026, 10, 26)),
    ],
)
def test_rows_are_counted_on_the_newsroom_s_day(zone, moment, day):
    made = make_brief()
    Brief.objects.filter(pk=made.pk).update(created_at=f"{moment}+00:00")
    with timezone.override(zone):
        period = Period.last(90, NOON)
        assert per_day(period, Brief.objects.all(), "created_at") == {day: 1}
        assert per_day(period, Brief.objects.all(), "created_at", "status") == {(day, "draft"): 1}


def test_the_ends_of_days_are_reckoned_back_from_now():
    assert at_ends(10, [2, -3, 4]) == [9, 6, 10]
    assert at_ends(1, [0, 5]) == [0, 1], "never less than nothing"
    assert at_ends(7, []) == []
