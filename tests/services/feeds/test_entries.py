"""What a feed holds: which briefs, in which languages, and what stays the same for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Brief, Correction
from summaries.services.feeds import entries
from summaries.services.languages import CHOICES
from summaries.services.web_addresses import web_address
from summaries.workflow import LIVE, Status
from tests.factories import make_brief, make_correction, make_source, make_topic

pytestmark = pytest.mark.django_db

QUERIES = 10


def _without(brief: Brief, language: str) -> Brief:
    """Take the texts of a language out of what readers see."""
    if language == "en":
        brief.live.sentences.all().delete()
    else:
        brief.live.summary_ar = ""
        brief.live.save()
    return brief


def _titles(language: str, topic=None) -> list[str]:
    return [entry.title for entry in entries.of(language, topic).entries]


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("language", CHOICES)
def test_only_live_briefs_have_an_entry(status, language):
    make_brief(status)
    feed = entries.of(language)
    assert len(feed.entries) == (status in LIVE)
    assert len(feed.removals) == (status == Status.RETRACTED)


@pytest.mark.parametrize(
    ("missing", "language", "there"),
    [("en", "en", 0), ("en", "ar", 1), ("en", "both", 1), ("ar", "ar", 0), ("ar", "en", 1)],
)
@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.RETRACTED])
def test_a_brief_without_a_text_in_the_language_is_left_out(missing, language, there, status):
    _without(make_brief(status), missing)
    feed = entries.of(language)
    assert len(feed.entries) + len(feed.removals) == there


def test_a_brief_in_one_language_stands_alone_in_the_feed_of_both():
    brief = _without(make_brief(Status.PUBLISHED), "en")
    (entry,) = entries.of("both").entries
    assert entry.shows == ["ar"]
    assert entry.title == brief.live.headline_ar
    assert 'lang="en"' not in entry.html


def test_a_topic_has_its_own_feed():
    about, other = make_topic("transport"), make_topic("economy")
    brief = make_brief(Status.PUBLISHED)
    brief.topic = about
    brief.save()
    make_brief(Status.PUBLISHED)
    assert len(_titles("en", about)) == 1
    assert _titles("en", other) == []
    assert len(_titles("en")) == 2
    assert entries.of("en", about).title == "The Daily Brief: Transport"


def test_a_correction_changes_the_text_and_the_time_and_never_the_id():
    brief = make_brief(Status.PUBLISHED)
    (before,) = entries.of("en").entries
    brief.live.sentences.filter(position=0).update(text="Ferries resume on Friday.")
    make_correction(brief)
    (after,) = entries.of("en").entries
    assert after.id == before.id
    assert after.published == before.published
    assert after.updated > before.updated
    assert "Ferries resume on Friday." in after.html
    assert "12,000 passengers" in after.html
    assert "ذكرت نسخة سابقة" not in after.html


def test_the_id_outlives_headline_publication_and_site(settings):
    brief = make_brief(Status.PUBLISHED)
    before = entries.of("en").entries[0].id
    settings.SITE_URL = "https://elsewhere.example"
    brief.live.headline_en = "Another headline"
    brief.live.save()
    Brief.objects.update(published_at=timezone.now() + timedelta(days=3), status="corrected")
    (after,) = entries.of("en").entries
    assert after.id == before
    assert after.url.startswith("https://elsewhere.example/briefs/")


def test_ids_differ_by_brief_and_by_language():
    make_brief(Status.PUBLISHED)
    make_brief(Status.PUBLISHED)
    ids = [entry.id for language in CHOICES for entry in entries.of(language).entries]
    assert len(set(ids)) == 6


def test_an_old_brief_comes_to_the_front_again_when_it_is_corrected(monkeypatch):
    monkeypatch.setattr(entries, "SIZE", 3)
    briefs = [make_brief(Status.PUBLISHED) for _n in range(6)]
    for age, brief in enumerate(briefs, start=1):
        moment = timezone.now() - timedelta(days=age)
        Brief.objects.filter(pk=brief.pk).update(published_at=moment)
    newest = [entry.story.brief for entry in entries.of("en").entries]
    assert newest == briefs[:3]
    make_correction(briefs[5])
    make_correction(briefs[5])
    newest = [entry.story.brief for entry in entries.of("en").entries]
    assert newest == [briefs[5], *briefs[:2]]


def test_the_feed_changes_with_its_last_entry_or_removal():
    empty = entries.of("en").updated
    brief = make_brief(Status.PUBLISHED)
    published = entries.of("en").updated
    assert empty < published == Brief.objects.get().published_at
    Brief.objects.update(status=Status.RETRACTED, status_changed_at=timezone.now())
    assert entries.of("en").updated > published
    assert entries.of("en").removals[0].id == f"{_id_of(brief)}/en"


def _id_of(brief: Brief) -> str:
    return f"tag:localhost,{brief.created_at:%Y-%m-%d}:brief/{brief.pk}"


def test_what_readers_were_told_about_a_retraction_is_told_in_their_language():
    brief = make_brief(Status.RETRACTED)
    assert entries.of("en").removals[0].comment == ""
    notes = {"note_en": "It never happened.", "note_ar": "لم يحدث ذلك."}
    make_correction(brief, kind=Correction.Kind.RETRACTION, **notes)
    told = {language: entries.of(language).removals[0].comment for language in CHOICES}
    assert told["en"] == "It never happened."
    assert told["ar"] == "لم يحدث ذلك."
    assert all(note in told["both"] for note in notes.values())


def test_the_source_its_owner_and_the_machine_are_named():
    make_brief(Status.PUBLISHED, source=make_source())
    english, arabic = entries.of("en").entries[0].html, entries.of("ar").entries[0].html
    for text in (
        "Al-Marfa Daily (independent, reader-owned)",
        "Translated by machine",
        "#evidence",
    ):
        assert text in english
    for text in ("المرفأ اليومي (مستقلة يملكها قراؤها)", "ترجمة آلية", "#evidence"):
        assert text in arabic


def test_a_stand_in_is_disclosed():
    make_brief(Status.PUBLISHED, stand_in=True)
    (entry,) = entries.of("both").entries
    said = "Trial translation: measured 13.9 BLEU on FLORES dev; checked by an editor."
    assert said in entry.html
    assert "ترجمة تجريبية" in entry.html
    # Its order in Arabic, which a feed gets no marks for.
    assert "<bdi>13.9 BLEU</bdi>" in entry.html.partition('lang="ar"')[2]


@pytest.mark.parametrize("briefs", [1, 5])
def test_a_feed_takes_the_same_queries_however_long_it_is(django_assert_num_queries, briefs):
    for _n in range(briefs):
        brief = make_brief(Status.CORRECTED, source=make_source())
        brief.topic = make_topic()
        brief.save()
        make_brief(Status.RETRACTED)
    with django_assert_num_queries(QUERIES):
        feed = entries.of("both")
        assert all(entry.html and entry.topic for entry in feed.entries)
        assert not any(removal.comment for removal in feed.removals)


@pytest.mark.parametrize(
    ("url", "usable"),
    [
        ("https://marfa.example/news/1", "https://marfa.example/news/1"),
        ("https://marfa.example/أخبار", "https://marfa.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"),
        ('https://marfa.example/a b"c[1]', "https://marfa.example/a%20b%22c%5B1%5D"),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(url, usable):
    assert web_address(url) == usable
