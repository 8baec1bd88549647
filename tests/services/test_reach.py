"""How many got a brief by email: counted from what was sent, for those who can be reached."""

from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Correction, Delivery, Letter, LetterBrief, Mailing, Suppression
from summaries.services import reach
from summaries.services.mailing import recipients
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_revision, make_subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief():
    return make_brief(Status.PUBLISHED)


def _send(brief, *people, state="done", mailing=None):
    mailing = mailing or Mailing.objects.create(kind="daily", edition=make_edition(None, brief))
    letter = Letter.objects.create(
        mailing=mailing, language="both", digest=str(mailing.letters.count()), subject="Today"
    )
    LetterBrief.objects.create(letter=letter, brief=brief, revision=brief.current, position=0)
    for person in people:
        Delivery.objects.create(
            kind="daily", mailing=mailing, subscriber=person, letter=letter, state=state
        )
    return mailing


def test_nobody_before_anything_was_sent(brief, django_assert_num_queries):
    make_subscriber()
    with django_assert_num_queries(1):
        assert reach.got_by_email(brief) == 0


def test_those_to_whom_it_went_out_and_who_can_be_reached(brief):
    here, left, suppressed = make_subscriber(), make_subscriber(), make_subscriber()
    mailing = _send(brief, here, left, suppressed)
    under_way = _send(brief, make_subscriber(), state="running", mailing=mailing).deliveries
    under_way.filter(state="running").update(lease_until=timezone.now() + timedelta(minutes=1))
    left.state = "left"
    left.save()
    Suppression.objects.create(key=suppressed.key, reason="asked")
    assert reach.got_by_email(brief) == 1
    assert reach.got_by_email(make_brief(Status.PUBLISHED)) == 0


def test_a_correction_counts_who_has_an_older_text_only_as_it_is_sent(brief):
    old, new = make_subscriber(), make_subscriber()
    mailing = _send(brief, old)
    revision = make_revision(brief, headline="Put right")
    _send(brief, new, mailing=mailing)
    assert reach.got_by_email(brief, before=revision.number) == 1
    assert reach.got_by_email(brief) == 2
    correction = Correction.objects.create(brief=brief, revision=revision)
    assert list(recipients.corrected(correction)) == [old]
