"""Test sets: kept as models read them, whatever an earlier run left."""

from pathlib import Path

import pytest

from training import testsets
from training.work import Work


@pytest.fixture
def folder(tmp_path) -> Path:
    """A test set as others publish it: with marks, and a byte order mark."""
    folder = tmp_path / "flores"
    folder.mkdir()
    (folder / "ar.txt").write_text("قَالَ الوزيرُ\nوصل\n", encoding="utf-8-sig")
    (folder / "en.txt").write_text("The minister said\nHe came\n", encoding="utf-8-sig")
    (folder / "system-other.txt").write_text("Said\nCame\n", encoding="utf-8")
    return folder


def test_they_are_kept_beside_the_rest_as_models_read_them(folder, tmp_path):
    work = Work(tmp_path / "work")
    testsets.keep(work, [folder, tmp_path])
    kept = work.tests / "flores"
    assert (kept / "ar.txt").read_text(encoding="utf-8") == "قال الوزير\nوصل\n"
    assert (kept / "en.txt").read_text(encoding="utf-8") == "The minister said\nHe came\n"
    assert {path.name for path in kept.iterdir()} == {"ar.txt", "en.txt", "system-other.txt"}
    assert [path.name for path in work.tests.iterdir()] == ["flores"]


def test_those_of_a_run_that_was_killed_are_replaced(folder, tmp_path):
    work = Work(tmp_path / "work")
    for name in ("flores", "another"):
        (work.tests / name).mkdir(parents=True)
        (work.tests / name / "ar.txt").touch()
    testsets.keep(work, [folder])
    assert (work.tests / "flores" / "en.txt").is_file()
    assert not (work.tests / "another").exists()
