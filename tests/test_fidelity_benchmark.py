"""The score of the fidelity checks: injected errors, tables and blocks."""

import lzma
import random

import pytest

from benchmarks import checks, fidelity
from benchmarks.corruption_words import LISTS
from benchmarks.corruptions import KINDS, corrupted

ARABIC = """قالت الوزيرة إن 350 شخصا وصلوا إلى القاهرة يوم الاثنين.
لم يصل الوفد إلى المدينة.
"""
ENGLISH = """The minister said that 350 people reached Cairo on Monday.
The delegation did not reach the city.
"""
SYSTEM = """The minister said that 350 الناس reached Cairo on Monday.
The delegation did not reach the city.
"""
SAMPLES = {
    "digit changed": "It sold 350 cars.",
    "number word changed": "It sold seven cars.",
    "ordinal changed": "It came fifth.",
    "scale changed": "It cost 3 million.",
    "percent dropped": "It grew 4% in all.",
    "currency changed": "It cost $5 or so.",
    "month changed": "It opened in June.",
    "weekday changed": "It opened on Monday.",
    "year changed": "It opened in 1995.",
    "year added": "It opened.",
    "country replaced": "It came from Egypt.",
    "city replaced": "It came from Cairo.",
    "demonym replaced": "An Egyptian ship came.",
    "organisation replaced": "It came from the United Nations.",
    "other name replaced": "He met Samira Halabi there.",
    "name dropped": "He met Samira Halabi in Cairo today.",
    "name added": "It opened.",
    "negation removed": "It did not open.",
    "negation added": "It is open.",
    "title dropped": "The former president came.",
    "title added": "Then the president came.",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in (("ar", ARABIC), ("en", ENGLISH), ("system-opusmt", SYSTEM)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_error_changes_its_sentence_the_same_way_each_time(kind):
    text = SAMPLES[kind.name]
    wrong = corrupted(kind, text, "1")
    assert wrong not in (None, text)
    assert corrupted(kind, text, "1") == wrong


@pytest.mark.parametrize(
    ("kind", "name"),
    [("city replaced", "Cairo"), ("country replaced", "Egypt"), ("organisation replaced", "FIFA")],
)
def test_a_name_is_replaced_by_one_in_its_own_capitals(kind, name):
    change = next(k for k in KINDS if k.name == kind).change
    names = LISTS[kind.removesuffix(" replaced")]
    changed = {change(f"It came to {name}.", random.Random(seed)) for seed in range(200)}
    assert changed <= {f"It came to {other}." for other in names}
    assert len(changed) > 20


@pytest.mark.parametrize("text", ["Room No. 5.", "Ask whether or not it came."])
def test_what_is_no_negation_is_not_removed(text):
    kind = next(kind for kind in KINDS if kind.name == "negation removed")
    assert corrupted(kind, text, "1") is None


@pytest.mark.parametrize("name", [k.name for k in KINDS if "added" not in k.name])
def test_a_text_without_the_thing_stays_as_it_is(name):
    kind = next(kind for kind in KINDS if kind.name == name)
    assert kind.change("it rained and rained", random.Random(1)) is None


def test_the_report_has_all_tables(folder, capsys):
    assert fidelity.main([str(folder), "--cases", "2"]) == 0
    printed = capsys.readouterr().out
    assert "reference: 2 sentences" in printed
    assert "Errors put into reference" in printed
    assert "Errors put into opusmt" in printed
    assert "negation removed              1   100.0%" in printed
    assert "opusmt: 2 sentences" in printed


def test_findings_are_shown_with_their_words_marked(folder, capsys):
    assert fidelity.main([str(folder), "--show", "untranslated", "--system", "opusmt"]) == 0
    printed = capsys.readouterr().out
    assert "[[الناس]]" in printed
    assert "1 of 1 findings" in printed


def test_errors_nobody_found_are_shown(folder, capsys):
    arguments = [str(folder), "--missed", "negation removed", "--checks", "untranslated"]
    assert fidelity.main(arguments) == 0
    assert "was The delegation did not reach the city." in capsys.readouterr().out


def test_pairs_of_a_compressed_table(tmp_path, capsys):
    path = tmp_path / "pairs.tsv.xz"
    path.write_bytes(lzma.compress("وصل الوفد.\tThe delegation arrived.\n".encode()))
    assert fidelity.main(["--corpus", str(path), "--no-errors"]) == 0
    assert "reference: 1 sentences" in capsys.readouterr().out


@pytest.mark.parametrize("system", ["", "--system=none"])
def test_data_that_does_not_fit_is_told_in_words(folder, capsys, system):
    if not system:
        (folder / "en.txt").write_text("one line\n", encoding="utf-8")
    assert fidelity.main([str(folder), *filter(None, [system])]) == 2
    assert capsys.readouterr().err


def test_the_time_of_an_article(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["checks", "--rounds", "1"])
    checks.main()
    assert "40 sentences" in capsys.readouterr().out
