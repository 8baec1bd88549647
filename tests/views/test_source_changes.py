"""The page of what a source changed, the way there, and its two buttons."""

import pytest
from django.urls import reverse

from summaries.models import Article, Brief, GlossaryTerm
from summaries.services.articles import Facts
from summaries.workflow import Status
from tests.factories import make_brief, make_live, make_source, receive_version
from tests.texts import HEADLINE, SENTENCES

FACTS = Facts(Article.Channel.SOURCE, url="https://marfa.example/ferries")
ADDED = "وستسير رحلة إضافية مساء الجمعة لنقل من تبقى من المسافرين."


@pytest.fixture(autouse=True)
def _bell(monkeypatch):
    monkeypatch.setattr("summaries.services.jobs.ring_bell", lambda job: None)


def changed_text() -> str:
    first, second, third, fourth = (arabic for arabic, _english in SENTENCES)
    lines = (HEADLINE[0], first, second.replace("1,200", "1,500"), fourth, ADDED)
    assert third not in lines
    return "\n".join(lines)


def change(brief: Brief) -> Brief:
    receive_version(brief.article, changed_text(), FACTS)
    brief.refresh_from_db()
    return brief


@pytest.fixture
def changed(reporter) -> Brief:
    """A draft whose article was changed by its outlet."""
    return change(make_brief(Status.DRAFT, owner=reporter, source=make_source()))


def address(brief: Brief, what: str = "") -> str:
    return reverse(f"desk:source-change{what}", args=[brief.pk])


def test_the_page_shows_what_changed_in_words_and_not_by_colour_alone(at_desk, reporter, changed):
    page = at_desk(reporter).get(address(changed)).content.decode()
    assert "1 sentence is edited," in page
    assert "1 is new," in page
    assert "1 is gone." in page
    assert "2 sentences stay the same" in page
    assert page.count("<del>") == page.count("<ins>") == 2
    assert page.count("removed:") == page.count("added:") == 2
    assert 'class="diff" lang="ar" dir="rtl"' in page
    assert "Al-Marfa Daily" in page
    assert f'href="{FACTS.url}"' in page


def test_the_page_is_there_in_arabic(at_desk, reporter, changed):
    client = at_desk(reporter)
    client.post(reverse("desk:language"), {"language": "ar"})
    page = client.get(address(changed)).content.decode()
    assert '<html lang="ar" dir="rtl"' in page


def test_what_a_source_writes_is_text_and_no_markup(at_desk, reporter):
    brief = make_brief(Status.DRAFT, owner=reporter)
    evil = "<script>alert(1)</script>"
    text = changed_text().replace(ADDED, f"{ADDED} {evil}")
    receive_version(brief.article, text, FACTS)
    page = at_desk(reporter).get(address(brief)).content.decode()
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_without_a_change_the_page_says_so(at_desk, reporter):
    page = at_desk(reporter).get(address(make_brief())).content.decode()
    assert "no change to decide about" in page
    assert "<form" not in page.split("<main")[1]


def test_the_brief_and_the_queue_lead_to_it(at_desk, reporter, changed):
    client = at_desk(reporter)
    for page in (reverse("desk:brief", args=[changed.pk]), reverse("desk:queue")):
        assert f'href="{address(changed)}"' in client.get(page).content.decode()
    listed = client.get(reverse("desk:queue"), {"show": "changed"}).content.decode()
    assert f'id="brief-{changed.pk}"' in listed
    other = make_brief(Status.DRAFT)
    assert f'id="brief-{other.pk}"' not in listed
    assert address(other) not in client.get(reverse("desk:brief", args=[other.pk])).content.decode()


def test_taking_it_over(at_desk, reporter, changed):
    newer = changed.newer_article_id
    response = at_desk(reporter).post(address(changed, "-adopt"), {"seen": newer}, follow=True)
    assert "the machine translates what is new" in response.content.decode()
    changed.refresh_from_db()
    assert (changed.article_id, changed.newer_article) == (newer, None)


def test_keeping_ours(at_desk, reporter, changed):
    data = {"seen": changed.newer_article_id, "keep-reason": "It is about another day."}
    response = at_desk(reporter).post(address(changed, "-keep"), data, follow=True)
    assert "Our text stays as it is" in response.content.decode()
    assert "It is about another day." in response.content.decode()
    changed.refresh_from_db()
    assert changed.newer_article is None


def test_what_hung_on_a_sentence_that_is_gone_breaks_no_page(at_desk, reporter, changed):
    gone = changed.article.segments.all()[3]
    edit = gone.edits.create(author=reporter, before="Two of five.", after="Two of five piers.")
    term = GlossaryTerm.objects.create(arabic="رصيف", key="رصيف", english="pier")
    term.edits.add(edit)
    changed.comments.create(author=reporter, segment=gone, text="Which two?")
    client = at_desk(reporter)
    client.post(address(changed, "-adopt"), {"seen": changed.newer_article_id})
    assert client.get(reverse("desk:term", args=[term.pk])).status_code == 200
    for name in ("brief", "edit", "provenance", "preview-web"):
        assert client.get(reverse(f"desk:{name}", args=[changed.pk])).status_code == 200, name
    for shown in ("versions", "sentences", "timeline"):
        history = reverse("desk:history", args=[changed.pk])
        assert client.get(history, {"show": shown}).status_code == 200
    assert "Which two?" in client.get(reverse("desk:brief", args=[changed.pk])).content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001, "\u202e"])
def test_keeping_needs_a_reason(at_desk, reporter, changed, reason):
    data = {"seen": changed.newer_article_id, "keep-reason": reason}
    response = at_desk(reporter).post(address(changed, "-keep"), data)
    assert response.status_code == 400
    assert 'id="id_keep-reason_error"' in response.content.decode()
    changed.refresh_from_db()
    assert changed.newer_article


@pytest.mark.parametrize("what", ["-adopt", "-keep"])
@pytest.mark.parametrize("seen", ["", "0", "x", "999999"])
def test_one_decides_about_what_one_saw(at_desk, reporter, changed, what, seen):
    data = {"seen": seen, "keep-reason": "Why not"}
    response = at_desk(reporter).post(address(changed, what), data)
    assert response.status_code == 409
    assert "changed its article once more" in response.content.decode()
    changed.refresh_from_db()
    assert changed.newer_article


def test_on_a_live_brief_it_is_kept_and_corrected(at_desk, publisher, changed):
    changed.status = Status.PUBLISHED
    make_live(changed)
    page = at_desk(publisher).get(address(changed)).content.decode()
    assert address(changed, "-adopt") not in page
    assert address(changed, "-keep") in page
    assert "publish a correction" in page


def test_in_review_a_reporter_only_looks(at_desk, reporter):
    brief = change(make_brief(Status.IN_REVIEW))
    page = at_desk(reporter).get(address(brief)).content.decode()
    assert "An editor or publisher decides" in page
    assert address(brief, "-adopt") not in page
    assert address(brief, "-keep") not in page
