"""Known names: which are found, where, and which words are none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.checks.names.gazetteer import english_for, in_arabic, in_english

SAME = [
    ("الرئيس الفرنسي", "the French president", "country:FR"),
    ("الفرنسيون", "Frenchmen", "country:FR"),
    ("الفرنسيات", "the French", "country:FR"),
    ("للولايات المتحدة", "U.S. forces", "country:US"),
    ("أميركيين", "Americans", "country:US"),
    ("بأمريكا", "the United States of America", "country:US"),
    ("سُوريا", "Syria's", "country:SY"),
    ("سورية", "Syrian", "country:SY"),
    ("الأكراد", "Kurds", "language:ku"),
    ("الكوريين الجنوبيين", "South Koreans", "country:KR"),
    ("كوريا الشمالية", "the North Korean army", "country:KP"),
    ("كوريا الجنوبية", "The South Korean army", "country:KR"),
    ("جنوب إفريقيا", "South African", "country:ZA"),
    ("ساحل العاج", "Côte d’Ivoire", "country:CI"),
    ("كوت ديفوار", "Ivory Coast", "country:CI"),
    ("البوسنة والهرسك", "Bosnia-Herzegovina", "country:BA"),
    ("جمهورية الصين الشعبية", "the People's Republic of China", "country:CN"),
    ("أستراليا", "AUSTRALIA", "country:AU"),
    ("كييف", "Kiev", "city:703448"),
    ("هونج كونج", "Hong Kong", "country:HK"),
    ("صنعاء", "Sana'a", "city:71137"),
    ("الجزائر", "Algeria", "country:DZ"),
    ("الجزائر", "Algiers", "city:2507480"),
    ("لاهاي", "The Hague", "city:2747373"),
    ("حزب الله", "Hizbullah", "org:Hezbollah"),
    ("الأونروا", "UNRWA", "org:UNRWA"),
    ("الأمم المتحدة", "U.N.", "org:UN"),
    ("حلف شمال الأطلسي", "NATO", "org:NATO"),
    ("البنتاغون", "the Pentagon", "org:Pentagon"),
    ("حزب العمال الكردستاني", "the Kurdistan Workers' Party", "org:PKK"),
    ("زيلينسكي", "Zelenskyy", "person:zelensky"),
    ("عبدالفتاح السيسي", "Abdel-Fattah el-Sisi", "person:sisi"),
    ("محمد", "Mohamed", "name:mohammed"),
    ("الضفة الغربية", "West Bank", "region:west-bank"),
    ("بالعربية", "in Arabic", "language:ar"),
    ("الشيعة", "Shi'ite", "religion:shia"),
]


@pytest.mark.parametrize(("arabic", "english", "entity"), SAME)
def test_both_languages_name_the_same(arabic, english, entity):
    assert any(entity in mention.entities for mention in in_arabic(arabic))
    assert any(entity in mention.entities for mention in in_english(english))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("وصل إلى وبغداد ثم لبنان", ["بغداد", "لبنان"]),
        ("قالت وكالة فرانس برس", ["وكالة فرانس برس"]),
        ("في اليَمَن", ["اليَمَن"]),
        ("الولايات المتّحدة والصين", ["الولايات المتّحدة", "الصين"]),
    ],
)
def test_arabic_mentions_stand_where_they_are_written(text, written):
    assert [mention.text for mention in in_arabic(text) if not mention.weak] == written
    assert all(mention.span.of(text) == mention.text for mention in in_arabic(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Egypt's army", ["Egypt"]),
        ("a US-led raid in Saudi Arabia", ["US", "Saudi Arabia"]),
        ("an Egyptian-Saudi summit", ["Egyptian", "Saudi"]),
        ("The New York Times wrote", ["New York Times"]),
        ("the Guinea-Bissau border", ["Guinea-Bissau"]),
        ("Niger, not Nigeria", ["Niger", "Nigeria"]),
        ("he told us who can can", []),
    ],
)
def test_english_mentions_stand_where_they_are_written(text, written):
    assert [mention.text for mention in in_english(text)] == written


@pytest.mark.parametrize(
    "text",
    [
        "صور جديدة للحادث",
        "كان الأمل كبيرا",
        "الدعم المالي للمدينة",
        "سوق بني قديمة",
        "بلغ من العمر",
    ],
)
def test_ordinary_arabic_words_demand_nothing(text):
    assert not [mention for mention in in_arabic(text) if not mention.weak]


@pytest.mark.parametrize(
    "text", ["Reading is fun", "Nice weather", "Most of the Man", "March on", "Bath time"]
)
def test_ordinary_english_words_demand_nothing(text):
    assert not [mention for mention in in_english(text) if not mention.weak]


def test_one_form_may_name_several_things():
    (georgia,) = in_english("Georgia")
    assert {"country:GE", "region:georgia-us"} <= georgia.entities
    (tripoli,) = in_arabic("طرابلس")
    assert {"city:2210247", "city:266826"} <= tripoli.entities


def test_the_name_of_a_body_also_holds_the_names_in_it():
    (house,) = in_arabic("مجلس النواب الأمريكي")
    assert "country:US" in house.within
    assert "country:US" not in house.entities
    (korea,) = in_english("South Korea")
    assert not korea.within


def test_different_countries_share_nothing():
    (niger,), (nigeria,) = in_arabic("النيجر"), in_english("Nigeria")
    assert not niger.entities & nigeria.entities


@pytest.mark.parametrize(
    ("entity", "kind", "english"),
    [
        ("country:FR", "country", "France"),
        ("country:FR", "demonym", "French"),
        ("country:CI", "country", "Côte d'Ivoire"),
        ("city:5128581", "city", "New York"),
        ("org:UN", "org", "UN"),
        ("country:nowhere", "country", ""),
    ],
)
def test_the_usual_english_is_known(entity, kind, english):
    assert english_for(entity, kind) == english


@given(st.text(alphabet="الوبمصرفنسيةَ ABUSfrance'.-\n", max_size=80))
def test_mentions_are_in_order_and_apart(text):
    for mentions in (in_arabic(text), in_english(text)):
        places = [(mention.span.start, mention.span.end) for mention in mentions]
        assert all(start < end <= len(text) for start, end in places)
        assert all(one[1] <= two[0] for one, two in pairwise(places))
