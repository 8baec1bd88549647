"""What is stored of an article: unmoved by orthography, small, and cheap on hostile text."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.likeness import Fingerprint, StaleFingerprint, fingerprint, same_key, words
from summaries.likeness.fingerprint import MOST_KEYWORDS, MOST_WORDS
from summaries.likeness.signature import BANDS
from tests.likeness.stories import MUSEUM, PORT
from tests.timing import cpu_seconds

HEADLINE, BODY = PORT
PRESENTED = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in range(0xFE8D, 0xFEF5)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}
RESPELLINGS = {
    "diacritics": lambda text: text.replace("م", "مُ").replace("ر", "رّ"),
    "tatweel": lambda text: text.replace("س", "ســ"),
    "Arabic digits": lambda text: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "Persian digits": lambda text: text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    "presentation forms": lambda text: "".join(PRESENTED.get(char, char) for char in text),
    "alef, yeh, teh": lambda text: text.translate(str.maketrans("أإىة", "اايه")),
    "punctuation": lambda text: text.replace("«", '"').replace("»", '"').replace("،", " -"),
    "spacing": lambda text: text.replace(" ", "\u00a0 ").replace("\n", "\n\n"),
    "bidi marks": lambda text: text.replace(" ", " \u200f"),
}


@pytest.mark.parametrize("respelled", RESPELLINGS.values(), ids=RESPELLINGS)
def test_orthography_changes_nothing(respelled):
    assert fingerprint(respelled(HEADLINE), respelled(BODY)) == fingerprint(HEADLINE, BODY)


@settings(max_examples=80)
@given(st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإةىئؤء0123456789 ،.", max_size=300), st.data())
def test_marks_anywhere_change_nothing(text, data):
    marks = st.sampled_from(["", "", "\u064e", "\u0651\u0650", "\u0640"])
    marked = "".join(
        char + data.draw(marks) if "ب" <= char <= "ي" else char for char in text
    )  # fmt: skip
    assert fingerprint("", marked) == fingerprint("", text)


def test_the_headline_is_no_part_of_the_key():
    assert fingerprint("عنوان", BODY).same_key == fingerprint("", BODY).same_key == same_key(BODY)
    assert same_key(BODY) != same_key(MUSEUM[1])


def test_short_texts_have_no_key():
    assert same_key("صورة") == fingerprint("صورة", "صورة من المدينة").same_key == ""


def test_it_survives_storing():
    found = fingerprint(HEADLINE, f"{BODY} يوم 3 مارس 2031")
    restored = Fingerprint.from_bytes(found.to_bytes())
    assert restored == found
    assert restored.bands == found.bands
    assert restored.keywords == found.keywords
    short = fingerprint("", "نص")
    assert Fingerprint.from_bytes(short.to_bytes()) == short


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\xff" * 64])
def test_what_is_no_fingerprint_is_refused(stored):
    with pytest.raises(StaleFingerprint):
        Fingerprint.from_bytes(stored)


def test_it_names_the_days_of_its_first_lines():
    assert fingerprint("", f"قال الوزير يوم 7 نيسان 2031 {BODY}").dates == {4 * 32 + 7}


def test_keys_fit_a_database():
    found = fingerprint(HEADLINE, BODY)
    assert len(found.bands) == BANDS
    assert 0 < len(found.keywords) <= MOST_KEYWORDS
    assert all(-(2**63) <= key < 2**63 for key in (*found.bands, *found.keywords))


HOSTILE = {
    "one word": "خبر " * 50_000,
    "no spaces": "خ" * 200_000,
    "marks": "خ" + "\u064e" * 200_000,
    "digits": "7" * 200_000,
    "digits and commas": "7,777" * 40_000,
    "dates": "3 مارس " * 28_000,
    "clitics": "وبال" * 50_000,
    "ligatures": "ﷺ" * 11_000,
    "phrases": " ".join(f"كلمة{n}" for n in range(20_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_costs_little(text):
    def measure():
        words.code.cache_clear()
        found = fingerprint(text, text)
        assert len(found.body) <= MOST_WORDS
        assert len(found.to_bytes()) < 5_000
        assert found.bands is not None
        assert found.keywords is not None

    assert cpu_seconds(measure) < 2
