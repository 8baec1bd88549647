import pytest
from django.core.checks import run_checks

from summaries import wiring


def test_the_client_is_as_the_settings_say(settings):
    settings.OUTBOUND_ALLOWED = ["Feeds.intern.example:8080"]
    settings.USER_AGENT = "Desk/2.0 (+https://desk.example)"
    settings.FETCH_DEADLINE_SECONDS = 12.0
    policy = wiring.web_client().policy
    assert policy.allowed == {"feeds.intern.example:8080"}
    assert (policy.user_agent, policy.deadline) == ("Desk/2.0 (+https://desk.example)", 12.0)


@pytest.mark.parametrize(
    "changed", [{"OUTBOUND_ALLOWED": ["feeds.intern.example"]}, {"USER_AGENT": "Desk\n"}]
)
def test_settings_that_cannot_be_are_found_before_anything_is_fetched(settings, changed):
    for name, value in changed.items():
        setattr(settings, name, value)
    assert [problem.id for problem in run_checks()] == ["summaries.E002"]
