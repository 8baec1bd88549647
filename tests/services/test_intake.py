"""Every door leads to one stored article, or to a plain refusal."""

import hashlib
import io
import zipfile
from datetime import timedelta

import docx
import pytest
from django.utils import timezone

from summaries.engine.errors import TextRejected
from summaries.engine.text import for_matching
from summaries.models import Article, Brief, Job, Source
from summaries.services import intake
from summaries.services.articles import Facts
from summaries.services.errors import AlreadyTakenIn, NotAllowed
from summaries.services.intake import Outcome, receive, take_in, take_in_file
from summaries.workflow import Status
from tests.factories import make_source, make_topic, receive_version

from .conftest import ARTICLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell")]


def test_a_pasted_article_is_stored_with_its_sentences_and_a_job(brief, reporter):
    article = brief.article
    assert article.raw_text == ARTICLE
    assert article.headline == "وزير النقل يعلن افتتاح الميناء الجديد"
    assert [s.kind for s in article.segments.all()] == ["headline"] + ["body"] * 4
    assert brief.status == Status.DRAFTING
    assert brief.owner == reporter
    assert brief.events.get().verb == "taken_in"
    assert Job.objects.get().asked_by == reporter


def test_set_aside_lines_are_kept(reporter):
    text = ARTICLE + "\nمناقشة\n"
    brief = take_in(reporter, text, channel="paste")
    assert [line.text for line in brief.article.removed_lines.all()] == ["مناقشة"]


@pytest.mark.parametrize(
    ("given", "of_source", "topic"),
    [
        ("transport", "economy", "transport"),
        (None, "economy", "economy"),
        (None, None, None),
        ("transport", None, "transport"),
    ],
)
def test_a_brief_is_about_what_was_said_or_what_its_source_writes_about(
    reporter, given, of_source, topic
):
    topics = {slug: make_topic(slug) for slug in ("transport", "economy")} | {None: None}
    source = make_source()
    source.topic = topics[of_source]
    brief = take_in(reporter, ARTICLE, channel="paste", source=source, topic=topics[given])
    assert brief.topic == topics[topic]


def test_the_same_article_again_leads_to_the_first(brief, reporter):
    with pytest.raises(AlreadyTakenIn) as refusal:
        take_in(reporter, ARTICLE.replace("\n", "\r\n") + "\n", channel="paste")
    assert refusal.value.brief == brief
    assert Article.objects.count() == 1


def test_somebody_without_a_role_takes_nothing_in(person):
    with pytest.raises(NotAllowed):
        take_in(person(), ARTICLE, channel="paste")


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "The minister said that the port is open. " * 5, "وزير", "\x00\x01\x02" * 50],
    ids=["empty", "blank", "english", "headline only", "binary"],
)
def test_what_is_not_an_article_is_refused_in_words(reporter, text):
    with pytest.raises(TextRejected) as refusal:
        take_in(reporter, text, channel="paste")
    assert len(str(refusal.value)) > 20
    assert not Article.objects.exists()


def word_file(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def web_page(text: str) -> bytes:
    headline, *lines = [line for line in text.splitlines() if line]
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<html lang=ar><head><title>{headline}</title><script>alert(1)</script></head>"
        f"<body><nav>الرئيسية</nav><article><h1>{headline}</h1>{body}</article></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", ARTICLE.encode()),
        ("a.TXT", ARTICLE.encode("utf-8-sig")),
        ("a.txt", ARTICLE.encode("utf-16")),
        ("a.txt", ARTICLE.encode("windows-1256")),
        ("a.docx", word_file(ARTICLE)),
        ("a.html", web_page(ARTICLE)),
    ],
    ids=["utf-8", "bom", "utf-16", "windows-1256", "word", "page"],
)
def test_an_uploaded_file_is_read(reporter, name, data):
    brief = take_in_file(reporter, name, data)
    assert brief.article.headline == "وزير النقل يعلن افتتاح الميناء الجديد"
    assert brief.article.segments.count() == 5
    assert brief.article.channel == "upload"
    assert "alert" not in brief.article.raw_text


