"""What readers see: publish, correct, retract, and the trial model's label."""

from functools import partial

import pytest
from django.utils import timezone

from summaries.models import (
    Brief,
    Correction,
    Evidence,
    Job,
    Mailing,
    ReaderReport,
    Revision,
    Segment,
    SegmentEdit,
)
from summaries.services import editorial, public_search, publishing, segments, site
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.seen import Seen
from summaries.workflow import Status
from tests.factories import make_brief, make_job, make_report

from .test_editorial import draft, save

__all__ = ["draft"]
pytestmark = pytest.mark.django_db
# The machine of these tests is a trial model.
correct = partial(publishing.correct, confirm_stand_in=True)


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


@pytest.mark.parametrize(
    ("missing", "may"),
    [
        (["headline_ar"], True),
        (["headline_en", "summary_ar"], False),
        (["headline_en", "headline_ar"], False),
    ],
)
def test_a_brief_is_published_in_one_language_at_least(in_review, publisher, missing, may):
    Revision.objects.update(**dict.fromkeys(missing, ""))
    brief = Brief.objects.get()
    if may:
        publishing.publish(publisher, brief, confirm_stand_in=True)
        return
    with pytest.raises(Invalid, match="in one language at least"):
        publishing.publish(publisher, brief, confirm_stand_in=True)
    assert Brief.objects.get().status == Status.IN_REVIEW


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
    corrected = correct(publisher, published, "The sum was wrong.", "كان المبلغ خاطئا.")
    assert corrected.status == Status.CORRECTED
    assert corrected.live.headline_en == "Put right"
    assert corrected.corrections.get().note_ar == "كان المبلغ خاطئا."


@pytest.mark.parametrize(("note_en", "note_ar"), [("", "تصحيح"), ("Wrong.", " ")])
def test_a_correction_needs_both_languages(published, publisher, note_en, note_ar):
    save(publisher, published, headline_en="Put right")
    with pytest.raises(Invalid):
        correct(publisher, published, note_en, note_ar)


def test_a_correction_without_a_change_is_refused(published, publisher):
    with pytest.raises(Invalid):
        correct(publisher, published, "Wrong.", "خطأ.")


def test_a_retraction_leaves_a_tombstone(published, publisher):
    retracted = publishing.retract(publisher, published, "The source withdrew it.")
    assert retracted.status == Status.RETRACTED
    assert not Brief.objects.live().exists()
    assert list(Brief.objects.public()) == [retracted]


@pytest.mark.parametrize(
    ("reason", "kept"), [("", "The sum was wrong."), ("The agency misread it.",) * 2]
)
def test_a_correction_keeps_its_reason_on_the_desk(published, publisher, reason, kept):
    save(publisher, published, headline_en="Put right")
    correct(publisher, published, "The sum was wrong.", "خطأ.", reason=reason)
    event = published.events.get(verb="correct")
    correction = published.corrections.get()
    assert (event.reason, event.data["correction"]) == (kept, correction.pk)
    assert correction.note_en == "The sum was wrong."


@pytest.mark.parametrize("notify", [True, False])
def test_who_got_the_wrong_text_is_told_only_if_the_publisher_says_so(published, publisher, notify):
    save(publisher, published, headline_en="Put right")
    correct(publisher, published, "Wrong.", "خطأ.", notify=notify)
    opened = Mailing.objects.filter(correction=published.corrections.get(), created_by=publisher)
    assert opened.exists() == notify
    assert published.events.get(verb="correct").data["notified"] == notify


def test_a_correction_that_is_refused_tells_nobody(published, publisher):
    save(publisher, published, headline_en="Put right")
    with pytest.raises(Invalid):
        correct(publisher, published, "Wrong.", "", notify=True)
    assert not Mailing.objects.exists()
    assert not Correction.objects.exists()


def test_a_correction_closes_the_reports_that_it_answers(published, publisher):
    answered, other = (make_report(published, text) for text in ("A sum.", "A name."))
    foreign = make_report(make_brief(Status.PUBLISHED))
    save(publisher, published, headline_en="Put right")
    keys = [answered.pk, foreign.pk]
    correct(publisher, published, "Wrong.", "خطأ.", reports=keys)
    answered.refresh_from_db()
    assert (answered.outcome, answered.closed_by) == ("corrected", publisher)
    assert set(ReaderReport.objects.filter(closed_at=None)) == {other, foreign}
    event = published.events.get(verb="report_closed")
    assert event.data["correction"] == published.corrections.get().pk


