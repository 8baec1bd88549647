"""The rules of Atom and JSON Feed find what they are there to find."""

import json

import pytest

from tests.rules import atom, json_feed
from tests.rules.atom_elements import is_iri, is_moment

HTML = "&lt;p lang='en' dir='ltr'>Text&lt;/p>"
ENTRY = f"""<entry><id>tag:desk.example,2026:1</id><title>One</title>
<updated>2026-11-20T06:00:00Z</updated><link href="https://desk.example/1"/>
<content type="html">{HTML}</content></entry>"""
FEED = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"
  xmlns:at="http://purl.org/atompub/tombstones/1.0">
<id>tag:desk.example,2026:feed</id><title>News</title><updated>2026-11-20T06:00:00Z</updated>
<author><name>The desk</name></author><link rel="self" href="https://desk.example/en.atom"/>
{ENTRY}<at:deleted-entry ref="tag:desk.example,2026:2" when="2026-11-20T06:00:00Z"/></feed>"""


def test_a_sound_atom_feed_has_no_faults():
    assert atom.faults(FEED.encode()) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("</feed>", "", "not well-formed"),
        ("feed", "channel", "the root is"),
        (' xml:lang="en"', "", "does not say its language"),
        ('rel="self"', 'rel="related"', "no link to itself"),
        ("<author><name>The desk</name></author>", "", "has an author"),
        ("<title>News</title>", "", "has 0 title"),
        ("<title>News</title>", "<title>a</title><title>b</title>", "has 2 title"),
        ("<title>News</title>", "<title>a<b/></title>", "is no element of Atom"),
        ("<title>News</title>", '<title type="text/plain">a</title>', "is a text of type"),
        ("<name>The desk</name>", "<name> </name>", "has no words"),
        ("<name>The desk</name>", "<email>x</email>", "no email address"),
        ("tag:desk.example,2026:1<", "tag:desk.example,2026:feed<", "stands 2 times"),
        ("tag:desk.example,2026:1<", "tag:localhost:8000,2026:1<", "no absolute IRI"),
        ("tag:desk.example,2026:1<", "/1<", "no absolute IRI"),
        ("2026-11-20T06:00:00Z</updated><link", "2026-11-20T06:00:00</updated><link", "no date"),
        ("2026-11-20T06:00:00Z</updated><link", "2026-02-30T06:00:00Z</updated><link", "no date"),
        ('<link href="https://desk.example/1"/>', '<link href="/1"/>', "no absolute IRI"),
        ('<link href="https://desk.example/1"/>', '<link href="https://a/"/>' * 2, "2 alternates"),
        ('<link href="https://desk.example/1"/>', '<link href="https://a/" x="1"/>', "have x"),
        (
            '<link href="https://desk.example/1"/>',
            '<link href="https://a/" rel="A b"/>',
            "good rel",
        ),
        ('<link href="https://desk.example/1"/>', "<category/>", "has no term"),
        (f'<content type="html">{HTML}</content>', '<content type="multipart/x"/>', "of type"),
        (f'<content type="html">{HTML}</content>', '<content src="https://a/"/>', "no summary"),
        (
            f'<content type="html">{HTML}</content>',
            '<content type="xhtml">x</content>',
            "XHTML div",
        ),
        ("Text&lt;/p>", "Text", "never closed"),
        ("<title>One</title>", "<title>One</title><feeling/>", "may not hold feeling"),
        ('when="2026-11-20T06:00:00Z"', 'when="soon"', "no good ref or when"),
        ("2026:2", "2026:1", "deleted and there at once"),
        ("at:deleted-entry", "at:gone", "no element of RFC 6721"),
    ],
)
def test_a_fault_of_atom_is_found(old, new, fault):
    assert old in FEED
    found = atom.faults(FEED.replace(old, new).encode())
    assert any(fault in one for one in found), found


def _json(**changes) -> bytes:
    item = {"id": "1", "url": "https://desk.example/1", "content_text": "x"}
    feed = {
        "version": json_feed.VERSION, "title": "News", "home_page_url": "https://desk.example/",
        "feed_url": "https://desk.example/en.json", "_own": {"about": "https://desk.example/"},
        "items": [item | changes.pop("item", {})],
    }  # fmt: skip
    return json.dumps({k: v for k, v in (feed | changes).items() if v is not None}).encode()


def test_a_sound_json_feed_has_no_faults():
    assert json_feed.faults(_json()) == []


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (b"{", "not JSON"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b"[]", "no object"),
        (_json(version="https://jsonfeed.org/version/1"), "no good version"),
        (_json(title=None), "has no title"),
        (_json(feed_url=None), "has no feed_url"),
        (_json(colour="red"), "may not have colour"),
        (_json(next_url="https://desk.example/en.json"), "the next page is this one"),
        (_json(authors=[{}]), "no good authors"),
        (_json(_own=1), "no good extension"),
        (_json(item={"id": 1}), "no good id"),
        (_json(item={"content_text": ""}), "no good content_text"),
        (_json(item={"url": "/1"}), "no good url"),
        (_json(item={"date_published": "today"}), "no good date_published"),
        (_json(item={"language": "en_GB"}), "no good language"),
        (_json(item={"tags": "a"}), "no good tags"),
        (_json(item={"content_html": "<p>x"}), "never closed"),
        (_json(items=[{"id": "1"}, {"id": "1", "content_text": "x"}]), "stands 2 times"),
        (_json(items=[{"content_text": "x"}]), "an item has no id"),
        (_json(items=[{"id": "1"}]), "has no content"),
    ],
)
def test_a_fault_of_a_json_feed_is_found(document, fault):
    found = json_feed.faults(document)
    assert any(fault in one for one in found), found


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://desk.example/أخبار", True),
        ("https://desk.example/a b", False),
        ("https:///a", False),
        ("http://[", False),
        ("tag:desk.example,2026-11-20:brief/1", True),
        ("tag:desk.example,tomorrow:1", False),
        ("urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", True),
        ("desk.example", False),
    ],
)
def test_iris(text, good):
    assert is_iri(text) == good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("2026-11-20T06:00:00Z", True),
        ("2026-11-20T06:00:00.123+03:00", True),
        ("2026-11-20t06:00:00z", False),
        ("2026-11-20 06:00:00Z", False),
        ("2026-11-20", False),
        ("2026-11-31T06:00:00Z", False),
        ("2026-11-20T06:00:00+0300", False),
    ],
)
def test_moments(text, good):
    assert is_moment(text) == good
