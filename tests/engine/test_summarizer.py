"""Choosing among candidate summaries: what is dropped, what wins, what stands in."""

from __future__ import annotations

import pytest

from summaries.engine.errors import SummaryFailed
from summaries.engine.fake import FakeSummaryModel, fake_english
from summaries.engine.guard import invented
from summaries.engine.summarizer import chunked, repeats, summarize, tidy_headline

BODY = (
    "Governor Salma Hadi opened the tram line of Port Marsa on June 25.",
    "The tram line cost 320 million dollars and has 21 stops.",
    "Shopkeepers complained that the building work had driven customers away.",
    "A second tram line, to the airport, is planned for February 24, 2026.",
)
GOOD = "Governor Salma Hadi opened the tram line on June 25. It cost 320 million dollars."
WRONG_DATE = "Governor Salma Hadi opened the tram line on June 25, 2026."
WRONG_NAME = "Mayor Omar Hadi spoke to customers. The building work drove customers away."


def summary_of(*texts, titles=("A tram line opens in Port Marsa",), body=BODY, **options):
    return summarize(FakeSummaryModel(texts=texts, titles=titles), body, **options)


def test_a_good_candidate_is_taken_as_it_is():
    summary = summary_of(GOOD)

    assert summary.sentences == (
        "Governor Salma Hadi opened the tram line on June 25.",
        "It cost 320 million dollars.",
    )
    assert (summary.dropped, summary.extracted, summary.candidates) == ((), False, 1)
    assert summary.provenance.model == "fake"


def test_a_year_put_to_a_date_is_dropped_and_told():
    summary = summary_of(f"{WRONG_DATE} {GOOD}")

    assert WRONG_DATE not in summary.sentences
    assert [(drop.text, drop.invented) for drop in summary.dropped] == [
        (WRONG_DATE, ("June 25, 2026",))
    ]


def test_the_candidate_with_true_sentences_wins():
    assert summary_of(WRONG_NAME, GOOD).sentences[0].startswith("Governor Salma Hadi")


def test_a_short_candidate_is_filled_up_from_the_next():
    summary = summary_of(WRONG_NAME, "Shopkeepers complained that customers stayed away.")

    assert len(summary.sentences) == 2
    assert not summary.extracted


@pytest.mark.parametrize(
    ("candidate", "kept"),
    [
        (f"{GOOD} The tram line has 21", 2),
        (f"{GOOD} It cost 320 million dollars.", 2),
        (f"{GOOD} The tram line cost 320 million dollars. Yes.", 2),
        (f"{GOOD} {' '.join(BODY[2:])} A second line is planned to the airport.", 4),
        (f"{GOOD} {'The tram line and the tram line and ' * 4}the tram line.", 2),
    ],
    ids=["cut off", "repeated", "repeated in other words", "at most four", "stutter"],
)
def test_unreadable_sentences_are_left_out(candidate, kept):
    assert len(summary_of(candidate).sentences) == kept


def test_a_second_round_is_asked_when_nothing_survives():
    model = FakeSummaryModel(texts=[WRONG_DATE, WRONG_DATE + " ", WRONG_NAME, WRONG_DATE, GOOD])

    summary = summarize(model, BODY, candidates=3)

    assert len(model.calls) == 2
    assert not summary.extracted
    assert len(summary.sentences) >= 2


def test_source_sentences_stand_in_when_every_round_fails_and_it_says_so():
    summary = summary_of(WRONG_DATE)

    assert summary.extracted
    assert summary.sentences == BODY[:2]
    assert summary.dropped


def test_one_survivor_is_completed_from_the_source_and_it_says_so():
    summary = summary_of("Shopkeepers complained about the building work.")

    assert summary.extracted
    assert summary.sentences[0] == "Shopkeepers complained about the building work."
    assert summary.sentences[1] == BODY[0]


def test_an_article_of_one_sentence_has_a_summary_of_one():
    summary = summary_of("Salma Hadi opened the tram line.", body=BODY[:1])

    assert len(summary.sentences) == 1
    assert not summary.extracted


@pytest.mark.parametrize("body", [(), ("", "  ")])
def test_nothing_to_summarize_is_an_error_in_words(body):
    with pytest.raises(SummaryFailed, match="no text to summarize"):
        summary_of(GOOD, body=body)


def test_a_text_beyond_the_context_is_summarized_in_parts():
    body = [fake_english(f"جملة رقم {n}") for n in range(10, 60)]
    model = FakeSummaryModel(max_source_tokens=120)

    summary = summarize(model, body)

    assert len(model.calls) > 2
    assert all(model.count_tokens(text) <= 120 for text in model.calls)
    assert len(summary.sentences) >= 2
    assert not any(invented(sentence, "\n".join(body)) for sentence in summary.sentences)


def test_a_text_that_no_summary_makes_shorter_still_ends():
    body = [f"Boat {n} left." for n in range(40)]

    assert summarize(FakeSummaryModel(max_source_tokens=5), body).sentences


@pytest.mark.parametrize("limit", [8, 20, 50, 1000])
def test_chunks_fit_and_lose_nothing(limit):
    sentences = [f"Number {n} of the list is here." for n in range(20)]
    model = FakeSummaryModel(max_source_tokens=limit)

    chunks = chunked(model, sentences)

    assert [sentence for chunk in chunks for sentence in chunk] == sentences
    assert all(sum(map(model.count_tokens, chunk)) <= limit for chunk in chunks)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Port Marsa opens its tram line."], "Port Marsa opens its tram line"),
        (
            ["Omar opens the tram line", "Salma Hadi opens the tram line"],
            "Salma Hadi opens the tram line",
        ),
        (["Tram line opens on June 25, 2026"], "Tram opens"),
        (["Tram"], "Tram opens"),
        (["The tram line " + "of the city " * 12], "Tram opens"),
        ([], "Tram opens"),
    ],
)
def test_the_headline_is_a_true_suggestion_or_the_translated_one(titles, expected):
    assert summary_of(GOOD, titles=titles, headline_hint="Tram opens.").headline == expected


def test_without_any_headline_the_first_sentence_serves():
    assert summary_of(GOOD, titles=[]).headline == BODY[0].rstrip(".")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trams return.", "Trams return"),
        ('"Trams return"', "Trams return"),
        ("Trams return to the U.S.", "Trams return to the U.S."),
        ("**Trams  return**\n", "Trams return"),
        ("Trams and more...", "Trams and more..."),
    ],
)
def test_headlines_are_tidied(text, expected):
    assert tidy_headline(text) == expected


def test_a_long_fallback_is_cut_at_a_word():
    headline = tidy_headline("tram " * 40, shorten=True)

    assert headline.endswith("tram…")
    assert len(headline) <= 110


def test_near_repetition():
    assert repeats("The tram line cost 320 million.", ["It cost 320 million, the tram line."])
    assert not repeats("The tram line has 21 stops.", ["Shopkeepers complained of the work."])
