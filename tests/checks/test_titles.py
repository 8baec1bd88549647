"""Offices: former, acting, deputy, late, and one for another."""

import pytest

from summaries.checks.base import Pair, Severity
from summaries.checks.titles import Title


def found(arabic, english, **options):
    return list(Title().find(Pair(arabic, english, **options)))


@pytest.mark.parametrize(
    ("arabic", "english", "words"),
    [
        ("زار الرئيس الميناء.", "The former president visited the port.", "former"),
        ("زار وزير النقل الميناء.", "Ex-transport minister visited the port.", "Ex-"),
        ("افتتح المدير المدرسة.", "The acting director opened the school.", "acting"),
        ("افتتح وزير الصحة المستشفى.", "The deputy health minister opened the hospital.", "deputy"),
        ("كتب الشاعر قصيدة.", "A poem by the late poet appeared.", "the late"),
        (
            "زار وزير الداخلية الميناء.",
            "The foreign minister visited the port.",
            "foreign minister",
        ),
        ("زار سفير تونس الميناء.", "The prime minister visited the port.", "prime minister"),
    ],
)
def test_what_the_arabic_does_not_say(arabic, english, words):
    finding = found(arabic, english)[0]
    assert finding.severity is Severity.BLOCKING
    assert finding.english[0].of(english) == words
    assert found(arabic, english, is_summary=True)


@pytest.mark.parametrize(
    ("arabic", "english", "words"),
    [
        ("قال الرئيس السابق إن الخطة جيدة.", "The president said the plan was good.", "السابق"),
        ("التقى وزير النقل الأسبق الوفد.", "The transport minister met the delegation.", "الأسبق"),
        ("قال المدير بالوكالة إن العمل بدأ.", "The director said that work began.", "بالوكالة"),
        ("وصل نائب الرئيس إلى المطار.", "The president arrived at the airport.", "نائب"),
        ("وصل نائب رئيس مجلس النواب.", "The Speaker of Parliament arrived.", "نائب"),
        (
            "قال القائم بأعمال وزير الدفاع إن العمل بدأ.",
            "The defence minister said work began.",
            "القائم بأعمال",
        ),
        ("زار الرئيس المؤقت الميناء.", "The president visited the port.", "المؤقت"),
        ("أشاد الوفد بالرئيس الراحل.", "The delegation praised the president.", "الراحل"),
    ],
)
def test_what_the_english_lost(arabic, english, words):
    (finding,) = found(arabic, english)
    assert finding.arabic[0].of(arabic) == words
    assert not found(arabic, english, is_summary=True)


@pytest.mark.parametrize(
    ("arabic", "english", "arabic_words", "english_words"),
    [
        ("وصل رئيس الوزراء.", "The president arrived.", "رئيس الوزراء", "president"),
        ("وصل رئيس الحكومة.", "The President arrived.", "رئيس الحكومة", "President"),
        (
            "أشاد الرئيس السابق بها.",
            "Former Prime Minister praised it.",
            "الرئيس",
            "Prime Minister",
        ),
        (
            "قال رئيس الجمهورية ذلك.",
            "The prime minister said so.",
            "رئيس الجمهورية",
            "prime minister",
        ),
    ],
)
def test_one_head_in_place_of_another(arabic, english, arabic_words, english_words):
    (finding,) = found(arabic, english)
    assert finding.english[0].of(english) == english_words
    assert finding.arabic[0].of(arabic) == arabic_words


def test_a_minister_whom_no_line_of_the_article_has():
    article = "التقى وزير الدفاع نظيره.\nوجرت مناقشات داخلية بين أعضاء الوفدين."
    english = "The minister of the Interior met the minister of defense."
    (finding,) = found(article, english, is_summary=True)
    assert finding.english[0].of(english) == "minister of the Interior"
    assert not found(article + "\nوحضر وزير داخليتها.", english, is_summary=True)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("قال الرئيس السابق إن الخطة جيدة.", "The former president said the plan was good."),
        ("قال الرّئيسُ الأسبق إن الخطة جيدة.", "The ex-president said the plan was good."),
        ("قال الرئيس المخلوع إنه عائد.", "The former president said he would return."),
        ("في الأسبوع السابق زار الرئيس الميناء.", "That week the president visited the port."),
        ("قال المدير بالإنابة إن العمل بدأ.", "The interim director said that work began."),
        ("وصل نائب رئيس الوزراء.", "The deputy prime minister arrived."),
        ("قال النائب إنه سيصوت.", "The MP said he would vote."),
        ("قال وكيل الوزارة إن العمل بدأ.", "The deputy minister said work had begun."),
        ("نُشرت قصيدة للشاعر الراحل.", "A poem by the late poet was published."),
        ("انتهى العمل أواخر الليل.", "Work ended late at night, the Late Show began."),
        ("التقى رئيس الوزراء رئيس الجمهورية.", "The president met the prime minister."),
        ("قال رئيس الحكومة إن الخطة جيدة.", "The prime minister said the plan was good."),
        ("قالت وزيرة الخارجية إنها ستعود.", "The foreign minister said she would return."),
        ("قال النائب رئيس الكتلة إنه سيصوت.", "The MP who heads the bloc said he would vote."),
        ("وصل وزيرا الدفاع والداخلية.", "The defence and interior ministers arrived."),
        ("قالت الداخلية إنها ستعود.", "The interior minister said he would return."),
        ("زار وزير صحتها المدينة.", "Its health minister visited the city."),
        ("قال الوزير الأول إن الخطة جيدة.", "The prime minister said the plan was good."),
        ("عمل سابقا في الميناء.", "He formerly worked at the port."),
    ],
)
def test_offices_that_agree(arabic, english):
    assert not found(arabic, english)
