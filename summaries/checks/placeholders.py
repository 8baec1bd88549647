"""Debris of machines in the English: placeholders, markup and what a chat model says about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from summaries.checks.base import Finding, Pair, Severity, Span, gettext_noop

# Nothing here backtracks further than a bounded number of characters.
_DEBRIS = re.compile(
    r"""
    </?(?:unk|pad|s|bos|eos|mask)>|\[(?:UNK|PAD|MASK|CLS|SEP)\]|<\|[^|<>\n]{1,40}\|>  # tokens
    |⁇|\ufffd|▁+|@-@|@@(?=\s|$)|\uE000
    |\ &apos;\ (?=(?:s|t|re|ll|ve|d)\b)  # "Rudd &apos; s"
    |&(?:amp|quot|lt|gt|nbsp|apos|ndash|mdash|hellip|[lr][sd]quo|\#x?[0-9a-fA-F]{2,6});  # HTML
    |</?(?:p|br|b|i|u|em|strong|span|div|a|ul|ol|li|h[1-6]|table|tr|td|img|script|font)
      (?:\s[^<>]{0,200})?/?>
    |https?://(?=\s|$)
    |(?<![\d\w%])%(?:\d\$)?[sd]\b|%\(\w{1,30}\)[sd]|\$?\{\{?\s?\w{0,30}\s?\}?\}  # format strings
    |\b(?:XXX+|TODO|FIXME|TBD|TK)\b|\b[Ll]orem\ ipsum\b|\b(?:NaN|undefined)\b(?=[\s.,]*$)
    |\[\s?(?i:\.\.\.|…|\w{1,12}\ here|name|names|date|number|place|city|country|title|source|text
      |translation|untranslated|inaudible|missing)\s?\]
    |_{3,}|\*\*|```|^\#{1,4}\ |(?<=\w)\ \|\|\|(?=\ |$)
    """,
    re.VERBOSE,
)
_TEXT_OF = r"(?:translation|translated|version|text|sentence|summary|headline|rendering)"
_CHATTER = re.compile(
    rf"""
    ^\W{{0,3}}(?:sure|certainly|of\ course|okay|absolutely)[,!.:]?\ (?=here|the\ translation|i\ )
    |\bhere(?:['’]s|\ is|\ are)\ (?:the|your|an?|my)\ (?:\w+\ ){{0,4}}{_TEXT_OF}\b
    |^\W{{0,3}}(?:the\ )?(?:english\ |translated\ )?(?:translation|output|result|answer|response
      |input|source|arabic|english|user|assistant|system|human)(?:\ in\ english)?\s?:
    |\b(?:translator|translation)(?:['’]s)?\ note\b|\(?\bnote:\s
    |\bas\ an?\ (?:ai|large)\ (?:language\ )?(?:model|assistant)\b
    |\bi(?:['’]m|\ am)\ (?:sorry,?|unable)\ (?:but\ )?(?:i\ )?(?:can(?:no|['’])t|to)\ 
      (?:translate|help|assist|provide)\b
    |\bi\ can(?:no|['’])t\ translate\b|\b(?:translate|translated)\ (?:from\ arabic|to\ english)\b
    |\btranslated?\ into\ english\s?:|\bplease\ provide\ the\ (?:arabic|text|sentence)\b
    |\blet\ me\ know\ if\ you\b|\bi\ hope\ this\ helps\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What the Arabic has where such words are its own.
_OWN = re.compile(
    "ترجم|ملاحظة|ملحوظة|تنويه|يرجى العلم|الجواب|الإجابة|جواب|النتيجة|الناتج|المصدر|العربية"
    "|الإنجليزية|المستخدم|مساعد|النظام|نموذج|النص|نسخة|آسف|عذرا|ملخص|العنوان|المدخل|إنسان"
)
_ELLIPSIS = re.compile(r"\.\.\.|…")


class Placeholder:
    """Something in the English was never meant for a reader."""

    name = "placeholder"
    title = gettext_noop("Machine debris")
    severity = Severity.BLOCKING

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield a finding for each piece of debris that is not the Arabic's own."""
        for match in _DEBRIS.finditer(pair.english):
            if match[0].strip() in pair.arabic or _is_own_ellipsis(match[0], pair.arabic):
                continue
            yield self._finding(
                match,
                gettext_noop("“%(english)s” is left over from the machine."),
                fix=unescape(match[0].strip()) if "&" in match[0] else None,
            )
        if _OWN.search(pair.arabic):
            return
        for match in _CHATTER.finditer(pair.english):
            yield self._finding(
                match, gettext_noop("“%(english)s” is the machine speaking, not the article.")
            )

    def _finding(self, match: re.Match[str], template: str, fix: str | None = None) -> Finding:
        span, words = Span(*match.span()), {"english": match[0].strip()}
        return Finding(self.name, self.severity, template, words, (span,), fix=fix)


def _is_own_ellipsis(debris: str, arabic: str) -> bool:
    return bool(_ELLIPSIS.search(debris) and _ELLIPSIS.search(arabic))
