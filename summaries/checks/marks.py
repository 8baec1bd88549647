"""Quotation marks and brackets that do not pair, and sentences that stop in the middle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop
from summaries.engine.english import is_finished

_PAIRS = {")": "(", "]": "[", "}": "{"}
# "a) …", "1) …": the bracket of a list has no partner.
_LIST_MARK = re.compile(r"(?:^|[\s(])(?:\w|\d{1,2}|[ivx]{1,4})\)")
_QUOTED = re.compile(r"[“«\"„]([^“”«»\"„]{1,600})[”»\"“]")
_SINGLE_QUOTED = re.compile(r"(?<!\w)['‘]([^'‘’]|['’](?=\w)){12,600}['’](?!\w)")
# An inch or a second is no quotation mark: 6'2".
_MARK = re.compile(r"(?<![\d'′])[\"“”„«»]|(?<=\d)[“”„«»]|&quot;")
_CLOSED = re.compile(r"[.!؟?][\s»\"”')\]]*$")
_OPEN_END = re.compile(
    r"(?:[,(\[–—-]|(?<!\w)(?:the|an?|and|or|but|of|to|in|on|at|for|with|from|by|as|that|which"
    r"|who|whose|its|their|his|is|was|are|were|has|have|had|will|be|been|into|than|because))\s*$"
)
# A quotation of fewer words is a name or a term, which English often writes without marks.
LONG_QUOTE = 6


class Brackets:
    """A bracket of the English has no partner."""

    name = "brackets"
    title = gettext_noop("Brackets")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield a finding for each such bracket, unless the Arabic's do not pair either."""
        lonely = unpaired(pair.english)
        if not lonely or (not pair.is_summary and unpaired(pair.arabic)):
            return
        for span in lonely:
            yield Finding(
                self.name,
                self.severity,
                gettext_noop("The bracket “%(english)s” has no partner."),
                {"english": span.of(pair.english)},
                english=(span,),
            )


def unpaired(text: str) -> list[Span]:
    """Return the brackets of a text that have no partner."""
    listed = {match.end() - 1 for match in _LIST_MARK.finditer(text)}
    open_: list[tuple[str, int]] = []
    lonely: list[int] = []
    for place, char in enumerate(text):
        if char in "([{":
            open_.append((char, place))
        elif char in _PAIRS:
            if open_ and open_[-1][0] == _PAIRS[char]:
                open_.pop()
            elif place not in listed:
                lonely.append(place)
    return [Span(place, place + 1) for place in sorted([*lonely, *(place for _, place in open_)])]


class Quotes:
    """Quotation marks that do not pair, or a long quotation that only one of the texts has."""

    name = "quotes"
    title = gettext_noop("Quotation marks")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield at most one finding."""
        marks = list(_MARK.finditer(pair.english))
        if len(marks) % 2:
            of_arabic = len(_MARK.findall(pair.arabic))
            # A quotation over several sentences opens in one and closes in another.
            runs_on = len(marks) == 1 and of_arabic == 0
            if pair.is_summary or (of_arabic % 2 == 0 and not runs_on):
                spans = (Span(*marks[-1].span()),)
                yield Finding(self.name, self.severity, _UNPAIRED, english=spans)
        elif not pair.is_summary:
            yield from self._one_sided(pair, bool(marks))

    def _one_sided(self, pair: Pair, has_marks: bool) -> Iterator[Finding]:
        has_arabic_marks = bool(_MARK.search(pair.arabic))
        if has_arabic_marks and not has_marks and not _SINGLE_QUOTED.search(pair.english):
            for span in long_quotes(pair.arabic):
                yield Finding(self.name, self.severity, _LOST, arabic=(span,))
        elif has_marks and not has_arabic_marks and "'" not in pair.arabic:
            for span in long_quotes(pair.english):
                yield Finding(self.name, self.severity, _ADDED, english=(span,))


def long_quotes(text: str) -> list[Span]:
    """Return what stands in quotation marks and is long enough to be somebody's words."""
    found = _QUOTED.finditer(text)
    return [Span(*match.span(1)) for match in found if len(match[1].split()) >= LONG_QUOTE]


_UNPAIRED = gettext_noop("A quotation mark is missing: it is unclear which words are quoted.")
_LOST = gettext_noop("The Arabic quotes these words; the English has no quotation marks.")
_ADDED = gettext_noop("The English quotes these words; the Arabic has no quotation marks.")


class CutOff:
    """The English stops before its sentence ends."""

    name = "cut_off"
    title = gettext_noop("Cut off")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield one finding that marks the last word."""
        text = pair.english.rstrip()
        if not text or is_finished(text):
            return
        is_sentence = pair.is_summary or _CLOSED.search(pair.arabic[-200:].rstrip())
        is_short = pair.is_summary or len(text.split()) < len(pair.arabic.split())
        open_end = _OPEN_END.search(text[-20:])
        stops = is_short and text[-1].isalnum()
        if (is_sentence and (stops or open_end)) or (open_end and text[-1].isalnum()):
            start = text.rfind(" ") + 1
            yield Finding(
                self.name,
                self.severity,
                gettext_noop("The English seems to stop before the sentence ends: “%(english)s”."),
                {"english": text[start:]},
                english=(Span(start, len(text)),),
            )
