"""Sources out and in as OPML and CSV: nothing is lost, and whatever comes in is told."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summaries.models import Source, Topic
from summaries.services import texts
from summaries.services.errors import Invalid, NotAllowed
from summaries.services.sources import exchange, registry
from summaries.services.sources.facts import Facts
from summaries.workflow import Role
from tests.factories import make_topic, make_user

pytestmark = pytest.mark.django_db

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>Feeds</title></head><body>
<outline text="transport">
  <outline type="rss" text="Al-Marfa" xmlUrl="https://marfa.example/rss" x="1" htmlUrl="{home}"/>
  <outline text="Deeper">
    <outline title="صوت المدينة" xmlUrl="https://sawt.example/feed" category="/news/transport,x"/>
  </outline>
</outline>
<outline text="Only words"/>
<outline type="include" text="More" url="https://lists.example/more.opml"/>
<outline text="Inside" xmlUrl="http://127.0.0.1/rss"/>
<outline type="rss" xmlUrl="https://nameless.example/rss"/>
</body></opml>""".replace("{home}", "https://marfa.example/")


@pytest.fixture(autouse=True)
def bells(rung):
    """Ring no broker."""
    return rung


@pytest.fixture
def admin():
    return make_user(Role.ADMIN, "amal")


def opml(*outlines: str) -> bytes:
    return f'<opml version="2.0"><body>{"".join(outlines)}</body></opml>'.encode()


def test_a_list_of_a_feed_reader_comes_in_paused(admin):
    make_topic()
    report = exchange.bring_in(admin, "feeds.opml", OPML.encode())
    marfa, nameless, sawt = Source.objects.order_by("url")
    assert (marfa.name_en, marfa.homepage) == ("Al-Marfa", "https://marfa.example/")
    assert [one.topic and one.topic.slug for one in (marfa, sawt)] == ["transport", "transport"]
    assert (sawt.name_en, nameless.name_en) == ("صوت المدينة", "https://nameless.example/rss")
    assert {(one.kind, one.is_active) for one in (marfa, sawt, nameless)} == {("feed", False)}
    assert report.paused == len(report.added) == 3
    told = [(one.line, one.name) for one in report.skipped]
    assert told == [(9, "Only words"), (10, "More"), (11, "Inside")]
    assert "no address" in report.skipped[0].reason
    assert "public internet" in report.skipped[2].reason


def test_what_is_here_already_is_told_and_not_written_over(admin):
    exchange.bring_in(admin, "feeds.opml", OPML.encode())
    Source.objects.update(ownership_en="independent")
    report = exchange.bring_in(admin, "feeds.opml", OPML.encode())
    assert (report.added, Source.objects.count()) == ([], 3)
    assert Source.objects.filter(ownership_en="independent").count() == 3
    reasons = [one.reason for one in report.skipped[:2]]
    assert all(reason.startswith("name_en: Another source has this name.") for reason in reasons)
    assert "url: “Al-Marfa” is fetched from this address already." in reasons[0]


def test_the_same_address_twice_in_a_file_comes_in_once(admin):
    line = '<outline text="{}" xmlUrl="https://marfa.example/rss"/>'
    report = exchange.bring_in(admin, "x.opml", opml(line.format("One"), line.format("Two")))
    assert (len(report.added), len(report.skipped)) == (1, 1)
    assert "fetched from this address already" in report.skipped[0].reason


