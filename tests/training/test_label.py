"""Labelling: shards that are made once, order, cut replies, full memory, and honest counts."""

from types import SimpleNamespace

import pytest

from tests.training.looks import Looks
from tests.training.tiny_teacher import OPTIONS, PAIRS, prepared, write_teacher
from training import label
from training.errors import TrainingError, Unfinished
from training.label import Labelling, Reply, Teacher
from training.recipe import Recipe, section
from training.work import Deadline, read_json, read_rows, write_rows

ARABIC = [arabic for arabic, _ in PAIRS]
TOY = Recipe.load("toy")


def recipe(**changes):
    return SimpleNamespace(label={**TOY.label, "shard_lines": 4, **changes})


def settings(**changes):
    return section(Labelling, recipe(**changes).label, "label")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_teacher(tmp_path_factory.mktemp("teacher"), layers=1, width=32)


@pytest.fixture
def work(tmp_path, folder):
    work = prepared(tmp_path)
    work.tuned.parent.mkdir()
    work.tuned.symlink_to(folder)
    return work


class Echo:
    """A teacher that answers with the sentence in capitals, in reverse order."""

    asked: list = []

    def __init__(self, folder, settings):
        Echo.asked = []

    def translate(self, sentences):
        Echo.asked += sentences
        for i in reversed(range(len(sentences))):
            yield i, Reply(f"EN {sentences[i]}", whole="3%" not in sentences[i])


def shards(work):
    return {path.name: list(read_rows(path)) for path in sorted(work.labels.glob("*.tsv"))}


def test_shards_hold_the_lines_in_order_with_their_translations(work, monkeypatch):
    monkeypatch.setattr(label, "Teacher", Echo)
    label.run(work, recipe(), Deadline(), OPTIONS)
    found = shards(work)
    assert list(found) == ["00000.tsv", "00001.tsv"]
    assert [len(rows) for rows in found.values()] == [4, 2]
    rows = [row for rows in found.values() for row in rows]
    ends = ["cut" if "3%" in line else "whole" for line in ARABIC]
    assert rows == [(line, f"EN {line}", end) for line, end in zip(ARABIC, ends, strict=True)]
    report = read_json(work.report("label"))
    assert (report["lines"], report["cut"]) == (6, 1)


def test_only_what_is_missing_is_labelled(work, monkeypatch):
    monkeypatch.setattr(label, "Teacher", Echo)
    label.run(work, recipe(), Deadline(), OPTIONS)
    (work.labels / "00001.tsv").unlink()
    label.run(work, recipe(), Deadline(), OPTIONS)
    assert Echo.asked == ARABIC[4:]
    Echo.asked = []
    label.run(work, recipe(), Deadline(), OPTIONS)
    assert Echo.asked == []


def test_the_time_is_looked_at_before_every_shard(work, monkeypatch):
    monkeypatch.setattr(label, "Teacher", Echo)
    with pytest.raises(Unfinished, match="1 of 2 shards are labelled"):
        label.run(work, recipe(), Looks(1), OPTIONS)
    assert list(shards(work)) == ["00000.tsv"]


def test_only_the_best_lines_are_labelled(work, monkeypatch):
    monkeypatch.setattr(label, "Teacher", Echo)
    label.run(work, recipe(most_lines=3), Deadline(), OPTIONS)
    assert Echo.asked == ARABIC[:3]


def test_shards_of_other_lines_are_refused(work):
    write_rows(work.labels / "00000.tsv", [("غير ذلك", "Something else", "whole")])
    with pytest.raises(TrainingError, match=r"made from another mono\.tsv"):
        label.run(work, recipe(), Deadline(), OPTIONS)


def test_the_step_before_is_named(tmp_path):
    with pytest.raises(TrainingError, match="python -m training tune"):
        label.run(prepared(tmp_path), recipe(), Deadline(), OPTIONS)


def test_a_model_labels(work):
    label.run(work, recipe(), Deadline(), OPTIONS)
    rows = [row for rows in shards(work).values() for row in rows]
    assert [row[0] for row in rows] == ARABIC
    assert {row[2] for row in rows} <= {"whole", "cut"}
    translated = dict(Teacher(work.tuned, settings()).translate(ARABIC[:4]))
    assert [row[1] for row in rows[:4]] == [translated[i].text for i in range(4)]


def test_batches_do_not_change_the_translations(folder):
    alone = dict(Teacher(folder, settings(batch_tokens=1)).translate(ARABIC))
    together = dict(Teacher(folder, settings(batch_tokens=10_000)).translate(ARABIC))
    assert {i: reply.text[:12] for i, reply in alone.items()} == {
        i: reply.text[:12] for i, reply in together.items()
    }
    assert sorted(alone) == list(range(len(ARABIC)))


def test_a_reply_that_does_not_end_is_cut_at_the_limit(folder):
    short = settings(reply_tokens=5, reply_tokens_per_token=0.0)
    replies = dict(Teacher(folder, short).translate(ARABIC))
    assert all(not reply.whole and len(reply.text.encode()) <= 15 for reply in replies.values())


def test_a_full_memory_halves_the_batches_for_good(folder, monkeypatch):
    import torch

    teacher = Teacher(folder, settings(batch_tokens=10_000))
    generated, tried = teacher._generated, []

    def small(prompts):
        tried.append(len(prompts))
        if len(prompts) > 2:
            raise torch.OutOfMemoryError
        return generated(prompts)

    monkeypatch.setattr(teacher, "_generated", small)
    assert sorted(i for i, _ in teacher.translate(ARABIC)) == list(range(len(ARABIC)))
    failed = [count for count in tried if count > 2]
    assert failed
    tried.clear()
    list(teacher.translate(ARABIC))
    assert max(tried) <= 2


def test_one_sentence_too_many_is_explained(folder, monkeypatch):
    import torch

    teacher = Teacher(folder, settings())

    def full(prompts):
        raise torch.OutOfMemoryError

    monkeypatch.setattr(teacher, "_generated", full)
    with pytest.raises(TrainingError, match="does not hold one sentence"):
        list(teacher.translate(ARABIC[:1]))


def test_others_translate_with_a_teacher_by_its_folder(folder):
    found = dict(label.translate(folder, ARABIC[:2], recipe()))
    assert sorted(found) == [0, 1]
    assert all(isinstance(text, str) for text in found.values())
