"""Transliteration: what spells a name and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.checks.names.transliteration import similarity

SAME = [
    ("بوردو", "bordeaux"), ("مايكل", "michael"), ("رايت", "wright"), ("هيوستن", "houston"),
    ("تشرشل", "churchill"), ("شوارزنيغر", "schwarzenegger"), ("جورج", "george"),
    ("عبدالله", "abdullah"), ("قذافي", "gaddafi"), ("خوان", "juan"), ("غوغل", "google"),
    ("كوينتين", "quentin"), ("يوتيوب", "youtube"), ("حزبالله", "hezbollah"), ("شون", "sean"),
    ("فرانسوا", "francois"), ("زيلينسكي", "zelenskyy"), ("ظريف", "zarif"), ("علاء", "alaa"),
]  # fmt: skip
OTHERS = [
    ("ماكرون", "merkel"), ("بوردو", "marseille"), ("مايكل", "matthew"), ("لندن", "berlin"),
    ("حسن", "salman"), ("كيري", "carter"), ("طهران", "khartoum"), ("بيروت", "cairo"),
]  # fmt: skip


@pytest.mark.parametrize(("arabic", "latin"), SAME)
def test_spellings_of_one_name(arabic, latin):
    assert similarity(arabic, latin) >= 0.75


@pytest.mark.parametrize(("arabic", "latin"), OTHERS)
def test_different_names(arabic, latin):
    assert similarity(arabic, latin) < 0.68


@given(
    st.text("ابتجحدرسشعقكلمنهوي", max_size=40), st.text("abcdefghijklmnopqrstuvwxyz'", max_size=40)
)
def test_a_similarity_is_a_share(arabic, latin):
    assert 0.0 <= similarity(arabic, latin) <= 1.0


def test_nothing_is_like_nothing():
    assert similarity("", "") == similarity("باريس", "") == 0.0
