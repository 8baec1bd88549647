"""Which segments a summary sentence is linked to, and where the threshold of support lies."""

from __future__ import annotations

import pytest

from summaries.engine.evidence import MAX_LINKS, SUPPORTED, arabic_side, link, terms
from summaries.engine.types import EvidenceLink, SegmentKind, SentenceEvidence, SourceSegment
from tests.timing import cpu_seconds

ARTICLE = (
    "Harbour city opens its first tram line",  # 0, the headline
    "The governor of Port Marsa, Salma Hadi, opened the city's first tram line on Sunday after six"
    " years of work.",
    "The line runs 14 kilometres from the old fish market to the university campus and has 21"
    " stops.",
    "It cost 320 million dollars, of which the national government paid two thirds.",
    "Hadi said the trams would carry 60,000 passengers a day by the end of next year.",
    "Shopkeepers along the route complained that the building work had driven customers away.",
    "Bakery owner Karim Nasser said his sales fell by 40 percent while the street was dug up.",
    "The city council promised to pay shops up to 5,000 dollars each for their losses.",
    "Engineers delayed the opening twice because salt water had entered the cable tunnels.",
    "A second line, to the airport, is planned, but the council has not found the money for it.",
    "Tickets cost half a dollar, and students ride free until the end of the school year.",
    "Environmental groups welcomed the trams and asked for fewer buses in the centre.",
)

# (summary sentence, the segments it rests on)
SUPPORTED_PAIRS = [
    ("Governor Salma Hadi opened Port Marsa's first tram line on Sunday.", {1}),
    ("The 14-kilometre line links the old fish market with the university campus.", {2}),
    ("The national government paid two thirds of the $320 million cost.", {3}),
    ("The trams should carry 60,000 passengers daily by the end of next year, Hadi said.", {4}),
    ("Shop owners on the route complained that building work drove customers away.", {5}),
    ("Karim Nasser, who owns a bakery, saw sales fall 40 percent.", {6}),
    ("The council will pay shops up to 5,000 dollars for losses.", {7}),
    ("Salt water in the cable tunnels delayed the opening twice.", {8}),
    ("There is no money yet for a planned second line to the airport.", {9}),
    ("Students travel free until the school year ends, and tickets cost half a dollar.", {10}),
    ("Environmental groups want fewer buses in the city centre.", {11}),
    ("After six years of work the city has a tram line with 21 stops.", {1, 2}),
    (
        "Shops lost customers during the work, and the council promised up to 5,000 dollars each.",
        {5, 7},
    ),
    ("The line cost 320 million dollars and runs 14 kilometres.", {2, 3}),
]
UNSUPPORTED = [
    "Police arrested three men after a fight at the port.",
    "The opposition called for an election before the summer.",
    "Doctors at the hospital went on strike over their pay.",
    "The national team won its last match of the season.",
    "A ship with grain left the harbour for the first time since the war.",
    "The minister of finance resigned after a vote in parliament.",
    "Heavy rain closed the road to the airport for a week.",
    "The university dismissed its president after students protested.",
    "Hadi plans to run for president when her term ends.",
    "The government will build a new prison near the old market.",
    "Bus drivers refused to work on Sunday until their wages were paid.",
    "The council sold the fish market to a foreign company.",
    "Tram passengers were hurt when two cars collided at a stop.",
    "A cable company bought the land of the school.",
]


def scores(sentences):
    return [found.score for found in link(sentences, ARTICLE, headline=0)]


@pytest.mark.parametrize(("sentence", "segments"), SUPPORTED_PAIRS)
def test_a_sentence_is_linked_to_what_it_rests_on(sentence, segments):
    (found,) = link([sentence], ARTICLE, headline=0)

    assert found.links[0].segment in segments
    assert segments <= {one.segment for one in found.links}
    assert found.supported


def test_the_threshold_separates_the_written_examples():
    """The calibration: `evidence.SUPPORTED` has the figures in its comment."""
    right = [score >= SUPPORTED for score in scores([s for s, _ in SUPPORTED_PAIRS])]
    right += [score < SUPPORTED for score in scores(UNSUPPORTED)]

    assert sum(right) / len(right) >= 0.95


def test_scores_are_shares():
    for found in link([s for s, _ in SUPPORTED_PAIRS] + UNSUPPORTED, ARTICLE, headline=0):
        assert 0 <= found.score <= 1
        assert len(found.links) <= MAX_LINKS
        assert all(0 <= one.score <= 1 for one in found.links)


def test_a_copied_sentence_rests_on_itself_alone():
    (found,) = link([ARTICLE[7]], ARTICLE, headline=0)

    assert [one.segment for one in found.links] == [7]
    assert found.score == pytest.approx(1)


def test_the_headline_is_evidence_only_where_the_body_is_not():
    by_body, by_headline = link(
        ["Harbour city opens its first tram line.", "Kites flew over the dunes."],
        ["Harbour city opens first tram line", ARTICLE[1], "Kites flew."],
        headline=0,
    )
    (alone,) = link(["Kites flew over dunes."], ["Kites over dunes", ARTICLE[1]], headline=0)

    assert by_body.links[0].segment in (0, 1)
    assert by_headline.links[0].segment == 2
    assert [one.segment for one in alone.links] == [0]


@pytest.mark.parametrize("sentence", ["", "...", "Xylophones quietly vanished."])
def test_nothing_shared_is_no_evidence(sentence):
    assert link([sentence], ARTICLE) == (SentenceEvidence((), 0.0, supported=False),)


def test_no_segments_is_no_evidence():
    assert link(["A sentence."], []) == (SentenceEvidence((), 0.0, supported=False),)


def test_four_sentences_against_two_hundred_segments_take_little_time():
    segments = [f"{text} Part {number}." for number in range(17) for text in ARTICLE][:200]
    summary = [sentence for sentence, _ in SUPPORTED_PAIRS[:4]]

    def link_anew():
        terms.cache_clear()
        link(summary, segments)

    assert cpu_seconds(link_anew) < 0.25


def segment(number: int, text: str, kind: SegmentKind = SegmentKind.BODY) -> SourceSegment:
    return SourceSegment(number, 0, text, kind)


def rests_on(*segments: int) -> SentenceEvidence:
    return SentenceEvidence(tuple(EvidenceLink(n, 0.8) for n in segments), 0.8, supported=True)


ARABIC = (
    segment(0, "افتتاح أول خط للترام", SegmentKind.HEADLINE),
    segment(1, "افتتحت المحافظة أول خط للترام يوم الأحد."),
    segment(2, "يمتد الخط أربعة عشر كيلومترا."),
    segment(3, "بلغت الكلفة 320 مليون دولار."),
)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([rests_on(3), rests_on(1)], [1, 3]),
        ([rests_on(2, 1), rests_on(1)], [1, 2]),
        ([rests_on(0), rests_on(2)], [2]),
        ([rests_on(0)], [0]),
        ([rests_on()], []),
    ],
)
def test_the_arabic_side_is_the_evidence_in_source_order(evidence, expected):
    assert arabic_side(evidence, ARABIC) == tuple(ARABIC[n].text for n in expected)


def test_the_arabic_side_says_nothing_twice():
    twice = (*ARABIC[:2], segment(2, ARABIC[1].text))

    assert arabic_side([rests_on(1, 2)], twice) == (ARABIC[1].text,)
