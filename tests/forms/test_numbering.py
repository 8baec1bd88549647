"""The numbers of sentences: read as they were written, and never a trap for the server."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.forms.numbering import Numbering
from summaries.services.errors import Invalid
from tests.timing import cpu_seconds

LABELS = st.one_of(st.just("H"), st.integers(1, 9999).map(str))


@given(st.dictionaries(LABELS, st.integers(1, 10**18 - 1)))
def test_a_numbering_is_read_as_it_was_written(segments):
    numbering = Numbering(segments)
    assert Numbering.parse(numbering.code()) == numbering


@pytest.mark.parametrize(
    "code",
    [
        "1",
        "1:",
        ":1",
        "1:x",
        "123456:1",
        "1:2:3",
        "1:" + "9" * 19,
        "1:٣",
        "١:3",
        "x\x00:1",
        "1:1 !",
    ],
)
def test_what_is_no_numbering_is_an_empty_one(code):
    assert Numbering.parse(code) == Numbering({})


@settings(deadline=200)
@given(st.text(alphabet="1H: !", max_size=400))
def test_no_code_keeps_the_server_busy(code):
    assert all(isinstance(pk, int) for pk in Numbering.parse(code).segments.values())


@pytest.mark.parametrize("code", ["1:" + "111111:" * 30 + "!", "1:1 " * 200_000, "1" * 10**6])
def test_long_codes_are_read_in_no_time(code):
    assert cpu_seconds(lambda: Numbering.parse(code)) < 0.2


@pytest.mark.parametrize("text", ["9" * 5000, "٩" * 5000, "²", "1 " + "x" * 5000])
def test_what_is_no_number_is_named_and_not_endless(text):
    with pytest.raises(Invalid) as refused:
        Numbering({"1": 7}).pks(text)
    assert len(str(refused.value)) < 100
    assert Numbering({"1": 7}).translated(text, Numbering({})) == text


def test_digits_of_any_script_count():
    assert Numbering({"H": 5, "1": 7, "12": 9}).pks("h، ١٢ 01") == (5, 7, 9)
