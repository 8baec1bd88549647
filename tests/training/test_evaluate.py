"""Scoring on test sets: what translates, what is kept, and what is said of it."""

import argparse
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from summaries.engine.modelstore import ModelStore
from tests.training.language import prepared, sentences
from tests.training.looks import Looks
from tests.training.student_folder import RECIPE
from training import evaluate, label
from training.errors import TrainingError, Unfinished
from training.work import Deadline, Work, read_json, write_json

PAIRS = sentences(6, seed=5)
ENGLISH = dict(PAIRS)
KNOWN = ENGLISH | dict(sentences(160))


class Desk:
    """A newsdesk translator that knows the language, or one wrong sentence."""

    provenance = SimpleNamespace(revision="r1")

    def __init__(self, knows: bool = True) -> None:
        self.asked: list[int] = []
        self.knows = knows

    def translate(self, lines):
        self.asked.append(len(lines))
        for i in reversed(range(len(lines))):
            text = KNOWN[lines[i]] if self.knows else "It rained all day."
            yield i, SimpleNamespace(text=f" {text}\n")


@pytest.fixture
def flores(work):
    """A test set of six lines with one system beside them, as prepare leaves it."""
    folder = work.tests / "flores"
    folder.mkdir(parents=True)
    for name, lines in (("ar", ENGLISH), ("en", ENGLISH.values()), ("system-other", ["No."] * 6)):
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def work(tmp_path) -> Work:
    return prepared(tmp_path / "work", count=160)


@pytest.fixture
def student(monkeypatch) -> Desk:
    desk = Desk()
    monkeypatch.setattr(evaluate, "_student", lambda work: desk)
    return desk


def write_weights(work: Work, folder: str, content: bytes = b"weights") -> Path:
    """Write a teacher that is told from another by its weights; return its folder."""
    made = work.root / "teacher" / folder
    made.mkdir(parents=True, exist_ok=True)
    (made / "model.safetensors").write_bytes(content)
    return made


def run(work: Work, systems=("student",), models=None, deadline=None, recipe=RECIPE):
    options = argparse.Namespace(systems=list(systems), models=models, profile="starter")
    evaluate.run(work, recipe, deadline or Deadline(), options)
    return read_json(work.scores)


class TestScores:
    def test_the_student_is_scored_beside_what_came_with_the_test(self, work, flores, student):
        found = run(work)["tests"]["flores"]
        assert set(found) == {"student", "other"}
        assert found["student"]["bleu"] == pytest.approx(100)
        assert found["student"]["sentences_per_second"] > 0
        assert found["other"]["bleu"] < 5
        assert "sentences_per_second" not in found["other"]

    def test_the_pairs_set_apart_are_a_test_of_their_own(self, work, flores, student):
        assert run(work)["tests"]["held-out"]["student"]["lines"] == 30

    def test_the_first_sentence_loads_the_model_before_the_clock_starts(
        self, work, flores, student
    ):
        run(work)
        assert student.asked == [1, 6, 1, 30]

    def test_a_table_and_a_verdict_are_printed(self, work, flores, student, capsys):
        run(work)
        printed = capsys.readouterr().out
        assert "student" in printed
        assert "100.0" in printed
        assert "not both scored" in printed

    def test_lines_that_are_not_parallel_are_refused(self, work, flores, student):
        (flores / "en.txt").write_text("One line.\n")
        with pytest.raises(TrainingError, match="cannot be read"):
            run(work)


class TestStandIn:
    @pytest.mark.parametrize("knows", [True, False])
    def test_both_are_compared_on_the_lines_that_the_stand_in_has(
        self, work, flores, student, monkeypatch, tmp_path, knows
    ):
        student.knows = not knows
        stand_in = Desk(knows)
        monkeypatch.setattr(ModelStore, "build_translator", lambda store, profile: stand_in)
        recipe = replace(RECIPE, evaluate=RECIPE.evaluate | {"stand_in_lines": 4})
        systems = ("student", "stand-in")
        found = run(work, systems=systems, models=tmp_path, recipe=recipe)
        assert stand_in.asked == [1, 4, 1, 4]
        assert found["tests"]["flores"]["stand-in, first 4 lines"]["lines"] == 4
        assert found["verdict"]["as_high"] is not knows

    def test_it_must_be_said_where_the_models_are(self, work, flores):
        with pytest.raises(TrainingError, match="--models"):
            run(work, systems=["stand-in"])

    def test_one_that_is_not_installed_is_said(self, work, flores, tmp_path):
        with pytest.raises(TrainingError, match=r"stand-in cannot be used.*models pull"):
            run(work, systems=["stand-in"], models=tmp_path / "models")


class TestTeacher:
    @pytest.fixture
    def teacher(self, monkeypatch):
        asked = []

        def translate(folder, lines, recipe):
            asked.append((folder.name, len(lines)))
            yield from enumerate(ENGLISH.get(line, "") for line in lines)

        monkeypatch.setattr(label, "translate", translate)
        return asked

    @pytest.mark.parametrize(("system", "folder"), [("teacher", "tuned"), ("base", "base")])
    def test_it_translates_and_is_scored_elsewhere(
        self, work, flores, student, teacher, system, folder
    ):
        made = write_weights(work, folder)
        run(work, systems=[system])
        assert teacher == [(folder, 1), (folder, 6), (folder, 1), (folder, 10)]
        shutil.rmtree(made)
        found = run(work)["tests"]["flores"]
        assert found[system]["bleu"] == pytest.approx(100)

    def test_one_that_was_tuned_again_translates_anew(self, work, flores, teacher):
        for content in (b"first", b"first", b"other"):
            write_weights(work, "tuned", content)
            run(work, systems=["teacher"])
        assert len(teacher) == 2 * 4

    def test_without_it_the_step_is_named(self, work, flores):
        with pytest.raises(TrainingError, match="training tune"):
            run(work, systems=["teacher"])


class TestKept:
    def test_nothing_is_translated_twice(self, work, flores, student):
        run(work)
        run(work)
        assert student.asked == [1, 6, 1, 30]

    def test_other_lines_are_translated_anew(self, work, flores, student):
        run(work)
        lines = (flores / "ar.txt").read_text(encoding="utf-8").splitlines()
        (flores / "ar.txt").write_text("\n".join([*lines[1:], lines[0]]), encoding="utf-8")
        run(work)
        assert student.asked == [1, 6, 1, 30, 1, 6]

    def test_another_student_translates_anew(self, work, flores, student):
        run(work)
        student.provenance = SimpleNamespace(revision="r2")
        run(work)
        assert student.asked == 2 * [1, 6, 1, 30]

    def test_a_run_out_of_time_keeps_what_it_has(self, work, flores, student):
        with pytest.raises(Unfinished, match="1 of 2 translations"):
            run(work, deadline=Looks(1))
        run(work)
        assert student.asked == [1, 6, 1, 30]


def test_without_a_student_the_step_is_named(work, flores):
    with pytest.raises(TrainingError, match="training average"):
        run(work)


def test_scores_of_an_earlier_run_are_replaced(work, flores, student):
    write_json(work.scores, {"old": True})
    assert set(run(work)) == {"tests", "verdict"}
