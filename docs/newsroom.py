"""The made-up newsroom of the documentation's pictures: newsroom.toml as records.

Import it after `django.setup()`, with an empty, migrated database.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.utils import timezone

from docs import readership, staff
from docs.outlets import make_outlet
from summaries.models import (
    Article,
    Brief,
    Comment,
    Event,
    Evidence,
    Job,
    RemovedLine,
    Revision,
    Segment,
    SegmentEdit,
    Source,
    SummarySentence,
    Topic,
)
from summaries.services import derived
from summaries.workflow import LIVE, Status

_MACHINE = {
    "model": "Helsinki-NLP/opus-mt-ar-en",
    "revision": "5d2e5d3b1f8e7c4a9b6d0c2f1e3a4b5c6d7e8f90",
    "engine": "ctranslate2 int8",
    "decoding": "beam 4",
    "quality": "33.9 BLEU on FLORES-101 devtest",
    "stand_in": False,
}
_SUMMARY = _MACHINE | {
    "model": "sshleifer/distilbart-cnn-12-6",
    "revision": "a4f8f3ea906ed274767e9906dbaede7531d660ff",
    "decoding": "sampling, temperature 0.5",
    "quality": "",
    "candidates": 8,
    "extracted": False,
    "dropped": [{"text": "The railway first opened in 1936.", "invented": ["1936"]}],
}
_SENTENCE = {
    "arabic": "وقال متحدث إن التفاصيل ستعلن الأسبوع المقبل.",
    "english": "A spokesperson said that details would follow next week.",
}


def make(password: str) -> Brief:
    """Write the newsroom down, everybody with one password; return the brief on the pictures."""
    people = staff.make(password)
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    outlets = [make_outlet(**outlet) for outlet in told["outlet"]]
    # The oldest first, as they came in.
    stories = sorted(told["story"], key=lambda story: -story["hours"])
    briefs = [_brief(story, outlets, people) for story in stories]
    for story in _before(stories):
        _brief(story, outlets, people)
    readership.make(told, list(zip(stories, briefs, strict=True)), people)
    return max(briefs, key=lambda brief: brief.article.segments.count())


def _before(stories: list[dict]) -> Iterator[dict]:
    """Yield what was published on the days before: of the same stories, for the dashboard."""
    published = [story for story in stories if story["status"] == Status.PUBLISHED]
    for day in range(2, 7):
        for story in published[: 2 + day % 4]:
            told = {name: story[name] for name in ("outlet", "owner", "topic", "status")}
            headlines = {
                "headline_en": story["headline_en"],
                "headline_ar": f"{story['headline_ar']} ({day})",
            }
            yield told | headlines | {"hours": story["hours"] + 24 * day}


def _brief(story: dict, outlets: list[Source], people: dict[str, User]) -> Brief:
    since = timezone.now() - timedelta(hours=story["hours"], minutes=7)
    article = _article(story, outlets[story["outlet"]], people["omar"])
    brief = Brief.objects.create(
        article=article,
        status=story["status"],
        owner=people.get(story["owner"]),
        topic=Topic.objects.get(slug=story["topic"]),
        status_changed_at=since,
        stopped=story.get("stopped", False),
    )
    _segments(brief, story, people)
    _happened(brief, "taken_in", people["omar"], since - timedelta(hours=1))
    if brief.status == Status.DRAFTING:
        _job(brief, Job.State.RUNNING, done=1, total=3)
    else:
        _texts(brief, story, people, since)
    if brief.stopped:
        words = "The model's files are damaged. Ask an admin."
        _job(brief, Job.State.FAILED, error=words, finished_at=since)
    Brief.objects.filter(pk=brief.pk).update(created_at=since - timedelta(hours=1))
    derived.refresh(brief)
    return brief


def _article(story: dict, source: Source, reporter: User) -> Article:
    article = Article.objects.create(
        source=source,
        channel=Article.Channel.PASTE,
        url="https://news.example.org/" + story["topic"],
        headline=story["headline_ar"],
        raw_text=story["headline_ar"],
        content_hash=hashlib.sha256(story["headline_ar"].encode()).hexdigest(),
        taken_in_by=reporter,
    )
    RemovedLine.objects.create(article=article, line=90, text="اقرأ أيضا", role="footer")
    return article


def _segments(brief: Brief, story: dict, people: dict[str, User]) -> None:
    headline = {"arabic": story["headline_ar"], "english": story["headline_en"]}
    line, place = 0, 0
    for number, told in enumerate([headline, *story.get("sentence", [_SENTENCE, _SENTENCE])]):
        segment = Segment.objects.create(
            article=brief.article,
            line=line,
            sentence=place,
            kind=Segment.Kind.BODY if number else Segment.Kind.HEADLINE,
            arabic=told["arabic"],
        )
        if brief.status != Status.DRAFTING or not number:
            _english(segment, told, people)
        if told.get("comment"):
            comment = Comment.objects.create(
                brief=brief, segment=segment, author=people["huda"], text=told["comment"]
            )
            comment.mentions.add(people["salma"])
        new_line = not number or told.get("ends_paragraph")
        line, place = (line + 1, 0) if new_line else (line, place + 1)


def _english(segment: Segment, told: dict, people: dict[str, User]) -> None:
    segment.english, segment.flags = told.get("wrong", told["english"]), told.get("flags", [])
    segment.machine_english = told.get("machine", segment.english)
    segment.provenance, segment.translated_at = _MACHINE, timezone.now()
    if segment.is_edited:
        segment.version = 1
        SegmentEdit.objects.create(
            segment=segment,
            author=people["huda"],
            before=segment.machine_english,
            after=segment.english,
        )
    if told.get("approved") or segment.article.brief.is_live:
        segment.approved_at, segment.approved_by = timezone.now(), people["huda"]
    segment.save()


def _texts(brief: Brief, story: dict, people: dict[str, User], since) -> None:
    """Write version 1 of the machine and, where the story tells of one, an editor's version."""
    drafted, edited = since - timedelta(minutes=55), since + timedelta(hours=2)
    first = _revision(brief, story, "machine", drafted)
    _happened(brief, "drafted", None, drafted, Status.DRAFT)
    if "machine_headline_en" in story:
        _revision(brief, story, "text", edited, people["huda"])
        _happened(brief, "edit", people["huda"], edited, revision=2)
    if brief.status != Status.DRAFT:
        _happened(brief, "submit", people["omar"], since, Status.IN_REVIEW)
    if brief.status in LIVE:
        facts = {"revision": first.number}
        _happened(brief, "publish", people["salma"], since, Status.PUBLISHED, **facts)
        brief.live, brief.published_at = first, since
    brief.save()


