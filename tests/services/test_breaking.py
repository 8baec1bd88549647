"""Breaking news: once a brief, what the sender saw, and nothing that readers do not see."""

import pytest

from summaries.models import Mailing
from summaries.services import breaking, reach
from summaries.services.errors import NotAllowed, Stale, WrongState
from summaries.workflow import Status
from tests.factories import make_brief, make_live, make_revision, make_subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief():
    return make_brief(Status.PUBLISHED)


def test_it_opens_one_mailing_with_its_event(brief, publisher):
    mailing = breaking.send_breaking(publisher, brief, seen=1)
    assert (mailing.kind, mailing.brief, mailing.created_by) == ("breaking", brief, publisher)
    event = brief.events.get(verb="breaking", actor=publisher)
    assert event.data == {"mailing": mailing.pk, "revision": 1}
    brief.refresh_from_db()
    assert brief.status == Status.PUBLISHED
    assert reach.breaking_news(brief) == mailing


def test_a_second_click_sends_nothing(brief, publisher):
    breaking.send_breaking(publisher, brief)
    with pytest.raises(WrongState, match="already"):
        breaking.send_breaking(publisher, brief)
    assert Mailing.objects.count() == 1
    assert brief.events.filter(verb="breaking").count() == 1


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.RETRACTED])
def test_what_readers_do_not_see_is_not_sent(publisher, status):
    with pytest.raises(WrongState):
        breaking.send_breaking(publisher, make_brief(status))
    assert not Mailing.objects.exists()


def test_only_publishers_send_it(brief, editor, reporter):
    for actor in (editor, reporter):
        with pytest.raises(NotAllowed):
            breaking.send_breaking(actor, brief)


def test_another_text_than_the_sender_saw_is_not_sent(brief, publisher):
    make_revision(brief, headline="Put right")
    make_live(brief)
    for seen in (1, 0):
        with pytest.raises(Stale):
            breaking.send_breaking(publisher, brief, seen=seen)
    assert breaking.send_breaking(publisher, brief, seen=2)


def test_who_wants_it_is_counted(publisher):
    make_subscriber()
    make_subscriber(also_breaking=True)
    make_subscriber(frequency="breaking")
    make_subscriber(also_breaking=True, state="left")
    assert reach.want_breaking() == 2
