"""Every door leads to one stored article, or to a plain refusal."""

import io
import zipfile

import docx
import pytest

from summaries.engine.errors import TextRejected
from summaries.models import Article, Job
from summaries.services.errors import AlreadyTakenIn, NotAllowed
from summaries.services.intake import take_in, take_in_file
from summaries.workflow import Status
from tests.factories import make_source, make_topic

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
