"""Which Arabic is labelled, and in which order."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.training.corpus import write_packed
from training.clean import Limits
from training.corpora import Source
from training.leaks import LeakIndex
from training.mono import Sentences, by_worth

LIMITS = Limits(30, (0.7, 2.2), 3, 0.6, 5)


@pytest.fixture
def dropped():
    return defaultdict(Counter)


def sentences(dropped, *paragraphs: str, leaks: LeakIndex | None = None) -> list[str]:
    picker = Sentences((2, 8), LIMITS, leaks or LeakIndex(), dropped)
    return [text for _name, text in picker.of(("mono/ar_a.txt", one) for one in paragraphs)]


def test_paragraphs_are_split_and_cleaned(dropped):
    found = sentences(dropped, "قالَ «نعم» أمس. ثم غادر الوفد, المدينة.")
    assert found == ['قال "نعم" أمس.', "ثم غادر الوفد، المدينة."]
    assert not dropped


@pytest.mark.parametrize(
    ("paragraph", "reason"),
    [
        ("نعم.", "too short"),
        ("كلمة بعد كلمة بعد كلمة بعد كلمة بعد كلمة.", "too long"),
        ("انظر {{قالب}} هنا", "markup"),
        ("ولد في ، ثم سافر", "hole"),
    ],
)
def test_bad_sentences_are_counted(dropped, paragraph, reason):
    assert sentences(dropped, paragraph) == []
    assert dropped == {"mono/ar_a.txt": {reason: 1}}


def test_a_sentence_is_taken_once(dropped):
    assert sentences(dropped, "غادر الوفد أمس.", "غادَر الوفد أمس.") == ["غادر الوفد أمس."]
    assert dropped == {"mono/ar_a.txt": {"same Arabic": 1}}


def test_test_lines_are_left_out(dropped):
    leaks = LeakIndex()
    leaks.add("newsset", ["غادر الوفد أمس"])
    assert sentences(dropped, "غادر الوفد أمس.", leaks=leaks) == []
    assert dropped == {"mono/ar_a.txt": {"leak: newsset": 1}}


def test_news_comes_first_and_chance_is_repeatable(tmp_path, dropped):
    sources = []
    for name, domain in (("wiki", "encyclopedia"), ("news", "news 2015")):
        path = tmp_path / f"{name}.txt.xz"
        write_packed(path, [f"{name} {number}" for number in range(20)])
        sources.append(Source(f"mono/ar_{name}.txt", path, "", "MIT", domain, ""))
    pairs = [("parallel/a.tsv", f"pair {number}") for number in range(20)]
    found = list(by_worth(sources, pairs, 7, dropped))
    assert [name for name, _line in found[::20]] == [
        "mono/ar_news.txt",
        "parallel/a.tsv",
        "mono/ar_wiki.txt",
    ]
    assert len(set(found)) == 60
    assert found[:20] != sorted(found[:20], key=lambda row: int(row[1].split()[1]))
    assert found == list(by_worth(sources, pairs, 7, dropped))
    assert found != list(by_worth(sources, pairs, 8, dropped))
