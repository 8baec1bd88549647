import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from summaries.engine.fake import FakeTranslator, fake_english
from summaries.engine.types import Provenance, Translation

FIRST = "وصل الوفد إلى المدينة صباح اليوم."
SECOND = "وغادرها مساء."


@pytest.mark.parametrize("ahead", [1, 2, 256])
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", ""),
        (f"{FIRST}\n", f"{fake_english(FIRST)}\n"),
        (FIRST, f"{fake_english(FIRST)}\n"),
        (f"{SECOND}\n{FIRST}\n", f"{fake_english(SECOND)}\n{fake_english(FIRST)}\n"),
        (f"{FIRST}\n\n{SECOND}\n", f"{fake_english(FIRST)}\n\n{fake_english(SECOND)}\n"),
        ("\n\n", "\n\n"),
        (f"{FIRST}\r\n", f"{fake_english(FIRST)}\n"),
    ],
)
def test_one_line_each_in_order(lines, expected, ahead, stdin, capsys):
    stdin(lines)
    call_command("translate", ahead=ahead)
    assert capsys.readouterr().out == expected


def test_other_line_separators_do_not_break_the_pairing(stdin, capsys):
    stdin("أ\u2028ب\x85ج\x0bد\n" + SECOND)
    call_command("translate")
    assert len(capsys.readouterr().out.split("\n")) == 3


class _Backwards:
    """Answers last line first, with line breaks inside."""

    provenance = Provenance("backwards", "0", "test")

    def translate(self, sentences):
        for index in reversed(range(len(sentences))):
            yield index, Translation(f"one\n{index} \u2029two", self.provenance)


def test_order_is_restored_and_line_breaks_never_appear(stdin, capsys, monkeypatch):
    monkeypatch.setattr("summaries.wiring.build_translator", lambda *_, **__: _Backwards())
    stdin("أ\nب\nج\n")
    call_command("translate")
    assert capsys.readouterr().out == "one 0 two\none 1 two\none 2 two\n"


def test_options_reach_the_engine(stdin, monkeypatch):
    asked = {}

    def build(profile, **options):
        asked.update(options, profile=profile)
        return FakeTranslator()

    monkeypatch.setattr("summaries.wiring.build_translator", build)
    stdin("")
    call_command("translate", profile="fast", engine="transformers", beam=2)
    assert asked == {"profile": "fast", "engine": "transformers", "beam": 2}


def test_an_engine_that_fails_is_told_plainly(stdin, monkeypatch):
    failing = FakeTranslator(fail_on=[FIRST], fail_times=-1)
    monkeypatch.setattr("summaries.wiring.build_translator", lambda *_, **__: failing)
    stdin(FIRST)
    with pytest.raises(CommandError, match="told to fail") as caught:
        call_command("translate")
    assert caught.value.returncode == 2


def test_a_reader_that_waits_for_each_answer_gets_it():
    with subprocess.Popen(
        [sys.executable, "manage.py", "translate", "--engine", "fake", "--ahead", "1"],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        for line in (FIRST, SECOND):
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
            assert process.stdout.readline() == f"{fake_english(line)}\n"
