"""Agreed wordings in English text, and which candidate meets most of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.engine.terms import are_met, corrected, is_met, most_fitting, places, unwanted
from summaries.engine.types import Flag, Provenance, Translation, Wish

MADE = Provenance("m", "1", "e", "beam 4")


@pytest.mark.parametrize(
    ("wording", "text", "found"),
    [
        ("ferry", "The ferry left.", ["ferry"]),
        ("ferry", "Ferries and a ferry's crew", ["Ferries", "ferry's"]),
        ("ferries", "One FERRY left.", ["FERRY"]),
        ("bus", "Buses left; the bus’s driver", ["Buses", "bus’s"]),
        ("port authority", "the port  authority, a port-authority", ["port  authority",
                                                                     "port-authority"]),
        ("cease-fire", "A cease fire, two cease-fires", ["cease fire", "cease-fires"]),
        ("the Houthis", "Houthis", ["Houthis"]),
        ("Hamas", "He went to Hama.", []),
        ("US", "They told us about the US and US’s", ["US", "US’s"]),
        ("ferry", "ferryman, wherry", []),
        ("Sana'a", "Sana’a fell", ["Sana’a"]),
        ("C++ (new)", "C++ (new) came", ["C++ (new)"]),
        ("", "anything", []),
    ],
)  # fmt: skip
def test_places(wording, text, found):
    assert [text[place.start : place.end] for place in places(wording, text)] == found
    assert is_met(Wish(wording), text) == bool(found)


def test_a_forbidden_wording_inside_the_agreed_one_is_none():
    wish = Wish("port authority", ("authority", "port"))
    assert list(unwanted(wish, "The port authority spoke.")) == []
    assert [one for one, _place in unwanted(wish, "The authority spoke.")] == ["authority"]


def test_of_overlapping_forbidden_wordings_the_longest_counts():
    wish = Wish("ferry", ("boat", "passenger boat"))
    assert [one for one, _place in unwanted(wish, "A passenger boat left.")] == ["passenger boat"]


@pytest.mark.parametrize(
    ("text", "wording", "agreed", "expected"),
    [
        ("The boat left.", "boat", "ferry", "The ferry left."),
        ("Boats left.", "boat", "ferry", "Ferries left."),
        ("A boat left.", "boat", "icebreaker", "An icebreaker left."),
        ("It was an old ship.", "old ship", "ferry", "It was a ferry."),
        ("the boats' crews", "boat", "ferry", "the ferries' crews"),
        ("the boat's crew", "boats", "ferries", "the ferry's crew"),
        ("Ansar Allah's men", "Ansar Allah", "Houthis", "Houthis' men"),
        ("He said. boat people", "boat", "ferry", "He said. ferry people"),
        ("in the Ansar Allah area", "Ansar Allah", "the Houthis", "in the Houthis area"),
    ],
)
def test_a_correction_keeps_number_ending_and_capital(text, wording, agreed, expected):
    place, new = corrected(text, places(wording, text)[0], wording, agreed)
    assert text[: place.start] + new + text[place.end :] == expected


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_wording_can_be_looked_for(wording, text):
    for place in places(wording, text):
        assert 0 <= place.start < place.end <= len(text)
        corrected(text, place, wording, "ferry")


def candidate(text, score=-0.5, flags=()):
    return Translation(text, MADE, score, flags)


@pytest.mark.parametrize(
    ("candidates", "chosen"),
    [
        ([candidate("The boat"), candidate("The ferry", -0.8)], 1),
        ([candidate("The boat"), candidate("The ferry", -1.2)], 0),
        ([candidate("A ferry"), candidate("The ferry")], 0),
        ([candidate("A vessel"), candidate("A boat"), candidate("The craft")], 0),
        ([candidate("A boat"), candidate("A vessel")], 1),
        ([candidate("A boat"), candidate("ferry ferry", flags=(Flag.REPETITION,))], 0),
        ([candidate("A boat", None), candidate("A ferry", None)], 1),
        ([candidate("A boat")], 0),
    ],
)
def test_the_candidate_that_meets_most_terms_within_the_margin(candidates, chosen):
    best = most_fitting(candidates, [Wish("ferry", ("boat",))])
    assert best.text == candidates[chosen].text
    assert ("glossary" in best.provenance.decoding) == (chosen > 0)


def test_wishes_are_met_by_all_and_nothing_to_avoid():
    wishes = [Wish("ferry", ("boat",)), Wish("pier")]
    assert are_met(wishes, "The ferry at the pier")
    assert not are_met(wishes, "The ferry boat at the pier")
    assert not are_met(wishes, "The ferry")
    assert are_met([], "Anything")
