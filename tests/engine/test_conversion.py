"""CTranslate2 copies: made once, safe with two processes, made again when damaged."""

import json
import shutil
import subprocess
import sys
import threading

import pytest

from summaries.engine.conversion import MANIFEST, ensure_built, ensure_converted, is_intact
from summaries.engine.errors import ModelUnavailable
from tests.tiny import MODEL, TINY, revision


def fill(folder):
    (folder / "model.bin").write_bytes(b"weights")
    (folder / "sub").mkdir()
    (folder / "sub" / "vocabulary.json").write_text("[]")


@pytest.fixture
def built(tmp_path):
    return ensure_built(tmp_path, "some/model@rev-int8", fill)


def test_a_copy_is_built_once_and_leaves_no_scraps(tmp_path, built):
    def never(folder):
        raise AssertionError("built twice")

    assert ensure_built(tmp_path, "some/model@rev-int8", never) == built
    assert built.parent == tmp_path
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")] == [
        built.name
    ]


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "model.bin").write_bytes(b"Weights"),
        lambda folder: (folder / "model.bin").unlink(),
        lambda folder: (folder / "sub" / "vocabulary.json").write_text("[1]"),
        lambda folder: (folder / MANIFEST).unlink(),
        lambda folder: (folder / MANIFEST).write_text("{"),
        lambda folder: (folder / MANIFEST).write_text("{}"),
        lambda folder: (folder / MANIFEST).write_text("[1]"),
    ],
)
def test_a_damaged_copy_is_made_again(tmp_path, built, damage):
    damage(built)
    assert not is_intact(built)
    assert ensure_built(tmp_path, "some/model@rev-int8", fill) == built
    assert is_intact(built)


def test_a_failed_build_leaves_nothing_and_can_be_repeated(tmp_path):
    def half(folder):
        fill(folder)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        ensure_built(tmp_path, "m", half)
    assert not (tmp_path / "m").exists()
    assert is_intact(ensure_built(tmp_path, "m", fill))


def test_processes_that_ask_at_once_build_once(tmp_path):
    builds, start = [], threading.Barrier(4)

    def slow(folder):
        builds.append(folder)
        fill(folder)

    def ask():
        start.wait()
        ensure_built(tmp_path, "m", slow)

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(builds) == 1


def test_two_processes_converting_at_once_get_the_same_good_copy(tmp_path):
    code = (
        "import sys; from pathlib import Path;"
        "from summaries.engine.conversion import ensure_converted;"
        "print(ensure_converted(Path(sys.argv[1]), Path(sys.argv[2]), 'tiny', 'int8'))"
    )
    command = [sys.executable, "-c", code, str(TINY), str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    paths = {process.communicate(timeout=200)[0].strip() for process in both}
    assert paths == {str(tmp_path / "tiny-int8")}
    assert is_intact(tmp_path / "tiny-int8")


def test_a_folder_with_only_safetensors_is_enough(model_cache):
    assert not (TINY / "pytorch_model.bin").exists()
    converted = ensure_converted(TINY, model_cache, f"{MODEL}@{revision()}", "float32")
    assert (converted / "model.bin").stat().st_size > 1_000_000
    assert len(json.loads((converted / "shared_vocabulary.json").read_text())) > 1000


def altered_copy(tmp_path, change):
    """Return a copy of the tiny weights as an old-style checkpoint after `change(state)`."""
    import torch
    from safetensors.torch import load_file

    folder = shutil.copytree(TINY, tmp_path / "altered")
    state = load_file(folder / "model.safetensors")
    change(state)
    (folder / "model.safetensors").unlink()
    torch.save(state, folder / "pytorch_model.bin")
    return folder


def test_an_old_style_checkpoint_is_loaded_as_weights_only(tmp_path):
    folder = altered_copy(tmp_path, lambda state: None)
    assert is_intact(ensure_converted(folder, tmp_path / "cache", "old", "int8"))


def test_a_pickle_that_would_run_code_is_refused(tmp_path):
    marker = tmp_path / "ran"

    class Attack:
        def __reduce__(self):
            return (open, (str(marker), "w"))

    folder = altered_copy(tmp_path, lambda state: state.update(attack=Attack()))
    with pytest.raises(ModelUnavailable, match="could not be prepared"):
        ensure_converted(folder, tmp_path / "cache", "attack", "int8")
    assert not marker.exists()


def test_weights_whose_start_embedding_is_not_zero_are_refused(tmp_path):
    def move(state):
        state["model.shared.weight"][-1] += 1

    folder = altered_copy(tmp_path, move)
    with pytest.raises(ModelUnavailable, match="<pad> is not zero"):
        ensure_converted(folder, tmp_path / "cache", "moved", "int8")


def test_a_folder_without_a_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelUnavailable, match="models pull"):
        ensure_converted(tmp_path / "nowhere", tmp_path / "cache", "none")
