"""What the engine and the workers say, in the language of the page.

They know no languages and keep their words in English, as they were said. Here the sentences that
editors meet are listed once more for translation; a test holds that no refusal is missing.
"""

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop

from summaries.net.errors import TEMPLATES

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
    gettext_noop("This PDF is too complicated to read. Paste its text instead."),
    gettext_noop("This is not a readable PDF. Save it again, or paste its text instead."),
    gettext_noop(
        "This PDF is locked with a password. Open it, copy the article's text and paste that."
    ),
    gettext_noop(
        "This PDF holds pictures of text, not text. Open it in a program that recognises text, or "
        "paste the article instead."
    ),
    gettext_noop("This page is empty. Open it in a browser, and paste the article's text instead."),
    gettext_noop(
        "This is %(kind)s, not a web page. Open it, copy the article's text and paste that."
    ),
    gettext_noop(
        "This page asks for consent to cookies or for a check of the browser and shows no article. "
        "Open it in a browser, and paste the article's text instead."
    ),
    gettext_noop(
        "This page shows only the beginning of its article to those who do not subscribe. "
        "Paste the whole text instead."
    ),
    gettext_noop("This feed is too complicated to read. Ask the site for another address."),
    gettext_noop(
        "This address answers with nothing at all. Check the address, and try again later."
    ),
    gettext_noop(
        "This address answers with a web page, not a feed. Look on the site for the address of its "
        "feed, or add the page as a page list."
    ),
    gettext_noop(
        "This address answers with a web page, not a feed. Use the feed that the page names: "
        "%(address)s"
    ),
    gettext_noop("This address answers with %(kind)s, not a feed. Check the address."),
    gettext_noop(
        "What this address answers with is no feed in RSS, Atom or JSON Feed. Check the address."
    ),
    gettext_noop("This feed is damaged and cannot be read. Try again later, or tell the site."),
    gettext_noop(
        "This feed defines XML entities, which no feed needs and attacks are made of. "
        "It is not read."
    ),
    gettext_noop("This page is too complicated to read. Choose another listing page."),
    gettext_noop("This address answers with something that is no web page. Check the address."),
    gettext_noop(
        "No link on this page matches the pattern. Open the page, copy the address of an article, "
        "and put * where addresses of articles differ."
    ),
    # Of deliveries, why nothing went out.
    gettext_noop("The subscriber was erased."),
    gettext_noop("The address is on the list of those that nothing is sent to."),
    gettext_noop("The subscriber is not subscribed any more."),
    gettext_noop("The subscription is in another state by now: this answers nothing any more."),
    gettext_noop("The subscriber chose something else meanwhile."),
    gettext_noop("It could not be sent in time, and is too old now."),
    gettext_noop("Enough links went to the address that day: anybody can ask for them."),
    gettext_noop("Nothing in it is of their topics, or in a language they read."),
    gettext_noop("The letter could not be written. An admin finds the reason in the log."),
    gettext_noop("The worker stopped while it sent this, on every attempt."),
    gettext_noop(
        "The worker stopped in the middle of this, on every attempt. "
        "Try again; if it keeps happening, tell an admin."
    ),
    gettext_noop(
        "Something went wrong that the newsdesk did not expect. An admin finds it in the log."
    ),
    gettext_noop("It was left out by the pattern “%(pattern)s”."),
    gettext_noop("It fits none of the patterns under “Take only”."),
    gettext_noop("It is older than the source on this desk."),
    gettext_noop("It was published long before the source listed it."),
    gettext_noop("It is in %(language)s, not in Arabic."),
    gettext_noop("It is not in Arabic."),
    gettext_noop("The feed gives neither its whole text nor an address."),
    gettext_noop(
        "The source has too many new articles at once. This one comes within the next hours."
    ),
    gettext_noop(
        "Something about it was not expected. It is tried again; an admin finds it in the log."
    ),
    gettext_noop("The source shows another text under this entry. The article stays as it was."),
    gettext_noop("Its server failed several times in a row and is left alone for a while."),
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
    gettext_noop("German"),
    gettext_noop("English"),
    gettext_noop("Spanish"),
    gettext_noop("French"),
    gettext_noop("Hebrew"),
    gettext_noop("Italian"),
    gettext_noop("Russian"),
    gettext_noop("Turkish"),
    gettext_noop("Chinese"),
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
    return tuple((sentence, _pattern(sentence)) for sentence in (*SENTENCES, *TEMPLATES))


def _pattern(sentence: str) -> re.Pattern:
    """Return what recognises a sentence with its values filled in."""
    quoted = re.escape(sentence)
    return re.compile(_VALUE.sub(lambda m: rf"(?P<{m[1] or m[2]}>.+?)", quoted))
