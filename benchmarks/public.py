"""The readers' pages from the cache and made anew: `python -m benchmarks.public`.

A site of so many briefs lives in a temporary SQLite database and is asked through the whole stack:
middleware, view, template. Figures are median milliseconds of the server process's own CPU time
(SQLite works inside that process). `made` is a page that is not kept yet, or not any more; `kept`
answers from the cache; `304` answers somebody who has it. What matters is that `made` grows little
with the site, and `kept` not at all.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

SIZES = (1_000, 100_000)
REQUESTS = 30
SENTENCES = 3
COLUMNS = ("made", "kept", "304")


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--size", type=int, action="append")
    parser.add_argument("--site", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.site:
        json.dump(measured(arguments.site, arguments.requests), sys.stdout)
        return
    sizes = arguments.size or SIZES
    print_table(sizes, [in_process(size, arguments.requests) for size in sizes])


def in_process(size: int, requests: int) -> dict[str, list]:
    """Measure one site in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        environment = os.environ | {"VAR_DIR": folder, "DEBUG": "1", "LOG_LEVEL": "WARNING"}
        environment |= {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "PUBLIC_PER_MINUTE": "0"}
        command = [sys.executable, "-m", "benchmarks.public", "--site", str(size)]
        command += ["--requests", str(requests)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def measured(size: int, requests: int) -> dict[str, list]:
    """Build a site in the configured database; return the median ms of each page's answers."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.DEBUG = False  # or every query is logged
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    addresses = build(size)
    print(f"{size:,} briefs in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    client = Client(SERVER_NAME="localhost")
    return {name: answers(client, address, requests) for name, address in addresses.items()}


def build(size: int) -> dict[str, str]:
    """Publish a desk of `size` briefs, with editions; return the addresses to ask for, by name."""
    from django.db.models import F
    from django.utils import timezone

    from benchmarks import desk
    from summaries.models import Brief, Correction, Edition, EditionPlace, Topic
    from summaries.services import public_search
    from summaries.workflow import Status

    desk.build(size, "archive")
    Brief.objects.exclude(published_at=None).update(live=F("current"))
    newest = list(Brief.objects.live()[:8])
    for brief in newest:
        _write_summary(brief)
    published = {"state": Edition.State.PUBLISHED, "published_at": timezone.now()}
    edition = Edition.objects.create(date=timezone.localdate(), **published)
    EditionPlace.objects.bulk_create(
        EditionPlace(edition=edition, brief=brief, position=n) for n, brief in enumerate(newest)
    )
    corrected = Brief.objects.filter(status__in=[Status.CORRECTED, Status.RETRACTED])
    Correction.objects.bulk_create(
        Correction(brief=brief, revision_id=brief.live_id, note_en="It was three.", note_ar="ثلاثة")
        for brief in corrected
    )
    public_search.index_all()
    deep, topic = Brief.objects.live().order_by("published_at")[50], Topic.objects.first().slug
    month = f"/archive/{timezone.localtime(deep.published_at):%Y/%m}/"
    return {
        "front page": "/",
        "brief": newest[0].get_absolute_url(),
        "archive": "/archive/",
        "month": month,
        "month, last pages": f"{month}?before={deep.pk}",
        "large topic": f"/topics/{topic}/",
        "large topic, last pages": f"/topics/{topic}/?before={deep.pk}",
        "search, in every brief": "/search/?q=minister",
        "search, last pages": f"/search/?q=minister&before={deep.pk}",
        "search, one brief": f"/search/?q=number+{size // 2}",
        "search, Arabic": "/search/?q=وزير",
        "corrections": "/corrections/",
        "sitemap, index": "/sitemap.xml",
        "sitemap, 400 briefs": "/sitemap-briefs-0.xml",
    }


def _write_summary(brief) -> None:
    """Give a brief a summary with evidence, as the ones on a front page have."""
    from summaries.models import Evidence, Segment, SummarySentence

    for n in range(SENTENCES):
        text = f"The ministry said that {n + 2} more ports would open before the end of the year."
        arabic = "وقالت الوزارة إن موانئ أخرى ستفتتح قبل نهاية العام."
        segment = Segment.objects.create(
            article_id=brief.article_id, line=n, sentence=0, arabic=arabic, english=text
        )
        sentence = SummarySentence.objects.create(revision=brief.live, position=n, text=text)
        Evidence.objects.create(sentence=sentence, segment=segment, score=0.8, english=text)


def answers(client, address: str, requests: int) -> list[float | None]:
    """Return the median ms of a page made, kept, and had already; None where it is not kept."""
    kept = "?" not in address
    fresh = f"{address}{'?' if kept else '&'}fresh=1"
    etag = client.get(address).get("ETag")
    columns = [median(client, fresh, 200, requests), None, None]
    if kept:
        columns[1] = median(client, address, 200, requests)
        columns[2] = median(client, address, 304, requests, {"If-None-Match": etag})
    return columns


def median(client, address: str, status: int, requests: int, headers=None) -> float:
    """Return the median ms of CPU time of an answer. Raises RuntimeError for another status."""

    def once() -> float:
        started = time.process_time()
        response = client.get(address, headers=headers)
        if response.status_code != status:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return (time.process_time() - started) * 1000

    return statistics.median(once() for _request in range(requests))


def print_table(sizes: list[int], sites: list[dict]) -> None:
    """Print the figures of each site side by side."""
    print(f"\n{'ms of CPU time, briefs:':28}" + "".join(f"{size:>24,}" for size in sizes))
    print(f"{'':28}" + "".join("".join(f"{name:>8}" for name in COLUMNS) for _size in sizes))
    for name in sites[0]:
        cells = [value for site in sites for value in site[name]]
        print(f"{name:28}" + "".join(f"{'-' if v is None else format(v, '.1f'):>8}" for v in cells))


if __name__ == "__main__":
    main()
