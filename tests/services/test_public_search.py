"""What readers find: the words they see, of the briefs they see, and no others."""

import pytest

from summaries.models import Brief, PublicSearchEntry
from summaries.services import public_search
from summaries.workflow import LIVE, Status
from tests.factories import make_brief, make_revision

pytestmark = pytest.mark.django_db


def found(words: str) -> list[int]:
    return [brief.pk for brief in public_search.find(words)]


@pytest.mark.parametrize("status", list(Status))
def test_only_live_briefs_are_indexed(status):
    brief = make_brief(status)
    public_search.index(brief)
    assert (found("ferries") == [brief.pk]) == (status in LIVE)
    assert PublicSearchEntry.objects.exists() == (status in LIVE)


@pytest.mark.parametrize(
    "words", ["Ramla port", "ferr", "passengers 1,200", "العبارات", "للعبّارات", "municipality"]
)
def test_what_is_found_stands_in_the_live_text(words):
    brief = make_brief(Status.PUBLISHED)
    public_search.index(brief)
    live = brief.live
    texts = [live.headline_en, live.headline_ar, live.summary_ar]
    texts += [sentence.text for sentence in live.sentences.all()]
    shown = "\n".join(texts).lower()
    # Of the article's own sentences nothing is in it but what the brief says.
    expected = "passengers" not in words and "municipality" not in words
    assert bool(found(words)) == expected
    assert ("municipality" in shown) is False


def test_a_newer_version_on_the_desk_is_not_found_until_it_is_live():
    brief = make_brief(Status.PUBLISHED)
    revision = make_revision(brief, headline="Embargoed words")
    public_search.index(brief)
    assert found("embargoed") == []
    brief.live = revision
    brief.save()
    public_search.index(brief)
    assert found("embargoed") == [brief.pk]


def test_the_words_of_an_older_version_are_forgotten():
    brief = make_brief(Status.PUBLISHED)
    public_search.index(brief)
    brief.live = make_revision(brief, headline="Quite another headline")
    brief.save()
    public_search.index(brief)
    assert found("quite another") == [brief.pk]
    assert found("storm resumes") == []


def test_a_retracted_brief_is_forgotten_and_never_shown_even_if_it_is_not():
    brief = make_brief(Status.PUBLISHED)
    public_search.index(brief)
    Brief.objects.update(status=Status.RETRACTED)
    assert found("ferries") == []
    brief.refresh_from_db()
    public_search.index(brief)
    assert not PublicSearchEntry.objects.exists()


def test_forgetting_twice_is_no_error():
    brief = make_brief(Status.PUBLISHED)
    public_search.index(brief)
    public_search.forget(brief)
    public_search.forget(brief)
    assert found("ferries") == []


def test_the_newest_intake_comes_first():
    briefs = [make_brief(Status.PUBLISHED) for _number in range(3)]
    assert public_search.index_all() == 3
    assert found("ferries") == [brief.pk for brief in reversed(briefs)]


@pytest.mark.parametrize("words", ["", "   ", "?!", "*", '"', "ferries AND", "x" * 5000])
def test_odd_queries_find_nothing_and_break_nothing(words):
    public_search.index(make_brief(Status.PUBLISHED))
    assert found(words) == []


def test_all_are_indexed_in_batches(monkeypatch):
    monkeypatch.setattr(public_search, "_BATCH", 2)
    for _number in range(5):
        make_brief(Status.PUBLISHED)
    make_brief(Status.DRAFT)
    assert public_search.index_all() == 5
    assert len(found("ferries")) == 5


def test_indexing_all_anew_forgets_what_is_not_live():
    public_search.index(make_brief(Status.PUBLISHED))
    Brief.objects.update(status=Status.RETRACTED)
    assert public_search.index_all() == 0
    assert not PublicSearchEntry.objects.exists()
