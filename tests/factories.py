"""Records for tests, made directly: a small cast and briefs in every state.

The outlets and their news are made up.
"""

import hashlib
from datetime import timedelta
from itertools import count

from django.contrib.auth.models import Group, User
from django.utils import timezone

from summaries.models import (
    Article,
    Brief,
    Correction,
    Event,
    Evidence,
    Job,
    RemovedLine,
    Revision,
    Segment,
    Source,
    SummarySentence,
)
from summaries.workflow import LIVE, Role, Status

PASSWORD = "a long enough password"
_numbers = count(1)

MARIAN = {
    "model": "Helsinki-NLP/opus-mt-ar-en",
    "revision": "5d2e5d3b1f8e7c4a9b6d0c2f1e3a4b5c6d7e8f90",
    "engine": "ctranslate2 int8",
    "decoding": "beam 4",
    "quality": "33.9 BLEU on FLORES-101 devtest",
    "stand_in": False,
}
STAND_IN = MARIAN | {
    "model": "Qwen2.5-Coder-1.5B-Instruct",
    "quality": "13.9 BLEU on FLORES dev",
    "stand_in": True,
}
SUMMARY = {
    "model": "sshleifer/distilbart-cnn-12-6",
    "revision": "a4f8f3ea906ed274767e9906dbaede7531d660ff",
    "engine": "ctranslate2 int8",
    "decoding": "sampling, temperature 0.5",
    "quality": "",
    "stand_in": False,
    "candidates": 8,
    "extracted": False,
    "dropped": [
        {"text": "The ferry first sailed in 1962.", "invented": ["1962"]},
        {"text": "Captain Haddad welcomed the decision.", "invented": ["Haddad"]},
    ],
}
HEADLINE = (
    "ميناء الرملة يستأنف رحلات العبّارات بعد عاصفة",
    "Ramla port resumes ferries after storm",
)
SENTENCES = [
    (
        "أعلنت هيئة ميناء الرملة استئناف رحلات العبّارات صباح الخميس بعد توقف دام ثلاثة أيام.",
        "The Ramla port authority announced that ferries would resume on Thursday morning after a "
        "stoppage of three days.",
    ),
    (
        "وقالت الهيئة إن نحو 1,200 مسافر سينقلون في اليوم الأول.",
        "The authority said that some 1,200 passengers would be carried on the first day.",
    ),
    (
        "وتضرر رصيفان من أصل خمسة، بحسب تقرير أولي للمهندسين.",
        "Two of five piers were damaged, according to a first report by engineers.",
    ),
    (
        "ودعت البلدية أصحاب القوارب الصغيرة إلى الانتظار حتى يوم السبت.",
        "The municipality asked owners of small boats to wait until Saturday.",
    ),
]
SUMMARY_SENTENCES = [
    ("Ferries from Ramla resume on Thursday after three days without sailings.", (1,), 0.82),
    (
        "About 1,200 people will travel on the first day; two piers are damaged.",
        (2, 3),
        0.74,
    ),
    ("Owners of small boats were asked to wait.", (4,), 0.31),
]


def make_user(role: Role | None = None, name: str = "") -> User:
    """Return a user with one role (or none)."""
    name = name or f"{role or 'nobody'}{next(_numbers)}"
    user = User.objects.create_user(name, password=PASSWORD, first_name=name.capitalize())
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
    make_revision(brief, provenance=SUMMARY | {"stand_in": stand_in})
    Event.objects.create(brief=brief, verb="drafted", from_status="drafting", to_status="draft")
    if status in {*LIVE, Status.RETRACTED}:
        brief.live, brief.published_at = brief.current, timezone.now()
        brief.save()
    if status == Status.CORRECTED:
        make_correction(brief)
    if status == Status.RETRACTED:
        Event.objects.create(brief=brief, actor=owner, verb="retract", to_status=status)
    return brief


def make_correction(brief: Brief) -> Correction:
    """Return a public correction note on the live version."""
    return Correction.objects.create(
        brief=brief,
        revision=brief.live,
        note_en="An earlier version said that 12,000 passengers would travel.",
        note_ar="ذكرت نسخة سابقة أن عدد المسافرين 12,000.",
    )


def make_job(brief: Brief, state: str = Job.State.RUNNING, **fields) -> Job:
    """Return a job of the brief, by default in the middle of translating."""
    started = timezone.now() - timedelta(seconds=8)
    defaults = {
        "stage": Job.Stage.TRANSLATING,
        "done": 2,
        "total": 5,
        "started_at": started,
        "lease_until": timezone.now() + timedelta(hours=1),
    }
    return Job.objects.create(brief=brief, state=state, **(defaults | fields))
