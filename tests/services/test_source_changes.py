"""What an outlet changed: seen sentence by sentence, then taken over or not, by a person."""

import pytest

from summaries.engine.fake import FakeSummaryModel, FakeTranslator
from summaries.models import (
    Article,
    Brief,
    Item,
    Job,
    Likeness,
    MemoryPair,
    SearchEntry,
    Segment,
    SegmentEdit,
)
from summaries.services import (
    comments,
    editorial,
    jobs,
    machine_work,
    publishing,
    search,
    segments,
    source_changes,
)
from summaries.services.articles import Facts
from summaries.services.errors import Invalid, NotAllowed, Stale, WrongState
from summaries.services.intake import receive
from summaries.services.revisions import SentenceText
from summaries.services.source_changes import Fate, adopt, difference, keep
from summaries.wiring import Engine
from summaries.workflow import Status
from tests.factories import make_live, make_source, receive_version

from .conftest import ARTICLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell")]

ADDED = "وحضر حفل الافتتاح عدد من رؤساء البلديات المجاورة وممثلون عن الصيادين."
CHANGED = ARTICLE.replace("120 مليون", "140 مليون").replace(
    " وأضاف أن العمل استغرق ثلاث سنوات.", ""
)
CHANGED += ADDED
FACTS = Facts(Article.Channel.SOURCE, url="https://marfa.example/port")


@pytest.fixture
def draft(bell) -> Brief:
    """A draft as the machine wrote it."""
    brief = receive(ARTICLE, FACTS).brief
    return work(brief)


def work(brief: Brief) -> Brief:
    """Have the machine do what is asked for."""
    engine = Engine("fake", FakeTranslator(), FakeSummaryModel())
    machine_work.do(jobs.claim(jobs.latest(brief).pk), engine)
    brief.refresh_from_db()
    return brief


@pytest.fixture
def changed(draft) -> Brief:
    """A draft whose article the outlet changed since."""
    receive_version(draft.article, CHANGED, FACTS)
    draft.refresh_from_db()
    return draft


def body(brief: Brief) -> list[Segment]:
    return list(brief.article.segments.all())


def test_the_difference_goes_sentence_by_sentence(changed):
    lines = difference(changed)
    assert [(line.number, line.fate) for line in lines] == [
        ("H", Fate.SAME),
        ("1", Fate.SAME),
        ("2", Fate.CHANGED),
        ("3", Fate.REMOVED),
        ("4", Fate.SAME),
        ("", Fate.ADDED),
    ]
    edited = [(piece.op, piece.text) for piece in lines[2].pieces if piece.op != "equal"]
    assert edited == [("delete", "120"), ("insert", "140")]
    assert source_changes.counted(lines) == {"same": 3, "changed": 1, "added": 1, "removed": 1}


def test_without_a_change_there_is_no_difference(draft):
    assert difference(draft) == []


def test_what_stayed_keeps_everything_and_the_rest_is_translated(changed, huda):
    first = segments.approve(huda, body(changed)[1], version=body(changed)[1].version)
    before = {segment.arabic: segment for segment in body(changed)}
    newer = changed.newer_article
    brief = adopt(huda, changed)
    assert (brief.article, brief.newer_article, brief.status) == (newer, None, Status.DRAFT)
    after = body(brief)
    assert [segment.arabic for segment in after][2:] == [
        "وقال الوزير إن كلفة المشروع بلغت 140 مليون دولار.",
        "وأوضح أن الميناء سيوفر نحو 1500 فرصة عمل لأبناء المدينة.",
        ADDED,
    ]
    for segment in (after[0], after[1], after[3]):
        assert segment.pk == before[segment.arabic].pk
        assert segment.english == before[segment.arabic].english
        assert segment.provenance == before[segment.arabic].provenance
    assert (after[1].approved_by, after[1].approved_at) == (huda, first.approved_at)
    assert [segment.english for segment in (after[2], after[4])] == ["", ""]
    brief = work(brief)
    assert all(segment.english for segment in body(brief))
    assert body(brief)[1].approved_by == huda


def test_an_edited_sentence_keeps_its_history_and_loses_its_approval(changed, huda):
    second = body(changed)[2]
    segments.save(huda, second, version=second.version, english="It cost 120m.", approve=True)
    assert MemoryPair.objects.count() == 1
    brief = adopt(huda, changed)
    stored = body(brief)[2]
    assert (stored.pk, stored.english, stored.approved_at) == (second.pk, "", None)
    assert stored.version > second.version + 1
    edit = SegmentEdit.objects.filter(segment=second).order_by("pk").last()
    assert (edit.before, edit.after, edit.author) == ("It cost 120m.", "", huda)
    assert not MemoryPair.objects.exists()


