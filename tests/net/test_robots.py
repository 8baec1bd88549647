import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.net.errors import FetchError
from summaries.net.robots import MAX_BYTES, MAX_DELAY, Robots, fetch_robots, robots_url
from tests.net.servers import answer, by_path, says

AGENT = "Newsdesk/1.0 (+https://desk.example/about)"
RULES = """\
# who may read what
User-agent: GreedyBot
Disallow: /

User-Agent: Newsdesk
User-agent: OtherDesk/2.0
Disallow: /private/
Disallow: /*.pdf$
Disallow: /أرشيف/
Allow: /private/feed
Crawl-delay: 2.5

User-agent: *
Disallow: /search
Crawl-delay: 30
"""


def rules(text):
    return Robots.from_response(200, text.encode())


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        (AGENT, "/", True),
        (AGENT, "/private/x", False),
        (AGENT, "/private/feed.xml", True),
        (AGENT, "/file.pdf", False),
        (AGENT, "/file.pdf?page=1", True),
        (AGENT, "/%D8%A3%D8%B1%D8%B4%D9%8A%D9%81/1", False),
        (AGENT, "/search", True),
        ("newsdesk", "/private/x", False),
        ("NewsdeskPro/1.0", "/private/x", True),
        ("NewsdeskPro/1.0", "/search", False),
        ("OtherDesk/3", "/private/x", False),
        ("GreedyBot/9", "/", False),
        ("Someone/1", "/search?q=1", False),
        ("Someone/1", "/private/x", True),
        (AGENT, "/robots.txt", True),
    ],
)
def test_the_rules_of_the_nearest_group_hold(agent, path, allowed):
    assert rules(RULES).allows(f"https://news.example{path}", agent) is allowed


@pytest.mark.parametrize(
    ("line", "delay"),
    [
        ("Crawl-delay: 2.5", 2.5),
        ("crawl-delay: 0", 0),
        ("Crawl-delay: 1e9", MAX_DELAY),
        ("Crawl-delay: inf", None),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: often", None),
        ("Disallow: /", None),
    ],
)
def test_the_delay_is_kept_within_reason(line, delay):
    assert rules(f"User-agent: *\n{line}\n").crawl_delay(AGENT) == delay


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"", True),
        (200, b"<!DOCTYPE html><title>Home</title>", True),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /", False),
        (200, b"\xff\xfe\x00User-agent: *", True),
        (404, b"User-agent: *\nDisallow: /", True),
        (403, b"", True),
        (500, b"", False),
        (503, b"", False),
    ],
)
def test_what_the_answer_means(status, body, allowed):
    assert Robots.from_response(status, body).allows("https://news.example/", AGENT) is allowed


def test_rules_are_fetched_from_the_root_of_the_server(serve, client_for):
    there = {"/robots.txt": answer(body=b"User-agent: *\nDisallow: /private")}
    server = serve(by_path(there))
    robots = fetch_robots(client_for(server), server.url("/a/feed?x=1"))
    assert not robots.allows(server.url("/private/1"), AGENT)
    assert server.requests[0].startswith(b"GET /robots.txt ")
    assert robots_url("https://news.example:81/a?b#c") == "https://news.example:81/robots.txt"


@pytest.mark.parametrize("status", ["401 No", "403 No", "404 No", "410 Gone"])
def test_no_rules_allow_everything(serve, client_for, status):
    server = serve(says(answer(status)))
    assert fetch_robots(client_for(server), server.url()).allows(server.url("/x"), AGENT)


def test_a_circle_means_no_rules(serve, client_for):
    server = serve(says(answer("302 Found", location="/robots.txt")))
    assert fetch_robots(client_for(server), server.url()).allows(server.url("/x"), AGENT)


@pytest.mark.parametrize("status", ["429 Slow down", "500 Broken", "503 Busy"])
def test_a_server_that_cannot_say_now_is_asked_later(serve, client_for, status):
    server = serve(says(answer(status, retry_after="60")))
    with pytest.raises(FetchError) as caught:
        fetch_robots(client_for(server), server.url())
    assert caught.value.temporary
    assert caught.value.retry_after.total_seconds() == 60


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: x{number}\n" for number in range(14_000)) + "Allow:/a\n" * 28_000,
        "User-agent: *\n" + "Disallow: /" + "*a" * 240_000,
        "User-agent: *\n" + "".join(f"Disallow: /*{number}*\n" for number in range(24_000)),
        "User-agent: Newsdesk\n" * 24_000 + "Disallow: /x\n" * 10,
    ],
    ids=["names times rules", "one long pattern", "many patterns", "one name again and again"],
)
def test_hostile_rules_cost_little(text):
    started = time.process_time()
    robots = rules(text)
    for number in range(20):
        robots.allows(f"https://news.example/{'a' * 1900}{number}", AGENT)
    assert len(text) <= MAX_BYTES
    assert time.process_time() - started < 10


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_rules(body):
    robots = Robots.from_response(200, b"User-agent: *\n" + body)
    assert robots.allows("https://news.example/a", AGENT) in (True, False)
    delay = robots.crawl_delay(AGENT)
    assert delay is None or 0 <= delay <= MAX_DELAY


def test_threads_share_the_rules():
    robots, answers = rules(RULES), []
    threads = [
        threading.Thread(
            target=lambda: answers.append(robots.allows("https://news.example/private/x", AGENT))
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert answers == [False] * 8
