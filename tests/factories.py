"""Records for tests, made directly: a small cast and briefs in every state.

The outlets and their news are made up.
"""

import hashlib
from datetime import date, timedelta
from itertools import count

from django.contrib.auth.models import Group, User
from django.utils import timezone

from summaries.models import (
    ApiToken,
    Article,
    Brief,
    Comment,
    Correction,
    Edition,
    EditionPlace,
    Event,
    Evidence,
    Finding,
    Job,
    ReaderReport,
    RemovedLine,
    Revision,
    Scope,
    Segment,
    Source,
    Subscriber,
    SummarySentence,
    Topic,
)
from summaries.services import intake
from summaries.services.articles import Facts, prepare
from summaries.workflow import LIVE, Role, Status
from tests.texts import HEADLINE, MARIAN, SENTENCES, STAND_IN, SUMMARY, SUMMARY_SENTENCES

PASSWORD = "a long enough password"
_numbers = count(1)


def make_user(role: Role | None = None, name: str = "") -> User:
    """Return a user with an email address and one role (or none)."""
    name = name or f"{role or 'nobody'}{next(_numbers)}"
    user = User.objects.create_user(
        name, f"{name}@desk.example", PASSWORD, first_name=name.capitalize()
    )
    if role:
        user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    return user


def make_source(name: str = "Al-Marfa Daily") -> Source:
    """Return a made-up outlet with its ownership note in both languages."""
    source, _created = Source.objects.get_or_create(
        name_en=name,
        defaults={
            "name_ar": "المرفأ اليومي",
            "ownership_en": "independent, reader-owned",
            "ownership_ar": "مستقلة يملكها قراؤها",
        },
    )
    return source


def make_article(*, translated: int | None = None, provenance=MARIAN, source=None) -> Article:
    """Return an article of a headline and four sentences, the first `translated` of them done."""
    number = next(_numbers)
    pairs = [HEADLINE, *SENTENCES]
    article = Article.objects.create(
        source=source,
        channel=Article.Channel.PASTE,
        url=f"https://marfa.example/news/{number}",
        headline=HEADLINE[0],
        raw_text="\n".join(arabic for arabic, _english in pairs),
        content_hash=hashlib.sha256(str(number).encode()).hexdigest(),
        notices=["2 invisible direction marks were removed from the text."],
    )
    done = len(pairs) if translated is None else translated
    Segment.objects.bulk_create(
        _segment(article, place, pair, provenance if place < done else None)
        for place, pair in enumerate(pairs)
    )
    RemovedLine.objects.create(article=article, line=90, text="محليات", role="kicker")
    RemovedLine.objects.create(
        article=article, line=91, text="البلدية تفتتح مكتبة جديدة في الحي القديم", role="teaser"
    )
    return article


def receive_version(article: Article, text: str, facts: Facts) -> Article:
    """Store what an outlet made of an article since, and mark its brief; returns the newest."""
    return intake.store_version(article, prepare(text, facts.title), facts)


def _segment(article: Article, place: int, pair: tuple[str, str], provenance) -> Segment:
    arabic, english = pair
    segment = Segment(
        article=article,
        line=(place + 1) // 2,
        sentence=0 if place in (0, 1, 3) else 1,
        kind=Segment.Kind.BODY if place else Segment.Kind.HEADLINE,
        arabic=arabic,
    )
    if provenance:
        segment.machine_english = segment.english = english
        segment.provenance, segment.translated_at = provenance, timezone.now()
    return segment


def make_revision(brief: Brief, *, author=None, provenance=SUMMARY, headline=None) -> Revision:
    """Return a new current version of the brief with three sentences and their evidence."""
    segments = list(brief.article.segments.all())
    revision = Revision.objects.create(
        brief=brief,
        number=brief.revisions.count() + 1,
        author=author,
        headline_en=headline or HEADLINE[1],
        headline_ar=HEADLINE[0],
        summary_ar="\n".join(arabic for arabic, _english in SENTENCES[:3]),
        provenance=provenance,
    )
    for position, (text, numbers, score) in enumerate(SUMMARY_SENTENCES):
        sentence = SummarySentence.objects.create(
            revision=revision, position=position, text=text, score=score, supported=score >= 0.5
        )
        Evidence.objects.bulk_create(
            Evidence(sentence=sentence, segment=segments[n], score=score) for n in numbers
        )
    brief.current = revision
    brief.save()
    return revision


def make_brief(
    status: Status = Status.DRAFT,
    *,
    owner=None,
    stand_in: bool = False,
    source=None,
    translated=None,
) -> Brief:
    """Return a brief in `status`, with everything that state has."""
    translated = 2 if status == Status.DRAFTING and translated is None else translated
    article = make_article(
        translated=translated, provenance=STAND_IN if stand_in else MARIAN, source=source
    )
    brief = Brief.objects.create(article=article, owner=owner, status=status)
    Event.objects.create(brief=brief, actor=owner, verb="taken_in")
    if status == Status.DRAFTING:
        return brief
    # The starter has one trial model for both.
    trial = {"stand_in": True, "model": STAND_IN["model"]} if stand_in else {}
    make_revision(brief, provenance=SUMMARY | trial)
    Event.objects.create(brief=brief, verb="drafted", from_status="drafting", to_status="draft")
    if status in {*LIVE, Status.RETRACTED}:
        make_live(brief)
    if status == Status.CORRECTED:
        make_correction(brief)
    if status == Status.RETRACTED:
        Event.objects.create(brief=brief, actor=owner, verb="retract", to_status=status)
    return brief


