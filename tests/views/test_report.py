"""A reader reports an error: no cookie, no script, no text that is not public, not without end."""

import pytest
from django.core.cache import cache
from django.test import Client

from summaries.models import Notice, ReaderReport
from summaries.services import publishing
from summaries.views.public import report as view
from summaries.workflow import Status
from tests.factories import make_brief, make_live, make_revision

pytestmark = pytest.mark.django_db
PROFANE = '<script>alert(1)</script> "quoted" \u202e'


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def brief(editor):
    brief = make_brief(Status.PUBLISHED, owner=editor)
    brief.events.create(verb="publish", data={"revision": 1})
    return brief


def _address(brief, query: str = "") -> str:
    return f"{brief.get_absolute_url()}report/{query}"


def _send(client, brief, query: str = "", headers=None, **data):
    data = {"about": "", "text": "The sum is wrong.", "version": "1"} | data
    return client.post(_address(brief, query), data, headers=headers)


def test_a_report_is_stored_with_the_sentence_it_is_about(client, brief):
    response = _send(client, brief, about="en-2", email="layla@reader.example")
    assert response.status_code == 303
    assert response["Location"] == _address(brief, "?sent=1")
    report = ReaderReport.objects.get()
    assert (report.position, report.language) == (1, "both")
    assert report.quoted == brief.live.sentences.get(position=1).text
    assert report.email == "layla@reader.example"
    assert Notice.objects.get().report == report
    thanks = client.get(response["Location"]).content.decode()
    assert "Thank you" in thanks
    assert "شكرًا لكم" in thanks


@pytest.mark.parametrize(
    ("query", "language", "words", "absent"),
    [
        ("?sentence=en-1", "en", ["Report an error", "الإبلاغ عن خطأ"], None),
        ("?sentence=1&show=en", "en", ["Report an error"], "الإبلاغ"),
        ("?sentence=1&show=ar", "ar", ["الإبلاغ عن خطأ"], "Report an error"),
        # Coming from the page in the other language.
        ("?sentence=en-1&show=ar", "ar", ["ما الخطأ؟"], "What is wrong?"),
    ],
)
def test_the_form_names_the_sentence_in_the_languages_of_the_page(
    client, brief, query, language, words, absent
):
    page = client.get(_address(brief, query)).content.decode()
    texts = {
        "en": brief.live.sentences.get(position=0).text,
        "ar": brief.live.arabic_paragraphs[0],
    }
    chosen = f'value="{language}-1" checked> <q lang="{language}"'
    assert chosen in page
    assert page.split(chosen)[1].split(">")[1].startswith(texts[language])
    assert all(word in page for word in words)
    assert absent is None or absent not in page


@pytest.mark.parametrize("sentence", ["", "x", "en-99", "fr-1", "<b>", "١", "9" * 30])
def test_a_sentence_that_is_none_means_the_whole_brief(client, brief, sentence):
    page = client.get(_address(brief), {"sentence": sentence}).content.decode()
    assert 'name="about" value="" checked' in page


@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_cookie_is_set_or_needed(brief, verb):
    client = Client(enforce_csrf_checks=True)
    response = client.get(_address(brief)) if verb == "get" else _send(client, brief)
    assert response.status_code in (200, 303)
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "english", "arabic"),
    [
        ("text", "", "Say what is wrong.", None),
        ("text", " \u202e ", "Say what is wrong.", None),
        ("text", "x" * 2001, "at most 2000", None),
        ("email", "nobody", "valid email", "عنوان بريد إلكتروني"),
        ("about", "en-99", "not in the brief any more", None),
    ],
)
def test_what_is_wrong_with_the_form_is_said_and_nothing_is_lost(
    client, brief, field, value, english, arabic
):
    typed = {"text": "The sum is wrong.", "email": "layla@reader.example"} | {field: value}
    response = _send(client, brief, **typed)
    page = response.content.decode()
    assert response.status_code == 400
    assert english in page
    assert arabic is None or arabic in page
    assert not ReaderReport.objects.exists()
    kept = [words for name, words in typed.items() if name != field]
    assert all(words in page for words in kept)


def test_typed_markup_comes_back_as_text(client, brief):
    page = _send(client, brief, text=PROFANE, email="no address").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.DRAFTING])
def test_a_brief_that_was_never_published_is_not_there(client, status):
    brief = make_brief(status)
    address = f"/briefs/{brief.pk}-brief/report/"
    absent = f"/briefs/{brief.pk + 1}-brief/report/"
    for verb in (client.get, client.post):
        answers = [verb(one) for one in (address, absent)]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert not ReaderReport.objects.exists()


