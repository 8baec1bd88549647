"""The whole recipe at toy scale: from corpora to a model that the newsdesk translates with."""

from pathlib import Path

import pytest

from summaries.engine.modelstore import ModelStore, Registry, own
from tests.training.corpus import source_row, write_packed, write_sources
from tests.training.language import sentences
from tests.training.tiny_teacher import write_teacher
from training.__main__ import STEPS, main
from training.work import Work, read_json, read_rows, write_json

# The teacher is tuned on the best pairs only, so there are few of them.
BEST, OTHER, MONO, TEST = 120, 480, 40, 20
PAIRS = BEST + OTHER
PROFILE = """
[profiles.own]
translator = "newsdesk-marian-ar-en"
summarizer = "newsdesk-marian-ar-en"

"""


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A folder with corpora, a test set and a teacher that has learnt nothing yet."""
    folder = tmp_path_factory.mktemp("toy")
    pairs = sentences(PAIRS + MONO + TEST)
    write_sources(
        folder,
        [
            source_row("parallel/made_up.tsv.xz"),
            source_row("parallel/more.tsv.xz", tier="C"),
            source_row("parallel/closed.tsv.xz", licence="unstated"),
            source_row("mono/news.txt.xz", tier=""),
        ],
    )
    rows = ["\t".join(pair) for pair in pairs]
    write_packed(folder / "parallel" / "made_up.tsv.xz", rows[:BEST])
    write_packed(folder / "parallel" / "more.tsv.xz", rows[BEST:PAIRS])
    write_packed(folder / "parallel" / "closed.tsv.xz", ["كلمة سرية\tA secret word"])
    write_packed(folder / "mono" / "news.txt.xz", [ar for ar, _ in pairs[PAIRS : PAIRS + MONO]])
    (folder / "flores").mkdir()
    # Two lines of the test set are in the corpora, too.
    test = pairs[:2] + pairs[PAIRS + MONO :]
    for name, lines in zip(("ar", "en"), zip(*test, strict=True), strict=True):
        (folder / "flores" / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_teacher(Work(folder / "work").base)
    about = {"model": "a-random-teacher", "licence": "CC0"}
    write_json(Work(folder / "work").report("teacher"), about)
    return folder


@pytest.fixture(scope="module")
def work(root) -> Work:
    """Every step, one after the other, by its command."""
    more = {
        "prepare": ["--corpora", str(root), "--tests", str(root / "flores")],
        "export": ["--to", str(root / "project" / "weights" / "toy")],
    }
    for step in STEPS:
        # The real teacher is 1 GB to fetch; the tests of that step make a small one of its kind.
        if step != "teacher":
            options = ["--work", str(root / "work"), "--recipe", "toy"]
            assert main([step, *options, *more.get(step, [])]) == 0, step
    return Work(root / "work")


@pytest.fixture(scope="module")
def entry(work) -> str:
    """The registry's entry that `export` gives for the weights it wrote."""
    from training.export import registry_entry

    return registry_entry(work.root.parent / "project" / "weights" / "toy", "newsdesk-marian-ar-en")


class TestRun:
    def test_nothing_of_the_test_set_was_learnt_from(self, root, work):
        test = set((root / "flores" / "ar.txt").read_text(encoding="utf-8").splitlines())
        learnt = {arabic for _, arabic, _ in read_rows(work.pairs)}
        assert len(learnt) > PAIRS / 2
        assert not learnt & test
        assert not {arabic for _, arabic in read_rows(work.mono)} & test

    def test_the_teacher_was_tuned_and_has_labelled(self, work):
        assert (work.tuned / "config.json").is_file()
        labelled = {row[0] for path in work.labels.glob("*.tsv") for row in read_rows(path)}
        news = {arabic for name, arabic in read_rows(work.mono) if name == "mono/news.txt"}
        assert len(news) >= MONO / 2
        assert news <= labelled
        assert work.filtered.is_file()

    def test_the_student_uses_its_source(self, work):
        looks = read_json(work.report("attention"))
        gaps = [look["shuffled"] - look["true"] for look in looks]
        assert gaps[-1] > 0.5
        assert gaps[-1] > gaps[0]

    def test_the_student_is_scored_on_both_tests(self, work):
        tests = read_json(work.scores)["tests"]
        assert set(tests) == {"flores", "held-out"}
        for found in tests.values():
            assert found["student"]["chrf"] > 40
            assert found["student"]["sentences_per_second"] > 1

    def test_the_card_names_what_it_was_trained_on_and_its_scores(self, root, work):
        card = (root / "project" / "weights" / "toy" / "README.md").read_text(encoding="utf-8")
        assert "parallel/made_up.tsv" in card
        assert "parallel/more.tsv" in card
        assert "parallel/closed.tsv" not in card
        assert "| held-out | student |" in card

    def test_a_second_round_has_nothing_to_do(self, root, work):
        weights = (work.student / "model.safetensors").stat().st_mtime_ns
        for step in ("tune", "label", "filter", "vocabulary", "student", "average"):
            assert main([step, "--work", str(work.root), "--recipe", "toy"]) == 0
        assert (work.student / "model.safetensors").stat().st_mtime_ns == weights


class TestInstalled:
    @pytest.fixture
    def store(self, root, entry, tmp_path, monkeypatch) -> ModelStore:
        """A newsdesk whose own project folder holds the weights, with them installed."""
        monkeypatch.setattr(own, "PROJECT_ROOT", root / "project")
        (tmp_path / "models.toml").write_text(PROFILE + entry, encoding="utf-8")
        store = ModelStore(tmp_path / "models", Registry.load(tmp_path / "models.toml"))
        store.pull("own")
        return store

    def test_the_newsdesk_translates_with_it_on_both_engines(self, root, store):
        store.verify("own")
        arabic = (root / "flores" / "ar.txt").read_text(encoding="utf-8").splitlines()[:6]
        # As the desk asks for it: a beam of None is the usual one.
        default = store.build_translator("own", threads=1, beam=None)
        reference = store.build_translator("own", threads=1, engine="transformers")
        made, wanted = (dict(engine.translate(arabic)) for engine in (default, reference))
        assert all(made[i].text for i in made)
        # Rounding to int8 may turn a close call; it must not turn most.
        assert sum(made[i].text == wanted[i].text for i in made) >= 4
        [model] = store.registry.models.values()
        assert default.provenance.stand_in
        assert default.provenance.revision == model.sha256["model.safetensors"]
