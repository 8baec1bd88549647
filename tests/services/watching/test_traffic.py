"""What the web process counts of its own answers."""

import pytest

from summaries.services.watching import traffic


@pytest.fixture
def counted():
    """Say how much was counted since the test began."""

    def value(name: str, **labels) -> float:
        return traffic.registry().get_sample_value(name, labels) or 0.0

    return value


def test_an_answer_is_counted_with_its_time(counted):
    labels = {"area": "desk", "method": "GET", "status": "200"}
    before = counted("newsdesk_requests_total", **labels)
    sum_before = counted("newsdesk_request_seconds_sum", area="desk")
    traffic.count("GET", "desk", 200, 0.25)
    assert counted("newsdesk_requests_total", **labels) == before + 1
    assert counted("newsdesk_request_seconds_sum", area="desk") == sum_before + 0.25


@pytest.mark.parametrize(("method", "area"), [("BREW", "desk"), ("x" * 500, "/etc"), ("GET", "")])
def test_what_visitors_make_up_makes_no_series(method, area):
    traffic.count(method, area, 404, 0.1)
    samples = [s for family in traffic.registry().collect() for s in family.samples]
    assert {s.labels["area"] for s in samples} <= {*traffic._AREAS, traffic.OTHER}
    methods = {s.labels["method"] for s in samples if "method" in s.labels}
    assert methods <= {*traffic._VERBS, traffic.OTHER}
