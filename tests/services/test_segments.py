"""Sentences one by one: writing, approving, taking back, and who is refused."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from summaries.models import Brief, Segment, SegmentEdit
from summaries.services import search, segments
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.seen import Seen
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_finding, make_user

pytestmark = pytest.mark.django_db
MACHINE = "The authority said that some 1,200 passengers would be carried on the first day."


@pytest.fixture
def brief(db):
    return make_brief(Status.DRAFT)


@pytest.fixture
def segment(brief):
    return brief.article.segments.get(machine_english=MACHINE)


def test_a_save_changes_its_row_and_remembers_the_text_before(segment, brief, editor):
    saved = segments.save(editor, segment, version=0, english=" Some 1,200\n people travel. ")
    assert (saved.english, saved.version) == ("Some 1,200 people travel.", 1)
    assert saved.is_edited
    assert saved.machine_english == MACHINE
    edit = saved.edits.get()
    assert (edit.before, edit.after, edit.author) == (MACHINE, saved.english, editor)
    event = brief.events.get(verb="segment_edited")
    assert (event.actor, event.data["segment"], event.data["label"]) == (editor, segment.pk, "2")


def test_autosaves_of_one_sitting_are_one_change(segment, brief, editor, publisher):
    for version, text in enumerate(("One.", "One two.", "One two three.")):
        segments.save(editor, segment, version=version, english=text)
    segments.save(publisher, segment, version=3, english="Four.")
    segments.save(editor, segment, version=4, english="Five.")
    changes = [(e.author, e.before, e.after) for e in segment.edits.order_by("pk")]
    assert changes == [
        (editor, MACHINE, "One two three."),
        (publisher, "One two three.", "Four."),
        (editor, "Four.", "Five."),
    ]
    assert brief.events.filter(verb="segment_edited").count() == 3


def test_after_a_break_it_is_another_change(segment, editor):
    segments.save(editor, segment, version=0, english="One.")
    segment.edits.update(updated_at=timezone.now() - segments.SITTING)
    segments.save(editor, segment, version=1, english="Two.")
    assert segment.edits.count() == 2


def test_a_stale_save_changes_nothing(segment, editor, publisher):
    segments.save(publisher, segment, version=0, english="Theirs.")
    for attempt in (
        lambda: segments.save(editor, segment, version=0, english="Mine."),
        lambda: segments.approve(editor, segment, version=0),
        lambda: segments.undo(editor, segment, version=0),
    ):
        with pytest.raises(Stale):
            attempt()
    segment.refresh_from_db()
    assert (segment.english, segment.version, segment.approved_at) == ("Theirs.", 1, None)
    assert segment.edits.count() == 1


def test_the_machine_may_be_faster_between_reading_and_writing(segment, editor, monkeypatch):
    read = segments.fresh

    def and_then_the_machine(*arguments):
        found = read(*arguments)
        Segment.objects.filter(pk=found.pk).update(version=found.version + 1)
        return found

    monkeypatch.setattr(segments, "fresh", and_then_the_machine)
    with pytest.raises(Stale):
        segments.save(editor, segment, version=0, english="Mine.")
    with pytest.raises(Stale):
        segments.approve(editor, segment, version=0)


def test_saving_what_is_stored_changes_nothing(segment, editor):
    segments.approve(editor, segment, version=0)
    saved = segments.save(editor, segment, version=0, english=MACHINE)
    assert (saved.version, saved.edits.count()) == (0, 0)
    assert saved.approved_by == editor


def test_a_new_text_takes_the_approval_back_unless_it_comes_with_one(segment, editor, publisher):
    segments.approve(editor, segment, version=0)
    assert segments.save(publisher, segment, version=0, english="One.").approved_at is None
    saved = segments.save(publisher, segment, version=1, english="Two.", approve=True)
    assert (saved.approved_by, saved.version) == (publisher, 2)


def test_approving_is_recorded_once_and_can_be_taken_back(segment, brief, editor):
    segments.approve(editor, segment, version=0)
    segments.approve(editor, segment, version=0)
    segments.unapprove(editor, segment)
    assert segments.unapprove(editor, segment).approved_at is None
    verbs = list(brief.events.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["approve", "unapprove"]
    assert verbs.count("approve") == 1


def test_approving_what_remains_leaves_findings_and_says_how_many(segment, brief, editor):
    segments.approve(editor, segment, version=0)
    flagged = brief.article.segments.last()
    make_finding(brief, flagged, severity="warning")
    assert segments.approve_remaining(editor, brief) == (3, 0)
    flagged.refresh_from_db()
    assert flagged.approved_at is None
    assert brief.events.get(verb="approve_remaining").data == {"count": 3}
    assert segments.approve_remaining(editor, brief) == (0, 0)
    assert brief.events.filter(verb="approve_remaining").count() == 1
    segments.save(editor, flagged, version=0, english="Small boats wait until Saturday.")
    assert segments.approve_remaining(editor, brief) == (1, 0)


def test_what_changed_since_the_page_was_opened_is_not_approved_with_the_rest(
    segment, brief, editor, publisher
):
    seen = Seen.of(brief.current, brief.article.segments.all())
    segments.save(publisher, segment, version=0, english="Nobody saw this.")
    assert segments.approve_remaining(editor, brief, seen=seen) == (4, 1)
    segment.refresh_from_db()
    assert segment.approved_at is None
    assert segments.approve_remaining(editor, brief, seen=Seen()) == (0, 1)


def test_undoing_brings_the_machines_text_back_and_keeps_the_history(segment, editor):
    segments.save(editor, segment, version=0, english="One.")
    undone = segments.undo(editor, segment, version=1)
    assert (undone.english, undone.version, undone.is_edited) == (MACHINE, 2, False)
    assert [e.how for e in segment.edits.all()] == ["undone", "typed"]


def test_without_a_text_of_the_machine_there_is_nothing_to_go_back_to(segment, editor):
    Segment.objects.filter(pk=segment.pk).update(machine_english="")
    segment.refresh_from_db()
    with pytest.raises(Invalid):
        segments.undo(editor, segment, version=0)


@pytest.mark.parametrize("text", ["", "  \n", "\u202e", "x" * 2001])
def test_empty_and_endless_texts_are_refused(segment, editor, text):
    with pytest.raises(Invalid):
        segments.save(editor, segment, version=0, english=text)


def test_a_sentence_that_waits_for_the_machine_is_left_to_it(segment, editor):
    Segment.objects.filter(pk=segment.pk).update(translated_at=None)
    with pytest.raises(WrongState, match="not translated"):
        segments.save(editor, segment, version=0, english="Mine.")


CASES = [
    (Status.DRAFTING, Role.ADMIN, WrongState),
    (Status.DRAFT, Role.REPORTER, None),
    (Status.DRAFT, None, NotAllowed),
    (Status.IN_REVIEW, Role.REPORTER, NotAllowed),
    (Status.IN_REVIEW, Role.EDITOR, None),
    (Status.PUBLISHED, Role.EDITOR, NotAllowed),
    (Status.PUBLISHED, Role.PUBLISHER, None),
    (Status.CORRECTED, Role.PUBLISHER, None),
    (Status.RETRACTED, Role.ADMIN, WrongState),
]


@pytest.mark.parametrize(("status", "role", "refusal"), CASES)
def test_who_may_in_which_state(status, role, refusal):
    brief = make_brief(status, translated=5)
    actor, segment = make_user(role), brief.article.segments.last()
    for attempt in (
        lambda: segments.save(actor, segment, version=0, english="Mine."),
        lambda: segments.undo(actor, segment, version=1),
        lambda: segments.approve(actor, segment, version=2),
        lambda: segments.unapprove(actor, segment),
        lambda: segments.approve_remaining(actor, brief),
    ):
        if refusal is None:
            attempt()
        else:
            with pytest.raises(refusal):
                attempt()


def test_a_save_costs_a_bounded_number_of_queries(
    segment, brief, editor, django_assert_max_num_queries
):
    segments.save(editor, segment, version=0, english="One.")
    segments.save(editor, segment, version=1, english="Two", settled=False)
    before = type(brief).objects.values().get(pk=brief.pk)
    fresh = Segment.objects.select_related("article__brief").get(pk=segment.pk)
    with django_assert_max_num_queries(14):
        segments.save(editor, fresh, version=2, english="Two.", settled=False)
    assert type(brief).objects.values().get(pk=brief.pk) == before


def test_what_was_saved_is_found(segment, brief, editor):
    segments.save(editor, segment, version=0, english="A zeppelin.", settled=False)
    assert not Brief.objects.filter(search.matching("zeppelin")).exists()
    segments.save(editor, segment, version=1, english="A zeppelin.")
    assert Brief.objects.get(search.matching("zeppelin")) == brief


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_stale(editor, publisher):
    segment = make_brief(Status.DRAFT).article.segments.last()
    outcomes, together = [], threading.Barrier(2)

    def attempt(actor, text):
        together.wait()
        try:
            segments.save(actor, segment, version=0, english=text)
            outcomes.append("saved")
        except Stale:
            outcomes.append("stale")
        finally:
            connection.close()

    pairs = ((editor, "One."), (publisher, "Two."))
    threads = [threading.Thread(target=attempt, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["saved", "stale"]
    assert SegmentEdit.objects.count() == 1
