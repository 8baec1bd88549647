"""The documentation: it says what is so, its commands run, its newsroom can be made."""

import re
import subprocess
from pathlib import Path

import pytest

from benchmarks import review
from docs import camera, newsroom, pictures
from scripts.docs_check import programs, rules, running
from summaries.engine.text import read_article
from summaries.models import Brief, Correction, Delivery, Edition, ReaderReport
from summaries.workflow import Status

ROOT = Path(__file__).parents[1]
FILES = sorted(camera.FOLDER.glob("*.png"))


@pytest.mark.parametrize("page", rules.pages(), ids=lambda page: str(page.path.relative_to(ROOT)))
def test_what_every_page_says_is_so(page):
    assert [str(problem) for rule in rules.EACH for problem in rule(page)] == []


def test_every_setting_is_explained_and_every_page_can_be_found():
    assert [str(problem) for rule in rules.TOGETHER for problem in rule()] == []


def test_the_commands_that_are_marked_run(migrated):
    # In the order of the pages, in one folder each run; `make docs-check` does the same.
    folder = running.sandbox(migrated)
    (migrated / "db.sqlite3").rename(folder / "var/db.sqlite3")
    failed = []
    for page, block in running.marked():
        done = running.run(block, folder)
        if done.returncode:
            failed.append(f"{page.path}:{block.line}:\n{done.stdout}")
    assert failed == []


def test_make_help_tells_of_every_target():
    inner = {"chromium"}
    silent = {name for name, told in programs.make_targets().items() if not told}
    assert silent == inner
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    named = set(re.findall(r"^  make ([a-z-]+) ", shown.stdout, re.MULTILINE))
    assert named == set(programs.make_targets()) - inner


@pytest.mark.parametrize("picture", FILES, ids=lambda picture: picture.stem)
def test_pictures_are_small_and_made_by_the_script(picture):
    assert picture.stat().st_size < camera.LIMIT
    assert picture.stem in pictures.PICTURES


@pytest.mark.django_db
def test_the_newsroom_of_the_pictures_has_briefs_in_every_kind_of_state():
    shown = newsroom.make("a long enough password")
    assert shown.status == Status.IN_REVIEW
    assert shown.article.segments.count() == 11
    assert shown.current.number == 2
    assert shown.comments.get().mentions.count() == 1
    found = set(Brief.objects.values_list("status", flat=True))
    assert found == set(Status) - {Status.RETRACTED}
    assert shown.findings.filter(severity="blocking").count() == 1


@pytest.mark.django_db
def test_the_newsroom_of_the_pictures_has_readers():
    newsroom.make("a long enough password")
    today, tomorrow = Edition.objects.order_by("date")
    assert (today.state, tomorrow.state) == (Edition.State.PUBLISHED, Edition.State.DRAFT)
    states = set(today.mailing.deliveries.values_list("state", flat=True))
    assert states == {Delivery.State.DONE, Delivery.State.QUEUED}
    correction = Correction.objects.get()
    assert correction.mailing.deliveries.filter(state=Delivery.State.DONE).exists()
    assert ReaderReport.objects.get().quoted


def test_the_benchmark_s_articles_have_forty_sentences_and_differ():
    articles = [review.article(number) for number in range(review.OTHER_BRIEFS + 1)]
    assert {len(read_article(text).segments) for text in articles} == {40}
    assert len(set(articles)) == len(articles)
