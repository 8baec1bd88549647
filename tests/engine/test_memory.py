"""A worker that holds both models in CTranslate2 int8 stays small."""

import subprocess
import sys

import pytest

LIMIT_MB = 1200
WORKER = """
import sys
from pathlib import Path
from benchmarks.measure import peak_mb
from summaries.engine.conversion import ensure_converted
from summaries.engine.marian import MarianTranslator
from summaries.engine.marian_decoding import Decoding
from tests.tiny import pairs

folder = Path(sys.argv[1])
cache = folder / "converted"
fixed = {"decoding": Decoding(min_tokens=40, max_tokens=40), "retries": (), "threads": 2}
translator = MarianTranslator(folder / "opus", cache=cache, model="opus", revision="r", **fixed)
assert len(list(translator.translate([arabic for arabic, _ in pairs()[:40]]))) == 40

import ctranslate2
bart = ctranslate2.Translator(
    str(ensure_converted(folder / "distilbart", cache, "distilbart")), compute_type="int8",
    inter_threads=2, intra_threads=1)
article = [["<s>", *(f"w{i}" for i in range(900)), "</s>"]]
[result] = bart.translate_batch(article, beam_size=4, min_decoding_length=20,
                                max_decoding_length=20)
assert len(result.hypotheses[0]) == 20
assert "torch" not in sys.modules
print(peak_mb())
"""


@pytest.mark.timeout(900)
def test_opus_and_distilbart_sized_models_fit_in_one_worker(tmp_path):
    def python(*arguments):
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, timeout=600
        ).stdout

    for model in ("opus", "distilbart"):
        python("-m", "benchmarks.random_weights", model, str(tmp_path / model))
    peak = float(python("-c", WORKER, str(tmp_path)).splitlines()[-1])
    print(f"peak resident memory: {peak:.0f} MiB")
    # The two int8 copies alone take about 380 MiB: less would mean that they were not loaded.
    assert 380 < peak < LIMIT_MB
