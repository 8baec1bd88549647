"""Finding articles that are copies of others, or tell of the same event, and joining their stories.

`summaries.likeness` says what makes texts alike. Here are its index in the database and the
questions to it: some dozens of short ones along an index, so that a flood of similar articles makes
none of them long.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from summaries.likeness import (
    MOST_OF_A_KEY,
    VERSION,
    WINDOW,
    Fingerprint,
    Relation,
    Verdict,
    candidates,
    fingerprint,
    relation,
)
from summaries.models import Article, Brief, Likeness, LikenessKey, Segment, Story
from summaries.services import stories

# Of a story, how many articles are compared with a new one: its first and the newest.
MOST_COMPARED = 12
# How many stories are looked at for a new article, the most alike first.
_MOST_TRIED = 5
_BATCH = 500
_EARLIEST = date(1900, 1, 1)
# Asked some dozens of times for an article: to write a QuerySet as SQL took longer than all else.
_KEYS = f"SELECT article_id FROM {LikenessKey._meta.db_table} WHERE key = %s"
_NEWEST = "ORDER BY day DESC, article_id DESC LIMIT %s"
_OF_A_KEY = f"{_KEYS} {_NEWEST}"
_AROUND = f"{_KEYS} AND day BETWEEN %s AND %s {_NEWEST}"


def place(brief: Brief) -> Story | None:
    """Index the article of a new brief and put it into the story that it belongs to, if any.

    Call it at the end of the transaction that makes the brief.
    """
    mine = index(brief.article)
    verdicts = _alike(brief.article, mine)
    if not verdicts:
        return None
    stories.take_turn()
    for other in _briefs_of(verdicts, brief):
        verdict = verdicts[other.article_id]
        if _belongs(brief.article, mine, other, verdict) and stories.join(brief, other):
            return brief.story
    return None


def index(article: Article) -> Fingerprint:
    """Store an article's fingerprint and its rows of the index, in place of older ones."""
    made = _fingerprint(article)
    with transaction.atomic():
        store({article: made})
    return made


def store(made: dict[Article, Fingerprint]) -> None:
    """Store fingerprints and their rows of the index, in place of older ones."""
    pks = [article.pk for article in made]
    LikenessKey.objects.filter(article__in=pks).delete()
    Likeness.objects.filter(article__in=pks).delete()
    Likeness.objects.bulk_create(_row(article, one) for article, one in made.items())
    keys = (key for article, one in made.items() for key in _keys(article, one))
    LikenessKey.objects.bulk_create(keys, batch_size=_BATCH)


def follow(brief: Brief, before: Article) -> None:
    """Have the brief's article in the index instead of the one that it stood on before."""
    LikenessKey.objects.filter(article=before).delete()
    Likeness.objects.filter(article=before).delete()
    index(brief.article)


def index_all() -> int:
    """Index the articles of briefs that are not yet, or by other code; returns how many.

    They join no stories: what is on the desk stays as people know it.
    """
    waiting = Article.objects.exclude(brief=None).exclude(likeness__version=VERSION)
    count, last = 0, 0
    while batch := list(waiting.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        made = {article: _fingerprint(article) for article in batch}
        with transaction.atomic():
            store(made)
        count, last = count + len(batch), batch[-1].pk
    return count


def prune() -> int:
    """Delete the telling words of articles too old to be of a new event; returns how many rows.

    The bands stay: a text may be printed again years later.
    """
    before = day_of_moment(timezone.now()) - 2 * WINDOW
    old = LikenessKey.objects.filter(kind=LikenessKey.Kind.WORD, day__lt=before)
    count, last = 0, 0
    # By number, because the index has no use for the question: each row is looked at once.
    while batch := list(old.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:5000]):
        count, last = count + len(batch), batch[-1]
        LikenessKey.objects.filter(pk__in=batch).delete()
    return count


def day_of(article: Article) -> date:
    """Return the day in UTC on which an article appeared, as far as that can be believed."""
    stated = article.published_at or article.taken_in_at
    return max(day_of_moment(min(stated, article.taken_in_at)), _EARLIEST)


def day_of_moment(moment: datetime) -> date:
    """Return the day in UTC of an aware moment."""
    return moment.astimezone(UTC).date()


def _fingerprint(article: Article) -> Fingerprint:
    body = article.segments.filter(kind=Segment.Kind.BODY).values_list("arabic", flat=True)
    return fingerprint(article.headline, "\n".join(body))


def _row(article: Article, made: Fingerprint) -> Likeness:
    return Likeness(
        article=article,
        same_key=made.same_key,
        words=made.to_bytes(),
        version=VERSION,
        day=day_of(article),
    )


def _keys(article: Article, made: Fingerprint) -> Iterator[LikenessKey]:
    day = day_of(article)
    kinds = {LikenessKey.Kind.BAND: made.bands, LikenessKey.Kind.WORD: made.keywords}
    for kind, keys in kinds.items():
        for key in dict.fromkeys(keys):
            yield LikenessKey(key=key, kind=kind, day=day, article=article)


