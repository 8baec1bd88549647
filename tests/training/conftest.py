"""Fixtures of the recipe's tests."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    """Keep torch to one thread: tiny models are as quick, and busy cores make no waits."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