class TestRetraction:
    """A tombstone at once; a note for readers only in both languages."""

    def test_it_needs_no_words_for_readers(self, published, publisher):
        version = published.live
        publishing.retract(publisher, published, "A court order.")
        row = published.corrections.get()
        assert (row.kind, row.revision, row.note_en, row.note_ar) == (
            Correction.Kind.RETRACTION,
            version,
            "",
            "",
        )
        event = published.events.get(verb="retract")
        assert (event.reason, event.data) == (
            "A court order.",
            {"correction": row.pk, "notified": False},
        )
        assert not Mailing.objects.exists()

    def test_its_note_stands_in_both_languages(self, published, publisher):
        notes = {"note_en": "The outlet withdrew it.", "note_ar": "سحبته الصحيفة."}
        for alone in notes:
            with pytest.raises(Invalid, match="in both languages, or in none"):
                publishing.retract(publisher, published, "Wrong.", **{alone: notes[alone]})
        publishing.retract(publisher, published, "Wrong.", **notes, notify=True)
        row = published.corrections.get()
        assert (row.note_en, row.note_ar) == tuple(notes.values())
        assert Mailing.objects.get().correction == row

    def test_a_second_click_changes_nothing(self, published, publisher):
        publishing.retract(publisher, published, "Wrong.", notify=True)
        with pytest.raises(WrongState):
            publishing.retract(publisher, published, "Wrong.", notify=True)
        assert (Correction.objects.count(), Mailing.objects.count()) == (1, 1)

    def test_without_a_reason_nothing_is_taken_back(self, published, publisher):
        with pytest.raises(Invalid):
            publishing.retract(publisher, published, " ", note_en="Gone.", note_ar="سُحب.")
        published.refresh_from_db()
        assert published.status == Status.PUBLISHED
        assert not Correction.objects.exists()


def test_what_readers_see_and_find_changes_with_each_step(in_review, publisher):
    def found() -> list:
        return list(public_search.find("zebras"))

    versions = [site.version()]
    save(publisher, in_review, headline_en="Zebras at the port")
    assert (found(), site.version()) == ([], versions[0]), "the desk's text is not public"
    brief = publishing.publish(publisher, in_review, confirm_stand_in=True)
    versions.append(site.version())
    assert found() == [brief]
    save(publisher, brief, headline_en="Horses at the port")
    assert found() == [brief], "readers still see the zebras"
    correct(publisher, brief, "They are horses.", "إنها خيول.")
    versions.append(site.version())
    assert found() == []
    assert list(public_search.find("horses")) == [brief]
    publishing.retract(publisher, brief, "There are none.")
    versions.append(site.version())
    assert list(public_search.find("horses")) == []
    assert len(set(versions)) == 4


def test_only_a_publisher_corrects_or_retracts(published, editor):
    with pytest.raises(NotAllowed):
        publishing.retract(editor, published, "No.")
    with pytest.raises(NotAllowed):
        correct(editor, published, "No.", "لا.")


def test_a_correction_note_and_a_reason_are_cleaned_and_not_endless(published, publisher):
    save(publisher, published, headline_en="Put right")
    for notes in (("x" * 2001, "تصحيح"), ("Wrong.", "س" * 2001)):
        with pytest.raises(Invalid, match="at most 2000"):
            correct(publisher, published, *notes)
    correct(publisher, published, "The \u202esum\x00.", "المبلغ\u2067 خطأ.\x00")
    note = published.corrections.get()
    assert (note.note_en, note.note_ar) == ("The sum.", "المبلغ خطأ.")
    with pytest.raises(Invalid, match="at most 2000"):
        publishing.retract(publisher, published, "x" * 2001)
    publishing.retract(publisher, published, "Wrong\x00.")
    assert published.events.first().reason == "Wrong."


def write(actor, segment, english: str):
    segment.refresh_from_db()
    return segments.save(actor, segment, version=segment.version, english=english)


def test_readers_keep_the_evidence_as_it_was_published(published, publisher):
    link = Evidence.objects.filter(sentence__revision=published.live).first()
    was = link.segment.english
    assert link.english == was
    assert not publishing.unpublished_changes(published)
    write(publisher, link.segment, "Put right.")
    link.refresh_from_db()
    assert link.english == was
    assert publishing.unpublished_changes(published)
    correct(publisher, published, "A sentence was wrong.", "كانت جملة خاطئة.")
    link.refresh_from_db()
    assert link.english == "Put right."
    published.refresh_from_db()
    assert not publishing.unpublished_changes(published)


def shown(brief) -> Seen:
    """Return what a page opened now shows."""
    brief.refresh_from_db()
    return Seen.of(brief.current, brief.article.segments.all())


