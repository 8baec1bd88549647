"""Giving a brief to somebody: who may, who can get it, who is told."""

import pytest

from summaries.models import Notice
from summaries.services import assignment
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_user

pytestmark = pytest.mark.django_db


def test_assigning_changes_the_owner_and_is_recorded(huda, omar):
    brief = make_brief(owner=huda)
    assignment.assign(huda, brief, omar)
    brief.refresh_from_db()
    event = brief.events.first()
    assert brief.owner == omar
    assert (event.verb, event.actor) == ("assign", huda)
    assert event.data == {"before": "huda", "owner": "omar"}


def test_the_new_owner_is_told_and_who_takes_a_brief_is_not(huda, omar):
    assignment.assign(huda, make_brief(), omar)
    assignment.assign(huda, make_brief(), huda)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.actor, notice.kind) == (omar, huda, Notice.Kind.ASSIGNED)


def test_a_brief_can_go_back_to_nobody(huda):
    brief = make_brief(owner=huda)
    assert assignment.assign(huda, brief, None).owner is None
    assert brief.events.first().data == {"before": "huda", "owner": ""}


def test_assigning_to_the_owner_changes_nothing(huda, omar):
    brief = make_brief(owner=omar)
    before = brief.events.count()
    assignment.assign(huda, brief, omar)
    assert brief.events.count() == before
    assert not Notice.objects.exists()


@pytest.mark.parametrize("why", ["no role", "inactive"])
def test_only_people_of_the_desk_can_own_a_brief(huda, why):
    stranger = make_user(None if why == "no role" else Role.EDITOR, "nadia")
    stranger.is_active = why != "inactive"
    stranger.save()
    with pytest.raises(Invalid, match="works on this desk"):
        assignment.assign(huda, make_brief(), stranger)


@pytest.mark.parametrize(
    ("status", "role", "refusal"),
    [
        (Status.DRAFTING, Role.REPORTER, None),
        (Status.DRAFT, Role.REPORTER, None),
        (Status.IN_REVIEW, Role.REPORTER, NotAllowed),
        (Status.IN_REVIEW, Role.EDITOR, None),
        (Status.PUBLISHED, Role.REPORTER, NotAllowed),
        (Status.CORRECTED, Role.EDITOR, None),
        (Status.RETRACTED, Role.ADMIN, WrongState),
        (Status.DRAFT, None, NotAllowed),
    ],
)
def test_who_may_assign_when(status, role, refusal, omar):
    actor, brief = make_user(role), make_brief(status)
    if refusal is None:
        assert assignment.assign(actor, brief, omar).owner == omar
        return
    with pytest.raises(refusal):
        assignment.assign(actor, brief, omar)
    brief.refresh_from_db()
    assert brief.owner is None


def test_many_are_assigned_one_by_one_and_refusals_say_why(huda, omar):
    good, gone = make_brief(), make_brief(Status.RETRACTED)
    done, refused = assignment.assign_many(huda, [good, gone], omar)
    assert done == [good]
    assert [brief for brief, _words in refused] == [gone]
    assert "Retracted" in refused[0][1]
