"""Scores the active model on parallel text: BLEU and chrF by sacrebleu, with their signatures."""

import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from sacrebleu.metrics import BLEU, CHRF
from tqdm import tqdm

from summaries import wiring
from summaries.engine.errors import EngineError
from summaries.engine.types import Translator


class Command(BaseCommand):
    """`manage.py evaluate FOLDER`, with ar.txt, en.txt and any system-*.txt to compare with."""

    help = "Score the active model on FOLDER/ar.txt against FOLDER/en.txt."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Take the folder, the number of lines and what translates."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--limit", type=int, help="only the first N lines")
        parser.add_argument("--profile", help="a model profile (default: the active one)")
        parser.add_argument("--engine", choices=("default", "transformers", "fake"))
        parser.add_argument("--beam", type=int, help="beam width of the search")

    def handle(self, *, folder: Path, limit, profile, engine, beam, **options) -> None:
        """Translate, then print a line of scores for the model and each other system."""
        source, reference = parallel(folder, limit)
        try:
            translator = wiring.build_translator(profile, engine=engine, beam=beam)
            began = time.monotonic()
            translated = translate_all(translator, source)
        except EngineError as error:
            raise CommandError(str(error), returncode=2) from error
        seconds = time.monotonic() - began
        made_by = translator.provenance
        self.stdout.write(
            f"{len(source)} lines in {seconds:.1f} s, {len(source) / seconds:.2f} a second, by "
            f"{made_by.model} ({made_by.engine}; {made_by.decoding})"
        )
        systems = {path.stem: lines_of(path, limit) for path in sorted(folder.glob("system-*.txt"))}
        self.report(reference, {made_by.model: translated, **systems})

    def report(self, reference: list[str], systems: dict[str, list[str]]) -> None:
        """Print the table of scores and the signatures that make them repeatable."""
        bleu, chrf = BLEU(), CHRF()
        width = max(map(len, systems))
        self.stdout.write(f"{'':<{width}}   BLEU   chrF")
        for name, lines in systems.items():
            scores = [metric.corpus_score(lines, [reference]).score for metric in (bleu, chrf)]
            self.stdout.write(f"{name:<{width}}  {scores[0]:5.1f}  {scores[1]:5.1f}")
        self.stdout.write(f"BLEU: {bleu.get_signature()}\nchrF: {chrf.get_signature()}")


def parallel(folder: Path, limit: int | None) -> tuple[list[str], list[str]]:
    """Return the Arabic and the English lines; raise CommandError unless they are parallel."""
    source, reference = (lines_of(folder / name, limit) for name in ("ar.txt", "en.txt"))
    if len(source) != len(reference) or not source:
        raise CommandError(
            f"ar.txt has {len(source)} lines and en.txt {len(reference)}: they must be parallel."
        )
    return source, reference


def lines_of(path: Path, limit: int | None) -> list[str]:
    """Return the first `limit` lines of a file, all of them for None."""
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error
    return lines[:limit]


def translate_all(translator: Translator, lines: list[str]) -> list[str]:
    """Return one line of English for each line, with a progress bar on standard error."""
    english = [""] * len(lines)
    results = translator.translate(lines)
    for index, translation in tqdm(results, total=len(lines), unit="line", file=sys.stderr):
        english[index] = " ".join(translation.text.split())
    return english
