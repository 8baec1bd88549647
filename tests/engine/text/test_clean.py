"""Headline, body and removed lines."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.engine.errors import TextRejected
from summaries.engine.text import read_article, segments_of
from summaries.engine.text.normalise import Removals, clean_line
from summaries.engine.types import LineRole, SegmentKind, SourceSegment
from tests.timing import cpu_seconds

SAMPLES = Path(__file__).parents[3] / "sample_data"
HEADLINE = "الحكومة تعلن خطة جديدة لدعم المزارعين في الجنوب"
FIRST = "أعلنت الحكومة، يوم الأحد، خطة لدعم المزارعين. وتبدأ الخطة في الشهر المقبل."
SECOND = "وقال الوزير إن الخطة تشمل عشرين ألف مزارع في خمس محافظات جنوبية."
THIRD = "ورحب اتحاد المزارعين بالخطة، لكنه طلب تفاصيل أوسع عن التمويل."


def paste(*lines: str) -> str:
    return "\n".join(lines)


def removed(article):
    return [(r.text, r.role.value) for r in article.removed]


def body_lines(article):
    return sorted({s.line for s in article.segments if s.kind is SegmentKind.BODY})


def test_the_seed():
    article = read_article((SAMPLES / "article-ar.txt").read_text("utf-8"))
    assert article.headline == "وزير الدفاع الأمريكي يجري مباحثات هاتفية مع نظيره الروسي"
    assert [(r.line, r.role) for r in article.removed] == [
        (0, LineRole.KICKER),
        (5, LineRole.AGENCY),
        (11, LineRole.KICKER),
        (12, LineRole.TEASER),
        (18, LineRole.FOOTER),
    ]
    assert body_lines(article) == [4, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17]
    assert article.notices == ()


@pytest.mark.parametrize(
    ("name", "headline", "roles", "sentences"),
    [
        (
            "minimum-wage",
            "الحكومة الأردنية ترفع",
            ["kicker", "agency", "teaser", "footer", "footer"],
            11,
        ),
        ("snow-roads", "عاصفة ثلجية تغلق", ["kicker", "agency", "kicker", "teaser", "footer"], 13),
        ("tangier-port", "ميناء طنجة يستعد", ["footer", "agency", "teaser"], 12),
    ],
)  # fmt: skip
def test_the_written_samples(name, headline, roles, sentences):
    article = read_article((SAMPLES / f"{name}.ar.txt").read_text("utf-8"))
    assert article.headline.startswith(headline)
    assert [r.role.value for r in article.removed] == roles
    assert len(article.segments) == sentences


def test_the_headline_is_the_first_segment_and_sentences_are_numbered():
    article = read_article(paste(HEADLINE, FIRST))
    assert article.segments == (
        SourceSegment(0, 0, HEADLINE, SegmentKind.HEADLINE),
        SourceSegment(1, 0, "أعلنت الحكومة، يوم الأحد، خطة لدعم المزارعين."),
        SourceSegment(1, 1, "وتبدأ الخطة في الشهر المقبل."),
    )


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        ((FIRST, SECOND), ""),
        ((HEADLINE,), ""),
        ((HEADLINE, FIRST), HEADLINE),
        (("رويترز", HEADLINE, FIRST), HEADLINE),
        (("اقتصاد", HEADLINE, FIRST), HEADLINE),
        (("الرئيسية", "أخبار محلية", HEADLINE, FIRST), HEADLINE),
        (("زلزال يضرب الجزيرة", "مقتل العشرات وانهيار مبان قديمة في وسط المدينة", FIRST),
         "زلزال يضرب الجزيرة"),
        (("قناة السويس تسجل إيرادات قياسية", FIRST), "قناة السويس تسجل إيرادات قياسية"),
        (("رويترز: مقتل ثلاثة جنود", FIRST), "رويترز: مقتل ثلاثة جنود"),
        (("هل تنجح الخطة الجديدة؟", FIRST), "هل تنجح الخطة الجديدة؟"),
        ((HEADLINE, HEADLINE, FIRST), HEADLINE),
    ],
)  # fmt: skip
def test_headline(lines, headline):
    assert read_article(paste(*lines)).headline == headline


@pytest.mark.parametrize(
    "line",
    [
        "Sputnik", "AFP", "Middle East Monitor", "رويترز", "أ ف ب", "أ.ف.ب.", "وام", "(رويترز)",
        "بيروت - رويترز", "القاهرة / أ ش أ", "رويترز، أ ف ب", "وكالات", "وكالة أنباء الساحل",
        "الساحل نيوز", "المصدر: رويترز", "تصوير: سامر علي", "[وكالة الساحل]",
    ],
)  # fmt: skip
def test_agencies_and_credits(line):
    article = read_article(paste(HEADLINE, FIRST, line, SECOND))
    assert removed(article) == [(line, "agency")]


@pytest.mark.parametrize(
    "line",
    [
        "مناقشة", "شارك", "شارك المقال عبر البريد", "التعليقات (12)", "الوسوم: نفط، غاز، طاقة",
        "جميع الحقوق محفوظة", "© 2026", "#اقتصاد #زراعة", "#اقتصاد، #زراعة،", "https://example.org/news/1",
        "desk@example.org", "***", "ـــ", "آخر تحديث: 10:30", "الخميس 5 يوليو 2024",
        "12 كانون الثاني 2026",
        "تاريخ النشر: 12.05.2026", "فيسبوك", "10:30 GMT 05.07.2024",
    ],
)  # fmt: skip
def test_footers(line):
    article = read_article(paste(HEADLINE, FIRST, SECOND, line))
    assert [text for text, _ in removed(article)] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ أيضا: أسعار القمح ترتفع", "إقرأ أيضًا", "شاهد أيضاً | حصاد الزيتون", "تابعونا",
        "تابعونا على فيسبوك.", "اشترك في نشرتنا البريدية", "انضموا إلى قناتنا على تلغرام",
    ],
)  # fmt: skip
def test_teaser_calls(line):
    article = read_article(paste(HEADLINE, FIRST, line, SECOND))
    assert removed(article) == [(line, "teaser")]


def test_headlines_after_a_bare_call_are_teasers_up_to_the_next_sentence():
    article = read_article(
        paste(HEADLINE, FIRST, "اقرأ أيضا", "أسعار القمح ترتفع", "جفاف يهدد السهول", SECOND, THIRD)
    )
    assert [role for _, role in removed(article)] == ["teaser"] * 3
    assert body_lines(article) == [1, 5, 6]


def test_tags_after_their_heading_are_footers():
    article = read_article(paste(HEADLINE, FIRST, "الوسوم", "زراعة", "الجنوب"))
    assert [role for _, role in removed(article)] == ["footer"] * 3


def test_a_repeated_headline_is_set_aside():
    article = read_article(paste(HEADLINE, FIRST, HEADLINE, SECOND))
    assert removed(article) == [(HEADLINE, "teaser")]


@pytest.mark.parametrize("name", ["سامر الخطيب", "الساحل الاقتصادية", "جريدة الساحل – صور"])
def test_a_bare_name_under_the_headline_is_a_credit(name):
    article = read_article(paste(HEADLINE, name, FIRST, SECOND))
    assert removed(article) == [(name, "agency")]


@pytest.mark.parametrize(
    "line",
    [
        "تفاصيل الخطة",
        "ماذا يقول الخبراء؟",
        "شارك الوزير في القمة التي عقدت أمس",
        "شاهد آلاف المزارعين المعرض في يومه الأول.",
        "انضم إلى الحزب عشرات النواب",
        "نشر في الجريدة الرسمية قانون جديد",
        "صورة قاتمة للاقتصاد المحلي",
        "موقع أثري جديد في السهل",
        "- توزيع البذور مجانا",
        "قال: \"The project will start in May, as planned\".",
    ],
)  # fmt: skip
def test_subheadings_and_sentences_stay_in_the_body(line):
    article = read_article(paste(HEADLINE, FIRST, line, SECOND))
    assert article.removed == ()
    assert 2 in body_lines(article)


def test_what_was_removed_inside_the_text_is_reported():
    article = read_article(f"{HEADLINE}\r\n\u202b{FIRST}\u202c\r\n{SECOND}\x07")
    assert len(article.notices) == 2
    assert body_lines(article) == [1, 2]


def test_tashkeel_and_tatweel_stay_in_the_stored_text():
    article = read_article("قَالَ الوَزِيــرُ إِنَّ القِطَارَ سَيَنْطَلِقُ غَدًا مِنَ العَاصِمَةِ.")
    assert "الوَزِيــرُ" in article.segments[0].text


def test_a_paste_without_body_is_refused():
    with pytest.raises(TextRejected, match="no article text"):
        read_article(paste("اقرأ أيضا: أسعار القمح ترتفع في الأسواق العالمية", "مناقشة"))


def test_a_restored_line_becomes_segments():
    assert segments_of(7, FIRST)[1] == SourceSegment(7, 1, "وتبدأ الخطة في الشهر المقبل.")


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [FIRST, SECOND, THIRD, HEADLINE, "اقتصاد", "Sputnik", "رويترز", "مناقشة", "الوسوم:",
             "اقرأ أيضا", "تابعونا", "عنوان فرعي", "", "  ", "\u202b", "***", "© الساحل"]
        ),
        st.text(alphabet="قالثمود .؟!،:|-«»\"#@1\u202b\u200f\u064e\u0640\ta", max_size=40),
    ),
    max_size=12,
)  # fmt: skip


@given(LINES)
def test_no_line_is_lost_and_none_is_counted_twice(lines):
    raw = paste(FIRST, *lines)
    article = read_article(raw)
    found: dict[int, str] = {r.line: r.text for r in article.removed}
    for segment in article.segments:
        assert all(segment.line != r.line for r in article.removed)
        found[segment.line] = found.get(segment.line, "") + segment.text
    cleaned = {n: clean_line(line, Removals()) for n, line in enumerate(raw.splitlines())}
    assert {n: re.sub(r"\s", "", t) for n, t in found.items()} == {
        n: re.sub(r"\s", "", t) for n, t in cleaned.items() if t
    }


@pytest.mark.parametrize(
    ("unit", "outcome"),
    [
        (FIRST.replace(".", "،") + " ", "read"),
        ("كلمة ", "read"),
        ("(", "read"),
        ("«ا» ", "read"),
        (". ", "read"),
        ("#ا،،", "read"),
        ("ا\u0650\u064b" + "\u0650\u064b" * 30_000, "read"),
        ("ا\u0316\u202a\u0301\u202c" + "\u0316\u202a\u0301\u202c" * 30_000, "read"),
        ("\ufdfa", "ligatures spelled out"),
        ("\ufdfa" * 20 + "\n", "ligatures spelled out"),
        ("ا\n", "1,000 lines or sentences"),
        ("مناقشة\n", "1,000 lines or sentences"),
        ("و! ", "1,000 lines or sentences"),
        (FIRST + "\n", "1,000 lines or sentences"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_the_longest_text_is_read_or_refused_quickly(unit, outcome):
    raw = (paste(HEADLINE, FIRST, "") + unit * (200_000 // len(unit)))[:200_000]
    start = time.perf_counter()
    try:
        said = read_article(raw) and "read"
    except TextRejected as refusal:
        said = str(refusal)
    # At most a second on one idle core.
    assert time.perf_counter() - start < 10
    assert outcome in said


def test_a_thousand_sentences_are_read():
    article = read_article(paste(HEADLINE, "وقال الوزير إن العمل مستمر. " * 999))
    assert len(article.segments) == 1_000
    with pytest.raises(TextRejected, match="Paste one article"):
        read_article(paste(HEADLINE, "وقال الوزير إن العمل مستمر. " * 1_000))


def test_a_line_of_hashtags_and_commas_takes_no_exponential_time():
    raw = paste(HEADLINE, FIRST, "#ا،،" * 22 + "#")
    assert cpu_seconds(lambda: read_article(raw)) < 1
