"""Local hours: clocks that change, zones with odd offsets, dates that begin elsewhere."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest

from summaries.services.mailing import timing


@pytest.mark.parametrize(
    ("day", "hour", "zone", "moment"),
    [
        ("2026-06-01", 7, "UTC", "2026-06-01T07:00"),
        ("2026-06-01", 7, "Europe/Berlin", "2026-06-01T05:00"),
        ("2026-12-01", 7, "Europe/Berlin", "2026-12-01T06:00"),
        ("2026-06-01", 7, "Pacific/Kiritimati", "2026-05-31T17:00"),
        ("2026-06-01", 23, "Etc/GMT+12", "2026-06-02T11:00"),
        ("2026-06-01", 7, "Asia/Kathmandu", "2026-06-01T01:15"),
        ("2026-06-01", 0, "Australia/Lord_Howe", "2026-05-31T13:30"),
        # The clock goes from 2 to 3: 2 o'clock is meant an hour after 1.
        ("2026-03-29", 2, "Europe/Berlin", "2026-03-29T01:00"),
        # It goes from 3 back to 2: the first 2 o'clock.
        ("2026-10-25", 2, "Europe/Berlin", "2026-10-25T00:00"),
        # Midnight itself is skipped.
        ("2026-04-24", 0, "Africa/Cairo", "2026-04-23T22:00"),
        # Samoa went without this date.
        ("2011-12-30", 7, "Pacific/Apia", "2011-12-30T17:00"),
        ("2026-06-01", 7, "Atlantis/Capital", "2026-06-01T07:00"),
        ("2026-06-01", 7, "../../etc/passwd", "2026-06-01T07:00"),
        ("2026-06-01", 7, "", "2026-06-01T07:00"),
    ],
)
def test_local_hour(day, hour, zone, moment):
    found = timing.local_hour(date.fromisoformat(day), hour, zone)
    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_every_hour_is_on_its_date_in_every_zone():
    day = date(2026, 3, 29)
    noon = datetime(2026, 3, 29, 12, tzinfo=UTC)
    for name in available_timezones():
        moments = [timing.local_hour(day, hour, name) for hour in range(24)]
        assert {moment.astimezone(timing.zone(name)).date() for moment in moments} == {day}, name
        assert abs(moments[12] - noon) <= timedelta(hours=14), name


@pytest.mark.parametrize(
    ("now", "dates"),
    [
        ("2026-06-01T09:59", ["2026-05-31", "2026-06-01"]),
        ("2026-06-01T10:00", ["2026-05-31", "2026-06-01", "2026-06-02"]),
        ("2026-06-01T11:59", ["2026-05-31", "2026-06-01", "2026-06-02"]),
        ("2026-06-01T12:00", ["2026-06-01", "2026-06-02"]),
    ],
)
def test_dates_on_earth(now, dates):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert [str(day) for day in timing.dates_on_earth(moment)] == dates
