"""The alert rules and their page: nothing in them that the newsdesk does not measure."""

import re

import pytest
import yaml
from django.conf import settings

from summaries.services.watching import exposition, readiness

pytestmark = pytest.mark.django_db
RULES = settings.BASE_DIR / "deploy" / "alerts.yml"
PAGE = settings.BASE_DIR / "docs" / "watching.md"
_NAME = re.compile(r"newsdesk_[a-z_]+")


@pytest.fixture
def measured(client) -> set[str]:
    """Every name at /metrics, the halves of histograms included."""
    client.get("/")
    exposition.latest.forget()
    return set(re.findall(r"^(newsdesk_[a-z_]+)", client.get("/metrics").content.decode(), re.M))


def rules() -> list[dict]:
    (group,) = yaml.safe_load(RULES.read_text())["groups"]
    return group["rules"]


def test_every_rule_asks_for_what_is_measured(measured):
    for rule in rules():
        assert set(_NAME.findall(rule["expr"])) <= measured, rule["alert"]


def test_every_label_that_a_rule_names_is_there(client):
    client.get("/")
    exposition.latest.forget()
    text = client.get("/metrics").content.decode()
    for rule in rules():
        for name, _operator, value in re.findall(r'(\w+)(=~?)"([^"]+)"', rule["expr"]):
            if (name, value) in {("job", "newsdesk"), ("status", "5..")}:
                continue
            for one in value.split("|"):
                assert f'{name}="{one}"' in text, rule["alert"]


def test_the_checks_that_a_rule_names_are_those_that_pages_need():
    (rule,) = (rule for rule in rules() if rule["alert"] == "NewsdeskNotReady")
    needed = {check.__name__ for check, required in readiness.CHECKS if required}
    assert set(re.search(r'"([^"]+)"', rule["expr"])[1].split("|")) == needed


def test_every_alert_says_how_urgent_it_is_and_the_page_what_to_do():
    page = PAGE.read_text()
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names)
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"].endswith((".", "?"))
        assert f"`{rule['alert']}`" in page


def test_the_page_lists_every_figure_and_no_other(measured):
    ends = ("_bucket", "_count", "_sum")
    families = {re.sub("|".join(f"{end}$" for end in ends), "", name) for name in measured}
    listed = re.search(r"\| Figure \|.*?\n\n", PAGE.read_text(), re.S)[0]
    assert set(re.findall(r"`(newsdesk_[a-z_]+)`", listed)) == families
