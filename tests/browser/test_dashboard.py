"""The dashboard in a real browser: readable by everybody, wide and narrow, in both languages."""

import pytest
from django.utils import timezone

from summaries.models import Event, Mailing, StageTime, SubscriberEvent
from summaries.models.ledger import State
from summaries.services import preferences
from summaries.workflow import Role, Status
from tests.browser.conftest import sign_in
from tests.browser.test_accessibility import AXE, SIGHTS, _problems
from tests.factories import make_brief, make_finding, make_job, make_subscriber, make_user


@pytest.fixture
def admin(desk):
    """An admin of a desk that has something of everything."""
    brief = make_brief(Status.PUBLISHED)
    share = {"kept": 90, "words": 100, "unchanged": 8, "sentences": 10}
    figures = {"translation": share, "summary": share}
    Event.objects.create(brief=brief, verb="publish", data={"figures": figures})
    words = "A long reason that has to be broken into several lines where there is little space."
    job = make_job(brief, State.FAILED, finished_at=timezone.now(), error=words)
    StageTime.objects.create(job=job, stage="translating", seconds=2.5, model="opus-mt-ar-en")
    make_finding(make_brief(Status.DRAFT))
    reader = make_subscriber()
    SubscriberEvent.objects.create(subscriber=reader, verb="confirm")
    Mailing.objects.create(kind="daily").deliveries.create(kind="daily", state=State.DONE)
    return make_user(Role.ADMIN, "amal")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everybody_can_read_it(open_page, admin, language):
    preferences.save(admin, language=language, single_keys=True, email_notices=True)
    page = open_page()
    sign_in(page, "amal")
    page.goto("/desk/dashboard/?days=90")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate(AXE)
    for width, scheme in SIGHTS:
        assert _problems(page, width, scheme) == [], (width, scheme)


def test_time_runs_in_the_direction_of_reading(open_page, admin):
    page = open_page(locale="en")
    sign_in(page, "amal")
    for language, today_is_right in (("en", True), ("ar", False)):
        preferences.save(admin, language=language, single_keys=True, email_notices=True)
        page.goto("/desk/dashboard/")
        plot = page.locator("#intake .plot svg").bounding_box()
        bar = page.locator("#intake .plot rect.one").last.bounding_box()
        assert (bar["x"] > plot["x"] + plot["width"] / 2) == today_is_right
