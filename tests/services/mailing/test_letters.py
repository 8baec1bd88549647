"""Letters as mail programs show them: every block with its direction, short enough, harmless."""

import re
from email.headerregistry import HeaderRegistry

import pytest

from summaries.models import Correction, Delivery, Edition, Subscriber, SummarySentence
from summaries.services.editions import reading
from summaries.services.mailing import envelope, letters, personal
from tests.factories import make_edition, make_subscriber, make_topic
from tests.rules import html
from tests.services.mailing.letter_cast import (
    ARABIC_HEADLINE,
    DAY,
    HEADLINE,
    all_kinds,
    breaking,
    correction,
    daily,
    letter,
    published,
)

pytestmark = pytest.mark.django_db

SITE = "https://brief.example"
KINDS = ("edition", "weekly", "breaking", "correction", "retraction")
READERS = [("both", "en"), ("both", "ar"), ("en", "en"), ("ar", "ar")]
LIMIT = 100 * 1024  # Gmail hides the rest of a longer one.
_ARABIC = re.compile("[\u0600-\u06ff]")


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def _octets(message) -> int:
    """Return how long the email is as a mail server gets it."""
    reader = Subscriber.objects.latest("pk")
    delivery = Delivery.objects.create(subscriber=reader, kind=Delivery.Kind.DAILY)
    message_id = envelope.message_id(delivery, 1)
    email = envelope.addressed(message, reader, delivery, message_id).message()
    return len(email.as_bytes(linesep="\r\n"))


def _message(mailing, language="both", speaks="en"):
    reader = make_subscriber(language=language, speaks=speaks)
    return personal.message(letter(mailing, reader), reader)


@pytest.mark.parametrize(("language", "speaks"), READERS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_html_is_sound_in_every_language(kind, language, speaks):
    assert html.mail_faults(_message(all_kinds()[kind], language, speaks).html) == []


@pytest.mark.parametrize(("language", "speaks"), READERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_who_sends_it_why_and_how_to_leave(kind, language, speaks):
    message = _message(all_kinds()[kind], language, speaks)
    why, settings_words, leave = {
        "en": ("You get this because", "Change language, topics and time", "Unsubscribe"),
        "ar": ("تصلك هذه الرسالة لأن", "غيّر اللغة والمواضيع والموعد", "ألغِ الاشتراك"),
    }[speaks]
    for part in (message.text, message.html):
        for words in (why, settings_words, leave, "Newsdesk", f"{SITE}/subscription/", "/leave/"):
            assert words in part, words


@pytest.mark.parametrize(("language", "speaks"), READERS)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "retraction"])
def test_a_brief_says_where_it_is_from_in_each_language(kind, language, speaks):
    message = _message(all_kinds()[kind], language, speaks)
    english = (HEADLINE, "Al-Marfa Daily (independent, reader-owned)", "Translated by machine")
    arabic = (ARABIC_HEADLINE, "المرفأ اليومي (مستقلة يملكها قراؤها)", "ترجمة آلية")
    for part in (message.text, message.html):
        assert all((words in part) == (language != "ar") for words in english)
        assert all((words in part) == (language != "en") for words in arabic)
        assert "https://marfa.example/news/" in part
    show = "" if language == "both" else f"?show={language}"
    assert re.search(rf"{SITE}/briefs/[^ \"?]+/{re.escape(show)}#evidence", message.html)


@pytest.mark.parametrize(
    ("kind", "english", "arabic"),
    [
        ("edition", "The Daily Brief, 22 November: Wheat", "الموجز اليومي، 22 نوفمبر: "),
        ("weekly", "The week in brief: Wheat harvest", "موجز الأسبوع: "),
        ("breaking", f"Breaking: {HEADLINE}", f"عاجل: {ARABIC_HEADLINE}"),
        ("correction", f"Correction: {HEADLINE}", f"تصحيح: {ARABIC_HEADLINE}"),
        ("retraction", f"Retracted: {HEADLINE}", f"سحبنا هذا الموجز: {ARABIC_HEADLINE}"),
    ],
)
def test_the_subject_says_what_it_is(kind, english, arabic):
    mailing = all_kinds()[kind]
    assert _message(mailing, "both", "en").subject.startswith(english)
    assert _message(mailing, "en").subject.startswith(english)
    assert _message(mailing, "both", "ar").subject.startswith(arabic)
    assert _message(mailing, "ar").subject.startswith(arabic)


