"""Batches of pairs: every step planned, weights kept, shapes as MarianMT wants them."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.batches import IGNORED, Batches, Examples, padded, plan, tensors
from training.errors import TrainingError

PAD = 99
lengths = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=1, max_size=40)


def examples(sizes, weights=None) -> Examples:
    sources = [[1] * source for source, _ in sizes]
    return Examples(sources, [[2] * target for _, target in sizes], weights or [1.0] * len(sizes))


class TestPlan:
    @given(lengths, st.integers(30, 200))
    def test_no_batch_pads_beyond_its_tokens(self, sizes, tokens):
        for batch in plan(examples(sizes), tokens, 20, seed=1):
            assert len(batch) * max(max(sizes[i]) for i in batch) <= tokens

    @given(lengths)
    def test_an_epoch_takes_every_pair_of_weight_1_once(self, sizes):
        one_batch = plan(examples(sizes), 10_000, 1, seed=1)
        assert sorted(one_batch[0]) == list(range(len(sizes)))

    def test_a_row_longer_than_a_batch_stands_alone(self):
        assert [len(batch) for batch in plan(examples([(50, 3), (60, 3)]), 20, 2, seed=1)] == [1, 1]

    def test_draws_follow_the_weights(self):
        found = plan(examples([(5, 5)] * 4, [2.0, 1.0, 0.3, 0.0]), 1000, 2000, seed=1)
        counts = Counter(np.concatenate(found).tolist())
        assert counts[0] == 4000
        assert counts[1] == 2000
        assert counts[2] == pytest.approx(600, rel=0.15)
        assert counts[3] == 0

    def test_the_same_seed_plans_the_same_run(self):
        sizes = [(i % 9 + 1, i % 7 + 1) for i in range(50)]
        one, two, other = (plan(examples(sizes), 40, 30, seed) for seed in (1, 1, 2))
        assert [batch.tolist() for batch in one] == [batch.tolist() for batch in two]
        assert [batch.tolist() for batch in one] != [batch.tolist() for batch in other]

    def test_nothing_to_train_on_is_refused(self):
        with pytest.raises(TrainingError, match="nothing to train on"):
            plan(examples([(3, 3)], [0.0]), 10, 1, seed=1)


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
        data = Batches(Examples([[1, 0], [2, 0]], [[3, 0], [4, 0]], [1, 1]), [[1], [0, 1]], PAD)
        assert len(data) == 2
        assert data[0]["input_ids"].tolist() == [[2, 0]]
        assert data[1]["labels"].tolist() == [[3, 0], [4, 0]]
