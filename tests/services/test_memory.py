"""The memory follows approvals, the draft takes exact matches, editors are offered similar ones."""

import pytest
from django.utils import timezone

from summaries.checks.base import Severity
from summaries.engine.fake import FakeSummaryModel, FakeTranslator
from summaries.models import Brief, MemoryPair, Segment
from summaries.services import findings, jobs, machine_work, memory, reshaping, segments, similar
from summaries.services.errors import Invalid, NotAllowed
from summaries.wiring import Engine
from summaries.workflow import Status
from tests.factories import make_brief
from tests.planted import Planted
from tests.texts import SENTENCES

pytestmark = pytest.mark.django_db
ARABIC = SENTENCES[1][0]


@pytest.fixture
def brief():
    return make_brief()


@pytest.fixture
def segment(brief):
    return brief.article.segments.get(arabic=ARABIC)


def remembered(arabic=ARABIC, english="Some 1,200 people will be carried.", **fields):
    pair = memory.new_pair(arabic, english, **{"approved_at": timezone.now(), **fields})
    pair.save()
    return pair


def kept():
    return [pair.english for pair in MemoryPair.objects.kept().order_by("pk")]


def test_approving_keeps_the_pair_and_taking_it_back_drops_it(reporter, segment):
    segment = segments.approve(reporter, segment, version=0)
    pair = segment.memory_pair
    assert (pair.arabic, pair.english) == (segment.arabic, segment.english)
    assert (pair.approved_by, pair.approved_at) == (reporter, segment.approved_at)
    segments.unapprove(reporter, segment)
    assert kept() == []


def test_saving_and_approving_at_once_keeps_the_new_text(reporter, segment):
    segments.save(reporter, segment, version=0, english="Some 1,200 people.", approve=True)
    assert kept() == ["Some 1,200 people."]


def test_another_text_takes_the_pair_out(reporter, segment):
    other = remembered()
    segment = segments.approve(reporter, segment, version=0)
    assert len(kept()) == 2
    segments.save(reporter, segment, version=0, english="Other words.")
    assert kept() == [other.english]


def test_approving_what_remains_keeps_all_but_headline_and_short_ones(reporter, brief):
    last = brief.article.segments.last()
    Segment.objects.filter(pk=last.pk).update(arabic="قال ذلك")
    brief.findings.all().delete()
    segments.approve_remaining(reporter, brief)
    approved = brief.article.segments.exclude(approved_at=None).filter(kind="body")
    expected = [one.english for one in approved if one.pk != last.pk]
    assert expected
    assert kept() == expected


def test_joining_drops_the_pairs_of_both(reporter, brief, segment):
    first, second = brief.article.segments.filter(line=1)
    for one in (first, second):
        segments.approve(reporter, one, version=0)
    assert len(kept()) == 2
    reshaping.merge(reporter, first, version=0)
    assert kept() == []


def test_following_again_changes_nothing(reporter, segment):
    segment = segments.approve(reporter, segment, version=0)
    before = MemoryPair.objects.get().pk
    memory.follow([segment])
    assert MemoryPair.objects.get().pk == before


@pytest.mark.parametrize("asked", [ARABIC, "  ".join(ARABIC.split()), f"{ARABIC[:4]}ــ{ARABIC[4:]}",
                                   ARABIC.replace("1,200", "١٬٢٠٠")])  # fmt: skip
def test_exact_matches_however_they_are_typed(segment, asked):
    remembered()
    segment.arabic = asked
    found = memory.exact([segment])[0]
    assert found.text == "Some 1,200 people will be carried."
    assert (found.provenance.engine, found.provenance.model) == ("memory", "translation memory")
    assert not found.provenance.stand_in


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("قُتِلَ رجل في المدينة أمس", "قَتَلَ رجل في المدينة أمس"),
        ("بلغت المساحة ٥² متر في المدينة", "بلغت المساحة 52 متر في المدينة"),
        ("قال علي إن الطريق مفتوح", "قال على إن الطريق مفتوح"),
        ("قال أن الطريق مفتوح", "قال إن الطريق مفتوح"),
    ],
)
def test_what_may_mean_something_else_is_offered_and_not_taken(segment, known, asked):
    remembered(known, "Known.")
    segment.arabic = asked
    assert memory.exact([segment]) == {}
    (offer,) = similar.offers(segment)
    assert (offer.percent, offer.pair.english) == (99, "Known.")
    assert any(piece.op != "equal" for piece in offer.pieces)


def test_the_same_arabic_counts_whatever_similar_one_is_newer(segment):
    remembered(english="Same.", approved_at=timezone.now() - timezone.timedelta(days=1))
    remembered(ARABIC.replace("إن", "أن"), "Newer.")
    assert memory.exact([segment])[0].text == "Same."


@pytest.fixture
def later():
    """Give a sentence of another article, with the same Arabic and another English."""
    later = make_brief().article.segments.get(arabic=ARABIC)
    later.english = "Something else."
    return later


def used(segment):
    return bool(memory.exact([segment])), bool(similar.offers(segment))


def test_pairs_of_a_retracted_brief_are_of_no_use(reporter, brief, segment, later):
    segments.approve(reporter, segment, version=0)
    assert used(later) == (True, True)
    Brief.objects.filter(pk=brief.pk).update(status=Status.RETRACTED)
    assert used(later) == (False, False)
    assert not MemoryPair.objects.usable().exists()