def test_who_is_spoken_to_in_arabic_reads_the_arabic_first():
    mailing = daily(published())
    for speaks, first, second in (
        ("en", HEADLINE, ARABIC_HEADLINE),
        ("ar", ARABIC_HEADLINE, HEADLINE),
    ):
        body = _message(mailing, "both", speaks).html.partition("<body")[2]
        assert body.index(f">{first}</a></h2>") < body.index(f">{second}</a></h2>")


def test_the_date_stands_in_the_calendars_of_each_language():
    message = _message(daily(published()))
    for part in (message.text, message.html):
        assert "Monday 23 November 2026" in part
        assert "الاثنين 23 نوفمبر 2026 · 13 جمادى الآخرة 1448\u00a0هـ" in part


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_arabic_begins_from_the_right(kind):
    """Mail programs take the direction of a line of plain text from its first letter."""
    mailing = all_kinds()[kind]
    for note in Correction.objects.all():
        note.note_ar += "\nAl-Marfa: كانوا 1,200."
        note.save()
    lines = _message(mailing, "both", "ar").text.splitlines()
    arabic = [line for line in lines if _ARABIC.search(line)]
    assert len(arabic) > 5
    assert [line for line in arabic if not line.startswith("\u200f")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_in_the_plain_text_has_its_line_for_itself(kind):
    lines = _message(all_kinds()[kind]).text.splitlines()
    assert [line for line in lines if "://" in line and not re.fullmatch(r"https?:\S+", line)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_loaded_and_links_lead_to_us_or_the_original(kind):
    page = _message(all_kinds()[kind]).html
    assert not re.search(r"<(img|script|link|iframe|form|base)\b|\son[a-z]+=|url\(|@import", page)
    links = re.findall(r'href="([^"]*)"', page)
    assert {
        link for link in links if not link.startswith((SITE, "https://marfa.example/"))
    } == set()


@pytest.mark.parametrize("language", ["both", "en", "ar"])
def test_fifteen_long_briefs_are_cut_and_say_so(language):
    mailing = daily(*[_long(f"Long brief {n}") for n in range(15)])
    reader = make_subscriber(language=language)
    stored = letter(mailing, reader)
    message = personal.message(stored, reader)
    assert _octets(message) < LIMIT
    assert stored.contents.count() == 15
    assert html.mail_faults(message.html) == []
    for words, is_read in (
        ("Read the rest on the site", language != "ar"),
        ("تتمة الموجز على الموقع", language != "en"),
    ):
        assert message.html.count(words) == (15 if is_read else 0)
    # As much as there is room for, to the end of a sentence.
    assert _octets(message) > LIMIT / 2
    assert "Ferries sail again.</p>" in message.html or language == "ar"


@pytest.mark.parametrize("language", ["both", "en", "ar"])
def test_long_paragraphs_of_breaking_news_stay_below_the_limit_as_they_are_sent(language):
    paragraph = "تبحر العبّارات من جديد بعد العاصفة. " * 21
    mailing = breaking(published(summary_ar="\n".join([paragraph.strip()] * 40)))
    message = _message(mailing, language)
    assert _octets(message) < LIMIT
    if language != "en":
        assert paragraph.strip() in message.html
        assert "تتمة الموجز على الموقع" in message.html


def test_where_headlines_are_too_many_the_rest_is_counted():
    mailing = daily(*[published("W" * 300, headline_ar="ع" * 500) for n in range(60)])
    reader = make_subscriber(language="both")
    stored = letter(mailing, reader)
    message = personal.message(stored, reader)
    held = stored.contents.count()
    assert 0 < held < 60
    assert _octets(message) < LIMIT
    for part in (message.html, message.text):
        assert f"{60 - held} more briefs on the site" in part
        assert f"{SITE}/editions/2026-11-23/" in part


def test_a_note_stays_beside_a_text_that_is_cut():
    brief = _long("Long brief")
    for number in range(3):
        Correction.objects.create(
            brief=brief,
            revision=brief.live,
            note_en=f"{number} wrong. " * 120,
            note_ar="خطأ. " * 300,
        )
    mailing = daily(brief, *[_long(f"Long brief {n}") for n in range(14)])
    message = _message(mailing)
    assert _octets(message) < LIMIT
    assert "2 wrong." in message.html
    assert "0 wrong." not in message.html
    assert message.html.count("All corrections of it on the site") == 1
    assert message.text.count("All corrections of it are on the site") == 1


def test_a_short_letter_is_not_cut():
    message = _message(daily(published(), published()))
    assert "Read the rest" not in message.html
    assert "more brief" not in message.html
    assert "All corrections" not in message.html
    assert "The whole edition on the site" in message.html


HOSTILE = '</title></td></table><script>alert(1)</script><a href="javascript:x()" onclick="x()">&'


@pytest.mark.parametrize("kind", ["daily", "breaking", "correction", "retraction"])
def test_hostile_texts_are_only_text(kind):
    topic = make_topic("hostile")
    topic.name_en = topic.name_ar = HOSTILE[:80]
    topic.save()
    brief = published(HOSTILE, headline_ar=HOSTILE, summary_ar=HOSTILE, topic=topic)
    brief.article.source.name_en = brief.article.source.ownership_ar = HOSTILE
    brief.article.source.save()
    brief.article.url = "javascript:alert(1)"
    brief.article.save()
    brief.live.sentences.update(text=HOSTILE)
    notes = {"note_en": HOSTILE, "note_ar": HOSTILE}
    mailing = {
        "daily": lambda: daily(brief, intro_en=HOSTILE, intro_ar=HOSTILE),
        "breaking": lambda: breaking(brief),
        "correction": lambda: correction(brief, **notes),
        "retraction": lambda: correction(brief, "retraction", **notes),
    }[kind]()
    for language, speaks in READERS:
        message = _message(mailing, language, speaks)
        assert html.mail_faults(message.html) == []
        assert not re.search(r"<script|<a [^>]* onclick=|href=\"javascript", message.html)
        assert HOSTILE in message.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_is_one_short_line(kind):
    headline = "Ferries\r\nBcc: someone@example.org\u2028\x01 " + "sail " * 55
    brief = published(headline[:300])
    mailing = {
        "edition": lambda: daily(brief),
        "weekly": lambda: None,
        "breaking": lambda: breaking(brief),
        "correction": lambda: correction(brief),
        "retraction": lambda: correction(brief, "retraction"),
    }[kind]() or all_kinds()["weekly"]
    subject = _message(mailing).subject
    assert len(subject) < 180
    assert subject.isprintable()
    assert not HeaderRegistry()("Subject", subject).defects


def test_the_preheader_tells_what_else_there_is():
    message = _message(daily(published("First"), published("Second"), published("Third")))
    hidden = re.search(r'<div lang="en" dir="ltr" style="display:none[^>]*>([^<]*)', message.html)
    assert hidden[1] == "Second · Third"


@pytest.mark.parametrize("language", ["both", "en", "ar"])
def test_a_preview_is_the_letter_and_stores_nothing(language):
    mailing = daily(published(), published("Second"), intro_en="A day.", intro_ar="يوم.")
    edition = mailing.edition
    shown = letters.preview(edition, reading.stories(edition), language)
    assert not mailing.letters.exists()
    sent = letter(mailing, make_subscriber(language=language))
    for part in ("text", "html"):
        ours, theirs = getattr(shown, part), getattr(sent, part)
        for name in (personal.SETTINGS, personal.LEAVE):
            assert name not in ours
            show = "?show=ar" if language == "ar" else "?show=en"
            theirs = theirs.replace(name, f"{SITE}/subscribe/{show}")
        assert ours == theirs


def test_an_edition_without_briefs_has_a_preview():
    empty = make_edition(DAY, published=False)
    message = letters.preview(empty, [], "both")
    assert message.subject == "The Daily Brief, 23 November"
    assert html.mail_faults(message.html) == []


def test_a_preview_of_what_is_not_saved_yet():
    unsaved = Edition(date=DAY, intro_en="Not saved.")
    assert "Not saved." in letters.preview(unsaved, [], "en").text


def _long(headline: str):
    """Return a brief of 24,000 English and 20,000 Arabic letters."""
    brief = published(
        headline, summary_ar="\n".join(["تبحر العبّارات من جديد. " * 36] * 24)[:20_000]
    )
    brief.live.sentences.all().delete()
    text = ("Ferries sail again. " * 10).strip()
    SummarySentence.objects.bulk_create(
        SummarySentence(revision=brief.live, position=position, text=text)
        for position in range(120)
    )
    return brief
