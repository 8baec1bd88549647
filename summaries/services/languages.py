"""In which languages a text stands: what a reader of one language gets is decided here alone.

A language is there when it has a headline and a summary. Pages, letters, feeds and the API leave
out what has only one of them: a heading over nothing, or a text that nobody can link to.
"""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q

from summaries.models import Revision, SummarySentence
from summaries.models.brief import BriefQuerySet

ENGLISH, ARABIC, BOTH = "en", "ar", "both"
# What a reader can ask for.
CHOICES = (BOTH, ENGLISH, ARABIC)
_SENTENCES = SummarySentence.objects.filter(revision=OuterRef("live"))
# The same of a live brief in the database.
STANDS_IN = {
    ENGLISH: Q(Exists(_SENTENCES), live__headline_en__gt=""),
    ARABIC: Q(live__headline_ar__gt="", live__summary_ar__gt=""),
}


def in_language(briefs: BriefQuerySet, show: str) -> BriefQuerySet:
    """Return those of the briefs that readers have in a language ("both": in either)."""
    there = STANDS_IN[ENGLISH] | STANDS_IN[ARABIC] if show == BOTH else STANDS_IN[show]
    return briefs.filter(there)


def with_languages(briefs: BriefQuerySet) -> BriefQuerySet:
    """Say of each brief whether readers have it in English and in Arabic: `has_en`, `has_ar`."""
    return briefs.annotate(has_en=STANDS_IN[ENGLISH], has_ar=STANDS_IN[ARABIC])


def headline(revision: Revision, language: str) -> str:
    """Return the headline in one language."""
    return revision.headline_ar if language == ARABIC else revision.headline_en


def summary(revision: Revision, language: str) -> list[str]:
    """Return the summary in one language, by sentences in English and by paragraphs in Arabic.

    No query where the sentences were prefetched.
    """
    if language == ARABIC:
        return revision.arabic_paragraphs
    return [sentence.text for sentence in revision.sentences.all()]


def asked(show: str, first: str = ENGLISH) -> list[str]:
    """Return the languages of a reader of `show`, `first` before the other one."""
    if show != BOTH:
        return [show]
    return [ARABIC, ENGLISH] if first == ARABIC else [ENGLISH, ARABIC]


def of(revision: Revision, show: str = BOTH, first: str = ENGLISH) -> list[str]:
    """Return in which languages a reader of `show` gets a text, `first` first; maybe in none."""
    return [one for one in asked(show, first) if headline(revision, one) and summary(revision, one)]


def on_a_page(revision: Revision, show: str) -> Sequence[str]:
    """Return in which languages the page of a text in `show` has it: in the other one if need be.

    The preview of a draft that is in no language yet shows what there is of it.
    """
    return of(revision, show) or of(revision) or asked(show)


def title(revision: Revision, show: str) -> str:
    """Return the headline as the title of a page in `show`, or both of them."""
    titles = [headline(revision, one) for one in on_a_page(revision, show)]
    return " · ".join(filter(None, titles))
