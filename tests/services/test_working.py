"""Unsaved text: one copy a person and brief, kept only where it could be saved."""

import pytest

from summaries.services import working
from summaries.services.errors import Invalid, NotAllowed, WrongState
from summaries.workflow import Status
from tests.factories import make_brief

pytestmark = pytest.mark.django_db


def test_the_newest_copy_replaces_the_one_before(reporter, editor):
    brief = make_brief(Status.DRAFT)
    working.keep(reporter, brief, 1, {"headline_en": "One"})
    working.keep(reporter, brief, 2, {"headline_en": "Two"})
    copy = working.of(reporter, brief)
    assert (copy.based_on, copy.content) == (2, {"headline_en": "Two"})
    assert working.of(editor, brief) is None
    assert working.discard(reporter, brief)
    assert not working.discard(reporter, brief)


@pytest.mark.parametrize(
    ("status", "error"), [(Status.IN_REVIEW, NotAllowed), (Status.RETRACTED, WrongState)]
)
def test_what_cannot_be_saved_is_not_kept(reporter, status, error):
    with pytest.raises(error):
        working.keep(reporter, make_brief(status), 1, {})


def test_an_endless_text_is_refused(reporter):
    with pytest.raises(Invalid):
        working.keep(reporter, make_brief(Status.DRAFT), 1, {"summary_ar": "س" * 100_001})
