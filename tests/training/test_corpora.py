"""Which corpora there are, which may be used, and what of them can be read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.training.corpus import source_row, write_packed, write_sources
from training.corpora import Source, load_sources, read_lines, read_pairs, refusal
from training.errors import TrainingError


def make(name: str = "parallel/a.tsv", licence: str = "MIT", path: Path = Path("a")) -> Source:
    return Source(name, path, "github example/a", licence, "news", "A")


def test_sources_are_read_with_their_tiers(tmp_path):
    write_sources(
        tmp_path,
        [
            source_row("parallel/a.tsv.xz", tier="B") | {"quality_note": '[B] uses "," a lot'},
            source_row("mono/ar_news.txt.xz", tier=""),
        ],
    )
    write_packed(tmp_path / "mono/ar_news.txt.xz", ["افتتح الوزير الجسر."])
    parallel, mono = load_sources(tmp_path)
    assert (parallel.name, parallel.tier) == ("parallel/a.tsv", "B")
    assert parallel.is_parallel
    assert parallel.path == tmp_path / "parallel/a.tsv.xz"
    assert (mono.name, mono.tier) == ("mono/ar_news.txt", "")
    assert not mono.is_parallel
    assert mono.is_arabic


def test_no_list(tmp_path):
    with pytest.raises(TrainingError, match=r"SOURCES\.tsv cannot be read"):
        load_sources(tmp_path)


def test_a_list_without_a_column(tmp_path):
    (tmp_path / "SOURCES.tsv").write_text("file\torigin\nparallel/a.tsv.xz\tus\n")
    with pytest.raises(TrainingError, match="lacks licence, domain, quality_note"):
        load_sources(tmp_path)


def test_a_parallel_file_without_a_tier(tmp_path):
    write_sources(tmp_path, [source_row("parallel/a.tsv.xz", tier="")])
    with pytest.raises(TrainingError, match="no quality tier"):
        load_sources(tmp_path)


@pytest.mark.parametrize(
    "licence",
    [
        "CC0 1.0",
        "CC BY 4.0",
        "CC BY-4.0 (package)",
        "CC-BY-4.0",
        "CC-BY-SA-4.0",
        "CC BY-SA 3.0",
        "CC BY-SA 4.0 (stated in about/legal/copyright.md)",
        "MIT (package)",
        "BSD-3 style",
        "Apache-2.0 (LICENSE file)",
        "GPL-2+",
        "GPL-3",
        "LGPL-2.1+",
        "AGPL-3",
        "MPL 2.0",
        "Unlicense/public domain",
        "public domain (US Gov)",
        "Unicode-3.0",
    ],
)
def test_open_licences(licence):
    assert refusal(make(licence=licence), {}) == ""


@pytest.mark.parametrize(
    ("licence", "reason"),
    [
        ("unstated", "unstated"),
        ("unstated in repo", "unstated"),
        ("MIT (repos); text: other terms, not stated there", "terms"),
        ("see LICENSES.md (EUPL-type), not analysed", "not analysed"),
        ("MIT for some files; rest respective authors", "respective authors"),
        ("publisher's permission with attribution", "permission"),
        ("GPL/LGPL per package", "per package"),
        ("AGPL-3/MIT mix per repo", "per repo"),
        ("CC BY-NC 4.0", "NC"),
        ("CC BY-ND 4.0", "ND"),
        ("CC-BY-NC-4.0", "NC"),
        ("MIT, but non-commercial use only", "non-commercial"),
        ("All rights reserved", "no licence that is known"),
        ("submitted", "no licence that is known"),
        ("", "no licence that is known"),
    ],
)
def test_licences_in_doubt(licence, reason):
    assert reason in refusal(make(licence=licence), {})


def test_a_list_saved_by_a_spreadsheet_is_read(tmp_path):
    write_sources(tmp_path, [source_row("parallel/a.tsv.xz")])
    path = tmp_path / "SOURCES.tsv"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert [source.name for source in load_sources(tmp_path)] == ["parallel/a.tsv"]


def test_a_list_that_is_none_is_said(tmp_path):
    write_sources(tmp_path, [source_row("parallel/a.tsv.xz") | {"origin": "x" * 200_000}])
    with pytest.raises(TrainingError, match="cannot be read"):
        load_sources(tmp_path)


def test_a_file_accepted_by_name_may_be_used():
    source = make(licence="unstated")
    assert refusal(source, {"parallel/a.tsv": "we asked"}) == ""
    assert refusal(source, {"parallel/b.tsv": "we asked"})


@pytest.mark.parametrize(
    ("line", "of_use"), [("The minister opened the bridge.", False), ("افتتح الوزير الجسر.", True)]
)
def test_plain_text_is_of_use_where_it_is_arabic_whatever_its_name(tmp_path, line, of_use):
    path = tmp_path / "news.txt.xz"
    write_packed(path, [line])
    assert ("no Arabic" not in refusal(make("mono/news.txt", path=path), {})) is of_use


def test_broken_rows_are_counted(tmp_path):
    path = tmp_path / "a.tsv.xz"
    write_packed(path, ["قمر\tmoon", "قمر", "أ\tb\tc", b"\xff\xfe\tmoon", "شمس\tsun\r"])
    dropped: Counter[str] = Counter()
    pairs = list(read_pairs(make(path=path), dropped))
    assert pairs == [("قمر", "moon"), ("شمس", "sun")]
    assert dropped == {"wrong columns": 2, "bad UTF-8": 1}


@pytest.mark.parametrize("content", [None, b"no xz at all", b"\xfd7zXZ\x00\x00\x04"])
def test_a_missing_or_damaged_file(tmp_path, content):
    path = tmp_path / "a.tsv.xz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TrainingError, match="Fetch it again"):
        list(read_lines(make(path=path), Counter()))
