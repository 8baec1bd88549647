import io

import pytest
from django.core.management import CommandError, call_command

from summaries.engine.fake import fake_english

ARABIC = ["وصل الوفد إلى المدينة.", "وغادرها مساء اليوم نفسه.", "ولم يعلق أحد."]


@pytest.fixture
def folder(tmp_path):
    """Parallel text on which the fake engine is perfect and another system is not."""
    english = [fake_english(line) for line in ARABIC]
    (tmp_path / "ar.txt").write_text("\n".join(ARABIC) + "\n", encoding="utf-8")
    (tmp_path / "en.txt").write_text("\n".join(english) + "\n", encoding="utf-8")
    (tmp_path / "system-other.txt").write_text("nothing\nlike\nit\n", encoding="utf-8")
    return tmp_path


def evaluate(folder, **options) -> str:
    out = io.StringIO()
    call_command("evaluate", str(folder), stdout=out, **options)
    return out.getvalue()


def test_scores_with_signatures_and_speed(folder):
    report = evaluate(folder)
    rows = {line.split()[0]: line.split()[1:] for line in report.splitlines() if line.split()}
    assert rows["fake"] == ["100.0", "100.0"]
    assert float(rows["system-other"][1]) < 20
    assert "3 lines in" in report
    assert "a second, by fake" in report
    assert "BLEU: nrefs:1|case:mixed" in report
    assert "chrF: nrefs:1|case:mixed" in report


def test_limit_cuts_every_file(folder):
    assert "2 lines in" in evaluate(folder, limit=2)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("ar.txt", None, "Cannot read .*ar.txt: No such file"),
        ("en.txt", "only one line\n", "3 lines and en.txt 1"),
    ],
)
def test_a_folder_that_cannot_be_scored(folder, name, content, message):
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_text(content)
    with pytest.raises(CommandError, match=message):
        evaluate(folder)