def test_a_retracted_brief_leads_to_its_page(client, brief, publisher):
    publishing.retract(publisher, brief, "It was wrong.")
    for response in (client.get(_address(brief)), _send(client, brief)):
        assert response.status_code == 302
        brief.refresh_from_db()
        assert response["Location"] == brief.get_absolute_url()
    assert not ReaderReport.objects.exists()


def test_the_version_that_the_reader_saw_is_kept_after_a_correction(client, brief):
    first, address = brief.live, _address(brief)
    make_revision(brief, headline="The port stays closed")
    make_live(brief)
    brief.events.create(verb="correct", data={"revision": 2})
    data = {"about": "en-0", "text": "It is closed.", "version": "1"}
    assert client.post(address, data).status_code == 303, "at the address of the old headline too"
    report = ReaderReport.objects.get()
    assert (report.revision, report.quoted) == (first, first.headline_en)


def test_an_unpublished_version_is_neither_shown_nor_quoted(client, brief):
    draft = make_revision(brief, headline="Secret so far")
    page = _send(client, brief, version=str(draft.number), text="").content.decode()
    assert "Secret so far" not in page
    _send(client, brief, version=str(draft.number), about="en-0")
    assert ReaderReport.objects.get().quoted == brief.live.headline_en


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_pages_of_others_cannot_report(client, brief, headers):
    assert _send(client, brief, headers=headers).status_code == 403
    assert not ReaderReport.objects.exists()


def test_a_visitor_who_reports_without_end_is_stopped_in_words(client, brief):
    for number in range(view.OF_A_VISITOR):
        assert _send(client, brief, text=f"Wrong {number}.").status_code == 303
    for _attempt in range(3):
        assert _send(client, brief, text="").status_code == 400, "which does not count"
    response = _send(client, brief, text="One more.")
    page = response.content.decode()
    assert response.status_code == 429
    assert "Your text is still below" in page
    assert "أعيدوا الإرسال بعد ساعة" in page
    assert "One more." in page
    assert ReaderReport.objects.count() == view.OF_A_VISITOR


def test_many_visitors_together_cannot_bury_the_desk(client, brief, monkeypatch):
    monkeypatch.setattr(view, "OF_A_BRIEF", 3)
    answers = []
    for number in range(5):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{number + 1}"
        answers.append(_send(client, brief, text=f"Wrong {number}.").status_code)
    assert answers == [303, 303, 303, 429, 429]
    assert Notice.objects.count() == 1


def test_a_form_sent_twice_is_one_report(client, brief):
    assert [_send(client, brief).status_code for _click in range(2)] == [303, 303]
    assert ReaderReport.objects.count() == 1


def test_a_wrong_name_in_the_address_moves_to_the_right_one(client, brief):
    response = client.get(f"/briefs/{brief.pk}-old/report/?sentence=en-2&show=ar")
    assert response.status_code == 301
    assert response["Location"] == _address(brief, "?sentence=en-2&show=ar")


@pytest.mark.parametrize("verb", ["put", "delete", "patch"])
def test_other_verbs_are_refused(client, brief, verb):
    assert getattr(client, verb)(_address(brief)).status_code == 405


def test_opening_the_form_changes_nothing_and_is_not_for_search_engines(client, brief):
    for query in ("", "?sent=1", "?text=Wrong&about=en-1"):
        response = client.get(_address(brief, query))
        assert response.status_code == 200
        assert '<meta name="robots" content="noindex">' in response.content.decode()
        assert "no-cache" in response["Cache-Control"]
    assert not ReaderReport.objects.exists()


class TestTombstone:
    """The page of a retracted brief."""

    NOTES = {"note_en": "The outlet withdrew <it>.", "note_ar": "سحبته الصحيفة."}

    @pytest.mark.parametrize(("show", "shown"), [("both", 2), ("en", 1), ("ar", 1)])
    def test_it_says_why_in_the_languages_of_the_page(self, client, brief, publisher, show, shown):
        publishing.retract(publisher, brief, "Court order 7.", **self.NOTES)
        response = client.get(brief.get_absolute_url(), {"show": show})
        page = response.content.decode()
        assert response.status_code == 410
        notes = ["The outlet withdrew &lt;it&gt;.", "سحبته الصحيفة."]
        assert sum(note in page for note in notes) == shown
        assert "Court order" not in page
        assert brief.live.headline_en not in page

    def test_without_a_note_it_says_only_that_it_is_gone(self, client, brief, publisher):
        publishing.retract(publisher, brief, "Court order 7.")
        page = client.get(brief.get_absolute_url()).content.decode()
        assert "This brief was retracted" in page
        assert "Court order" not in page
        assert 'class="correction"' not in page
