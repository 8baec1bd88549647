"""What letters to subscribers say, word for word, but for the personal links.

Gmail shows the first 100 KB of an email and hides the rest behind a link. A letter stays below
that, text and HTML together as they are sent, by a rule: where it is too long, the longest texts
are cut shorter, all to the same measure, and only where even the headlines are too many, briefs are
left out. Both is said, with a link to the rest.
"""

from email.utils import parseaddr
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from summaries.models import Correction, Edition, Languages
from summaries.services import calendars, emails
from summaries.services.emails import Message
from summaries.services.languages import ARABIC, ENGLISH
from summaries.services.mailing import personal
from summaries.services.mailing.contents import Contents, of_edition
from summaries.services.mailing.cutting import excerpt, shortened
from summaries.services.mailing.pieces import Piece, other
from summaries.services.newsroom import address
from summaries.services.renditions import Rendition
from summaries.services.texts import paragraphs

# Of both parts, with room for the headers and the personal links.
MOST_BYTES = 96 * 1024
# How many characters each text may have, and how many briefs there may be: the first that fits.
SCALES = (
    *((limit, None) for limit in (None, 12_000, 6000, 4000, 2800, 2000, 1400, 1000, 700, 450, 250)),
    *((0, briefs) for briefs in (None, 30, 20, 10, 5)),
)
MOST_OF_A_SUBJECT = 130
MOST_OF_A_PREHEADER = 140
# Mail readers guess the direction of a line of plain text from its first letter.
_RIGHT_TO_LEFT_MARK = "\u200f"


class Wording(NamedTuple):
    """What a letter says, with placeholders, and the stories that stand in it."""

    message: Message
    stories: list[Rendition]


def write(contents: Contents, language: str, speaks: str) -> Wording:
    """Return the letter for who reads `language` and is spoken to in `speaks`."""
    for limit, briefs in SCALES:
        wording = _written(contents, language, speaks, limit, _least(briefs, contents.most))
        if wording.message.size <= MOST_BYTES:
            break
    return wording


def preview(
    edition: Edition, stories: list[Rendition], language: str, speaks: str = ENGLISH
) -> Message:
    """Return the letter of an edition as a reader of `language` would get it; nothing is stored.

    Its personal links lead to where everybody subscribes.
    """
    speaks = speaks if language == Languages.BOTH else language
    everybody = address(reverse("subscriptions:subscribe"), speaks)
    wording = write(of_edition(edition, stories), language, speaks)
    names = (personal.SETTINGS, personal.LEAVE)
    return personal.filled(wording.message, dict.fromkeys(names, everybody))


def frame(language: str, speaks: str) -> dict:
    """Return what every letter shows around what it says."""
    return {
        "both": language == Languages.BOTH,
        "reads": [speaks, other(speaks)] if language == Languages.BOTH else [language],
        "newsroom": parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or settings.DEFAULT_FROM_EMAIL,
        "site": address("/", speaks if language != Languages.BOTH else language),
        "settings": personal.SETTINGS,
        "leave": personal.LEAVE,
        "mark": personal.TEXT_MARK.strip(),
        "rlm": _RIGHT_TO_LEFT_MARK,
    }


class _Section(NamedTuple):
    """The briefs of one date."""

    english: str
    arabic: str
    pieces: list[Piece]


def _written(
    contents: Contents, language: str, speaks: str, limit: int | None, briefs: int | None
) -> Wording:
    shown = contents if briefs is None else contents.first(briefs)
    texts = _texts(shown, language, speaks, limit)
    left_out = len(contents.stories) - len(shown.stories)
    context = frame(language, speaks) | texts | {"left_out": left_out}
    return Wording(emails.render(contents.name, context, speaks), shown.stories)


def _texts(shown: Contents, language: str, speaks: str, limit: int | None) -> dict:
    """Return what the templates of a letter show of its contents."""
    told = shown.correction

    def pieces(stories) -> list[Piece]:
        return [Piece(story, language, speaks, limit, told) for story in stories]

    sections = [_Section(*_dates(part.day), pieces(part.stories)) for part in shown.parts]
    return {
        "name": shown.name,
        "sections": sections,
        "first": next((piece for section in sections for piece in section.pieces), None),
        "title": shortened(_title(shown.stories, speaks), MOST_OF_A_SUBJECT),
        "preheader": _note(told, speaks) if told else preheader(shown.stories, speaks),
        "day": shown.day,
        "dates": dict(zip((ENGLISH, ARABIC), _dates(shown.day), strict=True)),
        "intro_en": excerpt(paragraphs(shown.intro_en), limit),
        "intro_ar": excerpt(paragraphs(shown.intro_ar), limit),
        "told": told,
        "on_the_site": _page(shown, language),
    }


def _dates(day) -> tuple[str, str]:
    return calendars.in_words(day, ENGLISH), calendars.in_words(day, ARABIC)


def _title(stories: list[Rendition], speaks: str) -> str:
    """Return the first headline, in the other language where there is none in the reader's."""
    found = (story.headline(one) for story in stories for one in (speaks, other(speaks)))
    return next(filter(None, found), "")


def preheader(stories: list[Rendition], speaks: str) -> str:
    """Return what an inbox shows after the subject: the other headlines, else how it begins."""
    words = " · ".join(filter(None, (story.headline(speaks) for story in stories[1:])))
    words = words or " ".join(text for story in stories[:1] for text in story.summary(speaks))
    return shortened(words, MOST_OF_A_PREHEADER)


def _note(told: Correction, speaks: str) -> str:
    """Return the same of a correction: nothing of a text that was taken back."""
    return shortened(getattr(told, f"note_{speaks}"), MOST_OF_A_PREHEADER)


def _page(shown: Contents, language: str) -> str:
    """Return the page of the site that has all of it, and more."""
    if shown.name == "weekly":
        return address(reverse("public:archive"), language)
    return address(reverse("public:edition", args=[shown.day]), language)


def _least(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)