class TestSeen:
    """A publisher publishes the text that stood on the page, or none."""

    def test_a_new_summary_is_not_published_unseen(self, in_review, publisher, editor):
        seen = shown(in_review)
        save(editor, in_review, headline_en="Nobody saw this")
        with pytest.raises(Stale, match="Look at it again"):
            publishing.publish(publisher, in_review, seen=seen, confirm_stand_in=True)
        seen = shown(in_review)
        assert publishing.publish(publisher, in_review, seen=seen, confirm_stand_in=True).is_live

    def test_evidence_is_not_published_unseen_and_other_sentences_matter_not(
        self, in_review, publisher, editor
    ):
        evidence = Segment.objects.filter(evidence__sentence__revision=in_review.current)
        cited = evidence.first()
        other = in_review.article.segments.exclude(pk__in=evidence.values("pk")).first()
        seen = shown(in_review)
        write(editor, other, "Readers do not see this sentence.")
        write(editor, cited, "Nobody saw this.")
        with pytest.raises(Stale):
            publishing.publish(publisher, in_review, seen=seen, confirm_stand_in=True)
        seen = Seen(seen.revision, {**seen.versions, cited.pk: cited.version + 1})
        assert publishing.publish(publisher, in_review, seen=seen, confirm_stand_in=True).is_live

    def test_a_correction_is_not_published_unseen(self, published, publisher, editor):
        seen = shown(published)
        save(publisher, published, headline_en="Put right")
        for unseen in (seen, Seen()):
            with pytest.raises(Stale):
                correct(publisher, published, "Wrong.", "خطأ.", seen=unseen)
        seen = shown(published)
        correct(publisher, published, "Wrong.", "خطأ.", seen=seen)
        assert published.corrections.count() == 1


def test_a_draft_has_no_unpublished_changes(draft):
    assert not publishing.unpublished_changes(draft)


class TestTwoPersonRule:
    """Whoever changed the text last does not publish it, where the newsroom wants that."""

    @pytest.fixture(autouse=True)
    def rule(self, settings):
        settings.TWO_PERSON_RULE = True

    def test_it_is_off_unless_set(self, in_review, publisher, settings):
        settings.TWO_PERSON_RULE = False
        save(publisher, in_review, headline_en="Mine")
        assert publishing.publish(publisher, in_review, confirm_stand_in=True).is_live

    def test_a_machines_text_has_no_last_writer(self, in_review, publisher):
        assert publishing.last_writer_id(in_review) is None
        assert publishing.publish(publisher, in_review, confirm_stand_in=True).is_live

    def test_the_writer_of_the_newest_summary_is_refused(self, in_review, publisher, editor):
        save(publisher, in_review, headline_en="Mine")
        with pytest.raises(NotAllowed, match="two-person"):
            publishing.publish(publisher, in_review, confirm_stand_in=True)
        in_review.refresh_from_db()
        save(editor, in_review, headline_en="Theirs")
        assert publishing.publish(publisher, in_review, confirm_stand_in=True).is_live

    def test_the_writer_of_the_newest_sentence_is_refused(self, in_review, publisher, editor):
        segment = in_review.article.segments.last()
        write(editor, segment, "One.")
        write(publisher, segment, "Two.")
        with pytest.raises(NotAllowed):
            publishing.publish(publisher, in_review, confirm_stand_in=True)
        SegmentEdit.objects.create(segment=segment, author=None, how="retranslated", after="Three.")
        assert publishing.last_writer_id(in_review) == publisher.pk, "the machine does not count"
        write(editor, segment, "Four.")
        assert publishing.publish(publisher, in_review, confirm_stand_in=True).is_live

    def test_a_correction_needs_a_second_person_too(self, in_review, publisher, person):
        published = publishing.publish(publisher, in_review, confirm_stand_in=True)
        save(publisher, published, headline_en="Put right")
        with pytest.raises(NotAllowed):
            correct(publisher, published, "Wrong.", "خطأ.")
        other = person("publisher", name="second")
        assert correct(other, published, "Wrong.", "خطأ.").corrections.count() == 1

    @pytest.mark.parametrize("kind", [Job.Kind.RETRANSLATE, Job.Kind.SUMMARY])
    def test_who_has_the_machine_write_over_it_is_the_last_writer(
        self, in_review, publisher, editor, kind
    ):
        write(editor, in_review.article.segments.last(), "One.")
        asked = {"kind": kind, "asked_by": publisher, "finished_at": timezone.now()}
        make_job(in_review, "cancelled", **asked | {"done": 0})
        assert publishing.last_writer_id(in_review) == editor.pk, "it stopped before it wrote"
        make_job(in_review, "done", **asked)
        with pytest.raises(NotAllowed, match="two-person"):
            publishing.publish(publisher, in_review, confirm_stand_in=True)
        write(editor, in_review.article.segments.last(), "Two.")
        assert publishing.last_writer_id(in_review) == editor.pk

    def test_work_stopped_half_way_changed_the_text_too(self, in_review, publisher):
        asked = {"asked_by": publisher, "finished_at": timezone.now(), "done": 2}
        make_job(in_review, "cancelled", kind=Job.Kind.RETRANSLATE, **asked)
        assert publishing.last_writer_id(in_review) == publisher.pk

    def test_who_puts_a_removed_line_back_is_the_last_writer(self, publisher):
        brief = make_brief(Status.IN_REVIEW)
        editorial.restore_line(publisher, brief.article.removed_lines.last())
        assert publishing.last_writer_id(brief) == publisher.pk
