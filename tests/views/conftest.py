import pytest

from tests.conftest import without_checks


@pytest.fixture(autouse=True)
def _without_checks(request):
    without_checks(request)