def test_a_source_is_active_where_the_file_says_so(admin):
    data = "name_en,kind,url,is_active\nOne,feed,https://one.example/,yes\nTwo,manual,,no\n"
    report = exchange.bring_in(admin, "x.csv", data.encode())
    one, two = Source.objects.order_by("name_en")
    assert (one.is_active, two.is_active) == (True, False)
    assert [bool(told.reason) for told in report.added] == [False, True]
    assert one.fetches.count() == 1


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            "One,feed,https://one.example/,often",
            "interval_minutes: The minutes between fetches must be a whole number",
        ),
        ("One,feed,https://one.example/,²", "whole number"),
        ("One,feed,https://one.example/,1", "5 minutes"),
        ("One,rumour,https://one.example/,30", "kind: Choose one of: feed, page_list, manual."),
        ("One,page_list,https://one.example/,30", "link_pattern: Say which links"),
        ("One,rumour,http://127.0.0.1/,often", "kind: Choose one"),
        ("One,rumour,http://127.0.0.1/,often", "url: 127.0.0.1 is not"),
        ("One,rumour,http://127.0.0.1/,often", "interval_minutes: The minutes"),
        ("One,,,30", "no address"),
    ],
)
def test_a_row_that_cannot_be_is_told_with_its_line(admin, row, says):
    data = f"name_en,kind,url,interval_minutes\n\n{row}\n"
    report = exchange.bring_in(admin, "x.csv", data.encode())
    assert [(one.line, one.name) for one in report.skipped] == [(3, "One")]
    assert says in report.skipped[0].reason


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("x.pdf", b"%PDF", "ends in .opml"),
        ("x.opml", b"  ", "empty"),
        ("x.opml", b"<opml", "not sound XML"),
        ("x.opml", b"<rss/>", "not OPML"),
        ("x.opml", b"<opml><body/></opml>", "No source was found"),
        ("x.csv", b"name,url\n", "must name the columns"),
        ("x.csv", b"name_en,url,url\n", "stands twice"),
        ("x.csv", "name_en\nالميناء".encode("windows-1256"), "UTF-8"),
        ("x.csv", b'name_en\n"open', "not CSV"),
        (
            "x.opml",
            b'<!DOCTYPE o [<!ENTITY a "aaa">]><opml><body><outline text="&a;"/></body></opml>',
            "declares entities",
        ),
        (
            "x.opml",
            b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body/></opml>',
            "declares entities",
        ),
        ("x.opml", opml("<outline>" * 40 + "</outline>" * 40), "too deep"),
        ("x.opml", opml("<outline xmlUrl='u'/>" * 1001), "more than 1000"),
        ("x.opml", opml("<x/>" * 20_001), "far too many"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(admin, name, data, says):
    with pytest.raises(Invalid, match=says):
        exchange.bring_in(admin, name, data)
    assert not Source.objects.exists()


def test_only_admins_bring_sources_in():
    with pytest.raises(NotAllowed):
        exchange.bring_in(make_user(Role.PUBLISHER), "feeds.opml", OPML.encode())


def test_no_cell_is_a_formula(admin):
    registry.add(admin, Facts("=HYPERLINK(1)", ownership_en="@SUM(A1)"))
    text = "".join(exchange.as_csv(Source.objects.all()))
    assert ",'@SUM(A1)," in text
    assert text.splitlines()[1].startswith("'=HYPERLINK")


WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
LINES = st.lists(WORDS, max_size=3).map("\n".join)


@st.composite
def facts(draw) -> Facts:
    """Return facts of a source as an admin may type them."""
    kind = draw(st.sampled_from(Source.Kind.values))
    host = draw(st.integers(0, 10**6))
    return Facts(
        name_en=f"{draw(WORDS)} {host}",
        name_ar=draw(WORDS),
        kind=kind,
        url=f"https://h{host}.example/{draw(st.sampled_from(['rss', '?a=1&b=%22', 'م']))}",
        homepage=draw(st.sampled_from(["", "https://marfa.example/?a=1&b=2"])),
        country=draw(st.sampled_from(["", "LB", "EG"])),
        ownership_en=draw(WORDS),
        ownership_ar=draw(WORDS),
        topic=draw(st.sampled_from([None, Topic(pk=1, slug="transport", name_en="Transport")])),
        licence=draw(st.sampled_from(Source.Licence.values)),
        interval_minutes=draw(st.integers(5, 10080)),
        link_pattern=f"*/news/*\n{draw(LINES)}",
        keep_patterns=draw(LINES),
        skip_patterns=draw(LINES),
        is_active=draw(st.booleans()),
    )


def stored() -> list[dict]:
    return [Facts.of(source).plain() for source in Source.objects.order_by("name_en")]


@pytest.mark.parametrize("ending", ["csv", "opml"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_facts=st.lists(facts(), max_size=3, unique_by=lambda one: one.url))
def test_out_and_in_loses_nothing(admin, ending, given_facts):
    Source.objects.all().delete()
    topic = make_topic()
    for one in given_facts:
        if texts.one_line(one.name_en):
            chosen = topic if one.topic else None
            registry.add(admin, Facts(**{**vars(one), "topic": chosen}))
    before = stored()
    if not before:
        return
    write = {"csv": exchange.as_csv, "opml": exchange.as_opml}[ending]
    data = "".join(write(Source.objects.all())).encode()
    Source.objects.all().delete()
    report = exchange.bring_in(admin, f"x.{ending}", data)
    assert report.skipped == []
    assert stored() == before


def test_a_large_file_does_not_keep_others_from_writing(admin, monkeypatch):
    monkeypatch.setattr(exchange, "BATCH", 2)
    begun = []
    real = exchange.transaction.atomic
    monkeypatch.setattr(exchange.transaction, "atomic", lambda *a, **k: begun.append(1) or real())
    monkeypatch.setattr(
        exchange, "_bring_in", lambda *told: begun.append(told[1].values["name_en"])
    )
    lines = "name_en,kind\n" + "".join(f"{name},manual\n" for name in "ABCDE")
    exchange.bring_in(admin, "x.csv", lines.encode())
    assert begun == [1, "A", "B", 1, "C", "D", 1, "E"]


HOSTILE = st.one_of(
    st.binary(max_size=300),
    st.lists(
        st.sampled_from(
            ["<opml>", "<body>", "<outline ", "xmlUrl=", "'https://a.example/'", "/>", "</body>",
             "</opml>", "text='a'", "name_en,url,kind", "\n", '"', ",", "=1", "feed", "\x00"]
        ),
        max_size=20,
    ).map(lambda parts: "".join(parts).encode()),
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=HOSTILE, name=st.sampled_from(["x.csv", "x.opml", "x.xml"]))
def test_no_file_breaks_anything(admin, data, name):
    try:
        report = exchange.bring_in(admin, name, data)
    except Invalid as refused:
        told = [str(refused)]
    else:
        told = [one.name or one.reason for one in (*report.added, *report.skipped)]
    assert all(told)
    assert told
