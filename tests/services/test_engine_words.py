"""Every refusal of the engine has its Arabic."""

import re

import pytest
from django.utils import translation

from summaries import tasks
from summaries.engine.text import clean, intake
from summaries.readers import documents, feeds, listing, pages, pdf
from summaries.services import jobs
from summaries.services.engine_words import spoken

ARABIC = re.compile("[\u0621-\u064a]")
VALUES = {
    "size": "6.1 MB",
    "kind": "a picture",
    "language": "Urdu",
    "address": "https://manara.example/rss",
}


def _sentences(module) -> list[str]:
    """Return the module's constants that are sentences, with values where they have places."""
    found = []
    for name, value in vars(module).items():
        values = value.values() if isinstance(value, dict) else [value]
        if re.fullmatch("_[A-Z_]+", name):
            found += [
                v for v in values if isinstance(v, str) and re.match("[A-Z].* .*(?:[.]|[}])$", v)
            ]
    return [sentence.format(**VALUES) for sentence in found]


REFUSALS = [
    *_sentences(intake),
    *_sentences(clean),
    *(
        sentence
        for module in (documents, feeds, listing, pages, pdf)
        for sentence in _sentences(module)
    ),
    jobs.LOST_WORKER,
    tasks.UNEXPECTED,
]


def test_the_sentences_are_found():
    assert len(REFUSALS) >= 15


@pytest.mark.parametrize("said", REFUSALS)
def test_what_editors_are_told_is_told_in_their_language(said):
    with translation.override("ar"):
        arabic = spoken(said)
    assert ARABIC.search(arabic)
    assert not re.search(r"[a-z]{4}", re.sub(r"[.]docx|https://\S+", "", arabic))
    with translation.override("en"):
        assert spoken(said) == said


@pytest.mark.parametrize("words", [intake.SIGNATURES, intake.OTHER_LANGUAGES])
def test_words_inside_a_refusal_are_translated(words):
    for word in words.values():
        said = intake._WRONG_FORMAT.format(kind=word)
        with translation.override("ar"):
            assert word not in spoken(said)


@pytest.mark.parametrize(
    "size", ["6.1 MB", "200,001 characters", "400,001 characters with ligatures spelled out"]
)
def test_sizes_stay_as_they_were_counted(size):
    with translation.override("ar"):
        arabic = spoken(intake._TOO_LONG.format(size=size))
    assert size.split()[0] in arabic
    assert "characters" not in arabic


def test_other_words_stay_as_they_are():
    with translation.override("ar"):
        assert spoken("Disk quota exceeded") == "Disk quota exceeded"
