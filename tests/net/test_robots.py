import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.net.robots import MAX_BYTES, MAX_DELAY, Robots, robots_url, text_of

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
    return Robots(text)


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
    ("body", "allowed"),
    [
        (b"", True),
        (b"<!DOCTYPE html><title>Home</title>", True),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", False),
        (b"\xff\xfe\x00User-agent: *", True),
        (b"User-agent: *\nDis\x00allow: /", False),
    ],
)
def test_rules_are_read_from_whatever_bytes_come(body, allowed):
    text = text_of(body)
    assert Robots(text).allows("https://news.example/", AGENT) is allowed
    assert "\x00" not in text


def test_a_long_file_is_read_as_far_as_must_be():
    rules = b"User-agent: *\nDisallow: /x\n"
    assert len(text_of(rules * 100_000)) == MAX_BYTES


def test_rules_are_at_the_root_of_the_server():
    assert robots_url("https://news.example:81/a?b#c") == "https://news.example:81/robots.txt"


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
    robots = Robots(text_of(b"User-agent: *\n" + body))
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
