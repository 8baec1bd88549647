"""The buttons that set the machine to work again, with and without script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from summaries.models import Job, Segment
from summaries.services import jobs
from summaries.workflow import Status
from tests.factories import make_brief, make_job

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def bell(monkeypatch):
    rung: list[int] = []
    monkeypatch.setattr("summaries.services.jobs.ring_bell", rung.append)
    return rung


@pytest.fixture
def draft():
    brief = make_brief(Status.DRAFT)
    Segment.objects.update(translated_at=timezone.now() - timedelta(hours=1))
    return brief


@pytest.fixture
def segment(draft) -> Segment:
    """The third sentence of the body."""
    return draft.article.segments.filter(kind=Segment.Kind.BODY)[2]


def address(name: str, *arguments) -> str:
    return reverse(f"desk:{name}", args=arguments)


def alternatives(segment) -> str:
    return address("segment-alternatives", segment.article.brief.pk, segment.pk)


def offer(segment, *texts: str) -> None:
    """Leave the sentence as the machine leaves it when it has offered `texts`."""
    segment.article.brief.jobs.create(
        kind=Job.Kind.ALTERNATIVES, segment=segment, state=Job.State.DONE
    )
    Segment.objects.filter(pk=segment.pk).update(
        alternatives=[{"text": text, "score": -0.5} for text in texts]
    )


class TestTranslatingAgain:
    @pytest.mark.parametrize(("data", "told"), [({}, False), ({"include_protected": "on"}, True)])
    def test_all_of_it(self, at_desk, reporter, draft, data, told):
        response = at_desk(reporter).post(address("retranslate", draft.pk), data)
        assert response.url == address("brief", draft.pk)
        job = jobs.latest(draft)
        assert (job.kind, job.segment) == (Job.Kind.RETRANSLATE, None)
        assert job.options == {"include_protected": told}

    @pytest.mark.parametrize(("data", "told"), [({}, False), ({"include_protected": "on"}, True)])
    def test_one_sentence_and_back_to_it(self, at_desk, reporter, draft, segment, data, told):
        response = at_desk(reporter).post(
            address("segment-retranslate", draft.pk, segment.pk), data
        )
        assert response.url == f"{address('brief', draft.pk)}?segment=3#segment-3"
        assert jobs.latest(draft).segment == segment
        assert jobs.latest(draft).options == {"include_protected": told}

    def test_a_person_s_sentence_is_refused_in_words(self, at_desk, reporter, draft, segment):
        Segment.objects.filter(pk=segment.pk).update(english="Typed by hand.")
        response = at_desk(reporter).post(address("segment-retranslate", draft.pk, segment.pk))
        assert response.status_code == 400
        assert "may be replaced" in response.content.decode()
        assert jobs.latest(draft) is None

    def test_with_script_the_panel_comes_to_the_page(self, at_desk, reporter, draft, segment):
        client = at_desk(reporter)
        response = client.post(address("retranslate", draft.pk), headers=HTMX)
        page = response.content.decode()
        assert "HX-Refresh" not in response
        assert "Sentences that a person edited or approved stay." in page
        assert "every 2s" in page

    def test_with_script_the_row_of_one_sentence_closes(self, at_desk, reporter, draft, segment):
        target = address("segment-retranslate", draft.pk, segment.pk)
        page = at_desk(reporter).post(target, headers=HTMX).content.decode()
        assert f'data-pk="{segment.pk}"' in page
        assert "<textarea" not in page
        assert "every 2s" in page

    def test_progress_counts_what_is_translated_again(self, at_desk, reporter, draft):
        make_job(draft, kind=Job.Kind.RETRANSLATE, done=1, total=3)
        page = at_desk(reporter).get(address("brief", draft.pk)).content.decode()
        assert "Translating, 1 of 3 sentences" in page
        assert '<progress value="1" max="3"' in page
        assert "Summarised" not in page

    def test_a_second_time_while_it_works_is_a_conflict(self, at_desk, reporter, draft):
        client = at_desk(reporter)
        client.post(address("retranslate", draft.pk))
        response = client.post(address("rewrite-summary", draft.pk))
        assert response.status_code == 409
        assert "The machine still works" in response.content.decode()


def test_progress_of_a_summary_names_its_stages_only(at_desk, reporter, draft):
    make_job(draft, kind=Job.Kind.SUMMARY, stage=Job.Stage.LINKING)
    page = at_desk(reporter).get(address("brief", draft.pk)).content.decode()
    assert "Linking the evidence" in page
    assert ">Summarised<" in page
    assert ">Translated" not in page


def test_the_summary_is_written_again(at_desk, reporter, draft):
    response = at_desk(reporter).post(address("rewrite-summary", draft.pk))
    assert response.url == address("brief", draft.pk)
    job = jobs.latest(draft)
    assert (job.kind, job.options) == (Job.Kind.SUMMARY, {"based_on": 1})


@pytest.mark.parametrize("name", ["segment-alternatives", "segment-retranslate"])
def test_a_sentence_of_another_brief_is_not_found(at_desk, reporter, draft, name):
    other = make_brief().article.segments.first()
    response = at_desk(reporter).post(address(name, draft.pk, other.pk))
    assert response.status_code == 404
    assert not Job.objects.exists()


class TestAlternatives:
    def test_without_script_asking_leads_to_a_page_of_its_own(self, at_desk, reporter, segment):
        client = at_desk(reporter)
        response = client.post(alternatives(segment))
        assert response.url == alternatives(segment)
        page = client.get(response.url).content.decode()
        assert "The machine looks for other translations" in page
        assert '<noscript><meta http-equiv="refresh"' in page
        assert segment.arabic in page
        assert "segment=3#segment-3" in page

    def test_with_script_a_panel_polls_until_they_are_there(self, at_desk, reporter, segment):
        client = at_desk(reporter)
        asked = client.post(alternatives(segment), headers=HTMX).content.decode()
        assert f'hx-get="{alternatives(segment)}" hx-trigger="every 1s"' in asked
        assert " autofocus" in asked
        assert "<html" not in asked
        Job.objects.all().delete()
        offer(segment, "Another way to say it.", "A third way.")
        shown = client.get(alternatives(segment), headers=HTMX).content.decode()
        assert "Another way to say it." in shown
        assert "2 other translations, the best first" in shown
        assert "hx-trigger" not in shown
        assert "autofocus" not in shown

    def test_each_is_one_button_that_saves_it(self, at_desk, reporter, draft, segment):
        Segment.objects.filter(pk=segment.pk).update(version=4)
        offer(segment, "Another “way” to say it.")
        page = at_desk(reporter).get(alternatives(segment)).content.decode()
        assert f'action="{address("segment-save", draft.pk, segment.pk)}"' in page
        for name, value in [
            ("english", "Another “way” to say it."),
            ("version", "4"),
            ("base", segment.english),
            ("how", "alternative"),
        ]:
            assert f'name="{name}" value="{value}"' in page

    def test_taking_one_changes_the_sentence_and_it_is_offered_no_more(
        self, at_desk, reporter, draft, segment
    ):
        offer(segment, "Another way to say it.", "A third way.")
        client = at_desk(reporter)
        client.post(
            address("segment-save", draft.pk, segment.pk),
            {
                "english": "Another way to say it.",
                "version": segment.version,
                "base": segment.english,
                "how": "alternative",
            },
        )
        segment.refresh_from_db()
        assert segment.english == "Another way to say it."
        assert segment.edits.get().how == "alternative"
        page = client.get(alternatives(segment), headers=HTMX).content.decode()
        assert 'value="A third way."' in page
        assert 'name="english" value="Another way to say it."' not in page

    def test_looking_asks_nothing(self, at_desk, reporter, segment):
        page = at_desk(reporter).get(alternatives(segment)).content.decode()
        assert "Other translations" in page
        assert not Job.objects.exists()

    @pytest.mark.parametrize(
        ("state", "error", "words"),
        [
            (Job.State.FAILED, "It broke.", "could not offer other translations: It broke."),
            (Job.State.CANCELLED, "", "Somebody stopped the search"),
            (Job.State.DONE, "", "has no other translation"),
            (Job.State.QUEUED, "It broke.", "The last attempt failed: It broke."),
        ],
    )
    def test_what_went_wrong_is_said_in_words(
        self, at_desk, reporter, draft, segment, state, error, words
    ):
        draft.jobs.create(kind=Job.Kind.ALTERNATIVES, segment=segment, state=state, error=error)
        page = at_desk(reporter).get(alternatives(segment), headers=HTMX).content.decode()
        assert words in page
        assert ("Ask again" in page) == (state != Job.State.QUEUED)

    def test_an_offer_of_the_translation_before_is_forgotten(
        self, at_desk, reporter, draft, segment
    ):
        draft.jobs.create(kind=Job.Kind.ALTERNATIVES, segment=segment, state=Job.State.FAILED)
        Segment.objects.filter(pk=segment.pk).update(translated_at=timezone.now())
        page = at_desk(reporter).get(alternatives(segment), headers=HTMX).content.decode()
        assert "could not offer" not in page
        assert "Other translations" in page

    def test_who_may_not_edit_sees_no_buttons(self, at_desk, editor):
        brief = make_brief(Status.PUBLISHED)
        segment = brief.article.segments.first()
        offer(segment, "Another way to say it.")
        page = at_desk(editor).get(alternatives(segment), headers=HTMX).content.decode()
        assert "Another way to say it." in page
        assert "<button" not in page
