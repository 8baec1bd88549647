"""What a page showed, as the text of a hidden field and back."""

import pytest

from summaries.services.seen import Seen
from summaries.workflow import Status
from tests.factories import make_brief

SHOWN = Seen(3, {41: 0, 42: 7})


@pytest.mark.django_db
def test_it_names_the_version_and_each_sentence():
    brief = make_brief(Status.DRAFT)
    seen = Seen.of(brief.current, brief.article.segments.all())
    assert seen.revision == 1
    assert set(seen.versions.values()) == {0}
    assert len(seen.versions) == 5
    assert Seen.parse(str(seen)) == seen


@pytest.mark.parametrize("seen", [SHOWN, Seen(1)])
def test_text_and_back(seen):
    assert Seen.parse(str(seen)) == seen


@pytest.mark.parametrize("text", ["", " ", "x", "-1 41:0x", "9" * 5000, "٣ ٤١:٠", "1:2"])
def test_what_cannot_be_read_was_not_seen(text):
    assert Seen.parse(text) == Seen()


@pytest.mark.parametrize(("pk", "version", "shown"), [(42, 7, True), (42, 8, False), (1, 0, False)])
def test_only_the_version_that_was_there_is_shown(pk, version, shown):
    assert SHOWN.shows(pk, version) is shown
