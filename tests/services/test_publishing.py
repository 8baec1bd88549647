"""What readers see: publish, correct, retract, and the trial model's label."""

import pytest

from summaries.models import Brief, Segment
from summaries.services import editorial, publishing
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.workflow import Status

from .test_editorial import draft, save

__all__ = ["draft"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def in_review(draft, reporter):
    return editorial.submit(reporter, draft)


@pytest.fixture
def published(in_review, publisher):
    return publishing.publish(publisher, in_review, confirm_stand_in=True)


def test_publishing_shows_the_current_version(published, publisher):
    assert published.status == Status.PUBLISHED
    assert published.live == published.current
    assert published.published_at
    assert list(Brief.objects.live()) == [published]
    assert published.events.filter(verb="publish", actor=publisher).count() == 1


def test_an_edit_after_publication_is_not_public_yet(published, publisher):
    version = published.live
    save(publisher, published, headline_en="Better")
    published.refresh_from_db()
    assert published.live == version
    assert published.current.headline_en == "Better"


def test_only_a_publisher_publishes(in_review, reporter, editor):
    for actor in (reporter, editor):
        with pytest.raises(NotAllowed):
            publishing.publish(actor, in_review)


def test_a_draft_is_not_published(draft, publisher):
    with pytest.raises(WrongState):
        publishing.publish(publisher, draft)


def test_text_of_a_trial_model_needs_a_confirmation(in_review, publisher):
    Segment.objects.update(provenance={"model": "x", "stand_in": True})
    with pytest.raises(Invalid):
        publishing.publish(publisher, in_review)
    published = publishing.publish(publisher, in_review, confirm_stand_in=True)
    assert published.events.first().data["stand_in"] is True


def test_a_correction_replaces_the_text_and_tells_readers(published, publisher):
    save(publisher, published, headline_en="Put right")
    corrected = publishing.correct(publisher, published, "The sum was wrong.", "كان المبلغ خاطئا.")
    assert corrected.status == Status.CORRECTED
    assert corrected.live.headline_en == "Put right"
    assert corrected.corrections.get().note_ar == "كان المبلغ خاطئا."


@pytest.mark.parametrize(("note_en", "note_ar"), [("", "تصحيح"), ("Wrong.", " ")])
def test_a_correction_needs_both_languages(published, publisher, note_en, note_ar):
    save(publisher, published, headline_en="Put right")
    with pytest.raises(Invalid):
        publishing.correct(publisher, published, note_en, note_ar)


def test_a_correction_without_a_change_is_refused(published, publisher):
    with pytest.raises(Invalid):
        publishing.correct(publisher, published, "Wrong.", "خطأ.")


def test_a_retraction_leaves_a_tombstone(published, publisher):
    retracted = publishing.retract(publisher, published, "The source withdrew it.")
    assert retracted.status == Status.RETRACTED
    assert not Brief.objects.live().exists()
    assert list(Brief.objects.public()) == [retracted]


def test_only_a_publisher_corrects_or_retracts(published, editor):
    with pytest.raises(NotAllowed):
        publishing.retract(editor, published, "No.")
    with pytest.raises(NotAllowed):
        publishing.correct(editor, published, "No.", "لا.")


def test_a_correction_note_and_a_reason_are_cleaned_and_not_endless(published, publisher):
    save(publisher, published, headline_en="Put right")
    for notes in (("x" * 2001, "تصحيح"), ("Wrong.", "س" * 2001)):
        with pytest.raises(Invalid, match="at most 2000"):
            publishing.correct(publisher, published, *notes)
    publishing.correct(publisher, published, "The \u202esum\x00.", "المبلغ\u2067 خطأ.\x00")
    note = published.corrections.get()
    assert (note.note_en, note.note_ar) == ("The sum.", "المبلغ خطأ.")
    with pytest.raises(Invalid, match="at most 2000"):
        publishing.retract(publisher, published, "x" * 2001)
    publishing.retract(publisher, published, "Wrong\x00.")
    assert published.events.first().reason == "Wrong."
