"""The provenance pages: of the desk with names, of readers with roles and published text only."""

import re

import pytest
from django.urls import reverse

from summaries.services import events, findings, publishing, rechecking, segments
from summaries.workflow import Status
from tests.factories import make_brief, make_correction
from tests.planted import Planted

pytestmark = pytest.mark.django_db
REASON = "The ministry <b>confirmed</b> it."


@pytest.fixture
def published(checks, editor, publisher):
    """A brief that Huda edited and dismissed in, and Salma published with an override."""
    brief = make_brief(Status.IN_REVIEW)
    checks(Planted({"Saturday": None}), Planted({"five": None}, name="date"))
    rechecking.recheck(events.locked(brief))
    findings.dismiss(editor, brief.findings.get(english="five"), "The second source has it.")
    segment = brief.article.segments.get(english__startswith="The authority")
    segments.save(editor, segment, version=0, english="Some 1,200 passengers are carried.")
    return publishing.publish(publisher, brief, override=REASON)


def address(brief, name: str = "public:provenance", slug: str = "") -> str:
    return reverse(name, args=[brief.pk, slug or brief.slug])


def plain(page) -> str:
    """Return the visible words of an answer, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


class TestOfReaders:
    def test_what_it_tells(self, client, published):
        words = plain(client.get(address(published), {"show": "en"}))
        for said in (
            "Helsinki-NLP/opus-mt-ar-en",
            "revision 5d2e5d3b1f8e",
            "beam 4",
            "33.9 BLEU",
            "sshleifer/distilbart-cnn-12-6",
            "4 of 5 sentences are unchanged.",
            "0 of 5 translated sentences were approved",
            "Published with 1 overridden warning, because:",
            "“\u2068Saturday\u2069” is planted.",
            "1 finding of the automatic checks was looked at and dismissed",
            "Translated by machine, checked by an editor.",
            "None so far.",
        ):
            assert said in words
        assert "&lt;b&gt;confirmed" in words

    @pytest.mark.parametrize(
        ("work", "said"), [(None, "published"), ("approve", "checked"), ("edit", "checked")]
    )
    def test_checked_is_said_only_where_somebody_did(self, client, editor, publisher, work, said):
        brief = make_brief(Status.IN_REVIEW)
        segment = brief.article.segments.last()
        if work == "approve":
            segments.approve(editor, segment, version=0)
        if work == "edit":
            segments.save(editor, segment, version=0, english="Boats wait.")
        brief = publishing.publish(publisher, brief)
        label = f"Translated by machine, {said} by an editor"
        assert f"{label}." in plain(client.get(address(brief)))
        for page in (brief.get_absolute_url(), reverse("public:front")):
            assert label in plain(client.get(page))
        segments.save(publisher, brief.article.segments.first(), version=0, english="Not yet.")
        assert label in plain(client.get(brief.get_absolute_url()))

    def test_where_each_overridden_finding_is(self, client, published):
        page = client.get(address(published), {"show": "en"}).content.decode()
        assert "<li><b>Sentence 4</b>: “\u2068Saturday\u2069” is planted.</li>" in page
        assert "It was published with 1 overridden warning." in page
        assert 'dir="auto"' not in page

    def test_no_names_and_no_reasons_of_the_desk(self, client, published, editor, publisher):
        text = client.get(address(published)).content.decode()
        for private in ("Huda", "Salma", "huda", "salma", "second source"):
            assert private not in text
        assert "Editor" in text

    def test_nothing_unpublished(self, client, published, publisher):
        before = client.get(address(published)).content
        segment = published.article.segments.first()
        segments.save(publisher, segment, version=0, english="Nobody may know this yet.")
        assert client.get(address(published)).content == before

    @pytest.mark.parametrize(
        ("show", "english", "arabic"), [("both", 1, 1), ("en", 1, 0), ("ar", 0, 1)]
    )
    def test_in_both_languages_or_one(self, client, published, show, english, arabic):
        make_correction(published)
        response = client.get(address(published), {"show": show})
        page = response.content.decode()
        assert page.count('<div class="en provenance" lang="en" dir="ltr">') == english
        assert page.count('<div class="ar provenance" lang="ar" dir="rtl">') == arabic
        assert page.count("<h1>") == 1
        assert page.count("An earlier version said") == english
        assert page.count("ذكرت نسخة سابقة") == arabic
        root = 'lang="ar" dir="rtl"' if show == "ar" else 'lang="en" dir="ltr"'
        assert f"<html {root}>" in page
        assert not response.cookies
        assert re.findall("<script[^>]*>", page) == ['<script src="/static/summaries/public.js">']

    @pytest.mark.parametrize(
        ("status", "code"),
        [
            (Status.DRAFT, 404),
            (Status.IN_REVIEW, 404),
            (Status.PUBLISHED, 200),
            (Status.CORRECTED, 200),
            (Status.RETRACTED, 410),
        ],
    )
    def test_it_answers_by_state_as_the_brief_does(self, client, status, code):
        brief = make_brief(status)
        response = client.get(address(brief, slug=brief.slug))
        assert response.status_code == code
        if code == 410:
            assert "This brief was retracted" in response.content.decode()

    def test_another_slug_moves_for_good(self, client, published):
        response = client.get(address(published, slug="other"), {"show": "ar"})
        assert (response.status_code, response["Location"]) == (
            301,
            f"{address(published)}?show=ar",
        )

    def test_it_only_reads(self, client, published):
        assert client.post(address(published)).status_code == 405

    def test_the_brief_leads_there_and_back(self, client, published):
        page = client.get(published.get_absolute_url()).content.decode()
        assert page.count(f'href="{address(published)}"') == 2
        back = client.get(address(published)).content.decode()
        assert f'href="{published.get_absolute_url()}"' in back

    def test_a_trial_model_is_said(self, client):
        brief = make_brief(Status.PUBLISHED, stand_in=True)
        assert "measured 13.9 BLEU on FLORES dev; checked by an editor." in plain(
            client.get(address(brief))
        )


class TestOfTheDesk:
    def test_names_reasons_and_the_way_back(self, at_desk, reporter, published):
        page = at_desk(reporter).get(reverse("desk:provenance", args=[published.pk]))
        words = plain(page)
        for said in (
            "Huda",
            "Salma",
            "The second source has it.",
            "“\u2068five\u2069” is planted.",
        ):
            assert said in words
        text = page.content.decode()
        assert f'href="/desk/briefs/{published.pk}/"' in text
        assert f'href="{address(published)}"' in text

    @pytest.mark.parametrize(
        ("stand_in", "said"),
        [
            (False, "Nobody has approved or changed a sentence yet."),
            (True, "install “best” for publication."),
        ],
    )
    def test_before_anybody_worked_on_it(self, at_desk, reporter, stand_in, said):
        brief = make_brief(Status.DRAFT, stand_in=stand_in)
        words = plain(at_desk(reporter).get(reverse("desk:provenance", args=[brief.pk])))
        assert said in words
        assert "checked by an editor" not in words

    @pytest.mark.parametrize("status", list(Status))
    def test_every_state(self, at_desk, reporter, status):
        brief = make_brief(status)
        page = at_desk(reporter).get(reverse("desk:provenance", args=[brief.pk]))
        assert page.status_code == 200
        assert ("What readers see of it" in page.content.decode()) == brief.is_live

    def test_the_review_page_leads_there(self, at_desk, reporter):
        brief = make_brief(Status.DRAFT)
        page = at_desk(reporter).get(reverse("desk:brief", args=[brief.pk])).content.decode()
        assert f'href="/desk/briefs/{brief.pk}/provenance/"' in page

    def test_it_only_reads(self, at_desk, reporter):
        brief = make_brief(Status.DRAFT)
        address = reverse("desk:provenance", args=[brief.pk])
        assert at_desk(reporter).post(address).status_code == 405
