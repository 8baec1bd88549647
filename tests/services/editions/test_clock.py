"""Moments by the newsroom's clock."""

from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest

from summaries.services.editions import clock
from summaries.services.errors import Invalid

# Berlin: forward on 29 March 2026 at 02:00, back on 25 October 2026 at 03:00.
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("naive", "utc"),
    [
        (datetime(2026, 3, 28, 6, 0), datetime(2026, 3, 28, 5, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 6, 0), datetime(2026, 3, 29, 4, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (datetime(2026, 10, 25, 3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_time_of_the_newsroom_is_one_moment(settings, naive, utc):
    settings.TIME_ZONE = BERLIN
    assert clock.local(naive) == utc


@pytest.mark.parametrize(
    ("naive", "words"),
    [
        (datetime(2026, 3, 29, 2, 30), "There is no 02:30 on that day in Europe/Berlin"),
        (datetime(2026, 10, 25, 2, 30), "02:30 comes twice on that day in Europe/Berlin"),
    ],
)
def test_a_time_that_is_none_or_two_is_refused_in_words(settings, naive, words):
    settings.TIME_ZONE = BERLIN
    with pytest.raises(Invalid, match=words):
        clock.local(naive)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), ""),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), ""),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), "is over"),
        (datetime(2026, 3, 27, 22, 59, tzinfo=UTC), "the day before"),
    ],
)
def test_an_edition_goes_out_on_its_date_or_the_day_before(settings, moment, words):
    settings.TIME_ZONE = BERLIN
    with pytest.raises(Invalid, match=words) if words else nullcontext():
        clock.require_open(date(2026, 3, 29), moment)