def test_a_sentence_that_stayed_stays_in_the_memory_and_a_gone_one_does_not(changed, huda):
    for segment in body(changed)[3:]:
        segments.approve(huda, segment, version=segment.version)
    assert MemoryPair.objects.count() == 2
    brief = adopt(huda, changed)
    pair = MemoryPair.objects.get()
    assert pair.arabic.startswith("وأوضح")
    assert pair.segment.article.brief == brief


def test_what_was_said_of_a_gone_sentence_is_said_of_the_brief(changed, huda):
    _headline, first, _second, third, _fourth = body(changed)
    said = [comments.add(huda, changed, "Who says so?", segment=one) for one in (first, third)]
    adopt(huda, changed)
    for comment in said:
        comment.refresh_from_db()
    assert [comment.segment for comment in said] == [first, None]


def test_the_machines_own_summary_is_written_anew(changed, huda):
    number = changed.current.number
    brief = work(adopt(huda, changed))
    # One on the changed article, one by the machine.
    assert brief.current.number == number + 2
    assert brief.current.author is None
    evidence = {link.segment for s in brief.current.sentences.all() for link in s.evidence.all()}
    assert evidence <= set(body(brief))


def test_a_summary_that_people_wrote_stays_and_loses_only_the_evidence_that_is_gone(changed, huda):
    third, fourth = body(changed)[3:]
    text = {"headline_en": "A port opens", "headline_ar": "ميناء جديد", "summary_ar": "ميناء."}
    written = [SentenceText("It took years.", (third.pk,)), SentenceText("Jobs.", (fourth.pk,))]
    editorial.save_text(huda, changed, based_on=1, sentences=written, **text)
    changed.refresh_from_db()
    brief = work(adopt(huda, changed))
    assert (brief.current.number, brief.current.author) == (3, huda)
    assert (brief.current.headline_en, brief.current.headline_ar) == ("A port opens", "ميناء جديد")
    first, second = brief.current.sentences.all()
    assert (first.text, first.supported, first.evidence.count()) == ("It took years.", False, 0)
    assert (second.supported, second.evidence.get().segment) == (True, fourth)
    # The version from before has what it had.
    assert brief.revisions.get(number=2).sentences.first().evidence.get().segment == third


def test_an_older_version_comes_back_without_evidence_that_is_gone(changed, huda):
    brief = work(adopt(huda, changed))
    restored = editorial.restore_version(huda, brief, brief.revisions.get(number=1))
    own = set(body(brief))
    links = [link for s in restored.sentences.all() for link in s.evidence.all()]
    assert links
    assert {link.segment for link in links} <= own


def test_a_summary_saved_meanwhile_is_not_written_over(changed, huda):
    brief = adopt(huda, changed)
    text = {"headline_en": "Mine", "headline_ar": "لي", "summary_ar": "نص."}
    mine = [SentenceText("Written by hand.")]
    editorial.save_text(huda, brief, based_on=brief.current.number, sentences=mine, **text)
    brief = work(brief)
    assert brief.current.headline_en == "Mine"


@pytest.mark.parametrize(
    ("headline", "becomes"),
    [(None, "الرئيس يعلن افتتاح الميناء الجديد"), ("عنوان آخر", "عنوان آخر")],
)
def test_the_arabic_headline_follows_unless_people_wrote_another(draft, huda, headline, becomes):
    if headline:
        draft.current.headline_ar = headline
        draft.current.save()
    receive_version(draft.article, CHANGED.replace("وزير النقل يعلن", "الرئيس يعلن"), FACTS)
    assert adopt(huda, draft).current.headline_ar == becomes


def test_a_line_that_was_put_back_stays_put_back(bell, huda):
    kicker = "آخر تحديث: 12 مارس 2026"
    brief = work(receive(f"{ARTICLE}\n{kicker}", FACTS).brief)
    editorial.restore_line(huda, brief.article.removed_lines.get())
    brief = work(brief)
    receive_version(brief.article, f"{CHANGED}\n{kicker}", FACTS)
    brief.refresh_from_db()
    assert [line.fate for line in difference(brief)].count(Fate.REMOVED) == 1
    brief = adopt(huda, brief)
    assert body(brief)[-1].arabic == kicker
    assert body(brief)[-1].english
    assert brief.article.removed_lines.get().restored_at


def test_spaces_digits_and_vowel_marks_of_a_sentence_cost_no_translation(draft, huda):
    text = ARTICLE.replace("120", "١٢٠").replace("مليون", "مِليون", 1) + ADDED
    receive_version(draft.article, text, FACTS)
    brief = adopt(huda, draft)
    assert [bool(segment.english) for segment in body(brief)] == [True] * 5 + [False]
    assert "١٢٠" in body(brief)[2].arabic


def test_what_leads_to_the_article_leads_to_the_newer_one(changed, huda):
    before, source = changed.article, make_source()
    item = Item.objects.create(source=source, key="1", listed_hash="1", article=before)
    brief = adopt(huda, changed)
    item.refresh_from_db()
    assert item.article.brief == brief
    assert [row.pk for row in SearchEntry.objects.all()] == [brief.article_id]
    assert [row.pk for row in Likeness.objects.all()] == [brief.article_id]
    assert Brief.objects.filter(search.matching("الصيادين")).get() == brief
    for text in (ARTICLE, CHANGED):
        assert receive(text, FACTS).brief == brief


