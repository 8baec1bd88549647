"""axe-core finds nothing serious on any page, in both themes, on a desktop and on a phone.

axe-core (MPL-2.0) is vendored under `tests/data/axe` and used by tests only.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from summaries.models import Article, Fetch, Job
from summaries.services import events, findings, preferences, segments, stories
from summaries.services.articles import Facts
from summaries.services.editions import editing, schedule, wanting
from summaries.workflow import Role, Status
from tests.browser.conftest import sign_in
from tests.factories import (
    make_brief,
    make_finding,
    make_job,
    make_revision,
    make_source,
    receive_version,
)

AXE = (Path(__file__).parents[1] / "data" / "axe" / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => (await axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.map(v => [v.impact, v.id, v.nodes.map(n => n.html.slice(0, 200))])"""
SIGHTS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
PUBLIC = (
    "sign-in", "front", "published", "provenance", "provenance in Arabic", "retracted", "missing",
)  # fmt: skip
DESK = (
    "queue", "add", "drafting", "failed", "draft", "review", "corrected", "edit", "wrong state",
    "preview", "preview of an email", "preview of plain text", "split", "other translations",
    "history", "history of sentences", "timeline", "keys", "preferences", "desk's provenance",
    "source change", "story", "address", "editions", "edition", "edition that is out",
)  # fmt: skip


@pytest.fixture
def addresses(desk):
    """The address of every kind of page."""
    source = make_source()
    briefs = {status: make_brief(status, source=source, stand_in=True) for status in Status}
    failed = make_brief(Status.DRAFTING)
    make_job(briefs[Status.DRAFTING])
    make_job(failed, Job.State.FAILED, error="The model's files are damaged.")
    make_revision(briefs[Status.CORRECTED], headline="A newer headline")
    at_desk = {status: f"/desk/briefs/{brief.pk}/" for status, brief in briefs.items()}
    second = briefs[Status.DRAFT].article.segments.all()[2]
    segments.save(desk[Role.EDITOR], second, version=0, english="Some 1,200 will travel.")
    sentence = f"{at_desk[Status.DRAFT]}segments/{second.pk}/"
    stories.merge(desk[Role.EDITOR], [briefs[Status.DRAFT], briefs[Status.PUBLISHED]])
    live = _decided(briefs[Status.CORRECTED], desk[Role.PUBLISHER])
    return {
        "sign-in": "/sign-in/",
        "front": "/",
        "published": briefs[Status.PUBLISHED].get_absolute_url(),
        "provenance": f"{live}provenance/",
        "provenance in Arabic": f"{live}provenance/?show=ar",
        "desk's provenance": at_desk[Status.CORRECTED] + "provenance/",
        "retracted": briefs[Status.RETRACTED].get_absolute_url(),
        "missing": "/nothing/",
        "queue": "/desk/",
        "add": "/desk/add/?url=https://marfa.example/7&title=Ferries",
        "address": _fetched(),
        "drafting": at_desk[Status.DRAFTING],
        "failed": f"/desk/briefs/{failed.pk}/",
        "draft": at_desk[Status.DRAFT] + "?sentence=2",
        "review": at_desk[Status.IN_REVIEW],
        "source change": _changed(briefs[Status.IN_REVIEW]),
        "corrected": at_desk[Status.CORRECTED],
        "edit": at_desk[Status.DRAFT] + "edit/",
        "preview": at_desk[Status.IN_REVIEW] + "preview/",
        "preview of an email": at_desk[Status.CORRECTED] + "preview/?channel=email&width=phone",
        "preview of plain text": at_desk[Status.IN_REVIEW] + "preview/?channel=text&show=ar",
        "wrong state": at_desk[Status.RETRACTED] + "edit/",
        "split": f"{sentence}split/",
        "other translations": f"{sentence}alternatives/",
        "history": at_desk[Status.CORRECTED] + "history/",
        "history of sentences": at_desk[Status.DRAFT] + "history/?show=sentences",
        "timeline": at_desk[Status.DRAFT] + "history/?show=timeline",
        "story": at_desk[Status.DRAFT] + "story/",
        "editions": "/desk/editions/",
        "edition": f"/desk/editions/{timezone.localdate()}/",
        "edition that is out": _sent_out(briefs[Status.PUBLISHED], desk[Role.PUBLISHER]),
        "keys": "/desk/keys/",
        "preferences": "/desk/preferences/",
    }


def _fetched() -> str:
    """Have the fetch of an address failed; return the page that says so."""
    facts = {"kind": Fetch.Kind.ADDRESS, "host": "marfa.example", "error": "It broke."}
    fetch = Fetch.objects.create(url="https://marfa.example/7", state=Fetch.State.FAILED, **facts)
    return f"/desk/fetches/{fetch.pk}/"


def _changed(brief) -> str:
    """Have the brief's outlet change its article; return the page that shows it."""
    facts = Facts(Article.Channel.SOURCE, url="https://marfa.example/ferries")
    receive_version(brief.article, brief.article.raw_text.replace("1,200", "1,500"), facts)
    return f"/desk/briefs/{brief.pk}/source-change/"


def _sent_out(brief, publisher) -> str:
    """Have an edition of one brief sent; return its page."""
    day = timezone.localdate() + timedelta(days=1)
    contents = editing.Contents((brief.pk,), "Good morning.", "صباح الخير.")
    wants = [wanting.EARLY, *(want.code for want in wanting.of([brief.pk], "", ""))]
    schedule.publish(publisher, day, contents, seen=0, accepted=wants)
    return f"/desk/editions/{day}/"


def _decided(brief, publisher) -> str:
    """Have a finding dismissed in a live brief and another overridden; return its permalink."""
    rows = brief.article.segments.all()
    reason = "The ministry confirmed it by telephone."
    findings.dismiss(publisher, make_finding(brief, rows[0]), reason)
    said = [findings.facts(make_finding(brief, rows[1]))]
    events.record(brief, "override", actor=publisher, reason=reason, findings=said)
    events.record(brief, "correct", actor=publisher)
    return brief.get_absolute_url()


def _problems(page, width: int, scheme: str) -> list:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    found = [v for v in page.evaluate(RUN) if v[0] in ("serious", "critical", "moderate")]
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return found + ([f"{overflow}px too wide"] if overflow > 0 else [])


def _check(page, address: str) -> None:
    page.goto(address)
    page.evaluate(AXE)
    found = {sight: _problems(page, *sight) for sight in SIGHTS}
    assert {sight: problems for sight, problems in found.items() if problems} == {}


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages(addresses, open_page, name):
    _check(open_page(), addresses[name])


@pytest.mark.parametrize("name", DESK)
def test_desk_pages(addresses, open_page, name):
    page = open_page()
    sign_in(page, "salma")
    _check(page, addresses[name])


@pytest.mark.parametrize(
    "name",
    [
        "queue",
        "draft",
        "edit",
        "history",
        "preview",
        "split",
        "source change",
        "story",
        "edition",
        "edition that is out",
    ],
)
def test_desk_pages_in_arabic(addresses, desk, open_page, name):
    preferences.save(desk[Role.PUBLISHER], language="ar", single_keys=True, email_notices=True)
    page = open_page()
    sign_in(page, "salma")
    _check(page, addresses[name])


@pytest.mark.parametrize("panel", ["Return…", "Publish…"])
def test_open_panels(addresses, open_page, panel):
    page = open_page()
    sign_in(page, "salma")
    page.goto(addresses["review"])
    page.get_by_text(panel).click()
    page.evaluate(AXE)
    for sight in SIGHTS:
        assert _problems(page, *sight) == []
