"""What the factual guard refuses and what it lets pass, as tables of sentences."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.engine.guard import invented
from tests.timing import cpu_seconds

SOURCE = """US Defense Secretary Lloyd Austin held a phone call with Russian Defense Minister Andrei
Belousov. On June 25, Austin called him about the conflict in Ukraine. Pentagon spokesman Patrick
Ryder said the last contact between both ministers was on March 15 last year. The operation began on
February 24, 2022, in Donbas. 1,200 tanks, 35 percent of the fleet, worth $1.5 billion, including
Leopard 2 and F-16 machines, were lost over three years. South Korea and the North Atlantic alliance
watched for the first time. Between 5 and 10 million people fled. President Recep Tayyip Erdoğan
met António Guterres of the United Nations at 5 p.m. on Sunday, and a third of the talks failed.
Thousands marched. Farms grew by half a million hectares in the 1990s, 20 km from the border."""

PASSES = [
    # numbers by value, however they are written
    "Some 1200 tanks were lost.",
    "One thousand two hundred tanks were lost.",
    "They were worth $1.5bn.",
    "They were worth 1.5 billion dollars.",
    "35% of the fleet was lost.",
    "Thirty-five per cent of the fleet was lost.",
    "The three-year war goes on.",
    "Some 5 million to 10 million people fled.",
    "One-third of the talks failed.",
    "Farms grew by 500,000 hectares.",
    "Two ministers spoke.",
    "It was 20 kilometres from the border.",
    "They met at 5 pm.",
    "No one of them said more, and one another's views were heard.",
    # dates, in any order and with less than the source gives
    "Austin called on 25 June.",
    "Austin called on the 25th of June.",
    "The operation began in February 2022.",
    "The operation began on 24 Feb. 2022.",
    "The operation began in 2022.",
    "The last contact was on 15 March last year.",
    # names: possessives, adjectives, plurals, accents, acronyms of places
    "Austin's call came first.",
    "Russia and the Ukrainians heard of it.",
    "Americans and Koreans watched.",
    "U.S. and UN officials watched.",
    "Erdogan met Antonio Guterres.",
    "F16 machines and Leopard 2 machines were lost.",
    "Al-Austin spoke.",
    "Defense Secretary Austin and Defense Minister Belousov spoke.",
    # ordinary words with a capital because they open a sentence
    "Talks were held, officials said.",
    "Speaking later, he called it useful.",
    "However, the ministers differed.",
]

REFUSED = [
    ("Austin called on June 25, 2022.", ["June 25, 2022"]),
    ("Austin called on June 26.", ["June 26"]),
    ("The operation began in March 2022.", ["March 2022"]),
    ("They met in October.", ["October"]),
    ("They met on 2022-06-25.", ["2022-06-25"]),
    ("They spoke last month.", ["last month"]),
    ("They spoke yesterday.", ["yesterday"]),
    ("Some 25 tanks were lost.", ["25"]),
    ("Some 1,201 tanks were lost.", ["1,201"]),
    ("Some 12,000 tanks were lost.", ["12,000"]),
    ("They lost 35 tanks.", ["35"]),
    ("They paid $1,200.", ["1,200"]),
    ("It was worth 1.5 billion euros.", ["1.5 billion"]),
    ("It was worth $1.5 million.", ["1.5 million"]),
    ("It took three days.", ["three"]),
    ("It was 20 miles away.", ["20"]),
    ("They met at 5 a.m.", ["5"]),
    ("For the second time they watched.", ["second"]),
    ("Two-thirds of the talks failed.", ["Two-thirds"]),
    ("Dozens marched.", ["dozens"]),
    ("The fleet doubled.", ["doubled"]),
    ("Kosovo was discussed.", ["Kosovo"]),
    ("He went to Moscow.", ["Moscow"]),
    ("NATO watched.", ["NATO"]),
    ("The WHO watched.", ["WHO"]),
    ("F-18 machines were lost.", ["F-18"]),
    ("They met on Monday.", ["Monday"]),
    ("Leopard 3 machines were lost.", ["Leopard 3"]),
    ("Beijing watched.", ["Beijing"]),
    ("Italy watched.", ["Italy"]),
    ("Defense Secretary John Austin spoke.", ["John"]),
    ("Lloyd Ryder spoke.", ["Lloyd Ryder"]),
    ("North Korea watched.", ["North Korea"]),
    ("President Lloyd Austin and the Secretary of State spoke.", ["State"]),
    ("Ukraine's Zelensky and 14 others spoke.", ["Zelensky", "14"]),
]


@pytest.mark.parametrize("sentence", PASSES)
def test_what_the_source_says_passes(sentence):
    assert invented(sentence, SOURCE) == ()


@pytest.mark.parametrize(("sentence", "words"), REFUSED)
def test_what_the_source_does_not_say_is_named(sentence, words):
    assert [word.lower() for word in invented(sentence, SOURCE)] == [w.lower() for w in words]


def test_a_year_from_elsewhere_joined_to_a_date_is_invented():
    """The starter's summarizer did exactly this to the sample article."""
    source = "On June 25, Austin called Belousov. The operation began on February 24, 2022."

    assert invented("Austin called Belousov on June 25, 2022.", source) == ("June 25, 2022",)
    assert invented("On 25 June 2022, Austin called Belousov.", source) == ("25 June 2022",)
    assert invented("Austin called Belousov on June 25.", source) == ()


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Nigeria watched.", "Niger watched."),
        ("The Romanian king left.", "The Roman king left."),
        ("Austria voted.", "Australia voted."),
        ("Iraqi troops left.", "Iranian troops left."),
        ("He met Williams.", "He met William."),
        ("He met Tamimi.", "He met Tamim."),
        ("He met Hermann.", "He met Herman."),
        ("He met May.", "He may resign."),
    ],
)
def test_names_that_only_look_alike_are_different(sentence, source):
    assert invented(sentence, source)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Iraqis left.", "They left Iraq."),
        ("An Egyptian spoke.", "Egypt spoke."),
        ("A Canadian spoke.", "Canada spoke."),
        ("The Lebanese army left.", "The army of Lebanon left."),
        ("British troops left.", "Troops of the United Kingdom left."),
        ("Mexicans voted.", "Mexico voted."),
        ("Kurdish parties left.", "The Kurds left."),
        ("The USA left.", "The United States left."),
    ],
)
def test_a_place_and_its_people_are_one_name(sentence, source):
    assert invented(sentence, source) == ()


@pytest.mark.parametrize("sentence", PASSES)
def test_a_sentence_is_true_to_itself(sentence):
    assert invented(sentence, sentence) == ()


@given(st.text(max_size=200))
def test_any_text_is_true_to_itself(text):
    assert invented(text, text) == ()


@given(st.integers(10, 10**9), st.integers(10, 10**9))
def test_digits_are_compared_by_value(said, known):
    wrong = invented(f"They counted {said} of them.", f"They counted {known:,} of them.")

    assert bool(wrong) == (said != known)


@given(st.text(alphabet="123456789 ,.-%$andtymilon", max_size=60))
def test_odd_numbers_do_not_break_it(text):
    assert all(re.search(r"\w", word) for word in invented(text, ""))


def test_it_is_quick():
    source = SOURCE * 10

    def check():
        for number in range(20):
            invented(f"Austin and {number} others met Belousov on June 25.", source)

    assert cpu_seconds(check) < 1