def test_the_outlet_may_change_it_again(changed, huda):
    brief = work(adopt(huda, changed))
    receive_version(brief.article, CHANGED.replace("140", "150"), FACTS)
    brief.refresh_from_db()
    assert [line.fate for line in difference(brief)].count(Fate.CHANGED) == 1
    receive_version(Article.objects.get(version_of=None), CHANGED, FACTS)
    brief.refresh_from_db()
    assert brief.newer_article is None
    brief = adopt_again(huda, brief)
    assert "160" in body(brief)[2].arabic


def adopt_again(person, brief: Brief) -> Brief:
    receive_version(brief.article, CHANGED.replace("140", "160"), FACTS)
    return adopt(person, brief)


def test_adopting_is_told_in_the_history(changed, huda):
    before, after = changed.article, changed.newer_article
    adopt(huda, changed)
    event = changed.events.first()
    assert (event.verb, event.actor) == ("source_adopted", huda)
    assert event.data == {
        "article": after.pk, "same": 3, "changed": 1, "added": 1, "removed": 1, "revision": 2,
    }  # fmt: skip
    assert before.raw_text == ARTICLE


def test_who_takes_a_change_over_changed_the_text(changed, huda):
    adopt(huda, changed)
    assert publishing.last_writer_id(changed) == huda.pk


def test_a_change_that_only_removes_asks_for_no_translation(draft, huda, editor):
    third = body(draft)[3]
    draft.current.author = editor
    draft.current.save()
    receive_version(draft.article, ARTICLE.replace(f" {third.arabic}", ""), FACTS)
    before = Job.objects.count()
    assert len(body(adopt(huda, draft))) == 4
    assert Job.objects.count() == before


def test_a_brief_without_a_draft_takes_it_over_once_the_machine_rests(bell, huda):
    brief = receive(ARTICLE, FACTS).brief
    receive_version(brief.article, CHANGED, FACTS)
    with pytest.raises(WrongState, match="still works"):
        adopt(huda, brief)
    jobs.cancel(jobs.latest(brief), huda)
    brief = work(adopt(huda, brief))
    assert brief.status == Status.DRAFT
    assert brief.current.headline_ar == brief.article.headline


class TestKeeping:
    def test_our_text_stays_with_the_reason(self, changed, huda):
        before, newer = changed.article, changed.newer_article
        keep(huda, changed, " They corrected a name that we do not have. ")
        changed.refresh_from_db()
        assert (changed.article, changed.newer_article) == (before, None)
        event = changed.events.first()
        assert (event.verb, event.actor, event.data) == ("source_kept", huda, {"article": newer.pk})
        assert event.reason == "They corrected a name that we do not have."

    def test_the_same_change_is_not_asked_about_again_but_the_next_one_is(self, changed, huda):
        keep(huda, changed, "Not ours.")
        receive_version(changed.article, CHANGED, FACTS)
        changed.refresh_from_db()
        assert changed.newer_article is None
        receive_version(changed.article, CHANGED.replace("140", "150"), FACTS)
        changed.refresh_from_db()
        assert changed.newer_article is not None

    def test_it_needs_a_reason(self, changed, huda):
        with pytest.raises(Invalid):
            keep(huda, changed, "  ")
        changed.refresh_from_db()
        assert changed.newer_article

    def test_what_readers_see_is_corrected_and_never_adopted(self, changed, publisher):
        changed.status = Status.PUBLISHED
        make_live(changed)
        with pytest.raises(WrongState):
            adopt(publisher, changed)
        keep(publisher, changed, "A correction says so.")
        changed.refresh_from_db()
        assert changed.newer_article is None


@pytest.mark.parametrize("decide", [adopt, lambda who, brief, **how: keep(who, brief, "No", **how)])
class TestBoth:
    def test_one_decides_about_what_one_saw(self, changed, huda, decide):
        seen = changed.newer_article_id
        receive_version(changed.article, CHANGED.replace("140", "150"), FACTS)
        with pytest.raises(Stale):
            decide(huda, changed, seen=seen)
        changed.refresh_from_db()
        decide(huda, changed, seen=changed.newer_article_id)

    def test_it_is_decided_once(self, changed, huda, decide):
        decide(huda, changed)
        with pytest.raises(WrongState):
            decide(huda, changed)

    def test_in_review_it_is_for_editors(self, changed, reporter, huda, decide):
        Brief.objects.update(status=Status.IN_REVIEW)
        with pytest.raises(NotAllowed):
            decide(reporter, changed)
        decide(huda, changed)
        assert Brief.objects.get().status == Status.IN_REVIEW
