"""What the engine and the workers say, in the language of the page.

They know no languages and keep their words in English, as they were said. Here the sentences that
editors meet are listed once more for translation; a test holds that no refusal is missing.
"""

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop

SENTENCES = (
    gettext_noop("There is no text. Paste an Arabic article or choose a file that holds one."),
    gettext_noop(
        "The text is too long: %(size)s MB, and the desk takes up to 200,000 characters. "
        "Paste one article at a time."
    ),
    gettext_noop(
        "The text is too long: %(size)s characters, and the desk takes up to 200,000 characters. "
        "Paste one article at a time."
    ),
    gettext_noop(
        "The text is too long: %(size)s characters with ligatures spelled out, and the desk takes "
        "up to 200,000 characters. Paste one article at a time."
    ),
    gettext_noop(
        "This is not plain text: it holds characters that only binary files have. "
        "Open the article in the program that made it, copy its text and paste that."
    ),
    gettext_noop(
        "This is %(kind)s, not plain text. Open it, copy the article's text and paste that."
    ),
    gettext_noop(
        "There is too little Arabic here to work on. Paste the whole Arabic article, "
        "with at least one full sentence."
    ),
    gettext_noop(
        "This text is mostly not in Arabic. The desk translates from Arabic only: "
        "paste the Arabic version of the article."
    ),
    gettext_noop(
        "This text looks %(language)s, not Arabic. The desk translates from Arabic only: "
        "paste the Arabic version of the article."
    ),
    gettext_noop(
        "Only a headline or page furniture was found, no article text. "
        "Paste the paragraphs of the article too."
    ),
    gettext_noop(
        "The text has more than %(limit)s lines or sentences, far more than an article. "
        "Paste one article at a time."
    ),
    gettext_noop("This page is too complicated to read. Paste its text instead."),
    gettext_noop("This Word file is too complicated to read. Paste its text instead."),
    gettext_noop("No article was found in this page. Paste its text instead."),
    gettext_noop("This is not a readable Word file. Save it again as .docx."),
    gettext_noop("This Word file unpacks to something far too large. Paste its text instead."),
    gettext_noop(
        "The worker stopped in the middle of this, on every attempt. "
        "Try again; if it keeps happening, tell an admin."
    ),
    gettext_noop(
        "Something went wrong that the newsdesk did not expect. An admin finds it in the log."
    ),
)
# Words that stand inside those sentences.
WORDS = (
    gettext_noop("a PDF document"),
    gettext_noop("a Word document or a zip archive"),
    gettext_noop("an old Word document"),
    gettext_noop("an RTF document"),
    gettext_noop("a picture"),
    gettext_noop("a compressed file"),
    gettext_noop("Persian"),
    gettext_noop("Urdu"),
    gettext_noop("Pashto"),
    gettext_noop("Kurdish"),
    gettext_noop("Sindhi"),
    gettext_noop("Uyghur"),
    gettext_noop("Azerbaijani"),
    gettext_noop("Punjabi"),
    gettext_noop("Mazanderani"),
    gettext_noop("Kashmiri"),
    gettext_noop("Luri"),
    gettext_noop("Gilaki"),
)
_VALUE = re.compile(r"%\\\((\w+)\\\)s|%\((\w+)\)s")


def spoken(said: object) -> str:
    """Return what was said in the language of the page; unlisted words stay in English."""
    text = str(said)
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(text):
            values = {
                name: gettext(value) if value in WORDS else value
                for name, value in found.groupdict().items()
            }
            return gettext(sentence) % values
    return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern], ...]:
    return tuple((sentence, _pattern(sentence)) for sentence in SENTENCES)


def _pattern(sentence: str) -> re.Pattern:
    """Return what recognises a sentence with its values filled in."""
    quoted = re.escape(sentence)
    return re.compile(_VALUE.sub(lambda m: rf"(?P<{m[1] or m[2]}>[^.]+?(?:\.\d+)?)", quoted))
