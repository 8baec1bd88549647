"""Letters of the wrong script, and invisible characters that turn the direction of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop
from summaries.engine.text.normalise import BIDI_CONTROLS

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_ARABIC = "\u0620-\u064a\u066e-\u06d3"
# Greek without the signs of physics (µ Ω), Cyrillic, Armenian, Hebrew, Indic to Georgian, CJK.
_OTHER = (
    "\u0370-\u03a8\u03ab-\u03bb\u03bd-\u03ff\u0400-\u052f\u0531-\u058f\u05d0-\u05ea"
    "\u0900-\u10ff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
)
_WORD = re.compile(rf"[{_LATIN}{_OTHER}]+")
_HAS_OTHER = re.compile(f"[{_OTHER}]")
_HAS_LATIN = re.compile(f"[{_LATIN}]")
# «الـCNN» is written so; Latin letters within an Arabic word are not.
_WITHIN_ARABIC = re.compile(
    rf"(?<![{_ARABIC}])[{_ARABIC}]+(?:[{_LATIN}{_OTHER}]{{1,40}}[{_ARABIC}]+|[{_OTHER}]{{1,40}})"
)
# Letters that look like a Latin one (Unicode Technical Standard 39, "confusables").
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеорсухіјѕԁһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρ",
    "ABESIJKMHOPCTXYaeopcyxijsdhlABEZHIKMNOPTYXoavp",
)


class MixedScript:
    """A word of letters that do not belong together, or of a script neither text is in."""

    name = "mixed_script"
    title = gettext_noop("Mixed scripts")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield a finding for each such word; with a fix where Latin letters look the same."""
        for match in _WORD.finditer(pair.english):
            word = match[0]
            # A single Greek letter is a sign: "α particles".
            if not _HAS_OTHER.search(word) or (len(word) == 1 and word not in "АаВЕеОоСс"):
                continue
            if word not in pair.arabic:
                yield self._of_english(word, Span(*match.span()))
        if not pair.is_summary:
            for match in _WITHIN_ARABIC.finditer(pair.arabic):
                yield self._of_arabic(match[0], Span(*match.span()))

    def _of_english(self, word: str, span: Span) -> Finding:
        fixed = word.translate(_LOOKALIKES)
        is_lookalike = not _HAS_OTHER.search(fixed) and bool(_HAS_LATIN.search(word))
        return Finding(
            self.name,
            self.severity,
            _LOOKALIKE if is_lookalike else _FOREIGN,
            {"english": word},
            english=(span,),
            fix=fixed if is_lookalike else None,
        )

    def _of_arabic(self, word: str, span: Span) -> Finding:
        return Finding(self.name, self.severity, _IN_ARABIC, {"arabic": word}, arabic=(span,))


_LOOKALIKE = gettext_noop("“%(english)s” has letters that look Latin and are not.")
_FOREIGN = gettext_noop("“%(english)s” is in another script than English.")
_IN_ARABIC = gettext_noop("The Arabic word «%(arabic)s» has letters of another script in it.")


class Bidi:
    """Invisible characters that make a text read in another order than it is stored."""

    name = "bidi"
    title = gettext_noop("Hidden direction marks")
    severity = Severity.WARNING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield one finding a text, with all its direction marks."""
        for side, text in (("english", pair.english), ("arabic", pair.arabic)):
            spans = tuple(Span(*m.span()) for m in BIDI_CONTROLS.finditer(text))
            if not spans or (side == "arabic" and pair.is_summary):
                continue
            yield Finding(
                self.name,
                self.severity,
                gettext_noop(
                    "Hidden marks can show this text in another order: type these words anew."
                ),
                **{side: spans},
                fix="" if side == "english" and len(spans) == 1 else None,
            )
