"""Which items are wanted, by patterns over title and address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.services.sources.patterns import reason_against

TITLE = "إصابة لاعبٍ في مباراة الدوري الممتاز"
URL = "https://marfa.example/sport/%D8%AF%D9%88%D8%B1%D9%8A/12?id=7"


@pytest.mark.parametrize(
    "pattern",
    [
        "مباراة", "مباراه", "اصابة", "لاعب في", "إصابة*الدوري", "*الدوري*", "/sport/",
        "marfa.example/sport", "MARFA.example", "/sport/*/12", "دوري/12", "id=7", "رياضة\nمباراة",
        "  مباراة  ",
    ],
)  # fmt: skip
def test_what_a_pattern_fits_is_left_out(pattern):
    assert reason_against(TITLE, URL, skip=pattern).startswith("It was left out by the pattern “")


@pytest.mark.parametrize(
    "pattern",
    ["", "\n \n", "*", "انتخابات", "الدوري*إصابة", "/economy/", "sport*economy", "٩٩"],
)
def test_what_no_pattern_fits_is_taken(pattern):
    assert reason_against(TITLE, URL, skip=pattern) == ""


@pytest.mark.parametrize(
    ("keep", "is_wanted"),
    [("", True), ("مباراة", True), ("انتخابات", False), ("انتخابات\n/sport/", True)],
)
def test_what_to_take_only(keep, is_wanted):
    assert (reason_against(TITLE, URL, keep=keep) == "") is is_wanted


def test_leaving_out_counts_more():
    assert "مباراة" in reason_against(TITLE, URL, keep="الدوري", skip="مباراة")


@given(title=st.text(max_size=60), url=st.text(max_size=60), pattern=st.text(max_size=60))
def test_any_pattern_is_no_error(title, url, pattern):
    assert isinstance(reason_against(title, url, keep=pattern, skip=pattern), str)


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip(" \t*") and "*" not in text))
def test_a_text_fits_itself(text):
    lines = text.splitlines()
    if len(lines) == 1 and lines[0].strip():
        assert reason_against(f"قبل {text} بعد", "", skip=text)


def test_many_wildcards_cost_nothing():
    assert reason_against("ا" * 500, "ب" * 1000, skip="*".join("ا" * 149) + "*ت") == ""
