"""The main job on one text, without server or database: article in, bilingual brief out."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand
from tqdm import tqdm

from summaries import wiring
from summaries.engine import pipeline
from summaries.engine.errors import EngineError, TextRejected
from summaries.engine.text import check_is_article
from summaries.engine.text.intake import MAX_BYTES
from summaries.management.presentation import brief_as_text
from summaries.services.files import text_of_file

REFUSED = 2
BAR = "{desc:<12}|{bar:30}| {n_fmt}/{total_fmt} [{elapsed}]"


class Command(BaseCommand):
    """`manage.py draft FILE`: exit code 2 and a plain message when there is nothing to work on."""

    help = "Translate and summarise one Arabic article and print the bilingual brief."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Take the file, the output format and the model profile."""
        parser.add_argument("file", nargs="?", default="-", help="a file, or - for standard input")
        parser.add_argument("--json", action="store_true", help="print JSON, for machines")
        parser.add_argument("--profile", help="a model profile (default: the active one)")

    def handle(self, *, file: str, json: bool, profile: str | None, **options) -> None:
        """Draft, show progress on standard error, print the brief on standard output."""
        try:
            text = read(file)
            check_is_article(text)
            result = draft(text, wiring.build_engine(profile))
        except EngineError as error:
            self.stderr.write(str(error))
            sys.exit(REFUSED)
        self.stdout.write(as_json(result) if json else brief_as_text(result))


def read(file: str) -> str:
    """Return the text of a file or of standard input; raise TextRejected where there is none."""
    if file == "-":
        return text_of_file("stdin.txt", sys.stdin.buffer.read(MAX_BYTES + 1))
    try:
        with Path(file).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise TextRejected(f"Cannot read {file}: {error.strerror}.") from error
    known = Path(file).suffix.lower() in (".html", ".htm", ".docx", ".pdf")
    return text_of_file(file if known else "file.txt", data)


def draft(text: str, engine: wiring.Engine) -> pipeline.DraftResult:
    """Run the pipeline with a progress bar that counts sentences."""
    with tqdm(total=0, bar_format=BAR, leave=False, file=sys.stderr) as bar:

        def show(stage: str, done: int, total: int) -> None:
            bar.set_description(stage, refresh=False)
            bar.total = total
            bar.n = done
            bar.refresh()

        return pipeline.draft(text, engine.translator, engine.summary_model, on_progress=show)


def as_json(result: pipeline.DraftResult) -> str:
    """Return the whole result as JSON, Arabic readable."""
    return json.dumps(asdict(result), ensure_ascii=False, indent=2)
