"""Too short and too long."""

import pytest

from summaries.checks.base import Pair
from summaries.checks.length import Length

ARABIC = "أعلنت البلدية أن أعمال الصيانة في الجسر الكبير ستبدأ الأسبوع المقبل وتستمر شهرا كاملا."
TWO = "أعلنت البلدية بدء أعمال الصيانة في الجسر الكبير. وطلبت من السائقين استعمال الطريق الشمالي."


@pytest.mark.parametrize(
    ("arabic", "english", "words"),
    [
        (ARABIC, "The bridge is closed.", "missing"),
        ("وصل الوفد", "The delegation of the town arrived late " * 3, "added"),
        (TWO, "The municipality announced maintenance work on the big bridge.", "A sentence"),
    ],
)
def test_length_that_no_translation_has(arabic, english, words):
    (finding,) = Length().find(Pair(arabic, english))
    assert words in finding.message


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        (
            ARABIC,
            "The municipality announced that maintenance of the big bridge will begin next week "
            "and last a whole month.",
        ),
        (TWO, "The town began work on the big bridge and asked drivers to use the north road."),
        ("فاز المغرب على تونس بهدفين مقابل هدف واحد.", "Morocco beat Tunisia 2-1."),
        ("فاز منتخب المغرب على منتخب تونس بهدفين مقابل هدف واحد.", "Morocco beat Tunisia 2-1."),
        ("عاجل", "Breaking news"),
        ("سيكتبونها", "They will write it down"),
        (ARABIC, ""),  # that is for `empty` to say
    ],
)
def test_ordinary_lengths(arabic, english):
    assert not list(Length().find(Pair(arabic, english)))


def test_a_summary_is_short_by_nature():
    assert not list(Length().find(Pair(ARABIC, "Bridge closed.", is_summary=True)))
