"""An address that somebody gave, fetched for them."""

import pytest

from summaries.engine.errors import Stopped, TextRejected
from summaries.models import Article, Fetch, Source
from summaries.services.errors import AlreadyTakenIn, Invalid
from summaries.services.sources import addresses, ledger
from summaries.workflow import Role
from tests.factories import make_brief, make_source, make_user
from tests.services.sources.articles import SITE, headline, page
from tests.services.sources.fakes import response

PAGE = f"{SITE}/news/1"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell", "rung")]


@pytest.fixture
def omar(db):
    return make_user(Role.REPORTER, "omar")


def take(person, markup: str, url: str = PAGE, source=None, meanwhile=lambda: None):
    """Ask for the page, and take it in as it was found."""
    fetch = ledger.enqueue_address(person, PAGE, source)
    claim = ledger.claim(fetch.pk)
    meanwhile()
    return addresses.take(claim, fetch, answer(markup, url))


def answer(markup: str, url: str = PAGE):
    return response(markup.encode(), url=url, content_type="text/html")


def test_the_article_goes_to_the_desk_of_who_asked(omar):
    brief = take(omar, page(1), source=make_source())
    article = brief.article
    assert (brief.owner, article.taken_in_by) == (omar, omar)
    assert (article.channel, article.source, article.url) == ("address", make_source(), PAGE)
    assert (article.headline, article.byline) == (headline(1), "سلمى الحداد")
    assert article.published_at is not None


def test_the_address_is_where_the_page_was_in_the_end(omar):
    brief = take(omar, page(1), f"{SITE}/moved/1")
    assert brief.article.url == f"{SITE}/moved/1"


def test_a_known_article_leads_to_its_brief(omar, huda):
    first = take(omar, page(1))
    assert take(huda, page(1)) == first
    assert first.owner == omar
    assert Article.objects.count() == 1


def test_what_is_cancelled_in_the_last_moment_leaves_nothing(omar):
    with pytest.raises(Stopped):
        take(omar, page(1), meanwhile=lambda: ledger.cancel_open(Fetch.objects.all()))
    assert not Article.objects.exists()
    assert Fetch.objects.get().brief is None


def test_the_fetch_ends_with_the_brief(omar):
    brief = take(omar, page(1), f"{SITE}/moved/1")
    fetch = Fetch.objects.get()
    assert (fetch.state, fetch.brief) == (Fetch.State.DONE, brief)
    # By either address it is known.
    assert addresses.brief_at(PAGE) == addresses.brief_at(f"{SITE}/moved/1") == brief
    with pytest.raises(AlreadyTakenIn):
        addresses.ask(omar, PAGE)


OTHER = "https://rasif.example"


@pytest.mark.parametrize(
    ("named", "found_at", "whose"),
    [
        ("Marfa", PAGE, "Marfa"),
        # A redirect from its site to another's.
        ("Marfa", f"{OTHER}/1", "Rasif"),
        ("Marfa", "https://nobody.example/1", None),
        ("", f"{OTHER}/1", "Rasif"),
        # Somebody knows that it is theirs.
        ("Agency", f"{OTHER}/1", "Agency"),
    ],
)
def test_an_article_is_of_the_site_where_it_was_found(omar, named, found_at, whose):
    sources = {
        name: Source.objects.create(name_en=name, homepage=homepage)
        for name, homepage in {"Marfa": SITE, "Rasif": OTHER, "Agency": ""}.items()
    }
    brief = take(omar, page(1), found_at, sources.get(named))
    assert (brief.article.source.name_en if brief.article.source else None) == whose


@pytest.mark.parametrize(
    ("channel", "homepage", "is_known"),
    [
        ("source", SITE, True),
        ("source", OTHER, False),
        ("source", None, True),
        # What people say is from there.
        ("paste", OTHER, True),
    ],
)
def test_a_source_has_no_articles_at_the_addresses_of_others(omar, channel, homepage, is_known):
    brief = make_brief()
    source = homepage and Source.objects.create(name_en="Rasif", homepage=homepage)
    article = brief.article
    article.url, article.source, article.channel = PAGE, source, channel
    article.save()
    assert addresses.brief_at(PAGE) == (brief if is_known else None)


@pytest.mark.parametrize("model", [Article, Fetch])
def test_an_address_is_looked_up_by_an_index(db, model):
    assert "url_key" in model.objects.filter(url_key__in=["a", "b"]).explain()


@pytest.mark.parametrize("markup", ["", "<html><body><p>Nothing here</p></body></html>"])
def test_what_is_no_article_is_said_in_words(omar, markup):
    with pytest.raises(TextRejected) as refusal:
        take(omar, markup)
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
