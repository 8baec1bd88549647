"""A word and its opposite."""

import pytest

from summaries.checks.base import Pair
from summaries.checks.opposites import Opposite


def found(arabic, english, **options):
    return list(Opposite().find(Pair(arabic, english, **options)))


@pytest.mark.parametrize(
    ("arabic", "english", "arabic_words", "english_words"),
    [
        ("صوّتوا لصالح الخطة.", "They voted against the plan.", "صوّتوا", "voted against"),
        ("صوتت اللجنة ضد الخطة.", "The panel voted for the plan.", "صوتت ضد", "voted for"),
        ("قال إنه بريء.", "He said he was guilty.", "بريء", "guilty"),
        ("أدان الوزير الهجوم.", "The minister welcomed the attack.", "أدان", "welcomed"),
        ("رحبت البلدية بالخطة.", "The town condemned the plan.", "رحبت", "condemned"),
        ("انخفضت الأسعار.", "Prices rose.", "انخفضت", "rose"),
        ("ارتفع عدد الزوار.", "The number of visitors fell.", "ارتفع", "fell"),
        ("فاز الفريق بالمباراة.", "The team lost the match.", "فاز", "lost"),
        ("خسر الفريق المباراة.", "The team won the match.", "خسر", "won"),
        ("وافقت النقابة على العرض.", "The union rejected the offer.", "وافقت", "rejected"),
        ("رفضت النقابة العرض.", "The union accepted the offer.", "رفضت", "accepted"),
        ("أغلقت البلدية الجسر.", "The town opened the bridge.", "أغلقت", "opened"),
        ("افتتحت البلدية المدرسة.", "The town closed the school.", "افتتحت", "closed"),
        ("زادت واردات القمح.", "Wheat exports grew.", "واردات", "exports"),
        ("بدأت صادرات القمح.", "Wheat imports began.", "صادرات", "imports"),
        ("تقع القرية شمال المدينة.", "The village is south of the city.", "شمال", "south"),
        ("تقع القرية في غرب البلاد.", "The village is in the east of the country.", "غرب", "east"),
    ],
)  # fmt: skip
def test_the_opposite_of_the_arabic(arabic, english, arabic_words, english_words):
    (finding,) = found(arabic, english)
    assert finding.english[0].of(english) == english_words
    assert finding.arabic[0].of(arabic).split()[0] == arabic_words.split()[0]


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("انخفضت الأسعار.", "Prices fell."),
        ("ارتفع العدد ثم انخفض.", "The number rose and then fell."),
        ("فاز الفريق.", "The other side lost: the team won."),
        ("رفضت النقابة العرض.", "The offer was not accepted."),
        ("قال إنه بريء.", "He pleaded not guilty."),
        ("تقع القرية شمال المدينة.", "The city is south of it, the village north."),
        ("وصل الوفد.", "Prices rose."),
    ],
)
def test_texts_that_agree(arabic, english):
    assert not found(arabic, english)


def test_a_summary_is_not_looked_at():
    assert not found("انخفضت الأسعار.", "Prices rose.", is_summary=True)