def test_a_pair_waits_while_a_finding_blocks_its_sentence(editor, checks, brief, segment, later):
    checks(Planted({"Nine": None}))
    segments.save(editor, segment, version=0, english="Nine of nine burned.", approve=True)
    assert used(later) == (False, False)
    (finding,) = brief.findings.filter(segment=segment)
    dismissal = findings.dismiss(editor, finding, "The source says nine")
    assert used(later) == (True, True)
    findings.reopen(editor, dismissal)
    assert used(later) == (False, False)


def test_a_warning_keeps_no_pair_out(editor, checks, segment, later):
    checks(Planted({"Nine": None}, severity=Severity.WARNING))
    segments.save(editor, segment, version=0, english="Nine of nine burned.", approve=True)
    assert used(later) == (True, True)


def test_the_newest_pair_wins_and_removed_ones_do_not_count(editor, segment):
    remembered(english="Old.", approved_at=timezone.now() - timezone.timedelta(days=1))
    newest = remembered(english="New.")
    assert memory.exact([segment])[0].text == "New."
    memory.remove(editor, newest, "Wrong verb")
    assert memory.exact([segment])[0].text == "Old."


@pytest.mark.parametrize("changed", [{"kind": "headline"}, {"arabic": "قال ذلك"}])
def test_headlines_and_short_sentences_are_never_taken(segment, changed):
    for name, value in changed.items():
        setattr(segment, name, value)
    remembered(segment.arabic)
    assert memory.exact([segment]) == {}


def draft(brief):
    engine = Engine("fake", FakeTranslator(), FakeSummaryModel())
    machine_work.do(jobs.claim(jobs.enqueue(brief, None).pk), engine)
    return engine.translator.calls


def test_the_draft_takes_what_was_approved_and_asks_the_machine_for_the_rest(bell):
    remembered()
    brief = make_brief(Status.DRAFTING, translated=0)
    asked = draft(brief)
    segment = brief.article.segments.get(arabic=ARABIC)
    assert segment.english == segment.machine_english == "Some 1,200 people will be carried."
    assert segment.provenance["engine"] == "memory"
    assert memory.origin(segment) == MemoryPair.objects.get()
    assert len(asked) == 4
    assert ARABIC not in asked
    assert segment.approved_at is None


def test_an_article_that_the_memory_holds_needs_no_machine(bell):
    brief = make_brief(Status.DRAFTING, translated=1)
    for segment in brief.article.segments.filter(translated_at=None):
        remembered(segment.arabic)
    assert draft(brief) == []


def test_peoples_text_is_left_alone(bell, brief, segment, reporter):
    remembered()
    segments.save(reporter, segment, version=0, english="Mine.")
    assert draft(brief) == []
    segment.refresh_from_db()
    assert segment.english == "Mine."


def test_a_machine_sentence_has_no_origin(segment):
    assert memory.origin(segment) is None


def test_similar_sentences_are_offered_with_their_differences(segment):
    remembered("وقالت الهيئة إن نحو 900 مسافر سينقلون في اليوم الأول.", "Some 900 passengers.")
    remembered("غرق قارب صغير قرب الشاطئ صباح الجمعة.", "A boat sank.")
    (offer,) = similar.offers(segment)
    assert 90 <= offer.percent < 100
    assert offer.pair.english == "Some 900 passengers."
    changed = [piece.text for piece in offer.pieces if piece.op != "equal"]
    assert changed == ["900", "1,200"]


def test_its_own_pair_and_what_stands_there_are_no_offers(reporter, segment):
    segment = segments.approve(reporter, segment, version=0)
    remembered(english=segment.english)
    assert similar.offers(segment) == []


def test_offers_are_few_distinct_and_the_best_first(segment):
    for n in range(6):
        remembered(ARABIC.replace("1,200", str(n) * (n + 1)), f"About {min(n, 4)}.")
    offers = similar.offers(segment)
    assert len(offers) == similar.MAX_OFFERS
    assert [o.percent for o in offers] == sorted((o.percent for o in offers), reverse=True)
    assert len({offer.pair.english for offer in offers}) == 3


def test_removed_pairs_are_no_longer_offered(editor, segment):
    pair = remembered("وقالت الهيئة إن نحو 900 مسافر سينقلون في اليوم الأول.", "Some 900.")
    assert similar.offers(segment)
    memory.remove(editor, pair, "Wrong")
    assert similar.offers(segment) == []
    assert similar.offers(segment) == []


def test_removing_needs_a_role_and_a_reason_and_is_recorded(reporter, editor, brief, segment):
    pair = segments.approve(reporter, segment, version=0).memory_pair
    with pytest.raises(NotAllowed):
        memory.remove(reporter, pair, "Wrong")
    with pytest.raises(Invalid, match="Say why"):
        memory.remove(editor, pair, "  ")
    assert kept()
    memory.remove(editor, pair, "Wrong verb")
    assert not kept()
    pair.refresh_from_db()
    assert (pair.removed_by, pair.removed_because) == (editor, "Wrong verb")
    event = brief.events.get(verb="memory_removed")
    assert (event.actor, event.reason) == (editor, "Wrong verb")
    segment.refresh_from_db()
    assert segment.approved_at


@pytest.mark.parametrize(
    ("query", "found"), [("1,200", 1), ("CARRIED", 1), ("هيئه", 1), ("train", 0), ("", 1)]
)
def test_search_in_both_languages(query, found):
    remembered()
    assert memory.search(query).count() == found
