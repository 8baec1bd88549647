"""The student's vocabulary: Marian's layout, and three readers that agree on it."""

import argparse
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.engine.marian_vocabulary import MarianVocabulary
from tests.training.language import prepared, sentences
from training.errors import TrainingError
from training.recipe import Recipe
from training.vocabulary import FILES, SOURCE, TARGET, Settings, Tokenizer, run, write_vocabulary
from training.work import Deadline, Work, read_json

TOY = Recipe.load("toy")
TEXTS = ["زار الوزير الجديد المتحف", "في 2026 بلغ العدد 1,234", "NASA وحلف الناتو", "خط ﷲ ٣", "漢"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A vocabulary as the step writes it, with the config.json that MarianVocabulary wants."""
    work = prepared(tmp_path_factory.mktemp("vocabulary"))
    run(work, TOY, Deadline(), argparse.Namespace())
    (work.vocabulary / "config.json").write_text("{}")
    return work.vocabulary


class TestLayout:
    def test_all_files_are_there(self, folder):
        assert {path.name for path in folder.iterdir()} == {*FILES, "config.json"}

    def test_control_tokens_stand_where_marian_has_them(self, folder):
        tokens = list(json.loads((folder / "vocab.json").read_text()))
        assert tokens[:2] == ["</s>", "<unk>"]
        assert tokens[-1] == "<pad>"
        assert len(set(tokens)) == len(tokens)

    def test_ids_count_from_0_without_gaps(self, folder):
        assert sorted(Tokenizer(folder).ids.values()) == list(range(len(Tokenizer(folder).ids)))

    @pytest.mark.parametrize("name", [SOURCE, TARGET])
    def test_figures_are_read_digit_by_digit(self, folder, name):
        tokens = {i: token for token, i in Tokenizer(folder).ids.items()}
        [ids] = Tokenizer(folder).encode(name, ["1234"])
        assert [tokens[i].strip("▁") for i in ids if tokens[i] != "▁"] == [*"1234", "</s>"]

    def test_the_report_has_the_sizes(self, folder):
        report = read_json(Work(folder.parent).report("vocabulary"))
        assert report == {"tokens": len(Tokenizer(folder).ids), "pairs": 340}


class TestReaders:
    @pytest.mark.parametrize("text", TEXTS)
    def test_the_newsdesk_reads_the_same_tokens(self, folder, text):
        newsdesk = MarianVocabulary(folder)
        [ids] = Tokenizer(folder).encode(SOURCE, [text])
        assert newsdesk.to_ids(newsdesk.encode(text)) == ids

    @pytest.mark.parametrize("text", TEXTS)
    def test_transformers_reads_the_same_tokens(self, folder, text):
        from transformers import MarianTokenizer

        [ids] = Tokenizer(folder).encode(SOURCE, [text])
        assert MarianTokenizer.from_pretrained(folder)(text)["input_ids"] == ids

    def test_transformers_reads_the_same_targets(self, folder):
        from transformers import MarianTokenizer

        english = [pair[1] for pair in sentences(5)]
        theirs = MarianTokenizer.from_pretrained(folder)(text_target=english)["input_ids"]
        assert theirs == list(Tokenizer(folder).encode(TARGET, english))

    @given(st.text("abcXYZ 019.,-()'", min_size=1, max_size=30))
    def test_plain_english_comes_out_as_it_went_in(self, folder, text):
        newsdesk = MarianVocabulary(folder)
        [ids] = Tokenizer(folder).encode(TARGET, [text])
        assert newsdesk.decode(newsdesk.to_tokens(ids)) == " ".join(text.split())


class TestStep:
    def test_a_result_is_kept(self, folder):
        before = (folder / "vocab.json").stat().st_mtime_ns
        run(Work(folder.parent), TOY, Deadline(), argparse.Namespace())
        assert (folder / "vocab.json").stat().st_mtime_ns == before

    def test_without_labels_it_names_the_step_to_run(self, tmp_path):
        with pytest.raises(TrainingError, match="training filter"):
            run(Work(tmp_path), TOY, Deadline(), argparse.Namespace())

    def test_no_text_is_said_in_words(self, tmp_path):
        with pytest.raises(TrainingError, match="No vocabulary can be learnt"):
            write_vocabulary(tmp_path, [], Settings(100, 10, 1.0))

    def test_no_more_lines_are_read_than_asked_for(self, tmp_path):
        work = prepared(tmp_path)
        recipe = replace(TOY, vocabulary=TOY.vocabulary | {"lines": 50})
        run(work, recipe, Deadline(), argparse.Namespace())
        assert read_json(work.report("vocabulary"))["pairs"] == 50
