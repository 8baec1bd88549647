"""Arabic lines in, English lines out: what scoring with sacrebleu needs."""

import io
import sys
from collections.abc import Iterator
from itertools import islice

from django.core.management.base import BaseCommand, CommandError

from summaries import wiring
from summaries.engine.errors import EngineError
from summaries.engine.types import Translator


class Command(BaseCommand):
    """`manage.py translate < ar.txt > en.txt`: one line each, in order, empty for empty."""

    help = "Translate standard input line by line to standard output."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Take the profile, the engine, the beam, and how many lines are read ahead."""
        parser.add_argument("--profile", help="a model profile (default: the active one)")
        parser.add_argument("--engine", choices=("default", "transformers", "fake"))
        parser.add_argument("--beam", type=int, help="beam width of the search")
        parser.add_argument(
            "--ahead",
            type=int,
            default=256,
            help="lines read before the first is written; 1 answers every line at once (256)",
        )

    def handle(self, *, profile, engine, beam, ahead: int, **options) -> None:
        """Translate chunk by chunk and write each chunk as soon as it is done."""
        if ahead < 1:
            raise CommandError("--ahead must be 1 or more.")
        try:
            translator = wiring.build_translator(profile, engine=engine, beam=beam)
            # Only \n ends a line: other line separators may stand inside a sentence.
            lines = io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace", newline="\n")
            while chunk := [line.strip() for line in islice(lines, ahead)]:
                for english in translate_lines(translator, chunk):
                    self.stdout.write(english)
                self.stdout.flush()
        except EngineError as error:
            raise CommandError(str(error), returncode=2) from error


def translate_lines(translator: Translator, lines: list[str]) -> Iterator[str]:
    """Yield one line of English for each line, in order; an empty line stays empty."""
    waiting = {number: line for number, line in enumerate(lines) if line}
    numbers = list(waiting)
    english = [""] * len(lines)
    for index, translation in translator.translate(list(waiting.values())):
        english[numbers[index]] = " ".join(translation.text.split())
    yield from english
