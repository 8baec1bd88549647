"""The documentation: its links lead somewhere, its pictures are small, its newsroom can be made."""

import re
from pathlib import Path

import pytest

from benchmarks import review
from docs import camera, newsroom, pictures
from summaries.engine.text import read_article
from summaries.models import Brief, Correction, Delivery, Edition, ReaderReport
from summaries.workflow import Status

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("sample_data/*.md")])
FILES = sorted(camera.FOLDER.glob("*.png"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_is_there(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r'\]\(([^)#\s]+)(?:#[^)]*)?\)|<img src="([^"]+)"', text)
    wanted = [a or b for a, b in links if "://" not in (a or b)]
    assert [link for link in wanted if not (page.parent / link).exists()] == []


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
