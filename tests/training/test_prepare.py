"""Preparing small corpora from end to end."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from tests.training.corpus import source_row, write_packed, write_sources
from training import prepare
from training.errors import RecipeError, TrainingError
from training.leaks import key
from training.prepare import Preparation
from training.recipe import Recipe, section
from training.work import Deadline, Work, read_json, read_rows

PLACES = "العاصمة المدينة القرية الميناء السوق المطار المتحف الملعب الجسر المصنع".split()
ENGLISH_PLACES = "capital city village port market airport museum stadium bridge factory".split()
PEOPLE = "الوزير الرئيس المدير الطبيب المعلم السائق المهندس القاضي الكاتب اللاعب".split()
ENGLISH_PEOPLE = (
    "minister president manager doctor teacher driver engineer judge writer player".split()
)

SETTINGS = Recipe.load("toy").prepare
TEST = (
    "غادر السفير الجديد مقر البعثة قبل منتصف الليل بساعة",
    "The new ambassador left before midnight",
)


def visits(verb: str, english: str) -> list[tuple[str, str]]:
    """Return a hundred pairs of their own."""
    return [
        (f"{verb} {one} {other}", f"{english_one} {english} {english_other}")
        for one, english_one in zip(PEOPLE, ENGLISH_PEOPLE, strict=True)
        for other, english_other in zip(PLACES, ENGLISH_PLACES, strict=True)
    ]


def write_pairs(folder: Path, name: str, pairs: list[tuple[str, str]]) -> None:
    write_packed(folder / f"parallel/{name}.tsv.xz", ["\t".join(pair) for pair in pairs])


@pytest.fixture
def corpora(tmp_path) -> Path:
    folder = tmp_path / "corpora"
    write_pairs(folder, "best", [*visits("زار", "visited"), TEST])
    write_pairs(folder, "good", [*visits("دخل", "entered"), visits("زار", "saw")[0], ("قمر", "")])
    write_pairs(
        folder,
        "scripture",
        visits("وبارك", "blessed"),
    )
    write_packed(
        folder / "mono/ar_news.txt.xz", ["افتتح الرئيس الجسر. ثم غادر الوفد المدينة.", TEST[0]]
    )
    write_packed(folder / "mono/ar_wiki.txt.xz", [f"يقع {place} في الشمال" for place in PLACES])
    write_packed(folder / "mono/en_news.txt.xz", ["The minister opened the bridge."])
    write_sources(
        folder,
        [
            source_row("mono/ar_wiki.txt.xz", tier="", domain="encyclopedia"),
            source_row("mono/ar_news.txt.xz", tier="", domain="news 2015"),
            source_row("mono/en_news.txt.xz", tier=""),
            source_row("parallel/scripture.tsv.xz", tier="R"),
            source_row("parallel/good.tsv.xz", tier="B"),
            source_row("parallel/best.tsv.xz", tier="A"),
            source_row("parallel/secret.tsv.xz", tier="A", licence="unstated"),
        ],
    )
    return folder


@pytest.fixture
def tests_folder(tmp_path) -> Path:
    folder = tmp_path / "newsset"
    folder.mkdir()
    (folder / "ar.txt").write_text(f"{TEST[0]}\n", encoding="utf-8")
    (folder / "en.txt").write_text(f"{TEST[1]}\n", encoding="utf-8")
    return folder


def run(tmp_path: Path, corpora: Path, *tests: Path) -> Work:
    parser = argparse.ArgumentParser()
    prepare.add_arguments(parser)
    arguments = ["--corpora", str(corpora)]
    for folder in tests:
        arguments += ["--tests", str(folder)]
    work = Work(tmp_path / "work")
    prepare.run(work, Recipe.load("toy"), Deadline(), parser.parse_args(arguments))
    return work


@pytest.fixture
def work(tmp_path, corpora, tests_folder) -> Work:
    return run(tmp_path, corpora, tests_folder)


def test_parts_have_nothing_in_common(work):
    parts = [
        {key(row[1]) for row in read_rows(path)}
        for path in (work.pairs, work.test, work.validation)
    ]
    assert all(parts)
    assert sum(map(len, parts)) == len(set.union(*parts))
    assert {row[0] for path in (work.test, work.validation) for row in read_rows(path)} == {
        "parallel/best.tsv"
    }


def test_a_test_line_is_nowhere(work):
    everything = "".join(
        path.read_text("utf-8") for path in (work.pairs, work.test, work.validation, work.mono)
    )
    assert TEST[0] not in everything
    files = read_json(work.sources)["files"]
    assert files["parallel/best.tsv"]["dropped"]["leak: newsset"] == 1
    assert files["mono/ar_news.txt"]["dropped"] == {"leak: newsset": 1}


def test_of_two_englishes_the_better_tier_is_kept(work):
    arabic, english = visits("زار", "visited")[0]
    rows = [row for path in (work.pairs, work.test, work.validation) for row in read_rows(path)]
    assert [row for row in rows if row[1] == arabic] == [("parallel/best.tsv", arabic, english)]
    dropped = read_json(work.sources)["files"]["parallel/good.tsv"]["dropped"]
    assert dropped["same Arabic"] == 1
    assert dropped["empty"] == 1


def test_scripture_has_no_more_than_its_share(corpora):
    settings = section(prepare.Prepare, {**SETTINGS, "scripture": 0.1}, "prepare")
    preparation = Preparation(settings, corpora, prepare.LeakIndex())
    tiers = [row.source.tier for row in preparation.pairs]
    assert 0.09 < tiers.count("R") / len(tiers) <= 0.1


def test_sources_say_what_became_of_every_file(work):
    files = read_json(work.sources)["files"]
    rows = list(read_rows(work.pairs))
    assert files["parallel/good.tsv"]["kept"] == sum(row[0] == "parallel/good.tsv" for row in rows)
    assert files["parallel/good.tsv"]["tier"] == "B"
    assert files["parallel/good.tsv"]["weight"] == 1.0
    assert files["parallel/good.tsv"]["licence"] == "MIT"
    assert files["parallel/secret.tsv"]["used"] is False
    assert "unstated" in files["parallel/secret.tsv"]["why"]
    assert files["mono/en_news.txt"]["used"] is False
    assert files["mono/ar_wiki.txt"]["kept"] == len(PLACES)
    assert not files["mono/ar_wiki.txt"]["parallel"]
    assert files["parallel/good.tsv"]["parallel"]


def test_mono_begins_with_the_news_and_ends_with_the_rest(work):
    rows = list(read_rows(work.mono))
    names = list(dict.fromkeys(row[0] for row in rows))
    assert names[0] == "mono/ar_news.txt"
    assert names[-1] == "mono/ar_wiki.txt"
    assert set(names[1:-1]) == {"parallel/best.tsv", "parallel/good.tsv"}
    assert {row[1] for row in rows[:2]} == {"افتتح الرئيس الجسر.", "ثم غادر الوفد المدينة."}


def test_the_report_counts(work):
    report = read_json(work.report("prepare"))
    assert (
        report["pairs"] == sum(report["pairs_by_tier"].values()) == len(list(read_rows(work.pairs)))
    )
    assert report["test"] == len(list(read_rows(work.test)))
    assert report["mono"] == len(list(read_rows(work.mono)))
    assert report["files_refused"] == 2
    assert report["tests"] == ["newsset"]


def test_what_is_prepared_is_left_alone(work, tmp_path, corpora, tests_folder):
    before = work.pairs.stat().st_mtime_ns
    run(tmp_path, corpora, tests_folder)
    assert work.pairs.stat().st_mtime_ns == before


def test_other_tests_are_not_said_to_have_been_kept_out(work, tmp_path, corpora):
    with pytest.raises(TrainingError, match=r"keep newsset out, and not nothing\. Delete"):
        run(tmp_path, corpora)


def test_without_tests_a_warning(tmp_path, corpora, caplog):
    work = run(tmp_path, corpora)
    assert "No --tests given" in caplog.text
    assert read_json(work.report("prepare"))["tests"] == []


def test_the_same_pairs_stay_apart_when_the_corpora_grow(work, tmp_path, corpora, tests_folder):
    write_pairs(corpora, "best", [*visits("زار", "visited"), *visits("بنى", "built")])
    grown = run(tmp_path / "grown", corpora, tests_folder)
    assert set(read_rows(work.test)) < set(read_rows(grown.test))


def test_no_usable_pairs(tmp_path, corpora):
    write_sources(corpora, [source_row("parallel/best.tsv.xz", licence="unstated")])
    with pytest.raises(TrainingError, match="No usable pairs"):
        run(tmp_path, corpora)


def test_a_recipe_with_a_wrong_limit(corpora):
    settings = section(prepare.Prepare, {**SETTINGS, "limits": {"most": 3}}, "prepare")
    with pytest.raises(RecipeError, match=r"prepare\.limits.*most"):
        Preparation(settings, corpora, prepare.LeakIndex())


def test_full_recipe_is_understood():
    values = Recipe.load("full").prepare
    settings = section(prepare.Prepare, values, "prepare")
    assert section(prepare.Limits, settings.limits, "prepare.limits").most_words >= 60
    assert set(settings.weights) == set("ABCTR")


def test_two_tests_of_one_name_are_refused_before_the_work(tmp_path, corpora, tests_folder):
    with pytest.raises(TrainingError, match="Two test sets are called newsset"):
        run(tmp_path, corpora, tests_folder, tmp_path / "copy" / "newsset")
    assert not (tmp_path / "work").exists()
