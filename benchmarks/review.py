"""Server time of the desk on an article of forty sentences: `python -m benchmarks.review`.

Every request goes through the whole stack (middleware, session, view, template) on a temporary
SQLite database. Times are in milliseconds over --requests requests a page, the first few not
counted; queries and bytes are of one request. The fake engine writes the drafts: the article that
is measured is the newest of fifty-one on the desk.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass

REQUESTS, WARM_UP, OTHER_BRIEFS = 200, 5, 50
PARAGRAPHS, LIMIT = 13, 150 * 1024
PLACES = ("الرملة", "المرسى", "الشرقية", "وادي السدر", "تل الريحان", "عين الصفا", "البرج الأبيض")
HEADLINE = "بلديات الساحل تعرض خطة لتحديث المدارس والطرق قبل موسم الأمطار"


@dataclass(frozen=True)
class Figures:
    """What one kind of request costs."""

    name: str
    milliseconds: list[float]
    queries: int
    size: int


def main() -> None:
    """Measure in a folder of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=REQUESTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        os.environ |= {
            "VAR_DIR": folder,
            "DEBUG": "1",
            "ENGINE": "fake",
            "LOG_LEVEL": "WARNING",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
        }
        print_table(measure(options.requests))


def print_table(rows: list[Figures]) -> None:
    """Print one line a kind of request."""
    print(f"\n{'40 sentences, server time':28}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'KB':>8}")
    for row in rows:
        p95 = statistics.quantiles(row.milliseconds, n=20)[-1]
        print(
            f"  {row.name:26}{statistics.median(row.milliseconds):9.1f}{p95:9.1f}"
            f"{row.queries:9}{row.size / 1024:8.1f}"
        )
    largest = max(row.size for row in rows)
    if largest > LIMIT:
        sys.exit(f"A page sends {largest / 1024:.0f} KB; the limit is {LIMIT // 1024} KB.")


def measure(requests: int) -> list[Figures]:
    """Make the desk in the configured database, and return the figures of every request."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    editor, brief = make_desk()
    settings.DEBUG = False  # or every query is logged
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    return [repeated(name, ask, requests) for name, ask in asked(client, brief).items()]


def make_desk():
    """Return an editor and a drafted brief of forty sentences, among others on the desk."""
    from django.contrib.auth.models import Group, User

    from summaries.models import Job
    from summaries.services import intake
    from summaries.services.people.accounts import ensure_roles
    from summaries.tasks import run_job

    ensure_roles()
    editor = User.objects.create(username="editor", first_name="Editor")
    editor.groups.add(Group.objects.get(name="editor"))
    for number in range(OTHER_BRIEFS + 1):
        brief = intake.take_in(editor, article(number), channel="paste")
    for job in Job.objects.order_by("pk"):
        run_job(job.pk)
    brief.refresh_from_db()
    return editor, brief


def article(number: int, paragraphs: int = PARAGRAPHS) -> str:
    """Return a made-up article: a headline and paragraphs of three sentences."""
    body = (_paragraph(number, place) for place in range(paragraphs))
    return "\n".join([f"{HEADLINE}: التقرير {number + 1}", *body])


def _paragraph(number: int, place: int) -> str:
    town, count = PLACES[(number + place) % len(PLACES)], 120 + 37 * place + number
    return (
        f"قال المتحدث باسم بلدية {town} إن نحو {count} عائلة سجلت أبناءها في المدارس الجديدة خلال "
        f"الأسبوع الأول من الشهر الجاري. وأضاف أن أعمال الطريق بين {town} والمدينة تكلف "
        f"{count * 3} ألف دينار وتنتهي بعد {place + 2} أشهر. ودعا سكان الحي رقم {place + 1} إلى "
        f"متابعة مواعيد الحافلات التي تنشرها البلدية كل صباح."
    )


def asked(client, brief) -> dict[str, Callable]:
    """Return what is asked, by name: each a function that makes one request."""
    address = f"/desk/briefs/{brief.pk}/"
    return {
        "review page": lambda n: client.get(address),
        "queue": lambda n: client.get("/desk/"),
        "editor of the summary": lambda n: client.get(f"{address}edit/"),
        "history": lambda n: client.get(f"{address}history/"),
        "preview of the web page": lambda n: client.get(f"{address}preview/web/"),
        "saving while typing": Saves(client, brief, address, "keep"),
        "saving, closing the row": Saves(client, brief, address, "save"),
    }


class Saves:
    """Saves one sentence after the other, as the page's script does; `do` is the pressed button."""

    def __init__(self, client, brief, address: str, do: str) -> None:
        self.client, self.brief, self.address, self.do = client, brief, address, do
        self.rows: list = []

    def __call__(self, number: int):
        """Save a sentence with one more word than before; return the answer."""
        if not self.rows:
            self.rows = list(self.brief.article.segments.filter(kind="body"))
        row = self.rows[number % len(self.rows)]
        typed = f"{row.english} again"
        data = {"english": typed, "base": row.english, "version": row.version, "do": self.do}
        answer = self.client.post(
            f"{self.address}segments/{row.pk}/save/", data, headers={"HX-Request": "true"}
        )
        row.english, row.version = typed, row.version + 1
        return answer


def repeated(name: str, ask: Callable, requests: int) -> Figures:
    """Make the request many times; the queries are counted on one that is not timed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spent = [timed(name, ask, number) for number in range(WARM_UP + requests)]
    with CaptureQueriesContext(connection) as queries:
        answer = ask(WARM_UP + requests)
    return Figures(name, spent[WARM_UP:], len(queries), len(answer.content))


def timed(name: str, ask: Callable, number: int) -> float:
    """Return the milliseconds of one request. Raises RuntimeError unless it was answered well."""
    started = time.perf_counter()
    answer = ask(number)
    spent = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{name} answered {answer.status_code}")
    return spent


if __name__ == "__main__":
    main()