def _alike(article: Article, mine: Fingerprint) -> dict[int, Verdict]:
    """Return what indexed articles are to this one, where they are anything, the closest first."""
    found = compared_with(article, mine).items()
    return {pk: one for pk, one in found if one.relation is not Relation.UNRELATED}


def compared_with(article: Article, mine: Fingerprint) -> dict[int, Verdict]:
    """Return what the indexed articles that are worth comparing are to it, the closest first."""
    day = day_of(article)
    verdicts = {
        pk: _relation(mine, theirs, day - their_day, outlet == article.source_id)
        for pk, theirs, their_day, outlet in _stored(_worth_comparing(article, mine, day))
    }
    return dict(sorted(verdicts.items(), key=_closest_first))


def _relation(
    mine: Fingerprint, theirs: Fingerprint, apart: timedelta, same_outlet: bool
) -> Verdict:
    found = relation(mine, theirs, same_outlet=same_outlet)
    if found.relation is Relation.RELATED and abs(apart) > WINDOW:
        return Verdict(Relation.UNRELATED, found.score)
    return found


_RANK = {one: place for place, one in enumerate(Relation)}


def _closest_first(row: tuple[int, Verdict]) -> tuple[int, float, int]:
    number, verdict = row
    return _RANK[verdict.relation], -verdict.score, number


def _worth_comparing(article: Article, mine: Fingerprint, day: date) -> list[int]:
    """Return articles that share keys with this one: the newest of each key."""
    first, last = map(connection.ops.adapt_datefield_value, (day - WINDOW, day + WINDOW))
    with connection.cursor() as cursor:
        found = {key: _newest(cursor, _OF_A_KEY, key) for key in mine.bands}
        found |= {key: _newest(cursor, _AROUND, key, first, last) for key in mine.keywords}
    likely = [number for number in candidates(found) if number != article.pk]
    return [*likely, *_first_with_same_key(article, mine)]


def _newest(cursor, question: str, *values) -> list[int]:
    cursor.execute(question, [*values, MOST_OF_A_KEY])
    return [number for (number,) in cursor.fetchall()]


def _first_with_same_key(article: Article, mine: Fingerprint) -> list[int]:
    """Return the first article with exactly this body, however many newer ones share its keys."""
    if not mine.same_key:
        return []
    same = Likeness.objects.filter(same_key=mine.same_key).exclude(article=article)
    return list(same.order_by("article_id").values_list("pk", flat=True)[:1])


def _stored(articles: Iterable[int]) -> Iterator[tuple[int, Fingerprint, date, int | None]]:
    """Yield the number, fingerprint, day and outlet of articles; pasted ones are of no outlet."""
    rows = Likeness.objects.filter(pk__in=set(articles), version=VERSION)
    for pk, words, day, outlet in rows.values_list("pk", "words", "day", "article__source"):
        yield pk, Fingerprint.from_bytes(bytes(words)), day, outlet


def _briefs_of(articles: Iterable[int], brief: Brief) -> list[Brief]:
    """Return the briefs of these articles in their order, one a story, of a few stories."""
    rows = Brief.objects.filter(article__in=articles).exclude(pk=brief.pk)
    by_article = {row.article_id: row for row in rows}
    first: dict[tuple, Brief] = {}
    for found in filter(None, map(by_article.get, articles)):
        first.setdefault((found.story_id, found.story_id or found.pk), found)
    return list(first.values())[:_MOST_TRIED]


def _belongs(article: Article, mine: Fingerprint, other: Brief, verdict: Verdict) -> bool:
    """Say whether the article belongs to the story of `other`, or into one with it.

    A story ends when nothing new came for a while. A copy belongs where its original is; any other
    report has to be of one event with the first of the story or with half of those compared, or
    stories would drift from event to event.
    """
    day, members = day_of(article), list(_stored(_compared(other)))
    if not members or day - max(their_day for _pk, _words, their_day, _outlet in members) > WINDOW:
        return False
    if verdict.relation is not Relation.RELATED:
        return True
    related = {
        pk
        for pk, theirs, their_day, outlet in members
        if _relation(mine, theirs, day - their_day, outlet == article.source_id).relation
        is not Relation.UNRELATED
    }
    return min(pk for pk, _words, _day, _outlet in members) in related or 2 * len(related) >= len(
        members
    )


def _compared(other: Brief) -> list[int]:
    """Return the articles of the story of `other` that speak for it: its first, and the newest."""
    if other.story_id is None:
        return [other.article_id]
    rows = Brief.objects.filter(story=other.story_id).values_list("article_id", flat=True)
    first = rows.order_by("article_id")[:1]
    return [*first, *rows.order_by("-article_id")[: MOST_COMPARED - 1]]
