"""Editing, submitting, returning, restoring."""

import pytest

from summaries.engine.fake import FakeSummaryModel, FakeTranslator
from summaries.models import Evidence, Job
from summaries.services import drafting, editorial, jobs
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.revisions import SentenceText
from summaries.wiring import Engine
from summaries.workflow import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(brief):
    claim = jobs.claim(jobs.latest(brief).pk)
    drafting.draft(claim, Engine("fake", FakeTranslator(), FakeSummaryModel()))
    brief.refresh_from_db()
    return brief


def save(actor, brief, **changes):
    now = brief.current
    text = {
        "based_on": now.number,
        "headline_en": now.headline_en,
        "headline_ar": now.headline_ar,
        "summary_ar": now.summary_ar,
        "sentences": [SentenceText(s.text, s.pk) for s in now.sentences.all()],
    }
    return editorial.save_text(actor, brief, **(text | changes))


def test_saving_makes_a_new_version_and_keeps_the_old(draft, reporter):
    machine = draft.current
    revision = save(reporter, draft, headline_en="New port opens")
    machine.refresh_from_db()
    assert (revision.number, revision.author, revision.headline_en) == (
        2,
        reporter,
        "New port opens",
    )
    assert machine.headline_en != "New port opens"
    assert draft.events.filter(verb="edit", actor=reporter).count() == 1


def test_an_edited_sentence_keeps_its_evidence_and_is_marked(draft, reporter):
    first, *rest = draft.current.sentences.all()
    before = set(first.evidence.values_list("segment", flat=True))
    sentences = [
        SentenceText("Edited by hand.", first.pk),
        *[SentenceText(s.text, s.pk) for s in rest],
    ]
    edited, *others = save(reporter, draft, sentences=sentences).sentences.all()
    assert edited.edited
    assert set(edited.evidence.values_list("segment", flat=True)) == before
    assert not any(sentence.edited for sentence in others)


def test_a_sentence_of_one_s_own_has_no_evidence(draft, reporter):
    revision = save(reporter, draft, sentences=[SentenceText("Written by hand.")])
    (sentence,) = revision.sentences.all()
    assert sentence.edited
    assert not sentence.supported
    assert not Evidence.objects.filter(sentence=sentence).exists()


def test_another_brief_s_sentence_lends_no_evidence(draft, reporter):
    revision = save(reporter, draft, sentences=[SentenceText("Forged.", origin=10_000)])
    assert not revision.sentences.get().supported


def test_a_save_over_somebody_else_s_is_refused(draft, reporter, editor):
    save(editor, draft, headline_en="Editor's")
    with pytest.raises(Stale):
        save(reporter, draft, headline_en="Reporter's")
    draft.refresh_from_db()
    assert draft.current.headline_en == "Editor's"


def test_saving_nothing_new_makes_no_version(draft, reporter):
    assert save(reporter, draft).number == 1
    assert not draft.events.filter(verb="edit").exists()


@pytest.mark.parametrize(
    "missing",
    [{"headline_en": " "}, {"headline_ar": ""}, {"sentences": []}, {"summary_ar": "\n"}],
)
def test_a_brief_needs_every_part(draft, reporter, missing):
    with pytest.raises(Invalid):
        save(reporter, draft, **missing)


def test_a_reporter_cannot_edit_in_review(draft, reporter, editor):
    editorial.submit(reporter, draft)
    with pytest.raises(NotAllowed):
        save(reporter, draft, headline_en="Too late")
    assert save(editor, draft, headline_en="By the editor").number == 2


def test_submit_and_return(draft, reporter, editor):
    assert editorial.submit(reporter, draft).status == Status.IN_REVIEW
    with pytest.raises(WrongState):
        editorial.submit(reporter, draft)
    with pytest.raises(Invalid):
        editorial.return_to_draft(editor, draft, "  ")
    with pytest.raises(NotAllowed):
        editorial.return_to_draft(reporter, draft, "Mine.")
    assert editorial.return_to_draft(editor, draft, "Check the sum.").status == Status.DRAFT
    assert draft.events.first().reason == "Check the sum."


def test_an_unfinished_draft_cannot_be_submitted(brief, reporter):
    with pytest.raises(WrongState):
        editorial.submit(reporter, brief)


def test_a_restored_line_finds_its_place_and_is_translated(draft, reporter, bell):
    removed = draft.article.removed_lines.create(line=1, text="سطر وضع جانبا.", role="teaser")
    editorial.restore_line(reporter, removed)
    assert draft.article.segments.all()[1].arabic == "سطر وضع جانبا."
    removed.refresh_from_db()
    assert removed.restored_at
    assert jobs.latest(draft).state == Job.State.QUEUED


def test_a_line_is_restored_once(draft, reporter):
    removed = draft.article.removed_lines.create(line=90, text="سطر وضع جانبا.", role="teaser")
    editorial.restore_line(reporter, removed)
    Job.objects.update(state=Job.State.DONE)
    with pytest.raises(WrongState):
        editorial.restore_line(reporter, removed)


def test_nobody_without_a_role_changes_anything(draft, person):
    nobody = person()
    removed = draft.article.removed_lines.create(line=90, text="سطر.", role="teaser")
    for attempt in (
        lambda: save(nobody, draft, headline_en="Hacked"),
        lambda: editorial.submit(nobody, draft),
        lambda: editorial.restore_line(nobody, removed),
    ):
        with pytest.raises(NotAllowed):
            attempt()
