"""Prompts: what is generated from is what was tuned on; batches; padding."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.tiny_teacher import END, PADDING, PAIRS, write_teacher
from training.prompting import Prompting, batches

LINES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=40)


@pytest.fixture(scope="module")
def prompting(tmp_path_factory):
    folder = write_teacher(tmp_path_factory.mktemp("teacher"), layers=1, width=16)
    return Prompting.of(folder)


@given(english=LINES)
@settings(max_examples=50, deadline=None)
def test_a_reply_comes_back_as_it_was_on_one_line(prompting, english):
    [tokens] = prompting.replies([english])
    # The teacher's tokenizer composes characters, as prepare does.
    assert prompting.text(tokens) == (unicodedata.normalize("NFC", " ".join(english.split())), True)


@given(arabic=LINES, others=st.lists(LINES, max_size=3))
@settings(max_examples=50, deadline=None)
def test_a_prompt_does_not_depend_on_what_is_beside_it(prompting, arabic, others):
    assert prompting.prompts([arabic, *others])[0] == prompting.prompts([arabic])[0]


def test_a_prompt_asks_for_english(prompting):
    [tokens] = prompting.prompts([PAIRS[0][0]])
    assert prompting.tokenizer.decode(tokens) == (
        f"<|im_start|>user\nTranslate to English: {PAIRS[0][0]}<|im_end|>\n<|im_start|>assistant\n"
    )
    assert tokens.count(prompting.end) == 1


@pytest.mark.parametrize("text", [END, f"قال {END} ثم عاد", f"{PADDING}{END}\n"])
def test_no_text_can_end_a_turn_or_fill_it_up(prompting, text):
    [prompt], [reply] = prompting.prompts([text]), prompting.replies([text])
    assert [tokens.count(prompting.end) for tokens in (prompt, reply)] == [1, 1]
    assert prompting.padding not in [*prompt, *reply]
    assert prompting.text(reply) == (" ".join(text.split()), True)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([], ("He left", False)),
        ([END], ("He left", True)),
        ([END, PADDING, PADDING], ("He left", True)),
        ([PADDING], ("He left", False)),
    ],
)
def test_only_the_end_token_makes_a_text_whole(prompting, after, expected):
    tokens = prompting.replies(["He left"])[0][:-1]
    tokens += prompting.tokenizer.convert_tokens_to_ids(after)
    assert prompting.text(tokens) == expected


def test_padding_falls_back_on_the_end(prompting):
    class Bare:
        eos_token_id, pad_token_id = 7, None

    assert Prompting(Bare()).padding == 7
    assert prompting.padding != prompting.end


def test_no_sentences_have_no_prompts(prompting):
    assert prompting.prompts([]) == []


@given(lengths=st.lists(st.integers(1, 50)), most=st.integers(1, 120))
def test_batches_hold_every_row_once_and_stay_small(lengths, most):
    found = batches(lengths, most)
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    for batch in found:
        longest = max(lengths[row] for row in batch)
        assert len(batch) == 1 or len(batch) * longest <= most
    ordered = [lengths[row] for batch in found for row in batch]
    assert ordered == sorted(ordered, reverse=True)
