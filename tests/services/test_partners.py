"""Which briefs are offered for a story: alike ones first, then those of the same days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.models import Article, Brief, Segment, Story
from summaries.services import copies, partners, search
from tests.factories import make_brief

FIRE = [
    "اندلع حريق كبير فجر الثلاثاء في ثلاثة مستودعات للأخشاب بمرفأ الزاهرة.",
    "وقال قائد الدفاع المدني مازن البرغوثي إن أربع عشرة فرقة إطفاء شاركت في إخماد الحريق.",
]
# Another event that shares a name with it.
HONOUR = [
    "كرمت بلدية الشفق أمس قائد الدفاع المدني مازن البرغوثي في حفل أقيم في دار البلدية.",
    "وتسلم البرغوثي درعا تذكارية بحضور عائلته وعدد من سكان الحي القديم.",
]
MATCH = [
    "فاز فريق اتحاد الواحة لكرة السلة بكأس البلاد بعد مباراة مثيرة.",
    "وسجل اللاعب رامي الكتبي ثلاثين نقطة وحده في صالة الفيحاء أمام ستة آلاف متفرج.",
]


@pytest.fixture
def briefs(db):
    return [make_brief() for _number in range(5)]


def _tell(brief: Brief, sentences: list[str]) -> None:
    brief.article.segments.all().delete()
    Segment.objects.bulk_create(
        Segment(article=brief.article, line=place, sentence=0, arabic=sentence)
        for place, sentence in enumerate(sentences)
    )
    Article.objects.filter(pk=brief.article_id).update(headline="")
    brief.article.refresh_from_db()
    copies.index(brief.article)


def _together(*briefs: Brief) -> None:
    pks = [brief.pk for brief in briefs]
    Brief.objects.filter(pk__in=pks).update(story=Story.objects.create())
    for brief in briefs:
        brief.refresh_from_db()


def test_they_are_recent_matching_or_numbered(briefs):
    _together(*briefs[3:])
    search.index_all()
    newest = [briefs[place] for place in (2, 1)]
    assert partners.candidates(briefs[0]) == [briefs[4], briefs[3], *newest]
    assert partners.candidates(briefs[3]) == [*newest, briefs[0]]
    assert partners.candidates(briefs[3], "ferries") == [*newest, briefs[0]]
    assert partners.candidates(briefs[0], "camels") == []
    assert partners.candidates(briefs[0], str(briefs[1].pk)) == [briefs[1]]
    assert partners.candidates(briefs[0], "9" * 30) == []


def test_what_is_alike_comes_first_the_closest_before_all(briefs):
    for brief, sentences in zip(briefs, [FIRE, HONOUR, MATCH, MATCH[::-1], FIRE], strict=True):
        _tell(brief, sentences)
    assert partners.candidates(briefs[4]) == [briefs[place] for place in (0, 1, 3, 2)]


def test_one_that_shares_a_name_is_offered_however_many_are_newer(briefs, monkeypatch):
    monkeypatch.setattr(partners, "MOST", 2)
    for brief, sentences in zip(briefs, [HONOUR, MATCH, MATCH, MATCH, FIRE], strict=True):
        _tell(brief, sentences)
    assert partners.candidates(briefs[4]) == [briefs[0], briefs[3]]


def test_what_is_alike_and_in_the_story_already_is_not_offered(briefs):
    _tell(briefs[0], FIRE)
    _tell(briefs[4], FIRE)
    _together(briefs[0], briefs[4])
    assert briefs[0] not in partners.candidates(briefs[4])


def test_without_likeness_only_what_came_in_around_it_is_offered(briefs):
    long_ago = timezone.now() - timedelta(days=30)
    articles = [brief.article_id for brief in briefs[:2]]
    Article.objects.filter(pk__in=articles).update(taken_in_at=long_ago)
    old, new = Brief.objects.get(pk=briefs[0].pk), Brief.objects.get(pk=briefs[4].pk)
    assert partners.candidates(old) == [briefs[1]]
    assert partners.candidates(new) == [briefs[3], briefs[2]]
