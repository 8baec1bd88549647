"""Names the English leaves out: known and unknown ones, said again, and parts of names."""

import pytest

from summaries.checks.base import Context, Pair, Term
from summaries.checks.names.checks import NameMissing
from summaries.checks.names.foreign_words import foreignness
from summaries.checks.names.named_things import missing_things
from tests.timing import cpu_seconds


def missing(arabic, english, **context):
    found = NameMissing().find(Pair(arabic, english, Context(**context)))
    return [one.arabic[0].of(arabic) for one in found]


DROPPED = [
    ("وصل الوفد إلى تكساس صباح أمس.", "The delegation arrived in Texas yesterday.", " in Texas"),
    ("التقى الوزير المبعوث كارلو بونتشيلي.", "The minister met Carlo Poncielli.", " Poncielli"),
    ("انهار جسر قرب مدينة شفيرينغن.", "A bridge near Schwieringen collapsed.", " Schwieringen"),
    ("عاد ستيف غرينهولم إلى منزله.", "Steve Greenholm went home.", " Greenholm"),
    ("درست اللغة السنسكريتية في شبابها.", "She studied Sanskrit as a girl.", " Sanskrit"),
    (
        "غادرت السفينة ليماسول متجهة إلى بورسعيد.",
        "The ship left Limassol for Port Said.",
        " Limassol",
    ),
    ("زار اليابان ثم كتب عن اليابان.", "He saw Japan, then wrote about Japan.", " about Japan"),
    ("أقيم الحفل على ضفة نهر برزافا.", "The party was by the Barzava River.", " River"),
]


@pytest.mark.parametrize(("arabic", "english", "left_out"), DROPPED)
def test_a_name_left_out(arabic, english, left_out):
    assert missing(arabic, english) == []
    assert missing(arabic, english.replace(left_out, ""))


KEPT = [
    ("بدأ البث في الساعة 16:00 بتوقيت غرينتش.", "The broadcast began at 16:00 GMT."),
    ("هز المدينة زلزال بقوة 5.1 درجات على مقياس ريختر.", "A 5.1-magnitude quake shook the city."),
    ("أقرت البلدية المرسوم القاضي برفع الأجور.", "The council passed the decree raising pay."),
    ("تراجعت بورصة عمان قليلا.", "The Amman stock exchange fell slightly."),
    ("انخفضت الحرارة إلى خمسين درجة فهرنهايت.", "It fell to 50F."),
    ("قابلت جدتي في السوبر ماركت.", "I met my grandmother in the supermarket."),
    ("زارت دولتين جارتين قويتين.", "She visited two powerful neighbours."),
    ("تفشى فيروس كورونا في المدينة.", "The coronavirus spread in the city."),
    ("أعلنت وكالة الأنباء الألمانية ذلك.", "The dpa reported it."),
    ("قال إن دول شمال شرق أفريقيا تعاني.", "North-east Africa suffers, he said."),
    ("وصل خوان ماك دافيد اليوم.", "Juan McDavid arrived today."),
    ("عزف على الجيتار في الحفل.", "He was the guitarist of the evening."),
    ("تحدث عنما حدث لايزال غامضا.", "He spoke of what is still unclear."),
]


@pytest.mark.parametrize(("arabic", "english"), KEPT)
def test_nothing_left_out(arabic, english):
    assert missing(arabic, english) == []


def test_a_summary_may_leave_out_names():
    arabic, english = "وصل الوفد إلى تكساس.", "The delegation arrived."
    assert missing(arabic, english) == ["تكساس"]
    assert list(NameMissing().find(Pair(arabic, english, is_summary=True))) == []


def test_the_glossary_accounts_for_its_terms():
    arabic, english = "زارت الوزيرة بلدة شفيرينغن.", "The minister saw the old mill."
    assert missing(arabic, english) == ["شفيرينغن"]
    assert missing(arabic, english, terms=(Term("شفيرينغن", "the old mill"),)) == []


@pytest.mark.parametrize(
    ("foreign", "ordinary"),
    [("لوكسمبورغ", "استكشافات"), ("شارلوت", "متظاهرين"), ("زابدرونغ", "لرحلاتهم")],
)
def test_foreign_words_look_foreign(foreign, ordinary):
    assert foreignness(foreign) > 0 > foreignness(ordinary)


@pytest.mark.parametrize(
    ("arabic", "english", "thing"),
    [
        ("تدور حول الشمس", "It circles the Sun", ""),
        ("تدور حول الشمس", "It circles it", "الشمس"),
        ("عبر الإنترنت", "He sells online", ""),
        ("عبر الإنترنت", "He sells cheaply", "الإنترنت"),
        ("في المحكمة العليا", "before the justices", ""),
        ("في المحكمة العليا", "in the capital", "المحكمة"),
    ],
)
def test_things_that_have_few_names(arabic, english, thing):
    assert "".join(span.of(arabic) for span in missing_things(arabic, english)) == thing


def test_hostile_text_is_read_in_bounded_time():
    starts = zip("شمن", "KMN", strict=True)  # other words for each run: words are remembered

    def read():
        arabic, english = next(starts)
        unknown = f"{english}xkwrtplm {english}arabatchow {english}qwrt "
        missing(f"{arabic}تراوسبيرغ " * 500 + f"{arabic}كراباتشوف " * 500, unknown * 70)

    assert cpu_seconds(read) < 2
