"""A brief on the desk: evidence, progress, provenance, set-aside lines, and its queries."""

import re

import pytest
from django.urls import reverse

from summaries.models import Event, Job
from summaries.services import editorial, rechecking, working
from summaries.workflow import Role, Status
from tests.factories import STAND_IN, make_brief, make_job, make_user

QUERIES = 21


def _get(client, brief, **query):
    return client.get(reverse("desk:brief", args=[brief.pk]), query)


def _poll(client, brief):
    address = reverse("desk:progress", args=[brief.pk])
    return client.get(address, headers={"HX-Request": "true"})


def _lit(response) -> list[str]:
    return [row.number for row in response.context["rows"] if row.lit]


@pytest.fixture
def draft(reporter):
    return make_brief(Status.DRAFT, owner=reporter)


@pytest.mark.parametrize(
    ("sentence", "lit"), [("1", ["1"]), ("2", ["2", "3"]), ("9", []), ("", []), ("x", [])]
)
def test_the_address_lights_a_sentence_and_its_evidence(at_desk, editor, draft, sentence, lit):
    assert _lit(_get(at_desk(editor), draft, sentence=sentence)) == lit


def test_weak_and_missing_evidence_are_said_in_words(at_desk, editor, draft, real_checks):
    draft.current.sentences.first().evidence.all().delete()
    rechecking.recheck(draft)
    page = _get(at_desk(editor), draft).content.decode()
    assert "Rests on nothing in the article" in page
    words = "No sentence of the article was found that says this."
    for number in (1, 3):
        line = page[page.index(f'id="sentence-{number}"') :].partition("</div>")[0]
        assert words in line


def test_every_text_names_its_language_and_direction(at_desk, editor, draft):
    page = _get(at_desk(editor), draft).content.decode()
    assert page.count('lang="ar" dir="rtl"') >= 5 + 2
    assert page.count('lang="en" dir="ltr"') >= 5


def test_set_aside_lines_show_why_and_can_be_put_back(at_desk, reporter, draft, monkeypatch):
    monkeypatch.setattr("summaries.services.jobs.ring_bell", lambda job_id: None)
    client = at_desk(reporter)
    page = _get(client, draft).content.decode()
    assert "Section line" in page
    assert "Headline of another story" in page
    line = draft.article.removed_lines.get(role="teaser")
    client.post(reverse("desk:restore-line", args=[draft.pk, line.pk]))
    page = _get(client, draft).content.decode()
    assert "Waiting for its turn" in page
    assert page.count("not translated yet") == 1
    assert line.text not in [row.text for row in _get(client, draft).context["removed"]]


def test_the_guard_says_what_it_dropped_and_why(at_desk, editor, draft):
    page = _get(at_desk(editor), draft).content.decode()
    assert "Captain Haddad welcomed the decision." in page
    assert "Not in the article: Haddad" in " ".join(page.split())


def test_a_stand_in_model_is_labelled_and_an_ordinary_one_is_not(at_desk, editor, draft):
    client = at_desk(editor)
    assert "Trial translation" not in _get(client, draft).content.decode()
    draft.article.segments.filter(line=1).update(provenance=STAND_IN)
    page = _get(client, draft).content.decode()
    assert "Trial translation" in page
    assert "measured 13.9 BLEU on FLORES dev; install “best” for publication." in page
    assert "33.9 BLEU on FLORES-101 devtest" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "told"), [(Role.ADMIN, True), (Role.PUBLISHER, False)])
def test_who_can_install_a_model_is_told_how(at_desk, role, told):
    brief = make_brief(stand_in=True)
    page = _get(at_desk(make_user(role)), brief).content.decode()
    assert ("make run MODELS=best" in page) == told
    assert ("manage.py models pull best" in page) == told


@pytest.mark.parametrize("rows", [0, 30])
def test_queries_do_not_grow_with_the_article(
    at_desk, editor, draft, django_assert_max_num_queries, rows
):
    client = at_desk(editor)
    first = draft.article.segments.last()
    for number in range(rows):
        first.pk, first.line = None, 50 + number
        first.save()
        draft.events.create(verb="edit", actor=editor)
    with django_assert_max_num_queries(QUERIES):
        assert _get(client, draft).status_code == 200