def zip_bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (60 * 1024 * 1024))
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7"),
        ("a", b"text"),
        ("a.docx", b"not a zip"),
        ("a.docx", zip_bomb()),
        ("a.html", b"<html></html>"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("a.txt", ("سطر طويل. " * 400_000).encode()),
    ],
    ids=["pdf", "no suffix", "broken word", "bomb", "empty page", "picture", "too large"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(reporter, name, data):
    with pytest.raises(TextRejected) as refusal:
        take_in_file(reporter, name, data)
    assert len(str(refusal.value)) > 20


def test_a_file_name_is_stored_without_hidden_characters(reporter, bell):
    brief = take_in_file(reporter, "gnp\u202e\x00.txt", ARTICLE.encode())
    assert brief.article.file_name == "gnp.txt"


AGENCY = "رويترز"
BODY = "\n".join(ARTICLE.splitlines()[2:])
UPDATE = ARTICLE.replace("1500 فرصة", "1800 فرصة")
MARFA = "https://marfa.example/port"


def facts(source=None, url="", **more) -> Facts:
    return Facts(Article.Channel.SOURCE, source, url, **more)


@pytest.fixture
def first(bell):
    """The brief of an article from Al-Marfa's feed."""
    return receive(ARTICLE, facts(make_source(), MARFA)).brief


def test_what_nobody_brought_belongs_to_nobody(first):
    assert first.owner is None
    assert first.article.taken_in_by is None
    assert first.events.get().actor is None
    assert first.jobs.get().asked_by is None


def test_the_facts_are_kept(bell):
    moment = timezone.now() - timedelta(hours=3)
    told = facts(make_source(), MARFA, byline=" سلمى\u202e  الحداد ", published_at=moment)
    article = receive(ARTICLE, told).article
    assert (article.byline, article.published_at) == ("سلمى الحداد", moment)
    assert (article.source, article.url) == (make_source(), MARFA)


@pytest.mark.parametrize(
    ("title", "text", "first_line"),
    [
        ("وزير النقل يعلن افتتاح الميناء الجديد", BODY, "وزير النقل يعلن افتتاح الميناء الجديد"),
        ("وزير النقل يعلن افتتاح الميناء الجديد", ARTICLE, "وزير النقل يعلن افتتاح الميناء الجديد"),
        ("", ARTICLE, "وزير النقل يعلن افتتاح الميناء الجديد"),
    ],
)
def test_a_title_that_stands_apart_comes_first_and_once(bell, title, text, first_line):
    article = receive(text, facts(title=title)).article
    assert article.headline == first_line
    assert article.segments.count() == 5


@pytest.mark.parametrize(
    "same",
    [
        ARTICLE.replace(" ", "  ").replace("\n", "\r\n"),
        ARTICLE.replace("وزير", "وَزير").replace("أعلن", "أعْلَنَ"),
        ARTICLE.replace("120", "١٢٠").replace("1500", "١٥٠٠"),
        f"محليات\n{ARTICLE}",
        ARTICLE.replace("\n\n", f"\n{AGENCY}\n\n"),
        ARTICLE + "\nآخر تحديث: 12 مارس 2026 10:30\n",
        ARTICLE.replace(" وأضاف", "\nوأضاف"),
    ],
    ids=["spaces", "vowels", "digits", "kicker", "agency", "updated", "paragraphs"],
)
def test_what_is_no_other_text_is_known_and_no_new_version(first, same):
    again = receive(same, facts(make_source(), MARFA))
    assert (again.outcome, again.article, again.brief) == (Outcome.KNOWN, first.article, first)
    assert receive_version(first.article, same, facts(make_source(), MARFA)) == first.article
    first.refresh_from_db()
    assert first.newer_article is None
    assert Article.objects.count() == 1


def other() -> Source:
    return make_source("Al-Rasif Online")


@pytest.mark.parametrize(
    ("source", "url", "outcome"),
    [
        (make_source, "https://marfa.example/other", Outcome.KNOWN),
        (None, MARFA, Outcome.KNOWN),
        (None, "https://www.marfa.example/m/port", Outcome.KNOWN),
        (None, "", Outcome.KNOWN),
        (other, MARFA, Outcome.REPRINT),
        (other, "https://rasif.example/9", Outcome.REPRINT),
        (other, "", Outcome.REPRINT),
        (None, "https://rasif.example/9", Outcome.REPRINT),
    ],
)
def test_the_same_text_is_known_or_a_reprint(first, source, url, outcome):
    received = receive(ARTICLE, facts(source() if source else None, url))
    assert (received.outcome, received.brief) == (outcome, first)
    is_reprint = outcome is Outcome.REPRINT
    assert received.article.reprint_of == (first.article if is_reprint else None)
    assert [event.verb for event in first.events.all()] == ["reprint"] * is_reprint + ["taken_in"]
    assert Brief.objects.count() == Job.objects.count() == 1
    # And once more changes nothing.
    assert receive(ARTICLE, facts(source() if source else None, url)).outcome is Outcome.KNOWN
    assert Article.objects.count() == 1 + is_reprint


def test_a_reprint_says_where_it_is_from(first):
    receive(ARTICLE, facts(None, "https://rasif.example/9"))
    assert first.events.first().data["outlet"] == "rasif.example"
    assert [article.url for article in first.article.reprints.all()] == ["https://rasif.example/9"]


@pytest.mark.parametrize("known_as", ["first", "version", "reprint"])
def test_a_pasted_text_that_is_known_leads_to_its_brief(first, reporter, known_as):
    if known_as == "version":
        receive_version(first.article, UPDATE, facts(make_source(), MARFA))
    if known_as == "reprint":
        receive(ARTICLE, facts(other()))
    with pytest.raises(AlreadyTakenIn) as refusal:
        take_in(reporter, UPDATE if known_as == "version" else ARTICLE, channel="paste")
    assert refusal.value.brief == first
    assert Brief.objects.count() == 1


def test_what_somebody_pastes_from_elsewhere_is_noted_all_the_same(first, reporter):
    with pytest.raises(AlreadyTakenIn, match="noted"):
        take_in(reporter, ARTICLE, channel="paste", url="https://rasif.example/9")
    assert first.article.reprints.get().taken_in_by == reporter


def test_an_article_of_an_older_newsdesk_is_known_by_its_whole_text(first):
    whole = hashlib.sha256(for_matching(f"محليات\n{ARTICLE}").encode()).hexdigest()
    Article.objects.update(content_hash=whole)
    assert receive(f"محليات\n{ARTICLE}", facts()).brief == first


def test_two_workers_take_one_text_at_once(first, monkeypatch):
    """The second looks before the first has stored, and stores after it."""
    real, looks = intake.same_text, []

    def late(keys, **of):
        looks.append(keys)
        return None if len(looks) <= 2 else real(keys, **of)

    monkeypatch.setattr(intake, "same_text", late)
    received = receive(ARTICLE, facts(make_source(), MARFA))
    assert (received.outcome, received.brief) == (Outcome.KNOWN, first)
    assert len(looks) > 2
    assert Article.objects.count() == Brief.objects.count() == Job.objects.count() == 1


def test_a_changed_text_is_a_version_and_marks_the_brief(first):
    version = receive_version(first.article, UPDATE, facts(make_source(), MARFA))
    first.refresh_from_db()
    assert (version.version_of, first.newer_article) == (first.article, version)
    assert first.article.segments.filter(arabic__contains="1500").exists()
    assert version.segments.filter(arabic__contains="1800").exists()
    assert first.events.first().verb == "source_changed"
    assert (first.status, Job.objects.count()) == (Status.DRAFTING, 1)


def test_the_same_change_seen_twice_is_one_version(first):
    version = receive_version(first.article, UPDATE, facts())
    assert receive_version(first.article, UPDATE, facts()) == version
    assert receive_version(version, UPDATE, facts()) == version
    assert [event.verb for event in first.events.all()] == ["source_changed", "taken_in"]


def test_an_outlet_that_takes_its_change_back_unmarks_the_brief(first):
    receive_version(first.article, UPDATE, facts())
    back = receive_version(first.article, ARTICLE, facts())
    first.refresh_from_db()
    assert (back.version_of, first.newer_article) == (first.article, None)
    assert first.events.first().verb == "source_changed_back"


def test_a_retracted_brief_has_nothing_to_decide(first):
    Brief.objects.update(status=Status.RETRACTED)
    receive_version(first.article, UPDATE, facts())
    first.refresh_from_db()
    assert first.newer_article is None
    assert first.article.versions.exists()


def test_a_page_of_subscribers_is_no_version(first):
    with pytest.raises(TextRejected):
        receive_version(first.article, "اشترك الآن", facts())
    assert not first.article.versions.exists()
