"""The email of a brief: complete in every language, safe, and legible without a style sheet."""

import re
from html.parser import HTMLParser

import pytest

from summaries.models import Brief, Source
from summaries.services import briefmail
from summaries.services.languages import CHOICES
from summaries.services.renditions import Rendition, with_text
from summaries.workflow import Status
from tests.factories import make_brief, make_correction, make_live, make_revision, make_source

pytestmark = pytest.mark.django_db

SITE = "https://brief.example"
LIMIT = 100 * 1024  # Gmail cuts a longer email.
_VOID = {"meta", "br", "img", "hr", "link", "input"}


def _message(brief, languages="both") -> briefmail.Message:
    found = with_text(Brief.objects.all()).get(pk=brief.pk)
    return briefmail.message(Rendition(found), languages)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def published():
    brief = make_brief(Status.CORRECTED, source=make_source())
    make_correction(brief)
    return brief


class _Blocks(HTMLParser):
    """Collects every text with the language and direction its own element or parents state."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[dict] = []
        self.texts: list[tuple[str, dict]] = []
        self.unclosed: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in _VOID:
            self.open.append({"tag": tag, **dict(attrs)})

    def handle_endtag(self, tag):
        if self.open and self.open[-1]["tag"] == tag:
            self.open.pop()
        else:
            self.unclosed.append(tag)

    def handle_data(self, data):
        tags = {element["tag"] for element in self.open}
        if data.strip(" \n\xa0·") and not tags & {"style", "title", "head"}:
            self.texts.append((data.strip(), self._nearest()))

    def _nearest(self) -> dict:
        return next((e for e in reversed(self.open) if "lang" in e or "dir" in e), {})


@pytest.mark.parametrize(
    ("languages", "english", "arabic"),
    [("both", True, True), ("en", True, False), ("ar", False, True)],
)
@pytest.mark.parametrize("part", ["text", "html"])
def test_each_language_says_everything(published, languages, english, arabic, part):
    body = getattr(_message(published, languages), part)
    for text in (
        "Ramla port resumes ferries after storm",
        "About 1,200 people will travel",
        "Al-Marfa Daily (independent, reader-owned)",
        "An earlier version said that 12,000",
        "Translated by machine, published by an editor",
    ):
        assert (text in body) == english, text
    for text in (
        "ميناء الرملة يستأنف",
        "وقالت الهيئة إن نحو 1,200 مسافر",
        "المرفأ اليومي (مستقلة يملكها قراؤها)",
        "ذكرت نسخة سابقة",
        "ترجمة آلية نشرها محرر",
    ):
        assert (text in body) == arabic, text
    assert published.article.url in body
    permalink = SITE + published.get_absolute_url()
    assert permalink + ("" if languages == "both" else f"?show={languages}") in body


@pytest.mark.parametrize(
    ("languages", "subject"),
    [
        ("en", "Ramla port resumes ferries after storm"),
        ("ar", "ميناء الرملة يستأنف رحلات العبّارات بعد عاصفة"),
        (
            "both",
            "Ramla port resumes ferries after storm · ميناء الرملة يستأنف رحلات العبّارات بعد عاصفة",
        ),
    ],
)
def test_the_subject_is_the_headline(published, languages, subject):
    assert _message(published, languages).subject == subject


@pytest.mark.parametrize("languages", CHOICES)
def test_every_text_says_its_language_and_direction(published, languages):
    page = _Blocks(_message(published, languages).html)
    assert page.unclosed == []
    assert len(page.texts) > 8
    for text, element in page.texts:
        arabic = bool(re.search("[\u0600-\u06ff]", text))
        expected = ("ar", "rtl") if arabic else ("en", "ltr")
        if re.search("[a-zA-Z\u0600-\u06ff]", text):
            assert (element.get("lang"), element.get("dir")) == expected, text


@pytest.mark.parametrize("languages", CHOICES)
def test_the_trial_model_is_disclosed(languages):
    message = _message(make_brief(Status.PUBLISHED, stand_in=True), languages)
    for body in (message.text, message.html):
        assert (
            "measured 13.9 BLEU on FLORES dev; checked by an editor." in body or languages == "ar"
        )
        assert "ترجمة تجريبية" in body or languages == "en"


def test_nothing_is_loaded_and_nothing_runs(published):
    page = _message(published).html
    assert not re.search(r"<(img|script|link|iframe|form)\b|\bon[a-z]+=|url\(|javascript:", page)
    story = SITE + published.get_absolute_url() + "#evidence"
    assert set(re.findall(r'href="([^"]*)"', page)) == {story, published.article.url}


def test_an_address_in_the_plain_text_has_its_line_for_itself(published):
    # Inside a line of Arabic its last slash would jump to the front.
    lines = _message(published).text.splitlines()
    assert [line for line in lines if "://" in line and not line.startswith("http")] == []


def test_the_longest_brief_is_not_cut_by_mail_readers():
    brief = make_brief(Status.PUBLISHED, source=make_source())
    brief.live.sentences.all().delete()
    for position in range(12):
        brief.live.sentences.create(position=position, text="Ferries sail again. " * 100)
    brief.live.summary_ar = "\n".join(["تبحر العبّارات من جديد. " * 36] * 20)[:20_000]
    brief.live.save()
    # Two bytes an Arabic letter: 24,000 English and 20,000 Arabic letters are 64 KB by themselves.
    assert len(_message(brief).html.encode()) < LIMIT


def test_text_is_escaped_in_html_and_plain_in_text():
    source = Source.objects.create(name_en="<b>Bold</b>")
    brief = make_brief(Status.IN_REVIEW, source=source)
    make_revision(brief, headline="</title><script>alert(1)</script> & more")
    message = _message(make_live(brief))
    assert "<script>" not in message.html
    assert "<b>Bold" not in message.html
    assert "<script>alert(1)</script> & more" in message.text
    assert "<b>Bold</b>" in message.text


def test_a_line_break_in_a_headline_adds_no_header():
    brief = make_brief(Status.IN_REVIEW)
    make_revision(brief, headline="Ferries\nBcc: someone@example.org")
    assert "\n" not in _message(make_live(brief)).subject


def test_a_brief_without_source_or_address_says_so():
    brief = make_brief(Status.PUBLISHED)
    brief.article.url = ""
    brief.article.save()
    message = _message(brief)
    for body in (message.text, message.html):
        assert "not named" in body
        assert "Original" not in body
