"""Which replacements count as a rewording."""

import pytest

from summaries.engine.rewording import rewordings


def pairs(before, after):
    return [(one.old, one.new) for one in rewordings(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The militants fled.", "The fighters fled.", [("militants", "fighters")]),
        ("He met the boat people.", "He met the ferry crew.", [("boat people", "ferry crew")]),
        (
            "Boats of the Harbour Board left.",
            "Ferries of the port authority left.",
            [("Boats", "Ferries"), ("Harbour Board", "port authority")],
        ),
        ("It cost 12 pounds.", "It cost 14 pounds.", []),
        ("It was on the pier.", "It was at the pier.", []),
        ("the President spoke", "the president spoke.", []),
        ("He spoke.", "He spoke again.", []),
        ("He spoke again.", "He spoke.", []),
        ("One", "One two three four five six seven", []),
        ("a b c d e f", "1 2 3 4 5 6", []),
        ("", "", []),
    ],
)
def test_short_replacements_only(before, after, expected):
    assert pairs(before, after) == expected


def test_a_sentence_written_anew_teaches_nothing():
    before = " and ".join(f"old{c} the" for c in "abcdefgh")
    assert pairs(before, before.replace("old", "new")) == []


def test_the_key_ignores_capitals_and_the_place_is_told():
    (first,) = rewordings("Militants fled the town.", "Fighters fled the town.")
    (second,) = rewordings("The town saw militants.", "The town saw fighters.")
    assert first.key == second.key
    assert first.opens_sentence
    assert not second.opens_sentence
    assert first.place < 0.3 < 0.6 < second.place
