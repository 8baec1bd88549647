"""What the newsroom of the pictures has sent: editions, letters, a correction; and what came back.

It all goes through the services, so that the pictures show what the newsdesk itself wrote.
"""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from summaries.models import Brief, Edition, Subscriber
from summaries.services import editorial, passages, public_search, publishing, reports, segments
from summaries.services.editions import editing, schedule
from summaries.services.editions.editing import Contents
from summaries.services.mailing import sending
from summaries.services.revisions import SentenceText

# At the one hour the letter has come already, wherever the clock is; at the other it has not.
GOT, WAITS = ("Asia/Beirut", 0), ("America/Los_Angeles", 23)
OTHERS = 62
# Since the edition of today went out.
OUT_SINCE = timedelta(hours=3.5)

Told = tuple[dict, Brief]


def make(told: dict, stories: list[Told], people: dict[str, User]) -> None:
    """Publish the edition of today, send it, correct what it had wrong, and begin the next one."""
    salma, today = people["salma"], timezone.localdate()
    editions = told["edition"]
    public_search.index_all()
    _subscribers(told["reader"])
    _publish(salma, today, editions["today"] | {"briefs": _of("today", stories)})
    _send()
    for story, brief in stories:
        if "correction" in story:
            _correct(salma, brief, story)
        if "report" in story:
            _report(brief, story["report"])
    _send()
    tomorrow = editions["tomorrow"] | {"briefs": _of("tomorrow", stories)}
    editing.save(salma, today + timedelta(days=1), Contents(**tomorrow), seen=0)


def _of(edition: str, stories: list[Told]) -> tuple[int, ...]:
    """Return the briefs of an edition, the newest first."""
    return tuple(brief.pk for story, brief in reversed(stories) if story.get("edition") == edition)


def _subscribers(readers: dict[str, str]) -> None:
    named = [(email, language, *GOT) for email, language in readers.items()]
    others = [
        (f"reader{n}@inbox.example", ("both", "en", "ar")[n % 3], *(WAITS if n % 5 == 0 else GOT))
        for n in range(OTHERS)
    ]
    for email, language, zone, hour in named + others:
        Subscriber.objects.create(
            email=email,
            language=language,
            speaks="ar" if language == "ar" else "en",
            state=Subscriber.State.ACTIVE,
            time_zone=zone,
            hour=hour,
            link_key="pictures",
            confirmed_at=timezone.now() - timedelta(days=9),
        )


def _publish(actor: User, day: date, contents: dict) -> None:
    edition = schedule.publish(actor, day, Contents(**contents), seen=0)
    since = timezone.now() - OUT_SINCE
    Edition.objects.filter(pk=edition.pk).update(published_at=since)
    edition.events.update(created_at=since)


def _send() -> None:
    """Send what is due, to wherever the settings say."""
    while sending.work():
        pass


def _correct(actor: User, brief: Brief, story: dict) -> None:
    """Put the sentences right that the story says were wrong, and tell who got them."""
    told = [{}, *story["sentence"]]
    for segment, sentence in zip(brief.article.segments.all(), told, strict=True):
        if "wrong" in sentence:
            version, english = segment.version, sentence["english"]
            segments.save(actor, segment, version=version, english=english, approve=True)
    editorial.save_text(
        actor,
        brief,
        based_on=brief.current.number,
        headline_en=brief.current.headline_en,
        headline_ar=brief.current.headline_ar,
        sentences=[SentenceText(sentence["english"]) for sentence in story["sentence"]],
        summary_ar=brief.current.summary_ar,
    )
    brief.refresh_from_db()
    notes = story["correction"]["note_en"], story["correction"]["note_ar"]
    publishing.correct(actor, brief, *notes, notify=True)


def _report(brief: Brief, text: str) -> None:
    """Have a reader doubt the last sentence of the English."""
    passage = passages.of(brief.live, "en")[-1]
    reports.receive(brief, text, revision=brief.live, passage=passage, language="en")