def _revision(brief: Brief, story: dict, key: str, moment, author=None) -> Revision:
    """Write a version: with `key` "machine" what differs there, with "text" the story's own."""
    by_machine = "machine_headline_" if key == "machine" else "headline_"
    segments = list(brief.article.segments.all())
    revision = Revision.objects.create(
        brief=brief,
        number=brief.revisions.count() + 1,
        headline_en=story.get(f"{by_machine}en", story["headline_en"]),
        headline_ar=story.get(f"{by_machine}ar", story["headline_ar"]),
        summary_ar="\n".join(segments[n].arabic for n in _in_arabic(story)),
        provenance=_SUMMARY,
        author=author,
    )
    for position, told in enumerate(story.get("summary") or _plain(story, segments)):
        sentence = SummarySentence.objects.create(
            revision=revision,
            position=position,
            text=told.get(key, told["text"]),
            edited=bool(author) and "machine" in told,
            score=told["score"],
            supported=told["score"] >= 0.5,
        )
        Evidence.objects.bulk_create(
            Evidence(
                sentence=sentence,
                segment=segments[n],
                score=told["score"],
                english=segments[n].english,
            )
            for n in told["rests_on"]
        )
    Revision.objects.filter(pk=revision.pk).update(created_at=moment)
    brief.current = revision
    brief.save()
    return revision


def _in_arabic(story: dict) -> list[int]:
    """Return the sentences that are the Arabic summary: all of a short story, or the first."""
    return story.get("summary_ar") or list(range(1, 1 + len(story.get("sentence", [_SENTENCE]))))


def _plain(story: dict, segments: list[Segment]) -> list[dict]:
    """Return the summary of a short story: its sentences as they are."""
    return [{"text": segments[n].english, "rests_on": [n], "score": 0.9} for n in _in_arabic(story)]


def _happened(brief: Brief, verb: str, actor, moment, to_status: str = "", **data) -> None:
    event = Event.objects.create(
        brief=brief, verb=verb, actor=actor, to_status=to_status, data=data
    )
    Event.objects.filter(pk=event.pk).update(created_at=moment)


def _job(brief: Brief, state: str, **fields) -> None:
    now = timezone.now()
    Job.objects.create(
        brief=brief,
        state=state,
        stage=Job.Stage.TRANSLATING,
        started_at=now - timedelta(seconds=9),
        lease_until=now + timedelta(hours=1),
        **fields,
    )
