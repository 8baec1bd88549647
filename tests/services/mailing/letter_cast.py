"""Briefs, editions and mailings that the tests of letters have in common."""

from datetime import date, timedelta

from summaries.models import Brief, Correction, Mailing
from summaries.services.mailing.composing import Composer
from summaries.workflow import Status
from tests.factories import make_brief, make_edition, make_live, make_revision, make_source

DAY = date(2026, 11, 23)
ARABIC_HEADLINE = "ميناء الرملة يستأنف رحلات العبّارات بعد عاصفة"
HEADLINE = "Ramla port resumes ferries after storm"


def published(headline: str = HEADLINE, *, topic=None, **texts) -> Brief:
    """Return a live brief with this English headline; `texts` are fields of its live version."""
    brief = make_brief(Status.PUBLISHED, source=make_source())
    make_revision(brief, headline=headline)
    for field, text in texts.items():
        setattr(brief.current, field, text)
    brief.current.save()
    brief.topic = topic
    return make_live(brief)


def daily(*briefs, day: date = DAY, **fields) -> Mailing:
    """Return the mailing of the edition of a date with these briefs."""
    return Mailing.objects.create(kind="daily", edition=make_edition(day, *briefs, **fields))


def weekly(day: date = DAY) -> Mailing:
    """Return the weekly mailing of a date."""
    return Mailing.objects.create(kind="weekly", date=day)


def breaking(brief: Brief) -> Mailing:
    """Return the mailing of breaking news."""
    return Mailing.objects.create(kind="breaking", brief=brief)


def correction(brief: Brief, kind: str = "correction", **notes) -> Mailing:
    """Return the mailing of a new correction or retraction of a brief."""
    notes = notes or {"note_en": "It was 1,200, not 12,000.", "note_ar": "كانوا 1,200 لا 12,000."}
    note = Correction.objects.create(brief=brief, revision=brief.live, kind=kind, **notes)
    brief.status = Status.RETRACTED if kind == "retraction" else Status.CORRECTED
    brief.save()
    return Mailing.objects.create(kind="correction", correction=note)


def all_kinds() -> dict[str, Mailing]:
    """Return a mailing of every kind."""
    edition = daily(
        published("Wheat harvest is the largest in ten years"), published(),
        day=DAY - timedelta(days=1), intro_en="A short edition.", intro_ar="عدد قصير.",
    )  # fmt: skip
    return {
        "edition": edition,
        "weekly": weekly(),
        "breaking": breaking(published()),
        "correction": correction(published()),
        "retraction": correction(published(), "retraction"),
    }


def letter(mailing: Mailing, subscriber):
    """Return the letter of a mailing for a subscriber."""
    return Composer(mailing).letter_for(subscriber)
