"""Compare translation engines side by side: `python -m benchmarks.engine` (or `make bench`).

naive    transformers, one sentence at a time
batched  transformers, length-sorted batches by token budget
default  CTranslate2 int8, the same batches, one core each

All with beam 4 on the same sentences: on the tiny MarianMT, whose outputs are compared, and on
random weights of the opus-mt-ar-en architecture, where every engine must write the same number of
tokens. The starter's stand-in is measured beside them, where it is installed. Each row runs in a
process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from benchmarks.measure import Measurement, measure
from newsdesk.env import models_dir
from summaries.engine.marian import MarianTranslator, TransformersMarianTranslator
from summaries.engine.marian_base import BaseMarianTranslator
from summaries.engine.marian_decoding import Decoding
from summaries.engine.modelstore import ModelStore, Registry
from summaries.engine.threads import available_cores
from summaries.engine.types import Translator

TINY = Path(__file__).parents[1] / "tests" / "data" / "tiny-marian"
PAIRS = TINY.with_name("tiny-marian-pairs.tsv")
ENGINES = {
    "naive": "transformers, one at a time",
    "batched": "transformers, batched",
    "default": "CTranslate2 int8, batched",
}
MODELS = {"tiny": "tiny MarianMT", "opus": "opus-mt-ar-en architecture, random weights"}


def sentences(count: int) -> list[str]:
    """Return `count` Arabic news sentences of mixed length."""
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    step = max(1, len(lines) // count)
    return [line.split("\t")[0] for line in lines[::step]][:count]


STARTER, STARTER_SENTENCES = "starter", 16


def make_starter() -> Translator:
    """Return the translator of the starter profile. Raises ModelUnavailable."""
    return ModelStore(models_dir(), Registry.load()).build_translator(STARTER)


def make_translator(engine: str, model: str, folder: Path, length: int) -> BaseMarianTranslator:
    """Return the translator of one row. `length` target tokens are forced on random weights."""
    options: dict = {"model": model, "revision": "benchmark"}
    if model == "opus":  # random weights never end a sentence by themselves
        fixed = Decoding(beam=4, min_tokens=length, max_tokens=length)
        options |= {"decoding": fixed, "retries": ()}
    if engine == "default":
        return MarianTranslator(folder / model, cache=folder / "converted", **options)
    batch_tokens = 1 if engine == "naive" else 512
    return TransformersMarianTranslator(folder / model, batch_tokens=batch_tokens, **options)


def run_row(engine: str, model: str, folder: Path, count: int, length: int) -> Measurement:
    """Measure one engine on one model in this process."""
    if model == STARTER:
        return measure(make_starter(), sentences(count))
    translator = make_translator(engine, model, folder, length)
    count_tokens: Callable[[str], int] = lambda text: length  # noqa: E731
    if model == "tiny":
        count_tokens = translator.vocabulary.count_target
    return measure(translator, sentences(count), count_tokens)


def run_row_apart(engine: str, model: str, folder: Path, count: int, length: int) -> Measurement:
    """Measure one engine in a fresh process, so that each peak of memory is its own."""
    row = [engine, model, str(folder), str(count), str(length)]
    command = [sys.executable, "-m", "benchmarks.engine", "--row", *row]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Measurement(**json.loads(done.stdout.splitlines()[-1]))


def compare(model: str, folder: Path, options: argparse.Namespace) -> dict[str, Measurement]:
    """Measure and print all engines on one model."""
    print(f"\n{MODELS[model]}: {options.sentences} sentences, beam 4, {available_cores()} cores")
    print(f"  {'':30}{'sentences/s':>12}{'tokens/s':>10}{'peak MiB':>10}{'× naive':>9}")
    found: dict[str, Measurement] = {}
    for engine in options.engines:
        row = run_row_apart(engine, model, folder, options.sentences, options.length)
        found[engine] = row
        ratio = row.sentences_per_second / found[options.engines[0]].sentences_per_second
        print(
            f"  {ENGINES[engine]:30}{row.sentences_per_second:12.2f}{row.tokens_per_second:10.0f}"
            f"{row.peak_mb:10.0f}{ratio:9.1f}",
            flush=True,
        )
    return found


def measure_starter(folder: Path) -> None:
    """Measure and print the starter, or say that it is not installed."""
    if not ModelStore(models_dir(), Registry.load()).is_ready(STARTER):
        print("\nstarter: not installed (manage.py models pull starter)")
        return
    row = run_row_apart("default", STARTER, folder, STARTER_SENTENCES, 0)
    print(f"\nstarter, the trial stand-in: {STARTER_SENTENCES} of the sentences")
    print(
        f"  {ENGINES['default']:30}{row.sentences_per_second:12.2f}{row.tokens_per_second:10.0f}"
        f"{row.peak_mb:10.0f}   (tokens: words)"
    )


def prepare(model: str, folder: Path) -> None:
    """Put the model's weights below `folder`, where they are not there from an earlier run."""
    if model == "tiny" and not (folder / "tiny").exists():
        (folder / "tiny").symlink_to(TINY)
    if model == "opus" and not (folder / "opus" / "model.safetensors").exists():
        command = [sys.executable, "-m", "benchmarks.random_weights", "opus", str(folder / "opus")]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sentences", type=int, default=64)
    parser.add_argument("--length", type=int, default=32, help="target tokens on random weights")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--cache", type=Path, help="keep weights here for the next run")
    parser.add_argument("--row", nargs=5, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Print the tables; with `--row`, one row's figures as JSON."""
    options = parse(arguments)
    if options.row:
        engine, model, folder, count, length = options.row
        row = run_row(engine, model, Path(folder), int(count), int(length))
        print(json.dumps(asdict(row)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.cache or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for model in options.models:
            prepare(model, folder)
            found = compare(model, folder, options)
            if model == "tiny":
                same = len({tuple(row.texts) for row in found.values()}) == 1
                print(f"  outputs identical: {'yes' if same else 'NO'}")
        measure_starter(folder)


if __name__ == "__main__":
    main()
