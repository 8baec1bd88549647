"""A desk of any size, made quickly: articles, briefs in their states, words in both languages.

Sources, topics, owners and words are spread as in a newsroom: a few of them large, most small. Of
ten briefs three are one story, now and then all ten.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate, islice, product

from django.contrib.auth.models import Group, User
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from summaries.engine.text import for_matching
from summaries.models import Article, Brief, Revision, SearchEntry, Source, Story, Topic
from summaries.workflow import Role, Status

SOURCES, OWNERS, WORDS_OF_A_BRIEF, VOCABULARY = 40, 20, 40, 6000
# The places of a story's briefs among ten; of so many tens one is a story as a whole.
IN_STORY, LARGE_STORY = (2, 5, 8), 20
RARE_WORD, RARE_ARTICLES = "استثنائيون", 3
COMMON_WORD = "baba"
_BATCH = 2000
# Of an archive, 95 briefs of 100 are published and the newest ones are open; on the other desk
# nothing is published yet.
ARCHIVE = {Status.PUBLISHED: 90, Status.CORRECTED: 4, Status.RETRACTED: 1}
OPEN = {Status.DRAFTING: 1, Status.DRAFT: 2, Status.IN_REVIEW: 2}
MIXES = {"archive": ARCHIVE | OPEN, "open": OPEN}


def build(size: int, mix: str) -> User:
    """Fill the (empty, migrated) database with `size` briefs; returns an editor of that desk."""
    chance = random.Random(size)
    people = _people()
    for numbers in _batches(range(1, size + 1)):
        _write(numbers, size, MIXES[mix], people, chance)
    first = Revision.objects.filter(brief=OuterRef("pk")).values("pk")[:1]
    Brief.objects.update(current=Subquery(first))
    return people[0]


def _people() -> list[User]:
    group, _created = Group.objects.get_or_create(name=Role.EDITOR.value)
    people = User.objects.bulk_create(User(username=f"editor{n}") for n in range(OWNERS))
    for person in people:
        person.groups.add(group)
    Source.objects.bulk_create(Source(name_en=f"Outlet {n}") for n in range(SOURCES))
    return people


def _write(numbers: list[int], size: int, mix: dict, people: list[User], chance) -> None:
    sources, topics = list(Source.objects.order_by("pk")), list(Topic.objects.order_by("pk"))
    Article.objects.bulk_create(
        Article(
            pk=n,
            source=_skewed(sources, chance),
            channel=Article.Channel.PASTE,
            headline=f"{arabic_word(n)} يعلن افتتاح الميناء الجديد في المدينة {n}",
            raw_text="نص",
            content_hash=f"{n:064d}",
        )
        for n in numbers
    )
    told = sorted({_story(n) for n in numbers} - {None})
    Story.objects.bulk_create((Story(pk=pk) for pk in told), ignore_conflicts=True)
    Brief.objects.bulk_create(_brief(n, size, mix, people, topics, chance) for n in numbers)
    Revision.objects.bulk_create(
        Revision(
            brief_id=n,
            number=1,
            headline_en=f"Minister of transport opens new port number {n} in the old town",
            headline_ar=f"وزير النقل يفتتح الميناء الجديد رقم {n} في المدينة القديمة",
        )
        for n in numbers
    )
    SearchEntry.objects.bulk_create(
        SearchEntry(pk=n, words=_text(n, size, chance)) for n in numbers
    )


def _brief(n: int, size: int, mix: dict, people, topics, chance) -> Brief:
    status = _status(n, size, mix)
    moment = timezone.now() - timedelta(minutes=3 * (size - n) + chance.randrange(60))
    is_open = status in OPEN
    return Brief(
        pk=n,
        article_id=n,
        status=status,
        owner=_skewed(people, chance),
        topic=_skewed(topics, chance),
        story_id=_story(n),
        status_changed_at=moment,
        stopped=is_open and chance.random() < 0.02,
        warnings=chance.choice((0, 0, 0, 1, 4)),
        published_at=None if is_open else moment,
    )


def _story(n: int) -> int | None:
    """Return the number of the story that brief `n` is in, if any; never 0."""
    ten = n // 10 + 1
    return ten if n % 10 in IN_STORY or ten % LARGE_STORY == 0 else None


def _status(n: int, size: int, mix: dict) -> Status:
    """Return the state of brief `n`: closed ones mixed among each other, open ones at the end."""
    total = sum(mix.values())
    closed = {status: share for status, share in mix.items() if status not in OPEN}
    kept = closed if n <= size * sum(closed.values()) / total else OPEN
    place = (n * 7919) % sum(kept.values())
    edges = accumulate(kept.values())
    return next(s for s, edge in zip(kept, edges, strict=True) if place < edge)


def _skewed(choices: list, chance: random.Random):
    return choices[int(len(choices) * chance.random() ** 2)]


def _text(n: int, size: int, chance: random.Random) -> str:
    words = [_vocabulary[int(VOCABULARY * chance.random() ** 3)] for _ in range(WORDS_OF_A_BRIEF)]
    arabic = [arabic_word(int(VOCABULARY * chance.random() ** 3)) for _ in range(WORDS_OF_A_BRIEF)]
    rare = [for_matching(RARE_WORD)] if n % max(1, size // RARE_ARTICLES) == 1 else []
    common = [COMMON_WORD] if chance.random() < 0.6 else []
    return " ".join(sorted({*words, *arabic, *rare, *common}))


def _batches(numbers: range) -> Iterator[list[int]]:
    rest = iter(numbers)
    while batch := list(islice(rest, _BATCH)):
        yield batch


_SYLLABLES = [a + b for a, b in product("bdfgklmnrst", "aeiou")]
_LETTERS = [a + b for a, b in product("بتثجحخدرسشصعفقكلم", "اوي")]
_vocabulary = ["".join(parts) for parts in islice(product(_SYLLABLES, repeat=3), VOCABULARY)]
_arabic_vocabulary = ["".join(parts) for parts in islice(product(_LETTERS, repeat=3), VOCABULARY)]


def arabic_word(n: int) -> str:
    """Return word number `n` of a vocabulary of VOCABULARY made-up words, then from the first."""
    return _arabic_vocabulary[n % VOCABULARY]
