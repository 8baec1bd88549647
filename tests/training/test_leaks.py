"""What counts as a copy of a test line."""

from __future__ import annotations

import pytest

from training.errors import TrainingError
from training.leaks import LeakIndex, key, read_test

LONG = "قال المتحدث باسم الحكومة إن المفاوضات ستبدأ يوم الأحد في العاصمة"
SHORT = "الوزير يصل إلى العاصمة غدا"


@pytest.fixture
def leaks() -> LeakIndex:
    index = LeakIndex()
    index.add("long", [LONG, "The spokesman said that talks would begin on Sunday in the capital"])
    index.add("short", [SHORT, "نعم"])
    return index


@pytest.mark.parametrize(
    ("line", "test"),
    [
        (LONG, "long"),
        ("قالَ المتحدّث باسم الحكومه: «إنّ المفاوضات ستبدأ» يوم الاحد في العاصمة.", "long"),
        (f"وفي خبر آخر {LONG} كما علمنا", "long"),
        ("المتحدث باسم الحكومة إن المفاوضات ستبدأ يوم الأحد", "long"),  # eight words
        ("باسم الحكومة إن المفاوضات ستبدأ يوم الأحد", ""),  # seven
        ("we heard THAT TALKS WOULD BEGIN ON SUNDAY, in the evening", "long"),
        ("we heard that talks would begin on Sunday", ""),
        (SHORT, "short"),
        ("الوزير يصل إلى المدينة غدا", "short"),  # another word
        ("الوزير يصل إلى العاصمة", ""),  # too short to say
        ("الوزير يصل إلى العاصمة غدا صباحا", "short"),  # one more
        ("الوزير يغادر إلى المدينة غدا", ""),  # two other words
        ("نعم!", "short"),
        ("لا", ""),
        ("", ""),
        ("...", ""),
    ],
)
def test_find(leaks, line, test):
    assert leaks.find(line) == test


def test_the_first_test_set_is_named(leaks):
    leaks.add("later", [LONG])
    assert leaks.find(LONG) == "long"


@pytest.mark.parametrize(
    "names",
    [
        ("ar.txt", "en.txt"),
        ("bbc.1.ar.txt", "bbc.1.en.txt"),
        ("newstest.ar", "newstest.en"),
        ("arb_Arab.devtest", "eng_Latn.devtest"),
    ],
)
def test_read_test(tmp_path, names):
    for name in (*names, "system-argos.txt", "README.md", "bar.txt"):
        (tmp_path / name).write_text(f"line of {name}\n", encoding="utf-8")
    assert read_test(tmp_path) == [f"line of {name}" for name in names]


def test_a_folder_without_tests(tmp_path):
    (tmp_path / "README.md").write_text("nothing")
    with pytest.raises(TrainingError, match="holds no test lines"):
        read_test(tmp_path)


def test_key_is_the_folded_words():
    assert key("«إنّ الحكومة» قالت.") == key("ان الحكومه قالت")
    assert key("ان الحكومة") != key("ان الحكومات")
