"""Batches of pairs: every step planned, weights kept, shapes as MarianMT wants them."""

from collections import Counter
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.batches import IGNORED, Batches, Examples, padded, plan, tensors
from training.errors import TrainingError

PAD = 99
lengths = st.lists(st.integers(1, 30), min_size=1, max_size=40)


def evenly(widths, tokens, seed=1, steps=None):
    return plan(widths, [1.0] * len(widths), tokens, seed, steps)


class TestPlan:
    @given(lengths, st.integers(30, 200))
    def test_no_batch_pads_beyond_its_tokens(self, widths, tokens):
        for batch in evenly(widths, tokens, steps=20):
            assert len(batch) * max(widths[i] for i in batch) <= tokens

    @given(lengths, st.integers(1, 200))
    def test_an_epoch_takes_every_row_of_weight_1_once(self, widths, tokens):
        rows = np.concatenate(evenly(widths, tokens))
        assert sorted(rows) == list(range(len(widths)))

    def test_a_row_longer_than_a_batch_stands_alone(self):
        assert [len(batch) for batch in evenly([50, 60], 20)] == [1, 1]

    def test_steps_take_as_many_epochs_as_they_need(self):
        assert len(evenly([5] * 4, 10)) == 2
        assert len(evenly([5] * 4, 10, steps=7)) == 7

    def test_draws_follow_the_weights(self):
        found = plan([5] * 4, [2.0, 1.0, 0.3, 0.0], 1000, seed=1, steps=2000)
        counts = Counter(np.concatenate(found).tolist())
        assert counts[0] == 4000
        assert counts[1] == 2000
        assert counts[2] == pytest.approx(600, rel=0.15)
        assert counts[3] == 0

    def test_the_same_seed_plans_the_same_run(self):
        widths = [i % 9 + 1 for i in range(50)]
        one, two, other = (evenly(widths, 40, seed, steps=30) for seed in (1, 1, 2))
        assert [batch.tolist() for batch in one] == [batch.tolist() for batch in two]
        assert [batch.tolist() for batch in one] != [batch.tolist() for batch in other]

    @pytest.mark.parametrize(("widths", "weights"), [([3], [0.0]), ([], [])])
    def test_nothing_to_train_on_is_refused(self, widths, weights):
        with pytest.raises(TrainingError, match="nothing to train on"):
            plan(widths, weights, 10, seed=1)


class TestTensors:
    def test_rows_are_filled_up(self):
        assert padded([[1], [2, 3]], 7).tolist() == [[1, 7], [2, 3]]

    def test_the_decoder_reads_the_target_one_step_late(self):
        batch = tensors([[5, 6, 0], [7, 0]], [[8, 0], [9, 10, 0]], PAD)
        assert batch["input_ids"].tolist() == [[5, 6, 0], [7, 0, PAD]]
        assert batch["attention_mask"].tolist() == [[1, 1, 1], [1, 1, 0]]
        assert batch["labels"].tolist() == [[8, 0, IGNORED], [9, 10, 0]]
        assert batch["decoder_input_ids"].tolist() == [[PAD, 8, 0], [PAD, 9, 10]]

    def test_an_item_is_the_batch_of_its_step(self):
        examples = Examples([[1, 0], [2, 0]], [[3, 0], [4, 0]], [1, 1])
        data = Batches([[1], [0, 1]], partial(examples.batch, PAD))
        assert len(data) == 2
        assert data[0]["input_ids"].tolist() == [[2, 0]]
        assert data[1]["labels"].tolist() == [[3, 0], [4, 0]]

    def test_widths_are_of_the_longer_side(self):
        assert Examples([[1, 0], [2, 0]], [[3], [4, 5, 0]], [1, 1]).widths == [2, 3]
