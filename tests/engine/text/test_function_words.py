"""Which Arabic words say nothing by themselves."""

import pytest

from summaries.engine.text.function_words import is_function_word
from summaries.engine.text.normalise import for_matching


@pytest.mark.parametrize("word", ["في", "على", "إلى", "وقد", "وهو", "قال", "وقالت", "ولا"])
def test_function_words(word):
    assert is_function_word(for_matching(word))


@pytest.mark.parametrize("word", ["ميناء", "وزير", "فعلي", "علوم", "ولاية", ""])
def test_words_of_their_own(word):
    assert not is_function_word(for_matching(word))
