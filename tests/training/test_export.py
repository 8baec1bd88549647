"""What ships: the folder, its sums, its card, and the registry's entry for it."""

import argparse
import hashlib
import subprocess
import tomllib

import pytest

from summaries.engine.modelstore.registry import Model
from tests.training.language import prepared
from tests.training.student_folder import RECIPE, write_student
from training import export
from training.errors import TrainingError
from training.work import Deadline, Work, write_json

SCORE = {"bleu": 21.5, "chrf": 47.25, "lines": 100, "signatures": ["nrefs:1|tok:13a", "nc:6"]}
SCORES = {
    "tests": {"flores-dev": {"student": SCORE | {"sentences_per_second": 33.0}}},
    "verdict": {"as_high": True, "words": "The student scores at least as high as the stand-in."},
}


FILE = {"used": True, "parallel": True, "kept": 3, "to_label": 0, "weight": 1.0}
FILE |= {"licence": "MIT", "origin": "a", "why": ""}


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Work:
    """A run up to `average`."""
    made = prepared(tmp_path_factory.mktemp("export"))
    write_student(made)
    for step in export.REPORTING:
        write_json(made.report(step), {})
    write_json(made.report("prepare"), {"tests": ["flores-dev", "newstest"]})
    write_json(made.report("teacher"), {"model": "a-teacher", "licence": "Apache-2.0"})
    write_json(made.report("label"), {"lines": 1234, "per_file": {"not": "shown"}})
    return made


def run(work: Work, to=None, name: str = "newsdesk-marian-ar-en") -> None:
    export.run(work, RECIPE, Deadline(), argparse.Namespace(to=to, name=name))


class TestFolder:
    def test_sums_are_those_of_every_file(self, work, tmp_path):
        run(work, tmp_path / "weights" / "one")
        folder = tmp_path / "weights" / "one"
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
        named = {line.split()[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
        assert named == {path.name for path in folder.iterdir()} - {"SHA256SUMS"}
        assert {"model.safetensors", "source.spm", "vocab.json", "README.md"} <= named

    def test_it_is_written_afresh_with_new_scores(self, work, tmp_path):
        run(work, tmp_path / "one")
        assert "Not measured yet" in (tmp_path / "one" / "README.md").read_text()
        write_json(work.scores, SCORES)
        run(work, tmp_path / "one")
        work.scores.unlink()
        assert (
            "| flores-dev | student | 100 | 21.5 | 47.2 | 33.00 |"
            in (tmp_path / "one" / "README.md").read_text()
        )

    def test_something_else_is_never_overwritten(self, work, tmp_path):
        (tmp_path / "precious.txt").write_text("mine")
        with pytest.raises(TrainingError, match="holds something else"):
            run(work, tmp_path)
        assert (tmp_path / "precious.txt").read_text() == "mine"

    def test_it_goes_into_the_work_folder_by_default(self, work):
        run(work)
        assert (work.weights / "model.safetensors").is_file()

    def test_without_a_student_it_names_the_step(self, tmp_path):
        with pytest.raises(TrainingError, match="training average"):
            run(Work(tmp_path))

    @pytest.mark.parametrize(
        ("sizes", "too_large"),
        [([90_000_000], False), ([96_000_000], True), ([60_000_000, 50_000_000], True)],
    )
    def test_a_repository_can_hold_it(self, tmp_path, sizes, too_large):
        for number, size in enumerate(sizes):
            with (tmp_path / str(number)).open("wb") as file:
                file.truncate(size)
        if too_large:
            with pytest.raises(TrainingError, match="more than a repository should hold"):
                export.check_sizes(tmp_path)
        else:
            export.check_sizes(tmp_path)


class TestCard:
    @pytest.fixture
    def card(self, work) -> str:
        write_json(work.scores, SCORES)
        yield export.model_card(work, "toy", "a-name")
        work.scores.unlink()

    @pytest.mark.parametrize(
        "words",
        [
            "# a-name",
            "equals one of flores-dev, newstest was left out",
            "licence: CC-BY-SA-4.0",
            "at least as high as the stand-in",
            "nrefs:1|tok:13a; nc:6",
            "The teacher (a-teacher, Apache-2.0)",
            "- label: lines 1234\n",
            "| parallel/made_up.tsv | 200 | 2.0 | CC0 1.0 | written for the tests |",
        ],
    )
    def test_it_says_what_a_reader_must_know(self, card, words):
        assert words in card

    def test_it_counts_the_weights_themselves(self, work, card):
        from safetensors.numpy import load_file

        weights = load_file(work.student / "model.safetensors").values()
        assert f"{sum(one.size for one in weights) / 1e6:.1f} M parameters" in card

    def test_without_tests_it_does_not_say_that_any_was_kept_out(self, work):
        report = work.report("prepare")
        kept = report.read_text()
        write_json(report, {"tests": []})
        assert "No test set was kept out" in export.model_card(work, "toy", "a-name")
        report.write_text(kept)

    @pytest.mark.parametrize("step", export.REPORTING)
    def test_a_report_that_was_left_behind_is_asked_for(self, work, step):
        report = work.report(step)
        kept = report.read_text()
        report.unlink()
        with pytest.raises(TrainingError, match=f"{step}.json is missing"):
            export.model_card(work, "toy", "a-name")
        report.write_text(kept)

    def test_files_left_out_are_counted_and_not_named(self, card):
        assert "in_doubt" not in card
        assert "`1` listed files were left out" in card

    def test_nothing_is_left_open(self, card):
        assert "$" not in card
        assert "not: shown" not in card

    def test_a_reason_to_accept_a_licence_is_given_and_columns_hold(self):
        file = FILE | {"licence": "CC BY | FR", "why": "looked into"}
        [row] = export._file_rows({"t.tsv": file})
        assert row == "| t.tsv | 3 | 1.0 | CC BY / FR (looked into) | a |"

    def test_labelled_text_has_no_weight(self):
        file = FILE | {"parallel": False, "to_label": 3, "weight": 0.0}
        [row] = export._file_rows({"news.txt": file})
        assert "| labelled |" in row

    @pytest.mark.parametrize("nothing", [{"kept": 0}, {"weight": 0.0}, {"kept": 0, "used": False}])
    def test_what_nothing_was_learnt_from_is_not_listed(self, nothing):
        assert not list(export._file_rows({"t.tsv": FILE | nothing}))
        assert list(export._file_rows({"t.tsv": FILE}))


class TestRegistryEntry:
    def test_it_is_an_entry_the_registry_takes(self, work, tmp_path, capsys):
        run(work, tmp_path / "newsdesk")
        entry = tomllib.loads(capsys.readouterr().out)["models"]["newsdesk-marian-ar-en"]
        model = Model("newsdesk-marian-ar-en", **entry)
        weights = (tmp_path / "newsdesk" / "model.safetensors").read_bytes()
        assert model.folder == "weights/newsdesk"
        assert model.pinned == hashlib.sha256(weights).hexdigest()
        assert {"config.json", "source.spm", "target.spm", "vocab.json"} < set(model.sha256)
        assert "README.md" not in model.sha256
        assert model.stand_in
