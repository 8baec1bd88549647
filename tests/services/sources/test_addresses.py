"""An address that somebody gave, fetched for them."""

import pytest

from summaries.engine.errors import TextRejected
from summaries.models import Article, Fetch, Source
from summaries.services.errors import Invalid
from summaries.services.sources import addresses
from summaries.workflow import Role
from tests.factories import make_source, make_user
from tests.services.sources.articles import SITE, headline, page
from tests.services.sources.fakes import response

PAGE = f"{SITE}/news/1"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell", "rung")]


@pytest.fixture
def omar(db):
    return make_user(Role.REPORTER, "omar")


def asked(person, source=None) -> Fetch:
    return Fetch(kind=Fetch.Kind.ADDRESS, url=PAGE, asked_by=person, source=source)


def answer(markup: str, url: str = PAGE):
    return response(markup.encode(), url=url, content_type="text/html")


def test_the_article_goes_to_the_desk_of_who_asked(omar):
    brief = addresses.take(None, asked(omar, make_source()), answer(page(1)))
    article = brief.article
    assert (brief.owner, article.taken_in_by) == (omar, omar)
    assert (article.channel, article.source, article.url) == ("address", make_source(), PAGE)
    assert (article.headline, article.byline) == (headline(1), "سلمى الحداد")
    assert article.published_at is not None


def test_the_address_is_where_the_page_was_in_the_end(omar):
    brief = addresses.take(None, asked(omar), answer(page(1), f"{SITE}/moved/1"))
    assert brief.article.url == f"{SITE}/moved/1"


def test_a_known_article_leads_to_its_brief(omar, huda):
    first = addresses.take(None, asked(omar), answer(page(1)))
    assert addresses.take(None, asked(huda), answer(page(1))) == first
    assert first.owner == omar
    assert Article.objects.count() == 1


@pytest.mark.parametrize("markup", ["", "<html><body><p>Nothing here</p></body></html>"])
def test_what_is_no_article_is_said_in_words(omar, markup):
    with pytest.raises(TextRejected) as refusal:
        addresses.take(None, asked(omar), answer(markup))
    assert len(str(refusal.value)) > 20
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://marfa.example/news/1", "Marfa"),
        ("https://www.marfa.example/", "Marfa"),
        ("https://sport.marfa.example/1", "Marfa"),
        ("https://bawaba.example/arabic/1", "Bawaba Arabic"),
        ("https://bawaba.example/sport/1", "Bawaba Sport"),
        # Either could have it.
        ("https://bawaba.example/weather", None),
        ("https://notmarfa.example/1", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_an_address_tells_its_source_where_only_one_fits(db, url, found):
    for name, facts in {
        "Marfa": {"homepage": "https://marfa.example"},
        "Bawaba Arabic": {"url": "https://bawaba.example/arabic/feed"},
        "Bawaba Sport": {"url": "https://bawaba.example/sport/feed"},
        "By hand": {},
    }.items():
        Source.objects.create(name_en=name, **facts)
    source = addresses.source_of(url)
    assert (source.name_en if source else None) == found


def test_an_address_that_grows_too_long_is_refused(omar):
    with pytest.raises(Invalid, match="longer than 1000"):
        addresses.ask(omar, f"{SITE}/" + "م" * 300)
