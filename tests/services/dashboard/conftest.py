"""A moment, and the week before it."""

import pytest
from django.utils import timezone

from summaries.services.dashboard.period import Period


@pytest.fixture
def now():
    """Noon, so that hours before and after it are the same day."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def period(now):
    """The last week."""
    return Period.last(7, now)
