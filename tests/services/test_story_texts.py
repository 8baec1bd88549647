"""What the machine wrote for one brief of a story serves the others that print the same."""

import pytest

from summaries.engine.fake import FakeSummaryModel, FakeTranslator
from summaries.models import (
    Brief,
    GlossaryTerm,
    Segment,
    SegmentEdit,
    Story,
    TermAction,
    TermChange,
)
from summaries.services import jobs, machine_work, segments, stories
from summaries.services.intake import take_in
from summaries.wiring import Engine
from tests.services.conftest import ARTICLE

OWN = "وحضر الافتتاح رئيس البلدية وعدد من سكان الحي القديم في المدينة."
# Another headline, the agency's sentences, and one of its own.
COPY = "\n".join(["افتتاح ميناء الزاهرة", "", *ARTICLE.splitlines()[2:], OWN])


def _draft(brief: Brief) -> list[str]:
    """Let the machine draft a brief; returns the sentences that it was asked for."""
    engine = Engine("fake", FakeTranslator(), FakeSummaryModel())
    machine_work.do(jobs.claim(jobs.latest(brief).pk), engine)
    return engine.translator.calls


@pytest.fixture
def original(brief):
    """A brief with its draft."""
    _draft(brief)
    return brief


@pytest.fixture
def copy(original, reporter):
    """The agency's text in another outlet, with the first one in a story, and no draft yet."""
    made = take_in(reporter, COPY, channel="paste")
    pks = [original.pk, made.pk]
    Brief.objects.filter(pk__in=pks).update(story=Story.objects.create())
    made.refresh_from_db()
    return made


def _own(brief: Brief) -> list[str]:
    """Return its headline and the sentence that no other brief has."""
    texts = list(brief.article.segments.values_list("arabic", flat=True))
    return [texts[0], texts[-1]]


def test_the_same_sentences_are_taken_over_as_they_are(original, copy):
    assert _draft(copy) == _own(copy)
    before = {s.arabic: s for s in original.article.segments.all()}
    shared = [s for s in copy.article.segments.all() if s.arabic in before]
    assert len(shared) == 4
    for segment in shared:
        same = before[segment.arabic]
        assert segment.english == segment.machine_english == same.machine_english
        assert (segment.provenance, segment.score) == (same.provenance, same.score)
        assert segment.approved_at is None


def test_what_people_changed_stays_theirs(original, copy, editor):
    segment = original.article.segments.filter(kind="body").first()
    segments.save(editor, segment, version=segment.version, english="Mine.", settled=True)
    assert _draft(copy) == _own(copy)
    assert not copy.article.segments.filter(english="Mine.").exists()


def test_without_a_story_the_machine_is_asked(original, copy, editor):
    stories.split(editor, copy)
    assert len(_draft(copy)) == copy.article.segments.count()


@pytest.mark.parametrize(
    "change",
    [
        {"flags": ["repetition"]},
        {"machine_english": "", "translated_at": None},
        {"provenance": {"model": "another", "revision": "1", "engine": "fake"}},
        {"provenance": {"model": "translation memory", "revision": "1", "engine": "memory"}},
        {"provenance": {}},
    ],
)
def test_only_what_it_would_write_again(original, copy, change):
    Segment.objects.filter(article=original.article).update(**change)
    assert len(_draft(copy)) == copy.article.segments.count()


def test_another_glossary_asks_again(original, copy):
    term = GlossaryTerm.objects.create(arabic="ربان", key="ربان", english="captain")
    TermChange.objects.create(term=term, action=TermAction.ACCEPT, counts=True)
    assert len(_draft(copy)) == copy.article.segments.count()


def test_what_people_joined_or_divided_is_no_example(original, copy, editor):
    segment = original.article.segments.filter(kind="body").first()
    SegmentEdit.objects.create(segment=segment, author=editor, how=SegmentEdit.How.SPLIT)
    assert len(_draft(copy)) == copy.article.segments.count()
