"""Write what ships: the weights in float16, the tokenizer, the model card and the sums."""

from __future__ import annotations

import argparse
import hashlib
import logging
import math
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from training.errors import TrainingError
from training.recipe import Recipe
from training.scoring import markdown
from training.work import Deadline, Work, fresh, read_json

log = logging.getLogger(__name__)
# The steps whose counts the card tells; those made elsewhere bring their reports along.
REPORTING = ("prepare", "teacher", "tune", "label", "filter", "vocabulary", "student", "average")
CARD = Path(__file__).with_name("model_card.md")
SUMS, WEIGHTS = "SHA256SUMS", "model.safetensors"
LICENCE = "CC-BY-SA-4.0"
# What a repository can hold without large-file storage.
LARGEST_FILE, LARGEST_FOLDER = 95_000_000, 100_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to write and the model's name."""
    parser.add_argument("--to", type=Path, help="the folder to write (default: in the work folder)")
    parser.add_argument("--name", default="newsdesk-marian-ar-en", help="the model's name")


def run(work: Work, recipe: Recipe, deadline: Deadline, options: argparse.Namespace) -> None:
    """Write the folder afresh each time, so that its card has the newest scores.

    Raises TrainingError for files too large to ship, or a folder that holds something else.
    """
    target = options.to or work.weights
    if target.exists() and not (target / SUMS).is_file():
        raise TrainingError(f"{target} holds something else: name a new folder with --to.")
    with fresh(target) as folder:
        shutil.copytree(work.need(work.student, "average"), folder)
        card = model_card(work, recipe.name, options.name)
        (folder / "README.md").write_text(card, encoding="utf-8")
        check_sizes(folder)
        _write_sums(folder)
        if target.exists():
            shutil.rmtree(target)
    log.info("The weights are in %s", target)
    print(registry_entry(target, options.name))


def check_sizes(folder: Path) -> None:
    """Raise TrainingError where a file or the whole folder is too large for a repository."""
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    name = max(sizes, key=sizes.__getitem__)
    if sizes[name] > LARGEST_FILE or sum(sizes.values()) > LARGEST_FOLDER:
        raise TrainingError(
            f"{sum(sizes.values()) / 1e6:.0f} MB in all and {sizes[name] / 1e6:.0f} MB in {name} "
            "are more than a repository should hold. Train a narrower student."
        )


def registry_entry(folder: Path, name: str) -> str:
    """Return the entry for the newsdesk's models.toml; who installs the weights says the rest."""
    size = sum(path.stat().st_size for path in folder.iterdir())
    sums = [line.split("  ") for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()]
    lines = [f'"{file}" = "{digest}"' for digest, file in sums if file != "README.md"]
    return "\n".join(
        [
            f"[models.{name}]",
            'kind = "marian"',
            f'folder = "weights/{folder.name}"',
            f'licence = "{LICENCE}"',
            "download = 0",
            f"disk = {size}",
            'quality = "…"',
            "stand_in = true",
            f"[models.{name}.sha256]",
            *lines,
        ]
    )


def model_card(work: Work, recipe: str, name: str) -> str:
    """Return the model card: sizes, scores, counts of the run and every file trained on."""
    shape = read_json(work.student / "config.json")
    scores = read_json(work.scores) if work.scores.is_file() else {}
    files = read_json(work.need(work.sources, "prepare"))["files"]
    reports = {step: read_json(work.need(work.report(step), step)) for step in REPORTING}
    return Template(CARD.read_text(encoding="utf-8")).substitute(
        name=name,
        licence=LICENCE,
        recipe=recipe,
        parameters=f"{_parameters(work.student / WEIGHTS) / 1e6:.1f} M",
        teacher="{model}, {licence}".format(**reports["teacher"]),
        kept_out=_kept_out(reports["prepare"]["tests"]),
        width=shape["d_model"],
        encoder_layers=shape["encoder_layers"],
        decoder_layers=shape["decoder_layers"],
        max_tokens=shape["max_position_embeddings"],
        verdict=scores["verdict"]["words"] if scores else "Not measured yet.",
        scores=markdown(scores.get("tests", {})),
        signatures=_signatures(scores.get("tests", {})),
        counts="\n".join(_counts(work)),
        files="\n".join(_file_rows(files)),
        files_out=sum(not file["used"] for file in files.values()),
    )


def _parameters(weights: Path) -> int:
    from safetensors import safe_open

    with safe_open(weights, "np") as file:
        return sum(math.prod(file.get_slice(name).get_shape()) for name in file.keys())  # noqa: SIM118


def _counts(work: Work) -> Iterator[str]:
    """Yield a line for each step with a report, of what is a number or a word in it."""
    for path in sorted(work.report("").parent.glob("*.json")):
        report = read_json(path)
        if isinstance(report, dict):
            plain = {k: v for k, v in report.items() if isinstance(v, int | float | str)}
            if plain:
                words = ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in plain.items())
                yield f"- {path.stem}: {words}"


def _kept_out(tests: Sequence[str]) -> str:
    if not tests:
        return "No test set was kept out of it but its own: scores on others may measure memory."
    return (
        f"Every sentence that equals or nearly equals one of {', '.join(tests)} was left out "
        "before anything was trained."
    )


def _file_rows(files: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, file in sorted(files.items()):
        if file["to_label"] or (file["kept"] and file["weight"]):
            # Arabic without English was labelled by the teacher, so it has no weight of its own.
            weight = file["weight"] if file["parallel"] else "labelled"
            licence = f"{file['licence']} ({file['why']})" if file["why"] else file["licence"]
            cells = (name, file["kept"], weight, licence, file["origin"])
            yield "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


def _signatures(tests: Mapping[str, Mapping[str, Any]]) -> str:
    scores = [score for found in tests.values() for score in found.values()]
    signatures = dict.fromkeys(line for score in scores for line in score["signatures"])
    return "; ".join(signatures) or "none yet"


def _write_sums(folder: Path) -> None:
    """Write sha256sum's own format: `sha256sum --check` reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
    ]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
