"""What a reader can point at in a brief: its headlines, and each sentence in both languages."""

from dataclasses import dataclass

from summaries.models import Brief, Revision
from summaries.workflow import GOES_LIVE


@dataclass(frozen=True)
class Passage:
    """One headline or sentence of a version, as readers see it.

    `code` names it in addresses and forms: "en-0" is the English headline, "ar-2" the second
    paragraph of the Arabic summary. `position` is the sentence of the summary that it is, or
    stands beside; None for headlines, and for Arabic that does not go along with the English.
    """

    code: str
    language: str
    text: str
    position: int | None = None

    @property
    def is_arabic(self) -> bool:
        """Say whether it reads from right to left."""
        return self.language == "ar"


def of(revision: Revision, languages: str = "both") -> list[Passage]:
    """Return every passage of a version that a page in "both" languages, "en" or "ar" shows."""
    english = [sentence.text for sentence in revision.sentences.all()]
    arabic = revision.arabic_paragraphs
    found = []
    if languages != "ar":
        found += _numbered("en", revision.headline_en, english, in_step=True)
    if languages != "en":
        in_step = len(english) == len(arabic)
        found += _numbered("ar", revision.headline_ar, arabic, in_step=in_step)
    return found


def beside(revision: Revision) -> list[str]:
    """Return the Arabic of each sentence of the summary; empty texts where they do not go along.

    No query where the sentences were prefetched.
    """
    number, arabic = len(revision.sentences.all()), revision.arabic_paragraphs
    return arabic if len(arabic) == number else [""] * number


def _numbered(language: str, headline: str, texts: list[str], *, in_step: bool) -> list[Passage]:
    head = [Passage(f"{language}-0", language, headline)] if headline else []
    return head + [
        Passage(f"{language}-{number}", language, text, number - 1 if in_step else None)
        for number, text in enumerate(texts, start=1)
    ]


def seen_by_readers(brief: Brief, number: str) -> Revision:
    """Return the version with this number if readers ever had it, else the one they have now.

    A form that was opened before a correction is about the version before it. Text that was never
    published is not given to anybody who guesses its number.
    """
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return brief.live
    published = brief.events.filter(verb__in=GOES_LIVE)
    if int(number) not in {event.data.get("revision") for event in published}:
        return brief.live
    return brief.revisions.filter(number=int(number)).first() or brief.live
