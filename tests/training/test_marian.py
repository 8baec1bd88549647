"""The student's shape: how large the real one is, and that <pad> stays zero."""

import pytest
import torch

from training.batches import tensors
from training.export import LARGEST_FILE
from training.marian import Shape, config, generation_config, new_model
from training.recipe import Recipe, section
from training.student import Settings

TINY = Shape(30, 16, 32, 2, 2, 1, 0.0, 20)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return section(Settings, Recipe.load("full").student, "student")


class TestFullRecipe:
    def test_it_has_15_to_40_million_parameters_and_fits_into_a_repository(self, settings):
        from transformers import MarianMTModel

        pieces = Recipe.load("full").vocabulary["pieces"]
        with torch.device("meta"):
            model = MarianMTModel(config(settings.shape(2 * pieces)))
        parameters = sum(weight.numel() for weight in model.parameters())
        assert 15e6 < parameters < 40e6
        assert 2 * parameters < LARGEST_FILE

    def test_the_encoder_is_deeper_than_the_decoder(self, settings):
        assert settings.encoder_layers >= 3 * settings.decoder_layers

    def test_the_run_is_longer_than_warm_up_and_patience(self, settings):
        assert settings.warm_up < settings.patience < settings.steps
        assert settings.checkpoints * settings.save_every < settings.steps - settings.patience


class TestPadding:
    def test_it_is_zero_at_the_start_and_after_steps(self):
        model = new_model(TINY)
        before = model.get_input_embeddings().weight.detach().clone()
        optimiser = torch.optim.AdamW(model.parameters(), lr=0.1)
        for _ in range(3):
            model(**tensors([[3, 0], [4, 5, 0]], [[6, 0], [7, 8, 0]], 29)).loss.backward()
            optimiser.step()
            optimiser.zero_grad()
        after = model.get_input_embeddings().weight
        assert after[29].abs().max() == 0
        assert (after[:29] != before[:29]).all()

    def test_one_embedding_serves_source_target_and_output(self):
        model = new_model(TINY)
        shared = model.get_input_embeddings().weight
        assert model.lm_head.weight is shared
        assert model.get_encoder().embed_tokens.weight is shared
        assert model.get_decoder().embed_tokens.weight is shared

    def test_it_decodes_as_opus_mt_does(self):
        found = generation_config(config(TINY))
        assert found.bad_words_ids == [[29]]
        assert (found.num_beams, found.forced_eos_token_id, found.max_length) == (4, 0, 20)


@pytest.mark.parametrize(("width", "deviation"), [(64, 0.056), (512, 0.02)])
def test_first_weights_are_drawn_for_the_width(width, deviation):
    torch.manual_seed(1)
    model = new_model(Shape(200, width, 128, 4, 1, 1, 0.0, 20))
    for name in ("shared", "encoder.layers.0.self_attn.q_proj", "decoder.layers.0.fc1"):
        weight = model.model.get_submodule(name).weight
        assert weight.std().item() == pytest.approx(deviation, rel=0.05)
