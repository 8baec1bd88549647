"""The web process and Celery's parent never load a model library.

A library loaded before the fork costs every web worker its memory, and a model used before the fork
hangs the child.
"""

import subprocess
import sys

import pytest

HEAVY = ("torch", "transformers", "ctranslate2", "sentencepiece", "gguf")


@pytest.mark.parametrize(
    "module",
    [
        "newsdesk.urls",
        "newsdesk.wsgi",
        "summaries.tasks",
        "summaries.wiring",
        "summaries.engine.pipeline",
        "summaries.engine.marian",
        "summaries.engine.bart",
        "summaries.engine.chat",
    ],
)
def test_importing_loads_no_model_library(module):
    code = (
        f"import django, sys; django.setup(); import {module}; "
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]; "
        "sys.exit(f'loaded: {loaded}' if loaded else 0)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-2000:]
