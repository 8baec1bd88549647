"""`python -m summaries.checks AR_FILE EN_FILE`."""

import json
import os
import subprocess
import sys

import pytest

from summaries.checks.__main__ import main

ARABIC = "وصل الوفد إلى المدينة مساء أمس.\nقال المتحدث إن الطريق مفتوح.\n"
ENGLISH = "The delegation reached the town last night.\nThe spokesman said the الطريق is open.\n"


@pytest.fixture
def files(tmp_path):
    def write(arabic, english):
        paths = tmp_path / "ar.txt", tmp_path / "en.txt"
        for path, text in zip(paths, (arabic, english), strict=True):
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return [str(path) for path in paths]

    return write


def test_each_pair_is_a_line_of_json(files, capsys):
    assert main(files(ARABIC, ENGLISH)) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"line": 1, "findings": []}
    (finding,) = second["findings"]
    start = ENGLISH.splitlines()[1].index("الطريق")
    assert finding["check"] == "untranslated"
    assert finding["severity"] == "blocking"
    assert finding["spans"]["en"] == [[start, start + len("الطريق")]]
    assert finding["spans"]["ar"] == [[15, 21]]
    assert "الطريق" in finding["message"]


def test_empty_files_have_no_findings(files, capsys):
    assert main(files("", "")) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arabic", "english", "words"),
    [
        (ARABIC, "One line.\n", "as many lines"),
        (ARABIC, b"\xff\xfe\x00", "Cannot read"),
    ],
)
def test_files_that_do_not_fit_are_told_in_words(files, capsys, arabic, english, words):
    assert main(files(arabic, english)) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""


def test_a_missing_file_is_told_in_words(tmp_path, capsys):
    assert main([str(tmp_path / "no.txt"), str(tmp_path / "none.txt")]) == 2
    assert "Cannot read" in capsys.readouterr().err


def test_a_reader_that_stops_early_is_no_error(files):
    many = 3000
    paths = files("وصل الوفد.\n" * many, "The delegation arrived.\n" * many)
    process = subprocess.Popen(
        [sys.executable, "-m", "summaries.checks", *paths],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert json.loads(process.stdout.readline()) == {"line": 1, "findings": []}
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    assert errors == b""


def test_output_is_utf_8_wherever_it_runs(files):
    done = subprocess.run(
        [sys.executable, "-m", "summaries.checks", *files(ARABIC, ENGLISH)],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "الطريق" in done.stdout.decode("utf-8")
