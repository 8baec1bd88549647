"""Joining and dividing sentences: everything that hangs on them follows."""

from types import SimpleNamespace

import pytest

from summaries.engine.errors import Stopped
from summaries.engine.types import Provenance, Translation
from summaries.models import Brief, Comment, Evidence, Job, Segment
from summaries.services import jobs, machine, machine_work, reshaping, search, segments
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.views.desk.rows import segment_rows
from summaries.workflow import Role, Status
from tests.factories import make_brief, make_job, make_user
from tests.texts import MARIAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(db):
    return make_brief(Status.DRAFT)


@pytest.fixture
def pair(brief):
    """Two sentences of one line."""
    first, second = brief.article.segments.filter(line=1)
    return first, second


def texts(brief) -> list[tuple]:
    rows = brief.article.segments.values_list("line", "arabic", "english", "machine_english")
    return list(rows)


def links(brief) -> set[tuple]:
    found = Evidence.objects.filter(sentence__revision__brief=brief)
    return set(found.values_list("sentence__position", "segment__arabic", "score"))


def test_joining_takes_everything_along(brief, pair, reporter):
    first, second = pair
    Comment.objects.create(brief=brief, segment=second, author=reporter, text="Sure?")
    segments.save(reporter, second, version=0, english="Some 1,200 travel.")
    joined = reshaping.merge(reporter, first, version=0)
    assert joined.arabic == f"{first.arabic} {second.arabic}"
    assert joined.english == f"{first.english} Some 1,200 travel."
    assert joined.machine_english == f"{first.machine_english} {second.machine_english}"
    assert joined.is_edited
    assert joined.version == 2
    assert not Segment.objects.filter(pk=second.pk).exists()
    assert joined.comments.get().text == "Sure?"
    assert set(joined.evidence.values_list("sentence__position", flat=True)) == {0, 1}
    assert joined.edits.first().how == "merged"
    assert joined.edits.count() == 2
    assert brief.events.filter(verb="merged", actor=reporter).count() == 1


def test_a_link_that_both_had_stays_once(brief, pair, reporter):
    first, second = pair
    sentence = brief.current.sentences.first()
    Evidence.objects.create(sentence=sentence, segment=second, score=0.5)
    joined = reshaping.merge(reporter, first, version=0)
    assert joined.evidence.filter(sentence=sentence).count() == 1


def test_joining_keeps_the_ledger_and_drops_offers_for_halves(brief, pair, reporter):
    first, second = pair
    for segment in pair:
        make_job(brief, "queued", kind=Job.Kind.ALTERNATIVES, segment=segment)
    done = make_job(brief, "done", kind=Job.Kind.RETRANSLATE, segment=second)
    joined = reshaping.merge(reporter, first, version=0)
    done.refresh_from_db()
    assert done.segment == first
    assert not Job.objects.filter(kind=Job.Kind.ALTERNATIVES).exists()
    assert machine.ask_alternatives(reporter, joined).is_open


@pytest.mark.parametrize("reshape", ["merge", "split"])
def test_offers_that_a_worker_looks_for_meanwhile_are_void(brief, pair, reporter, reshape):
    first, _second = pair
    claim = jobs.claim(machine.ask_alternatives(reporter, first).pk)

    class Translator:
        provenance = Provenance(**MARIAN)

        def alternatives(self, arabic, count):
            if reshape == "merge":
                reshaping.merge(reporter, first, version=0)
            else:
                _halve(reporter, first)
            return [Translation("Of the old text.", MARIAN)]

    with pytest.raises(Stopped):
        machine_work.do(claim, SimpleNamespace(translator=Translator()))
    first.refresh_from_db()
    assert first.alternatives == []
    assert machine.newest_offer(first) is None


@pytest.mark.parametrize("waiting", [0, 1])
def test_a_sentence_that_waits_for_the_machine_is_not_joined(brief, pair, reporter, waiting):
    Segment.objects.filter(pk=pair[waiting].pk).update(translated_at=None, english="")
    with pytest.raises(WrongState, match="not translated"):
        reshaping.merge(reporter, pair[0], version=0)
    assert [row.can_join for row in segment_rows(brief)] == [False, False, False, True, False]


def _halve(actor, segment, english=None):
    words, english = segment.arabic.split(), english or segment.english.split()
    return reshaping.split(
        actor,
        segment,
        version=segment.version,
        arabic=(" ".join(words[:3]), " ".join(words[3:])),
        english=(" ".join(english[:3]), " ".join(english[3:])),
    )


