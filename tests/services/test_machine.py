"""Asking the machine for more: who may, when, and what is asked."""

import pytest
from django.utils import timezone

from summaries.models import Job, Segment
from summaries.services import jobs, machine
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.workflow import Role, Status
from tests.factories import make_brief

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(bell):
    return make_brief(Status.DRAFT)


def first_body(brief) -> Segment:
    return brief.article.segments.filter(kind=Segment.Kind.BODY).first()


def test_a_new_translation_of_all_is_asked_for_with_its_author(draft, reporter):
    job = machine.retranslate(reporter, draft)
    assert (job.kind, job.segment, job.asked_by) == (Job.Kind.RETRANSLATE, None, reporter)
    event = draft.events.get(verb="retranslate")
    assert (event.actor, event.data) == (reporter, {"include_protected": False})


def test_a_new_translation_of_one_sentence_names_it(draft, reporter):
    segment = first_body(draft)
    job = machine.retranslate(reporter, draft, segment=segment, include_protected=True)
    assert job.segment == segment
    assert job.options == {"include_protected": True}
    assert draft.events.get(verb="retranslate").data == {
        "include_protected": True,
        "segment": segment.pk,
        "label": "1",
    }


def test_a_new_summary_is_asked_for_from_this_version(draft, reporter):
    job = machine.rewrite_summary(reporter, draft)
    assert (job.kind, job.options) == (Job.Kind.SUMMARY, {"based_on": draft.current.number})
    assert draft.events.get(verb="rewrite_summary").actor == reporter


def test_alternatives_are_asked_for_once(draft, reporter):
    segment = first_body(draft)
    asked = machine.ask_alternatives(reporter, segment)
    assert machine.ask_alternatives(reporter, segment) == asked
    Job.objects.update(state=Job.State.DONE)
    Segment.objects.filter(pk=segment.pk).update(alternatives=[{"text": "Other.", "score": -1}])
    segment.refresh_from_db()
    assert machine.ask_alternatives(reporter, segment) == asked
    assert Job.objects.count() == 1


def test_an_offer_for_the_sentence_as_it_was_gives_way_to_a_new_one(draft, reporter):
    segment = first_body(draft)
    old = machine.ask_alternatives(reporter, segment)
    Segment.objects.filter(pk=segment.pk).update(arabic=f"{segment.arabic} وغيرها.")
    new = machine.ask_alternatives(reporter, segment)
    old.refresh_from_db()
    assert new != old
    assert (old.is_open, new.is_open) == (False, True)


def test_a_new_translation_makes_room_for_a_new_offer(draft, reporter):
    segment = first_body(draft)
    old = machine.ask_alternatives(reporter, segment)
    Segment.objects.filter(pk=segment.pk).update(translated_at=timezone.now())
    assert machine.ask_alternatives(reporter, segment) != old
    assert segment.jobs.open().count() == 1


def test_alternatives_that_failed_can_be_asked_for_again(draft, reporter):
    segment = first_body(draft)
    failed = machine.ask_alternatives(reporter, segment)
    jobs.fail(jobs.claim(failed.pk), "The model broke.", permanent=True)
    assert machine.ask_alternatives(reporter, segment) != failed


def test_alternatives_can_be_asked_for_while_the_machine_works(draft, reporter):
    machine.retranslate(reporter, draft)
    assert machine.ask_alternatives(reporter, first_body(draft)).is_open


ASKS = {
    "retranslate": machine.retranslate,
    "rewrite_summary": machine.rewrite_summary,
    "alternatives": lambda actor, brief: machine.ask_alternatives(actor, first_body(brief)),
}


@pytest.mark.parametrize("name", ["retranslate", "rewrite_summary"])
def test_the_machine_does_one_main_thing_at_a_time(draft, reporter, name):
    machine.rewrite_summary(reporter, draft)
    with pytest.raises(WrongState, match="still works"):
        ASKS[name](reporter, draft)
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "status", "role", "error"),
    [
        ("retranslate", Status.DRAFT, None, NotAllowed),
        ("retranslate", Status.IN_REVIEW, Role.REPORTER, NotAllowed),
        ("retranslate", Status.DRAFTING, Role.EDITOR, WrongState),
        ("retranslate", Status.PUBLISHED, Role.PUBLISHER, WrongState),
        ("rewrite_summary", Status.DRAFT, None, NotAllowed),
        ("rewrite_summary", Status.IN_REVIEW, Role.REPORTER, NotAllowed),
        ("rewrite_summary", Status.DRAFTING, Role.EDITOR, WrongState),
        ("rewrite_summary", Status.CORRECTED, Role.PUBLISHER, WrongState),
        ("alternatives", Status.DRAFT, None, NotAllowed),
        ("alternatives", Status.IN_REVIEW, Role.REPORTER, NotAllowed),
        ("alternatives", Status.PUBLISHED, Role.EDITOR, NotAllowed),
        ("alternatives", Status.RETRACTED, Role.PUBLISHER, WrongState),
    ],
)
def test_the_wrong_person_or_state_asks_for_nothing(person, bell, name, status, role, error):
    actor = person(role) if role else person()
    brief = make_brief(status)
    before = brief.events.count()
    with pytest.raises(error):
        ASKS[name](actor, brief)
    assert not Job.objects.exists()
    assert brief.events.count() == before


@pytest.mark.parametrize("name", ASKS)
@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_an_editor_may_ask_while_it_is_not_out(editor, bell, name, status):
    assert ASKS[name](editor, make_brief(status)).is_open


def test_a_publisher_may_ask_for_alternatives_of_a_published_brief(publisher, bell):
    assert ASKS["alternatives"](publisher, make_brief(Status.PUBLISHED)).is_open


def test_there_is_nothing_to_translate_again_where_people_decided_everything(draft, reporter):
    segment = first_body(draft)
    Segment.objects.filter(pk=segment.pk).update(english="Typed by hand.")
    with pytest.raises(Invalid, match="may be replaced"):
        machine.retranslate(reporter, draft, segment=segment)
    assert machine.retranslate(reporter, draft).is_open
