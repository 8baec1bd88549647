"""Differences between texts: whole words, readable runs, bounded time."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.engine.worddiff import Op, Piece, word_diff
from tests.timing import cpu_seconds

WORDS = st.lists(
    st.sampled_from(
        ["الميناء", "المِينَاءُ", "الميـــناء", "1,200", "Ramla's", "port", " ", "،", ".", "\n"]
    )
)
TEXTS = st.one_of(st.text(), WORDS.map(" ".join))


def _side(pieces, gone: Op) -> str:
    return "".join(piece.text for piece in pieces if piece.op is not gone)


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts(before, after):
    pieces = word_diff(before, after)
    assert _side(pieces, Op.INSERT) == before
    assert _side(pieces, Op.DELETE) == after
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("The port opens.", "The port opens.", "The port opens."),
        ("The port opens.", "The harbour opens.", "The [-port][+harbour] opens."),
        ("Some 1,200 sailed.", "Some 1,500 sailed.", "Some [-1,200][+1,500] sailed."),
        ("Ramla's port", "Ramla port", "[-Ramla's][+Ramla] port"),
        (
            "It was very late then.",
            "It is quite late then.",
            "It [-was very][+is quite] late then.",
        ),
        ("يفتح الميناء اليوم", "يفتح المِيناءُ اليوم", "يفتح [-الميناء][+المِيناءُ] اليوم"),
        ("يفتح الميـناء اليوم", "يغلق الميـناء اليوم", "[-يفتح][+يغلق] الميـناء اليوم"),
        ("One. Two.", "One.", "One.[- Two.]"),
        ("", "New.", "[+New.]"),
    ],
)
def test_words_change_whole(before, after, shown):
    signs = {Op.EQUAL: "{}", Op.DELETE: "[-{}]", Op.INSERT: "[+{}]"}
    assert "".join(signs[p.op].format(p.text) for p in word_diff(before, after)) == shown


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b " * 5000, "b a " * 5000),
        (" ".join(f"w{n % 97}" for n in range(4000)), " ".join(f"w{n % 89}" for n in range(4000))),
        (" ".join(f"w{n}" for n in range(3500)), " ".join(f"w{n}" for n in reversed(range(3500)))),
        ("a b c " * 66, "c b a " * 66),
        (
            " ".join(f"{n:x}" for n in range(4096, 8000)),
            " ".join(f"{n:x}" if n % 2 else f"x{n:x}" for n in range(4096, 8000)),
        ),
    ],
    ids=["two words", "few words", "turned round", "short", "every second"],
)
def test_a_long_text_does_not_keep_anybody_waiting(before, after):
    assert cpu_seconds(lambda: word_diff(before, after)) < 0.5


@pytest.mark.parametrize("vocabulary", [2, 4, 8, 16, 64])
def test_a_page_of_repetitive_texts_does_not_either(vocabulary):
    chosen = Random(1)
    texts = [" ".join(f"{chosen.randrange(vocabulary):x}" for _ in range(190)) for _ in range(101)]

    def compare():
        for before, after in pairwise(texts):
            word_diff(before, after)

    assert cpu_seconds(compare) < 3


def test_too_many_scattered_changes_are_one():
    before, after = "a b c d e f g", "a x c y e z g"
    assert len(word_diff(before, after, most=10)) == 10
    assert word_diff(before, after, most=9) == [
        Piece(Op.EQUAL, "a "),
        Piece(Op.DELETE, "b c d e f"),
        Piece(Op.INSERT, "x c y e z"),
        Piece(Op.EQUAL, " g"),
    ]
