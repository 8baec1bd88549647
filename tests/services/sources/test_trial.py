"""Testing a source before it is stored: what is shown, and that nothing is stored."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone

from summaries.models import Article, Fetch, Item, Source
from summaries.net import errors
from summaries.net.client import Policy, Response, anywhere
from summaries.net.errors import FetchError, Kind
from summaries.services.errors import Invalid, NotAllowed
from summaries.services.sources import trial
from summaries.workflow import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "https://marfa.example/rss"
FEED = trial.wanted(kind="feed", url=ADDRESS)
LIST = trial.wanted(kind="page_list", url=ADDRESS, link_pattern="*/news/*")
PLAIN = {"content_type": "text/plain", "not_modified": False}
SENTENCE = "أعلن وزير النقل سامي الحداد أمس الاثنين افتتاح الميناء الجديد في مدينة الزاهرة. "
PAGE = f"""<html lang="ar"><head><title>الميناء الجديد</title></head><body><article>
<h1>افتتاح الميناء الجديد</h1><p>{SENTENCE * 4}</p><p>{SENTENCE * 3}</p></article></body></html>"""


@pytest.fixture
def admin():
    return make_user(Role.ADMIN, "amal")


def rss(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>المرفأ</title>{"".join(items)}</channel></rss>'


def entry(n: int, title: str = "افتتاح الميناء الجديد في مدينة الزاهرة أمس", days: int = 0) -> str:
    when = timezone.now() - timedelta(days=days, hours=1)
    date = f"<pubDate>{when:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
    link = f"<link>https://marfa.example/news/{n}</link><guid>{n}</guid>"
    return f"<item><title>{title}</title>{link}{date}<description>{SENTENCE}</description></item>"


class Web:
    """Answers for the addresses it knows; counts seconds and requests."""

    policy = Policy()

    def __init__(self, robots: str = "", **answers) -> None:
        self.answers, self.robots = answers, robots
        self.asked: list[str] = []
        self.deadlines: list[float] = []

    def __call__(self, deadline: float) -> "Web":
        self.deadlines.append(deadline)
        return self

    def within(self, pairs) -> "Web":
        assert not pairs, "nothing is opened"
        return self

    def get(self, url: str, onward=anywhere, **conditions) -> Response:
        if url.endswith("/robots.txt"):
            return Response(url, 200, {}, self.robots.encode(), permanent_url="", **PLAIN)
        self.asked.append(url)
        answer = self.answers["feed" if url == ADDRESS else "page"]
        if isinstance(answer, Exception):
            raise answer
        kind = "text/html" if "<html" in answer else "application/rss+xml"
        facts = {"content_type": kind, "not_modified": False}
        headers = {"content-type": f"{kind}; charset=utf-8"}
        body = answer.encode()
        return Response(url, 200, headers, body, permanent_url="", **facts)


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://marfa.example/rss", set()),
        ("http://inner.example:8080/rss", {"inner.example:8080"}),
    ],
)
def test_only_a_source_that_lives_inside_may_lead_there(admin, settings, url, opened):
    settings.OUTBOUND_ALLOWED = ["inner.example:8080", "intranet.example:80"]
    asked = []

    class Inside(Web):
        policy = Policy(allowed=frozenset(settings.OUTBOUND_ALLOWED))

        def within(self, pairs):
            asked.append(set(pairs))
            return self

        def get(self, url, onward=anywhere, **conditions):
            assert asked, "nothing is asked before the pairs are narrowed"
            return Response(url, 200, {}, rss().encode(), permanent_url="", **self.facts)

        facts = {"content_type": "application/rss+xml", "not_modified": False}

    trial.run(admin, replace(FEED, url=url), Inside())
    assert asked == [opened, opened]


@pytest.mark.parametrize(
    ("robots", "asked"), [("Disallow: /rss", []), ("Disallow: /news/", [ADDRESS])]
)
def test_robots_txt_is_asked_as_by_a_fetch(admin, robots, asked):
    web = Web(f"User-agent: *\n{robots}", feed=rss(entry(1), entry(2, days=9)), page=PAGE)
    if not asked:
        with pytest.raises(Invalid, match=r"robots\.txt of marfa\.example"):
            trial.run(admin, FEED, web)
    else:
        found = trial.run(admin, FEED, web)
        assert "robots.txt" in found.page_error
        assert [one.state for one in found.samples] == ["failed", "archived"]
        assert "robots.txt" in found.samples[0].reason
    assert web.asked == asked


def test_a_redirect_asks_the_robots_txt_there(admin):
    class Moved(Web):
        def get(self, url, onward=anywhere, **conditions):
            if url == ADDRESS:
                onward(self, "https://marfa.example/private/rss")
            return super().get(url, onward, **conditions)

    web = Moved("User-agent: *\nDisallow: /private/", feed=rss(entry(1)))
    with pytest.raises(Invalid, match=r"robots\.txt"):
        trial.run(admin, FEED, web)


def test_the_first_items_are_shown_and_nothing_is_stored(admin):
    items = [entry(1), entry(2, days=9), entry(3, "كرة القدم: فوز المرفأ في الدوري الممتاز")]
    items += [entry(n) for n in range(4, 20)]
    web = Web(feed=rss(*items), page=PAGE)
    found = trial.run(admin, replace(FEED, skip_patterns="كرة"), web)
    assert (found.format, found.title, found.listed) == ("rss", "المرفأ", 19)
    assert len(found.samples) == 10
    assert [one.state for one in found.samples[:3]] == ["waiting", "archived", "skipped"]
    first, old, unwanted = found.samples[:3]
    assert (first.verdict, first.language) == ("its page would be fetched", "Arabic")
    assert first.when
    assert "أعلن وزير النقل" in first.beginning
    assert "older than the source" in old.reason
    assert "كرة" in unwanted.reason
    assert "الميناء" in found.page.title
    assert SENTENCE.strip() in found.page_beginning
    assert len(found.page_beginning) <= trial.PAGE_CHARACTERS + 2
    for model in (Source, Item, Fetch, Article):
        assert not model.objects.exists()


def test_a_page_that_lists_articles_is_read_by_its_links(admin):
    links = "".join(
        f'<p><a href="/{path}/1">افتتاح الميناء الجديد في المدينة</a></p>'
        for path in ("news", "sport")
    )
    found = trial.run(admin, LIST, Web(feed=f"<html><body>{links}</body></html>", page=PAGE))
    assert [one.url for one in found.samples] == ["https://marfa.example/news/1"]
    assert found.page_url == "https://marfa.example/news/1"


def test_both_requests_share_the_seconds(admin):
    web = Web(feed=rss(entry(1)), page=PAGE)
    trial.run(admin, FEED, web)
    assert web.deadlines == sorted(web.deadlines, reverse=True)
    assert 0 < web.deadlines[-1] < web.deadlines[0] <= trial.SECONDS


def test_a_slow_feed_leaves_no_time_for_the_page(admin, monkeypatch):
    seconds = [0.0]
    monkeypatch.setattr(trial.time, "monotonic", lambda: seconds[0])

    class Slow(Web):
        def get(self, url, onward=anywhere, **conditions):
            seconds[0] += 4.5
            return super().get(url, onward, **conditions)

    web = Slow(feed=rss(entry(1)))
    found = trial.run(admin, FEED, web)
    assert "no time was left" in found.page_error
    assert web.asked == [ADDRESS]


def test_no_time_is_left_after_a_slow_robots_txt(admin, monkeypatch):
    seconds = [0.0]
    monkeypatch.setattr(trial.time, "monotonic", lambda: seconds[0])

    class Slow(Web):
        def get(self, url, onward=anywhere, **conditions):
            seconds[0] += 9.0
            return super().get(url, onward, **conditions)

    with pytest.raises(Invalid, match="took so long"):
        trial.run(admin, FEED, Slow(feed=rss(entry(1))))


def slow() -> FetchError:
    return FetchError(Kind.TIMEOUT, errors.TIMED_OUT, host="marfa.example", seconds=10)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (slow(), "too slow"),
        (FetchError(Kind.STATUS, errors.STATUS_SENTENCES[404], status=404), "answered 404"),
        ("nothing of use", "no feed"),
        ("<html><body>Welcome</body></html>", "a web page, not a feed"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(admin, answer, says):
    with pytest.raises(Invalid, match=says):
        trial.run(admin, FEED, Web(feed=answer))


def test_the_feed_that_a_page_announces_is_offered(admin):
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    with pytest.raises(trial.NotThis) as refused:
        trial.run(admin, FEED, Web(feed=f"<html><head>{link}</head><body>Hi</body></html>"))
    assert refused.value.hint == "https://marfa.example/feed.xml"


@pytest.mark.parametrize("page", [slow(), "<html><body><p>Too little</p></body></html>"])
def test_a_page_that_cannot_be_read_spoils_nothing(admin, page):
    found = trial.run(admin, FEED, Web(feed=rss(entry(1)), page=page))
    assert found.page is None
    assert found.page_error
    assert len(found.samples) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "manual"}, "nothing to test"),
        ({"url": " "}, "Give the address"),
        ({"url": "http://127.0.0.1/"}, "public internet"),
        ({"kind": "page_list"}, "which links"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_asked(admin, change, says):
    web = Web()
    with pytest.raises(Invalid, match=says):
        trial.run(admin, replace(FEED, **change), web)
    assert web.deadlines == []


@time_machine.travel(timezone.now(), tick=False)
def test_nobody_tests_all_the_time(admin, settings):
    settings.CACHES = settings.CACHES | {
        "counts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "trials"}
    }
    caches["counts"].clear()
    web = Web(feed=rss())
    for _n in range(trial.TRIALS_A_MINUTE):
        trial.run(admin, FEED, web)
    with pytest.raises(Invalid, match="Those were many tests"):
        trial.run(admin, FEED, web)
    assert trial.run(make_user(Role.ADMIN, "bilal"), FEED, web).listed == 0


def test_only_admins_test():
    with pytest.raises(NotAllowed):
        trial.run(make_user(Role.PUBLISHER), FEED, Web())