def make_live(brief: Brief) -> Brief:
    """Show the current version to readers, its evidence in the English of this moment."""
    for link in Evidence.objects.filter(sentence__revision=brief.current).select_related("segment"):
        link.english = link.segment.english
        link.save()
    brief.live, brief.published_at = brief.current, timezone.now()
    brief.save()
    return brief


def take_out(brief: Brief, *fields: str) -> Brief:
    """Take headlines, the "summary_ar" or the English "sentences" out of what readers see."""
    if "sentences" in fields:
        brief.live.sentences.all().delete()
    for name in set(fields) - {"sentences"}:
        setattr(brief.live, name, "")
    brief.live.save()
    return brief


def make_edition(
    day: date | None = None, *briefs: Brief, published: bool = True, **fields
) -> Edition:
    """Return the edition of a date (today) with these briefs in this order."""
    if published:
        fields = {"state": Edition.State.PUBLISHED, "published_at": timezone.now(), **fields}
    edition = Edition.objects.create(date=day or timezone.localdate(), **fields)
    EditionPlace.objects.bulk_create(
        EditionPlace(edition=edition, brief=brief, position=position)
        for position, brief in enumerate(briefs)
    )
    return edition


def make_topic(slug: str = "transport") -> Topic:
    """Return a topic; the usual ones exist, any other is made up."""
    names = {"name_en": slug.capitalize(), "name_ar": "نقل"}
    return Topic.objects.get_or_create(slug=slug, defaults=names)[0]


def approve(segment: Segment, author, *, english: str | None = None) -> Segment:
    """Mark a segment as approved by somebody, with other English if it is given."""
    if english is not None:
        segment.english = english
        segment.version += 1
    segment.approved_at, segment.approved_by = timezone.now(), author
    segment.save()
    return segment


def make_comment(brief: Brief, author, text: str = "Who said this?", *, segment=None) -> Comment:
    """Return an open comment on a brief, or on one of its segments."""
    return Comment.objects.create(brief=brief, author=author, text=text, segment=segment)


def make_correction(brief: Brief, **fields) -> Correction:
    """Return a public correction note on the live version."""
    defaults = {
        "note_en": "An earlier version said that 12,000 passengers would travel.",
        "note_ar": "ذكرت نسخة سابقة أن عدد المسافرين 12,000.",
    }
    return Correction.objects.create(brief=brief, revision=brief.live, **defaults | fields)


def make_report(brief: Brief, text: str = "The sum is wrong.", *, position=None, **fields):
    """Return a reader's open report about the live version, or about a sentence of it."""
    if position is not None:
        quoted = brief.live.sentences.get(position=position).text
        fields = {"position": position, "quoted": quoted, **fields}
    return ReaderReport.objects.create(brief=brief, revision=brief.live, text=text, **fields)


def make_finding(
    brief: Brief, segment: Segment | None = None, words: str = "", **fields
) -> Finding:
    """Return a finding in a sentence, or in the English headline, that quotes `words` of it.

    The brief counts it. A real look at the texts would not find it again.
    """
    text = segment.english if segment else brief.current.headline_en
    words = words or text.split()[0]
    start = text.index(words)
    defaults = {
        "place": "segment" if segment else "headline",
        "segment": segment,
        "check_name": "number",
        "severity": "blocking",
        "message": "The Arabic says «%(arabic)s», the English “%(english)s”.",
        "values": {"arabic": "خمسة", "english": words},
        "english": words,
        "english_spans": [[start, start + len(words)]],
    }
    found = Finding.objects.create(brief=brief, **defaults | fields)
    brief.warnings += 1
    brief.blocking += found.severity == "blocking"
    brief.save(update_fields=["warnings", "blocking"])
    return found


def make_job(brief: Brief, state: str = Job.State.RUNNING, **fields) -> Job:
    """Return a job of the brief, by default in the middle of translating."""
    started = timezone.now() - timedelta(seconds=8)
    defaults = {
        "stage": Job.Stage.TRANSLATING,
        "done": 2,
        "total": 5,
        "started_at": started,
        "lease_until": timezone.now() + timedelta(hours=1),
        "urgency": Job.Urgency.of(
            fields.get("kind", Job.Kind.DRAFT), fields.get("segment"), fields.get("asked_by")
        ),
    }
    return Job.objects.create(brief=brief, state=state, **(defaults | fields))


def make_token(user, plain: str = "", **fields) -> tuple[ApiToken, str]:
    """Return a token with every scope, made by its own user, and its plain text."""
    plain = plain or f"nd_{next(_numbers):043d}"
    defaults = {
        "name": "Harbour script",
        "prefix": plain[:9],
        "digest": hashlib.sha256(plain.encode()).hexdigest(),
        "scopes": list(Scope.values),
        "created_by": user,
    }
    return ApiToken.objects.create(user=user, **defaults | fields), plain


def make_subscriber(email: str = "", *, topics=(), **fields) -> Subscriber:
    """Return somebody who confirmed their subscription: daily, in both languages, at 7 UTC."""
    email = email or f"reader{next(_numbers)}@inbox.example"
    defaults = {
        "state": Subscriber.State.ACTIVE,
        "link_key": f"{next(_numbers):032x}",
        "confirmed_at": timezone.now(),
    }
    subscriber = Subscriber.objects.create(email=email, **defaults | fields)
    subscriber.topics.set(topics)
    return subscriber