class TestProgress:
    """While the machine works."""

    @pytest.fixture
    def working(self, reporter):
        return make_brief(Status.DRAFTING, owner=reporter)

    def test_it_shows_the_stage_a_real_count_and_what_is_translated(
        self, at_desk, reporter, working
    ):
        make_job(working)
        page = _get(at_desk(reporter), working).content.decode()
        assert "Translating, 2 of 5 sentences" in page
        assert "2/5" in page
        assert page.count("not translated yet") == 3
        assert "The Ramla port authority announced" in page

    def test_a_poll_brings_the_panel_alone(self, at_desk, reporter, working):
        make_job(working)
        page = _poll(at_desk(reporter), working).content.decode()
        assert "Translating, 2 of 5" in page
        assert "<html" not in page

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            (Job.State.DONE, "The draft is ready."),
            (Job.State.FAILED, "The machine could not finish: The model&#x27;s files are damaged."),
            (Job.State.CANCELLED, "Somebody stopped the machine."),
        ],
    )
    def test_a_poll_after_the_end_brings_what_changed_and_ends_the_polling(
        self, at_desk, reporter, working, state, words
    ):
        make_job(working, state, error="The model's files are damaged.")
        answer = _poll(at_desk(reporter), working)
        page = answer.content.decode()
        assert "HX-Refresh" not in answer
        assert words in page
        assert "every 2s" not in page
        assert page.count("data-pk=") == 2
        assert 'id="id_text"' not in page, "the comment form is never touched"

    def test_without_script_the_address_of_the_poll_is_the_brief(self, at_desk, reporter, working):
        make_job(working)
        response = at_desk(reporter).get(reverse("desk:progress", args=[working.pk]))
        assert response["Location"] == reverse("desk:brief", args=[working.pk])
        assert 'http-equiv="refresh"' in _get(at_desk(reporter), working).content.decode()

    def test_cancelling_keeps_what_is_translated_and_offers_to_go_on(
        self, at_desk, reporter, working
    ):
        job = make_job(working)
        client = at_desk(reporter)
        page = client.post(reverse("desk:cancel", args=[working.pk]), follow=True).content.decode()
        job.refresh_from_db()
        assert job.state == Job.State.CANCELLED
        assert "Go on" in page
        assert "The Ramla port authority announced" in page

    def test_a_failure_is_said_in_words_and_can_be_tried_again(
        self, at_desk, reporter, working, monkeypatch
    ):
        rung: list[int] = []
        monkeypatch.setattr("summaries.services.jobs.ring_bell", rung.append)
        make_job(working, Job.State.FAILED, error="The model's files are damaged.")
        client = at_desk(reporter)
        assert "The model&#x27;s files are damaged." in _get(client, working).content.decode()
        client.post(reverse("desk:retry", args=[working.pk]))
        assert working.jobs.first().state == Job.State.QUEUED

    def test_the_waiting_attempt_after_a_failure_says_why(self, at_desk, reporter, working):
        make_job(working, Job.State.QUEUED, error="The worker ran out of memory.")
        page = _get(at_desk(reporter), working).content.decode()
        assert "Waiting for its turn" in page
        assert "The worker ran out of memory." in page


def test_a_returned_draft_says_why_above_the_text(at_desk, reporter, editor):
    brief = make_brief(Status.IN_REVIEW, owner=reporter)
    editorial.return_to_draft(editor, brief, "Check the sum in sentence 2.")
    page = _get(at_desk(reporter), brief).content.decode()
    assert page.index("Check the sum in sentence 2.") < page.index('id="sentence-1"')


def test_the_timeline_shows_the_newest_lines_and_why_it_came_back_however_long_ago(
    at_desk, reporter, editor
):
    brief = make_brief(Status.IN_REVIEW, owner=reporter)
    editorial.return_to_draft(editor, brief, "Check the sum in sentence 2.")
    Event.objects.bulk_create(Event(brief=brief, actor=editor, verb="edit") for _ in range(20))
    response = _get(at_desk(reporter), brief)
    assert "Check the sum in sentence 2." in response.content.decode()
    assert [event.verb for event in response.context["events"]] == ["edit"] * 8


def test_a_waiting_job_is_at_no_stage_yet(at_desk, reporter):
    brief = make_brief(Status.DRAFTING, owner=reporter)
    make_job(brief, state=Job.State.QUEUED, stage=Job.Stage.CLEANING)
    states = [stage["state"] for stage in _get(at_desk(reporter), brief).context["stages"]]
    assert states == ["done", "waiting", "waiting", "waiting"]


def _keep(brief, user, **changes) -> None:
    content = {
        "headline_en": brief.current.headline_en,
        "headline_ar": brief.current.headline_ar,
        "summary_ar": brief.current.summary_ar,
        "numbering": "",
        "lines": [
            {"text": sentence.text, "evidence": "", "given": ""}
            for sentence in brief.current.sentences.all()
        ],
    }
    working.keep(user, brief, brief.current.number, content | changes)


def test_text_kept_in_the_editor_is_told_to_its_writer(at_desk, reporter, publisher):
    brief = make_brief(Status.IN_REVIEW, owner=reporter)
    _keep(brief, publisher, headline_en="Typed and not saved")
    page = _get(at_desk(publisher), brief).content.decode()
    # Above the text, and where it would be published without it.
    assert page.count("You have unsaved text in the summary editor") == 2
    assert page.count(f'href="{reverse("desk:edit", args=[brief.pk])}">Open it</a>') == 2


def test_text_kept_by_others_is_not_told(at_desk, reporter, editor, draft):
    _keep(draft, reporter, headline_en="Typed and not saved")
    assert "You have unsaved text" not in _get(at_desk(editor), draft).content.decode()


@pytest.mark.parametrize(("order", "pairs"), [((1, 2, 4), True), ((2, 1, 4), False)])
def test_languages_stand_side_by_side_only_where_the_arabic_is_evidence(
    at_desk, editor, draft, order, pairs
):
    segments = list(draft.article.segments.all())
    draft.current.summary_ar = "\n".join(segments[n].arabic for n in order)
    draft.current.save()
    page = _get(at_desk(editor), draft, sentence="1").content.decode()
    assert ('class="pairs"' in page) == pairs
    lit = re.findall(r'<p class="sentence ar lit"[^>]*>([^<]+)<', page)
    assert lit == [segments[1].arabic]


def test_arabic_that_quotes_nothing_is_lit_by_no_sentence(at_desk, editor, draft):
    draft.current.summary_ar = "فقرة أولى من المحرر.\nفقرة ثانية.\nفقرة ثالثة."
    draft.current.save()
    page = _get(at_desk(editor), draft, sentence="1").content.decode()
    assert "sentence ar lit" not in page
    assert 'class="pairs"' not in page