def test_both_halves_of_a_machines_sentence_keep_its_flags(brief, pair, reporter):
    first, _second = pair
    Segment.objects.filter(pk=first.pk).update(flags=["too_short"])
    halves = _halve(reporter, first)
    assert [half.flags for half in halves] == [["too_short"], ["too_short"]]


def test_the_words_of_the_halves_are_found(brief, pair, reporter):
    _halve(reporter, pair[0], english=["The", "ferries", "resume.", "Wombats", "too."])
    assert Brief.objects.get(search.matching("wombats")) == brief


def test_dividing_and_joining_again_is_what_it_was(brief, pair, reporter):
    first, _second = pair
    before = texts(brief), links(brief)
    words, english = first.arabic.split(), first.english.split()
    one, two = reshaping.split(
        reporter,
        first,
        version=0,
        arabic=(" ".join(words[:4]), " ".join(words[4:])),
        english=(" ".join(english[:5]), " ".join(english[5:])),
    )
    assert not one.is_edited
    assert not two.is_edited
    assert (one.sentence, two.sentence) == (0, 1)
    assert [s.sentence for s in brief.article.segments.filter(line=1)] == [0, 1, 2]
    assert {link[1] for link in links(brief) if link[0] == 0} == {one.arabic, two.arabic}
    reshaping.merge(reporter, one, version=one.version)
    assert (texts(brief), links(brief)) == before


def test_dividing_an_edited_sentence_has_no_text_of_the_machine(pair, reporter):
    first, _second = pair
    segments.save(reporter, first, version=0, english="Ferries resume. After three days.")
    words = first.arabic.split()
    halves = reshaping.split(
        reporter,
        first,
        version=1,
        arabic=(words[0], " ".join(words[1:])),
        english=("Ferries resume.", "After three days."),
    )
    assert [half.machine_english for half in halves] == ["", ""]
    with pytest.raises(Invalid):
        segments.undo(reporter, halves[1], version=halves[1].version)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        (("", "{whole}"), ("One.", "Two.")),
        (("{whole}", "كلمة"), ("One.", "Two.")),
        (("{half}", "{half}"), ("One.", "Two.")),
        (("{start}", "{rest}"), ("One.", " ")),
        (("{start}", "{rest}"), ("x" * 2001, "Two.")),
    ],
)
def test_a_division_that_is_none_changes_nothing(brief, pair, reporter, arabic, english):
    first, _second = pair
    words = first.arabic.split()
    parts = {
        "whole": first.arabic,
        "half": " ".join(words[:5]),
        "start": words[0],
        "rest": " ".join(words[1:]),
    }
    before = texts(brief)
    with pytest.raises(Invalid):
        reshaping.split(
            reporter,
            first,
            version=0,
            arabic=[part.format(**parts) for part in arabic],
            english=english,
        )
    assert texts(brief) == before


def test_the_last_sentence_of_a_paragraph_has_nothing_to_join(pair, reporter):
    with pytest.raises(Invalid, match="last sentence"):
        reshaping.merge(reporter, pair[1], version=0)


def test_a_stale_version_and_a_working_machine_are_refused(brief, pair, reporter):
    with pytest.raises(Stale):
        reshaping.merge(reporter, pair[0], version=7)
    make_job(brief)
    with pytest.raises(WrongState):
        reshaping.merge(reporter, pair[0], version=0)


@pytest.mark.parametrize(
    ("status", "role", "refusal"),
    [
        (Status.IN_REVIEW, Role.REPORTER, NotAllowed),
        (Status.PUBLISHED, Role.ADMIN, WrongState),
        (Status.DRAFTING, Role.ADMIN, WrongState),
    ],
)
def test_who_may_not(status, role, refusal):
    segment = make_brief(status, translated=5).article.segments.filter(line=1).first()
    words = segment.arabic.split()
    with pytest.raises(refusal):
        reshaping.merge(make_user(role), segment, version=0)
    with pytest.raises(refusal):
        reshaping.split(
            make_user(role),
            segment,
            version=0,
            arabic=(words[0], " ".join(words[1:])),
            english=("One.", "Two."),
        )


def test_a_joined_sentence_has_the_flags_of_both(brief, pair, reporter):
    Segment.objects.filter(pk=pair[1].pk).update(flags=["too_short"])
    joined = reshaping.merge(reporter, pair[0], version=0)
    assert joined.flags == ["too_short"]
