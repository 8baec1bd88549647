"""Articles of earlier versions of the newsdesk are known by what new ones are known by."""

import hashlib

import pytest

from summaries.engine.text import for_matching
from summaries.models import Article
from summaries.services import articles
from summaries.services.articles import Facts, prepare
from summaries.services.intake import Outcome, receive

from .conftest import ARTICLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell")]
# The same article as it is copied from a page with its furniture.
COPIED = f"محليات\n{ARTICLE}"


def whole(text: str) -> str:
    return hashlib.sha256(for_matching(text).encode()).hexdigest()


def older(text: str, **facts) -> Article:
    """Return an article as an earlier version of the newsdesk stored it."""
    article = articles.create(prepare(text), Facts("paste"), None, **facts)
    article.content_hash = whole(text)
    article.save()
    return article


def test_an_older_article_is_known_with_other_furniture_from_then_on():
    article = older(COPIED)
    assert articles.rehash_all() == 1
    article.refresh_from_db()
    assert article.content_hash == prepare(ARTICLE).keys[0]
    assert articles.rehash_all() == 0, "once is enough"


def test_its_brief_is_found_by_it(reporter):
    first = receive(COPIED, Facts("paste")).brief
    Article.objects.update(content_hash=whole(COPIED))
    assert articles.rehash_all() == 1
    again = receive(ARTICLE, Facts("paste"))
    assert (again.outcome, again.brief) == (Outcome.KNOWN, first)


def test_of_two_with_one_body_the_later_stays_known_by_its_whole_text():
    first, second = older(COPIED), older(ARTICLE + "\nمناقشة\n")
    assert articles.rehash_all() == 1
    for article in (first, second):
        article.refresh_from_db()
    assert first.content_hash == prepare(ARTICLE).keys[0]
    assert second.content_hash == whole(second.raw_text)
    assert articles.rehash_all() == 0


def test_newer_articles_and_what_cannot_be_read_stay_as_they_are():
    newer = articles.create(prepare(COPIED), Facts("paste"), None)
    odd = Article.objects.create(channel="paste", raw_text="-", content_hash=whole("-"))
    assert articles.rehash_all() == 0
    assert Article.objects.get(pk=newer.pk).content_hash == newer.content_hash
    assert Article.objects.get(pk=odd.pk).content_hash == whole("-")


def test_copies_are_rehashed_too():
    first = articles.create(prepare(ARTICLE), Facts("paste"), None)
    older(COPIED, reprint_of=first)
    assert articles.rehash_all() == 1
    assert Article.objects.filter(content_hash=first.content_hash).count() == 2
