"""Where a new article belongs: beside its copies, in the story of its event, or alone."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.db import transaction

from summaries import likeness
from summaries.models import Article, Brief, Likeness, LikenessKey, Segment, Story
from summaries.services import copies, stories
from tests.factories import make_source

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
FIRE = """اندلاع حريق كبير في مستودعات مرفأ الزاهرة
اندلع حريق كبير فجر الثلاثاء 10 مارس في ثلاثة مستودعات للأخشاب بمرفأ الزاهرة.
وامتدت النيران إلى رصيف مجاور.
وقال قائد الدفاع المدني مازن البرغوثي إن أربع عشرة فرقة إطفاء شاركت في إخماد الحريق.
وأصيب ثمانية عمال بحالات اختناق ونقلوا إلى مستشفى الشفق في المدينة.
وأغلقت سلطات المرفأ الرصيف الرابع أمام السفن حتى إشعار آخر."""
# The same told anew, by another outlet.
FIRE_TOO = """حريق كبير في مستودعات مرفأ الزاهرة يصيب ثمانية عمال
أصيب ثمانية عمال باختناق إثر حريق كبير اندلع فجر الثلاثاء 10 مارس في مستودعات الأخشاب بمرفأ الزاهرة.
وأعلن قائد الدفاع المدني مازن البرغوثي السيطرة على الحريق بعد خمس ساعات، فيما أغلق الرصيف الرابع."""
# The agency's copy under another headline, its last sentence cut.
FIRE_COPY = "\n".join(["النيران تلتهم مستودعات في الزاهرة", *FIRE.splitlines()[1:5]])
MATCH = """اتحاد الواحة يفوز بكأس السلة للمرة الثانية
فاز فريق اتحاد الواحة لكرة السلة بكأس البلاد.
وتغلب على نادي الشراع بثمانين نقطة مقابل أربع وسبعين.
وسجل اللاعب رامي الكتبي ثلاثين نقطة وحده في صالة الفيحاء أمام ستة آلاف متفرج.
وقالت المدربة سلوى الدباغ إن الفريق سيبدأ الاستعداد للبطولة القارية في الخريف."""
_numbers = count(1)


@pytest.fixture(autouse=True)
def _today(monkeypatch, db):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def _brief(text: str, *, days_ago: float = 0, **fields) -> Brief:
    """Return a brief whose article, of an outlet of its own, is stored and not placed yet."""
    headline, *body = text.splitlines()
    article = Article.objects.create(
        source=make_source(f"Outlet {next(_numbers)}"),
        channel=Article.Channel.SOURCE,
        headline=headline,
        raw_text=text,
        content_hash=hashlib.sha256(f"{text}{next(_numbers)}".encode()).hexdigest(),
        published_at=NOW - timedelta(days=days_ago),
    )
    Article.objects.filter(pk=article.pk).update(taken_in_at=NOW)
    article.refresh_from_db()
    lines = [(Segment.Kind.HEADLINE, headline), *((Segment.Kind.BODY, line) for line in body)]
    Segment.objects.bulk_create(
        Segment(article=article, line=n, sentence=0, kind=kind, arabic=line)
        for n, (kind, line) in enumerate(lines)
    )
    return Brief.objects.create(article=article, **fields)


def _placed(text: str, **fields) -> Brief:
    brief = _brief(text, **fields)
    with transaction.atomic():
        copies.place(brief)
    return brief


def _with(brief: Brief) -> set[Brief]:
    """Return the other briefs of its story."""
    brief.refresh_from_db()
    return set(Brief.objects.filter(story=brief.story_id or 0).exclude(pk=brief.pk))


class TestPlace:
    """What a new article joins."""

    def test_an_article_like_no_other_stands_alone(self):
        assert _with(_placed(FIRE)) == set()
        assert _with(_placed(MATCH)) == set()
        assert Story.objects.count() == 0

    @pytest.mark.parametrize("text", [FIRE_TOO, FIRE_COPY])
    def test_the_same_event_makes_a_story(self, text):
        fire, _match = _placed(FIRE), _placed(MATCH)
        assert _with(_placed(text)) == {fire}

    def test_a_third_report_joins_the_story(self):
        one, other = _placed(FIRE), _placed(FIRE_TOO)
        assert _with(_placed(FIRE_COPY)) == {one, other}
        assert Story.objects.count() == 1

    @pytest.mark.parametrize("text", [FIRE_TOO, FIRE_COPY])
    @pytest.mark.parametrize(("days", "joins"), [(1, True), (3, True), (8, False)])
    def test_what_is_long_past_is_another_event(self, text, days, joins):
        fire = _placed(FIRE, days_ago=days)
        assert _with(_placed(text)) == ({fire} if joins else set())

    def test_a_story_lives_as_long_as_it_goes_on(self):
        old = _placed(FIRE, days_ago=5)
        between = _placed(FIRE_COPY, days_ago=3)
        assert _with(_placed(FIRE)) == {old, between}

    def test_an_older_report_that_comes_late_joins_too(self):
        fire = _placed(FIRE)
        assert _with(_placed(FIRE_TOO, days_ago=2)) == {fire}

    def test_nothing_joins_what_somebody_took_out(self):
        _placed(FIRE, story_by_hand=True)
        assert _with(_placed(FIRE_TOO)) == set()

    def test_of_two_reports_the_one_that_is_free_is_joined(self):
        _placed(FIRE, story_by_hand=True)
        free = _placed(FIRE)
        assert _with(free) == set()
        assert _with(_placed(FIRE_TOO)) == {free}

    def test_a_story_does_not_drift(self, reporter):
        """Related to one of five that people put together is not related to the story."""
        others = [_placed(MATCH.replace("السلة", f"السلة {n}")) for n in range(1, 5)]
        fire = _placed(FIRE)
        stories.merge(reporter, [*others, fire])
        assert _with(_placed(FIRE_TOO)) == set()
        assert _with(_placed(FIRE_COPY)) == {*others, fire}, "a copy is where its original is"


class TestIndex:
    """What is stored of an article."""

    def test_an_article_is_stored_once(self):
        brief = _placed(FIRE)
        rows = LikenessKey.objects.count()
        copies.index(brief.article)
        assert (Likeness.objects.count(), LikenessKey.objects.count()) == (1, rows)
        stored = brief.article.likeness
        assert (stored.version, stored.day) == (likeness.VERSION, NOW.date())
        headline, body = FIRE.split("\n", 1)
        kept = likeness.Fingerprint.from_bytes(bytes(stored.words))
        assert kept == likeness.fingerprint(headline, body)

    @pytest.mark.parametrize(
        ("published", "day"),
        [
            (None, NOW.date()),
            (NOW + timedelta(days=400), NOW.date()),
            (datetime(1, 1, 1, tzinfo=UTC), date(1900, 1, 1)),
            (datetime(2026, 3, 9, 23, 30, tzinfo=UTC), date(2026, 3, 9)),
        ],
    )
    def test_a_day_that_can_be_believed(self, published, day):
        article = Article(published_at=published, taken_in_at=NOW)
        assert copies.day_of(article) == day

    def test_indexing_later_finds_what_has_no_fingerprint_or_an_old_one(self):
        plain, old, current = _brief(FIRE), _placed(MATCH), _placed(FIRE_TOO)
        Likeness.objects.filter(pk=old.article_id).update(version=0)
        Article.objects.create(channel="source", content_hash="r", reprint_of=plain.article)
        assert copies.index_all() == 2
        assert copies.index_all() == 0
        assert set(Likeness.objects.values_list("version", flat=True)) == {likeness.VERSION}
        assert _with(current) == set(), "nobody's queue is changed behind their back"
        assert _with(_placed(FIRE_COPY)) == {plain}

    def test_other_versions_of_the_code_are_not_compared(self):
        fire = _placed(FIRE)
        Likeness.objects.filter(pk=fire.article_id).update(version=0)
        assert _with(_placed(FIRE_TOO)) == set()

    def test_a_newer_article_takes_the_place_of_the_older_one(self):
        brief = _placed(FIRE)
        newer = _brief(MATCH).article
        Brief.objects.filter(article=newer).delete()
        before, brief.article = brief.article, newer
        brief.save()
        copies.follow(brief, before)
        assert list(Likeness.objects.values_list("pk", flat=True)) == [newer.pk]
        assert not LikenessKey.objects.filter(article=before).exists()

    def test_old_telling_words_go_and_bands_stay(self):
        old, new = _placed(FIRE, days_ago=30), _placed(MATCH, days_ago=2)
        words = LikenessKey.objects.filter(kind=LikenessKey.Kind.WORD)
        number = words.filter(article=old.article).count()
        assert number > 0
        assert copies.prune() == number
        assert set(words.values_list("article", flat=True)) == {new.article_id}
        assert LikenessKey.objects.filter(article=old.article).exists()


def test_a_flood_of_like_texts_asks_no_more_of_the_database(django_assert_max_num_queries):
    for n in range(120):
        copies.index(_brief(FIRE.replace("ثمانية", f"{n + 10}")).article)
    brief = _brief(FIRE)
    with django_assert_max_num_queries(75), transaction.atomic():
        copies.place(brief)
    assert len(_with(brief)) == 1
